"""Logs of calls that other devices have kept, and our own: bytes in, calls and refused rows out."""
