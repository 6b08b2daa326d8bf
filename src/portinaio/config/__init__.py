"""Where the house is, how it is furnished, and where its keys lie."""
