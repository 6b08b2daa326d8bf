"""When a list is one of complaints, so that a number stands in it once for each."""

FEWEST_REPEATED = 0.05  # of the rows; below, a repetition is a slip and the list has no counts
FEWEST_TIMES = 4  # the number that is named most; one list made of two or three names none so often
