"""The engine room: the only place that wires the rooms together. Loads nothing by itself; `check` passes through here."""
