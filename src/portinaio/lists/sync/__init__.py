"""How a list comes into the house: fetched within bounds, doubted, read, built, and swapped in as a whole or not at all."""
