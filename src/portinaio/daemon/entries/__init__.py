"""What is asked before an entry or a contact is made: slips of the pen, whom it means, and how much of a country."""
