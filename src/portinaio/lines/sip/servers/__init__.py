"""Who serves a name, and whether whoever answers is whom the name means."""
