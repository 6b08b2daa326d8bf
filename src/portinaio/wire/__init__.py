"""What is said on the wire: bytes in, events out, without a clock or a socket. Telephone lines, call logs, cards."""
