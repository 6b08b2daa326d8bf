"""vCards as bytes: what address books and number lists have in common."""
