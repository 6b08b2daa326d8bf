"""The one way in: typed messages, one table of routes, one client. Windows know nothing behind it."""
