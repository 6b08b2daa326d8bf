"""Place 8: all keys, shapes and files on one page."""
