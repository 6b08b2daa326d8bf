"""What each request of the API does, grouped by noun, and what they call to do it."""
