"""Place 5: the lines, how each is, and a new one."""
