"""A letter on its way by mail: from which box to which, what the server said, and what is known of it since."""
