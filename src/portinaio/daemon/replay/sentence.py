"""A tally of replayed calls in one sentence, and those that it would cost, for whoever is about to decide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import counted, msg, untranslated
from portinaio.daemon.replay.replay import MOST_CALLS, costs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.api.answers import CostlyCallAnswer, ReplayAnswer, ReplayedAnswer
    from portinaio.core.message import Message
    from portinaio.daemon.replay.replay import Replayed, Tally

LONGEST_SHOWN = 80  # characters, of the name of a file


def replay_answer(found: Tally, days: int, file: str = "") -> ReplayAnswer:
    """`file` is that of the log, where it is not the log of the house."""
    return {
        "days": days,
        "calls": found.calls,
        "turned_away": found.turned_away,
        "silenced": found.silenced,
        "let_ring": found.let_ring,
        "reported": found.reported,
        "suspected": found.suspected,
        "answered": found.answered,
        "contacts": found.contacts,
        "named": found.named,
        "says": untranslated(sentence(found, days, file)),
    }


def replayed_answer(
    found: Tally, days: int, costly: Iterable[Replayed], unused: int = 0, file: str = ""
) -> ReplayedAnswer:
    return {
        **replay_answer(found, days, file),
        "costly": [_costly_answer(each) for each in costly],
        "unused": unused,
    }


def _costly_answer(each: Replayed) -> CostlyCallAnswer:
    call, kinds = each.call, costs(each)
    return {
        "id": call.id,
        "at": call.at.isoformat(timespec="seconds"),
        "line": call.line,
        "number": call.number,
        "name": call.name,
        "was": each.before.decision.action.value,
        "action": each.after.decision.action.value,
        "because": untranslated(each.after.decision.because),
        "answered": "answered" in kinds,
        "contact": "contacts" in kinds,
        "named": "named" in kinds,
    }


def sentence(found: Tally, days: int, file: str = "") -> Message:
    if not found.calls and file:
        return msg(
            "%(file)s holds no call of the last %(days)d days to try it on; --days looks further back",
            file=file[:LONGEST_SHOWN],
            days=days,
        )
    if not found.calls:
        return msg("the log of the last %(days)d days holds no call to try it on", days=days)
    what = _listed(_became(found)) or msg("changed nothing")
    if found.calls >= MOST_CALLS:
        said = msg("of the newest %(n)d calls it would have %(what)s", n=found.calls, what=what)
    else:
        said = counted(
            "of %(n)d call of the last %(days)d days it would have %(what)s",
            "of %(n)d calls of the last %(days)d days it would have %(what)s",
            found.calls,
            days=days,
            what=what,
        )
    costs = _listed(_costs(found))
    return msg("%(said)s; of these %(costs)s", said=said, costs=costs) if costs else said


def _became(found: Tally) -> Iterator[Message]:
    if n := found.turned_away:
        yield counted("turned away %(n)d", "turned away %(n)d", n)
    if n := found.silenced:
        yield counted("silenced %(n)d", "silenced %(n)d", n)
    if n := found.let_ring:
        yield counted("let ring %(n)d that did not", "let ring %(n)d that did not", n)
    if n := found.reported:
        yield counted("made %(n)d reported", "made %(n)d reported", n)
    if n := found.suspected:
        yield counted("made %(n)d suspected", "made %(n)d suspected", n)


def _costs(found: Tally) -> Iterator[Message]:
    if n := found.answered:
        yield counted("you answered %(n)d", "you answered %(n)d", n)
    if n := found.contacts:
        yield counted("%(n)d is of a contact", "%(n)d are of contacts", n)
    if n := found.named:
        yield counted("%(n)d came with a name", "%(n)d came with names", n)


def _listed(parts: Iterator[Message]) -> Message | None:
    """One after the other, with commas between, and a word before the last."""
    found = list(parts)
    if len(found) < 2:
        return found[0] if found else None
    *some, last = found
    said = some[0]
    for part in some[1:]:
        said = msg("%(some)s, %(other)s", some=said, other=part)
    return msg("%(some)s and %(other)s", some=said, other=last)
