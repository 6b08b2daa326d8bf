"""Address books that are followed: where they lie, how they are fetched, and what became of that."""
