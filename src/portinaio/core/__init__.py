"""The ground: number, call, checks, verdict, policy. No I/O, no clock; `at` and `now` are arguments.

The records here are `NamedTuple`s: each call builds half a dozen of them, and `portinaio check` has some milliseconds
to start in. A frozen dataclass says the same and costs four times as much, to import and to build.
"""
