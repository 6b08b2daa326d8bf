"""SIP without sockets: bytes and the time in, messages to send and events out."""
