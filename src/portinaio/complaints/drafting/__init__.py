"""What a draft rests on: which facts hold, which places are filled, which clauses stand, and what the user is told beside it."""
