"""NCID, network caller ID: what its servers say of calls, and what is said to its clients. Lines of text over TCP, port 3333."""
