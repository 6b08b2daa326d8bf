"""Where companies can be written to, by a published catalogue that is fetched when the user says so, and searched on this computer."""
