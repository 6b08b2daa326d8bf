"""What the keys do through the client, each with the way back. Plain functions that run in threads and touch no widget."""
