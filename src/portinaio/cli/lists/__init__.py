"""Lists at the terminal: how they are shown, and what is asked before one is believed."""
