"""The daemon as a process of the system: that it is the only one, what it tells systemd, and what memory it keeps."""
