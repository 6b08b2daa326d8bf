"""What files bring in: calls of other logs, each once; and what the last import changed, to take it back."""
