"""What an Asterisk says: the gateway interface of its dial plan (AGI), and its manager (AMI)."""
