"""The daemon: the only package that wires the others together. Loads nothing by itself; `check` passes through here."""
