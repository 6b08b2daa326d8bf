"""Syncs as the house sees them: who asks for one, the process that does it, and what it says of each list."""
