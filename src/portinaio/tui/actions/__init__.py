"""Everything a key can do: one table of actions, with their keys, their words, and why one cannot be pressed now."""
