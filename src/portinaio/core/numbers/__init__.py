"""Telephone numbers: how they are written, read, ordered and described, and the plans that assign them."""
