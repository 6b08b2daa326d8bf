"""What one cell of a table may hold besides a number: a day, a kind of call, a name."""
