"""What the commands for the house itself have of their own: its backup, a report of its faults, its words, an editor, systemd."""
