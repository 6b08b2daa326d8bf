"""What config.toml has leave the house when something happens: notices by `[[notify]]`, and calls for the clients of `[ncid]`.

Nothing is opened, and nobody listens, where neither is written there.
"""
