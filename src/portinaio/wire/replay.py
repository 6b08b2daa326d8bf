"""A script of calls, one JSON object a line: for the demo, for tests, and for a report of what went wrong.

    # a reserved range, two seconds after the call before
    {"after_s": 2, "calling": "+390844000001", "rings_s": 4}

    # the user calls somebody, who is known from then on
    {"after_s": 1, "dialled": "+390200001234"}

Only `calling` must be there, or `dialled` in its place. Empty lines and lines that begin with `#` are passed over.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from portinaio.core.call import Attestation, Presentation
from portinaio.core.message import Message, msg
from portinaio.errors import LineError

MOST_CALLS = 10_000  # a day of a call centre; a longer file is no script
LONGEST_LINE = 2000  # characters
LONGEST_S = 86_400.0


class ScriptedCall(NamedTuple):
    calling: str = ""
    after_s: float = 1.0
    """From the call before, or from the start."""
    called: str = ""
    name: str = ""
    presentation: Presentation = Presentation.ALLOWED
    attestation: Attestation = Attestation.NONE
    rings_s: float = 4.0
    """How long the caller waits to be answered."""
    talks_s: float = 0.0
    """How long they talk when somebody picks up; 0 where nobody does."""
    dialled: str = ""
    """Whom the user calls; then nobody calls here."""


def read_script(text: str, file: str) -> tuple[ScriptedCall, ...]:
    """The calls of a script. `LineError` names `file` and line of the first that is not right."""
    calls: list[ScriptedCall] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if len(calls) == MOST_CALLS:
            raise _wrong(file, number, msg("a script has at most %(most)d calls", most=MOST_CALLS))
        found = _call(line)
        if isinstance(found, Message):
            raise _wrong(file, number, found)
        calls.append(found)
    if all(call.dialled for call in calls):
        raise LineError(msg("%(file)s holds no call", file=file))
    return tuple(calls)


def _wrong(file: str, number: int, what: Message) -> LineError:
    return LineError(msg("%(file)s line %(line)d: %(what)s", file=file, line=number, what=what))


def _call(line: str) -> ScriptedCall | Message:
    if len(line) > LONGEST_LINE:
        return msg("longer than %(most)d characters", most=LONGEST_LINE)
    try:
        table = json.loads(line)
    except (ValueError, RecursionError):
        return msg('not a JSON object like {"calling": "+390200001234"}')
    if not isinstance(table, dict):
        return msg('not a JSON object like {"calling": "+390200001234"}')
    if "calling" not in table and not table.get("dialled"):
        return msg("the key %(key)s is missing", key="calling")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _KINDS:
            return msg("there is no key %(key)s", key=key)
        if (read := _KINDS[key](value)) is None:
            return msg("%(key)s cannot be %(value)s", key=key, value=json.dumps(value)[:60])
        values[key] = read
    return ScriptedCall(**values)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _seconds(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if 0 <= value <= LONGEST_S else None


def _presentation(value: object) -> Presentation | None:
    return next((each for each in Presentation if each.value == value), None)


def _attestation(value: object) -> Attestation | None:
    return next((each for each in Attestation if each.value == value), None)


_KINDS = {
    "calling": _text,
    "after_s": _seconds,
    "called": _text,
    "name": _text,
    "presentation": _presentation,
    "attestation": _attestation,
    "rings_s": _seconds,
    "talks_s": _seconds,
    "dialled": _text,
}
"""Key to what reads its value; `None` where it cannot be meant."""
