"""Place 2: the lists of others, the catalogue that offers more, and what one holds inside."""
