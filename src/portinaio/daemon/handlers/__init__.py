"""What each request of the API does: a plain function that takes the context, one file a noun as in `api.requests`.

Beside them lies what several of these files, or the daemon, work with.
"""
