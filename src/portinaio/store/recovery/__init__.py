"""What becomes of a damaged file: the rows that can still be read go into a new one, and what was set aside sound is taken back."""
