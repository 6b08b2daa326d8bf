"""The shape of the database, and how an older file comes to it."""
