"""The subscribed lists: how each is, what is kept beside its files, and how they come and go."""
