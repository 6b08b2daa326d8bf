"""Text from strangers that a spreadsheet would take for a formula: `=cmd|…` as a caller's name, `@SUM(…)` as a company's.

OWASP, CSV Injection: an apostrophe in front makes it text. It also stands behind a separator within the text, since a
spreadsheet of another country divides the row there. Reading takes it off again, so a name keeps what it begins with.
"""

from __future__ import annotations

import re

_BEGINS = r"(?:^|(?<=[,;|\t]))"
_DANGER = r"(?=[\s'\"]*[=+\-@\uff1d\uff0b\uff0d\uff20])"  # the last four are wide forms, read alike
_FORMULA = re.compile(_BEGINS + _DANGER)
_GUARDED = re.compile(_BEGINS + "'" + _DANGER)
_PATTERN = re.compile(r"\+\d{1,15}(?:\*|#+|\.\.\+\d{1,15})?")
"""A number of ours: a spreadsheet shows it, and programs must be able to read it."""


def guarded(text: str) -> str:
    return text if _PATTERN.fullmatch(text) else _FORMULA.sub("'", text)


def unguarded(cell: str) -> str:
    """As it was before `guarded`."""
    return _GUARDED.sub("", cell) if "'" in cell else cell
