"""The first run: a few questions with guesses, and a call that rings at the end."""
