"""Address books, read from what telephones and programs export."""
