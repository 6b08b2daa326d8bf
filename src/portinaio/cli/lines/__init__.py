"""What the commands about lines have of their own: keys, a key that is trusted, traces, the sheet for a provider."""
