"""A line's account at a registrar: the way there, the registration, and the signs of life between the two."""
