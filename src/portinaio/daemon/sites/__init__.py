"""List sites in the house: looked at before they are subscribed, and published, each in a process of its own."""
