"""The third window: the terminal app in a browser on this computer. Needs textual-serve, which not everybody has."""
