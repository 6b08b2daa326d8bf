"""The API over HTTP: the Unix socket and the gateway, the server on them, and the application it serves."""
