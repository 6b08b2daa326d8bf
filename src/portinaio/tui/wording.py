"""The words for values of the API, and for days and spans as people say them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len

from portinaio.core.logged import PICKED_UP
from portinaio.language import _, formatting, ngettext

if TYPE_CHECKING:
    from datetime import date

    from portinaio.api.answers import CallAnswer, CheckAnswer

RINGS_AT_MOST_S = 180  # a call without an outcome that is older lost its line


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def rings(call: CallAnswer, now: datetime) -> bool:
    """Whether the line is still at it."""
    return (
        call["outcome"] is None
        and (now - moment(call["at"])).total_seconds() < RINGS_AT_MOST_S
        and call["rang_s"] is None
    )


def label(call: CallAnswer | CheckAnswer) -> str:
    if call["suspected"] and call["label"] == "unknown":
        return _("suspected")
    return label_word(call["label"])


def label_word(value: str) -> str:
    return {"known": _("known"), "unknown": _("unknown"), "reported": _("reported")}.get(
        value, value
    )


def verdict_word(value: str) -> str:
    return _("suspected") if value == "suspected" else label_word(value)


def label_cells() -> int:
    """Of a column of labels: the longest word of the language, and a blank."""
    return _column(_("known"), _("unknown"), _("reported"), _("suspected"))


def done(call: CallAnswer) -> str:
    """What was done: the action in the past, or why it was not."""
    if call["outcome"] == "too_late":
        return _("too late")
    if call["outcome"] == "unable":
        return _("unable")
    return {
        "ring": _("rang"),
        "silence": _("silenced"),
        "reject": _("rejected"),
        "answer": _("hung up"),
        "announce": _("announced"),
    }.get(call["action"], call["action"])


def doing(call: CallAnswer) -> str:
    """What is being done to a call that rings."""
    return {"ring": _("ringing"), "silence": _("silenced")}.get(call["action"], done(call))


def done_cells() -> int:
    """Of a column that says what was done or is being done."""
    past = (_("rang"), _("silenced"), _("rejected"), _("hung up"), _("announced"))
    return _column(*past, _("ringing"), _("too late"), _("unable"))


def _column(*said: str) -> int:
    return max(map(cell_len, said)) + 1


def action(value: str) -> str:
    """What would be done."""
    return {
        "ring": _("let it ring"),
        "silence": _("silence it"),
        "reject": _("reject it"),
        "answer": _("pick up and hang up"),
        "announce": _("pick up and say a sentence"),
    }.get(value, value)


def peer(value: str) -> str:
    """Who else rings on a line, in a cell."""
    return {
        "sole": _("nobody else"),
        "forked": _("ring too"),
        "fritzbox": _("FRITZ!Box or PBX"),
    }.get(value, value)


def day(value: date, today: date) -> str:
    """`yesterday`, `Monday 9 November`, `24 Nov 2025`."""
    days = (today - value).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return formatting.near_day(value) if 0 < days < 300 else formatting.day(value)


def ago(span: timedelta) -> str:
    """`2 h old` in one short word and a unit."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    return _("%(n)d d") % {"n": minutes // 1440}


def seconds(value: float) -> str:
    """`21 s`, `3:05`."""
    whole = max(0, int(value))
    return _("%(n)d s") % {"n": whole} if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def talked_s(call: CallAnswer) -> float | None:
    """How long somebody talked to the caller; a line that picks up to hang up is nobody. None where nobody knows."""
    connected_s = call["talked_s"]
    return 0.0 if call["cause"] == PICKED_UP and connected_s is not None else connected_s


def calls(n: int) -> str:
    return ngettext("%(n)d call", "%(n)d calls", n) % {"n": n}
