"""What differs from country to country, as data: numbering plans, law, authorities, letters, reserved ranges."""
