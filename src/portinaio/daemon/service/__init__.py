"""The daemon from its beginning to its end: what is wired, what goes on beside the calls, what is wrong meanwhile."""
