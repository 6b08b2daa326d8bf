"""What differs from country to country, as data: a folder for each country, and what reads and checks it.

Numbering plans, reserved ranges, law, authorities, recipients, questions, words and letters.
"""
