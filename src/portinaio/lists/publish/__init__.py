"""Who makes a list site: rows quantised and cut, what has changed since the last time, and the signatures over all of it.

`publish.publish` makes or updates a folder; `keys` and `roots` say who may sign it. Nothing here is loaded by a daemon: the
work is done in a process of its own, which has the libraries of The Update Framework.
"""
