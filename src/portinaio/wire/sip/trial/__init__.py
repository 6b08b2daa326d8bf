"""One call of an account to itself, which shows whether this line is asked before the other telephones."""
