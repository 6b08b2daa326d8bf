"""The façade, room by room: each file holds the acts on one thing."""
