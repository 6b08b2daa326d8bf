"""What the command `complaints` says and asks of one complaint: how it stands, what came of it, and how it leaves."""
