"""The devices that ask the gateway: who they are, what they have done, and what they were given to keep."""
