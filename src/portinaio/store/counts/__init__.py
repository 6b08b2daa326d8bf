"""What the log adds up to: for Insight, and for the page of a year."""
