"""Who subscribes to a list site: its files fetched within bounds, its signatures doubted, its parts put together to one download."""
