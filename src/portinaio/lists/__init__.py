"""Reputation lists: what others say of a number, kept in files that a look-up reads without loading them."""
