"""A complaint on its way: its letter as a file or by mail, what becomes of it, and what is owed next."""
