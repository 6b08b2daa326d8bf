"""Every request of the API, one file a noun: what can be asked and done, with its parameters, its answer and its limits.

Each file has its counterpart in `daemon.handlers`. The bodies are empty: `api.request` makes of a declaration what asks.
"""
