"""The kinds of line: each owns its sockets or its device, and knows nothing of lists, store or policy."""
