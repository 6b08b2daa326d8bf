"""What a FRITZ!Box says: the lines of its call monitor, its call list, the numbers that it bars."""
