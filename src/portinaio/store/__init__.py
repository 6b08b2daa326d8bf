"""The memory of the house: calls, entries, contacts and small state, in one SQLite file."""
