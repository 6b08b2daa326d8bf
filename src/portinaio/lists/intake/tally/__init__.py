"""Columns in which a number stands once for each complaint: sorted and counted, however many there are."""
