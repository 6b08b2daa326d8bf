"""The terminal app: it sees, asks and shows through `portinaio.api`, and knows nothing behind it."""
