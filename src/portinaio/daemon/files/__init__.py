"""Files of other programs, in and out: what they are, what is taken from them, and what is written for them."""
