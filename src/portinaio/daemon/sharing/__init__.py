"""Giving back: a report that leaves by a key press for the list that takes it, and what waits until it is taken."""
