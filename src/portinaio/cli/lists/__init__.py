"""Lists at the terminal: what is asked before one is believed."""
