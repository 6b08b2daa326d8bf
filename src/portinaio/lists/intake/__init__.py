"""What lies before the formats of lists: bytes to characters, characters to numbers, rows into order."""
