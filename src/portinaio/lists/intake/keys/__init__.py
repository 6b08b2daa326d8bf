"""Keys of plain numbers: one by one where there are few, all at once where there are many."""
