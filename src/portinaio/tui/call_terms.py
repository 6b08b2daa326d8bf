"""What the fields of a call say, and how wide a column of such words is."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from rich.cells import cell_len

from portinaio.core.logged import GIVEN_BACK_BY, PICKED_UP
from portinaio.core.message import msg
from portinaio.core.policy import Action
from portinaio.language import _, durations, formatting, terms, translate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from portinaio.api.answers import CallAnswer, CheckAnswer
    from portinaio.core.message import Message

LEFT_TO_OTHERS = msg("left to the other telephones")
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
    return terms.label(call["label"], suspected=call["suspected"])


def label_cells() -> int:
    """Of a column of labels: the longest word of the language, and a blank."""
    return _column(terms.LABELS.values())


def done(call: CallAnswer) -> str:
    return terms.done(call["action"], call["outcome"])


def done_at_length(call: CallAnswer) -> str:
    """What was seen at the telephone, where there is room for it."""
    if call["outcome"] != "done":
        return done(call)
    if call["action"] == Action.HOLD and call["talked_s"]:
        return _("answered, held %(time)s") % {"time": durations.seconds(call["talked_s"])}
    if message := message_heard(call):
        return message
    if digit := digit_heard(call):
        return digit
    if said := notice_heard(call):
        return said
    if call["action"] == Action.RING and call["cause"] in GIVEN_BACK_BY and call["rang_s"] is None:
        return translate(LEFT_TO_OTHERS)
    return done(call)


def message_heard(call: CallAnswer) -> str:
    """Whether a caller left a message; empty where none could be left."""
    heard = call.get("heard")
    if not heard or call["action"] != Action.MESSAGE:
        return ""
    if not heard["message"]:
        return _("left no message")
    time = durations.seconds(max(round(heard["message_s"]), 1))
    return _("left a message of %(time)s") % {"time": time}


def digit_heard(call: CallAnswer) -> str:
    """What came of a digit that was asked for; empty where none was."""
    heard = call.get("heard")
    if not heard or call["action"] not in {Action.CHALLENGE, Action.RING}:
        return ""
    if heard["passed"] and call["action"] == Action.RING:
        return _("pressed the digit, and was put through")
    if heard["passed"]:
        return _("pressed the digit, and may call again")
    if heard["pressed"]:
        return _("pressed another digit (%(digit)s)") % {"digit": heard["pressed"]}
    return _("pressed no digit")


def notice_heard(call: CallAnswer) -> str:
    """How much of a sentence a caller has heard; empty where none was said."""
    heard = call.get("heard")
    if not heard or not heard["notice"]:
        return ""
    whole = durations.seconds(round(heard["whole_s"]))
    if heard["said_s"] >= heard["whole_s"]:
        return _("answered, said the whole sentence (%(time)s)") % {"time": whole}
    said = durations.seconds(round(heard["said_s"]))
    return _("answered, said %(said)s of %(whole)s") % {"said": said, "whole": whole}


def doing(call: CallAnswer) -> str:
    return terms.doing(call["action"], call["outcome"])


def done_cells() -> int:
    """Of a column that says what was done or is being done."""
    return _column([*terms.DONE.values(), *terms.DOING.values(), *terms.NOT_DONE.values()])


def done_cells_at_length() -> int:
    return max(done_cells(), _column([LEFT_TO_OTHERS]))


def _column(words: Iterable[Message]) -> int:
    return max(cell_len(translate(word)) for word in words) + 1


def to_do(action: str) -> str:
    """What would be done."""
    return terms.term(action, terms.TO_DO)


def day(value: date, today: date) -> str:
    """`yesterday`, `Monday 9 November`, `24 Nov 2025`."""
    days = (today - value).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return formatting.near_day(value) if 0 < days < 300 else formatting.day(value)


def talked_s(call: CallAnswer) -> float | None:
    """How long somebody talked to the caller; a line that picks up to hang up is nobody. None where nobody knows."""
    connected_s = call["talked_s"]
    return 0.0 if call["cause"] == PICKED_UP and connected_s is not None else connected_s
