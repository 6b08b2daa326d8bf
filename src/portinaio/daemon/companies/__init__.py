"""Whose a number is: what public registers and catalogues say, asked when the user says so and kept apart from the company book."""
