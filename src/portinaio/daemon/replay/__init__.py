"""Other rules on the calls of the log: which, what they would have done, and that in one sentence."""
