"""The address book: people, their numbers and groups, and the books of others that are followed."""
