"""The sync of lists: when each is due, the process that runner starts, and the worker in it."""
