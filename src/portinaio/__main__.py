"""`python -m portinaio` is the command line."""

from portinaio.cli import run

run()
