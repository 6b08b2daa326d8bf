"""The sound of a call: sockets for it, and what is played by them."""
