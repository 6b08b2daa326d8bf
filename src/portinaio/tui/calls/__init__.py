"""Place 1: the calls as they come, the caller under the cursor, and who a number is and why."""
