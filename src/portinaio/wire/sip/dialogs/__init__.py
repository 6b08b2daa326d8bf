"""A call as SIP knows it: what is said in it, when it is said again, and how it ends."""
