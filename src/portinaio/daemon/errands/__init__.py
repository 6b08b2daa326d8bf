"""Errands: one question to a process of its own, which brings its heavy libraries, answers and ends."""
