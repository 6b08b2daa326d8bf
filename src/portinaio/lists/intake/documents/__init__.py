"""Files that are no table of lines: workbooks, JSON however deep, and what nobody can read."""
