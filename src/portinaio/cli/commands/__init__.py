"""One file a command, or a family of them: `describe` says which arguments it takes, `run` does it.

Which command lives where stands in `cli.command_table`; what several share lies beside it.
"""
