"""Place 3: the user's own entries, which block or allow, and what a new one would catch."""
