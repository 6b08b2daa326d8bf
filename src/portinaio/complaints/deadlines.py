"""Which state a complaint is in on a day, and what comes next.

Pure, and nothing has to run for a deadline to pass: all of it follows from the days that are written down.

    draft -> sent -> received -+-> answered -> insufficient -+-> reminded -> …
                               +-> overdue  -----------------+
                               +-> refused  -----------------+-> escalated       closed: from everywhere
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.terms import Extension, term
from portinaio.core.complaint import State
from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from portinaio.complaints.terms import Term
    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Message
    from portinaio.countries.pack_schema import Pack


class Step(NamedTuple):
    """What the user can do next."""

    action: str
    """`send`, or the key of a recipient; empty where no letter is to be written."""
    advice: Message


class Status(NamedTuple):
    state: State
    due: date | None
    """Last day on which the answer is in time; `None` where none is owed."""
    next: Step | None


class _Case(NamedTuple):
    """A complaint among all those about the same company, on a day."""

    complaint: Complaint
    siblings: Sequence[Complaint]
    pack: Pack
    today: date
    term: Term | None

    @property
    def later(self) -> list[Complaint]:
        one = self.complaint
        return [s for s in self.siblings if s.sent and s.id != one.id and _after(s, one)]

    @property
    def to_company(self) -> bool:
        recipient = self.pack.recipient.get(self.complaint.recipient)
        return recipient is not None and not recipient.to_authority

    @property
    def owed(self) -> date | None:
        ended = last_reply(self.complaint) or self.complaint.closed
        return None if ended or self.term is None else self.term.last

    def reminders(self) -> list[Complaint]:
        """Those that recall this letter, and were sent."""
        key = self.complaint.recipient
        return [s for s in self.later if _reminds(self.pack, s.recipient) == key]


def status_on(
    complaint: Complaint, siblings: Sequence[Complaint], pack: Pack, today: date
) -> Status:
    """How `complaint` stands among all those about the same company."""
    case = _Case(complaint, siblings, pack, today, term(complaint, pack))
    state = _state(case)
    return Status(state, case.owed, _next(case, state))


class Word(NamedTuple):
    """What came of a letter last."""

    word: str
    """`answered`, `insufficient`, `refused`, `extended`; empty where nothing came."""
    on: date | None


def last_word(complaint: Complaint) -> Word:
    if refused_last(complaint):
        return Word("refused", complaint.refused)
    if complaint.answered:
        word = "insufficient" if complaint.insufficient else "answered"
        return Word(word, complaint.answered)
    return Word("extended" if complaint.extended else "", complaint.extended)


def last_reply(complaint: Complaint) -> date | None:
    """The day of the last answer or refusal."""
    return max(filter(None, (complaint.answered, complaint.refused)), default=None)


def refused_last(complaint: Complaint) -> bool:
    """Whether the last word was a no; one of the same day as an answer is the harder of the two."""
    return complaint.refused is not None and complaint.refused == last_reply(complaint)


def _state(case: _Case) -> State:  # a state, a line; the first that holds
    one = case.complaint
    if one.closed:
        return State.CLOSED
    if one.sent is None:
        return State.DRAFT
    if case.to_company and any(_escalates(s, case) for s in case.later):
        return State.ESCALATED
    if refused_last(one):
        return State.REFUSED
    if one.answered:
        return _of_answer(case)
    if case.reminders():
        return State.REMINDED
    if case.owed and case.today > case.owed:
        return State.OVERDUE
    return State.RECEIVED if one.received else State.SENT


def _of_answer(case: _Case) -> State:
    found = case.complaint.insufficient
    if found is None:
        return State.ANSWERED
    reminded = any(s.sent and s.sent >= found for s in case.reminders())
    return State.REMINDED if reminded else State.INSUFFICIENT


def _escalates(later: Complaint, case: _Case) -> bool:
    """A report to an authority beside the letter does not: the company still owes its answer."""
    recipient = case.pack.recipient.get(later.recipient)
    if recipient is None or not recipient.to_authority:
        return False
    ended = last_reply(case.complaint) or case.owed
    return recipient.escalates or bool(ended and later.sent and later.sent > ended)


def _next(case: _Case, state: State) -> Step | None:
    if state is State.DRAFT:
        return Step("send", msg("complete it, send it, and say so"))
    if not case.to_company:
        return None
    match state:
        case State.SENT:
            return _receipt(case)
        case State.ANSWERED:
            return Step("", _read_it(case))
        case State.REFUSED:
            return _escalation(
                case.pack, msg("the company refused: the authority can be asked to decide")
            )
        case State.INSUFFICIENT:
            return _after_insufficient(case)
        case State.OVERDUE:
            return _after_silence(case)
        case _:
            return None


def _receipt(case: _Case) -> Step | None:
    """While the way still counts, the day of receipt is worth knowing."""
    if case.term is None or not case.term.way_days:
        return None
    return Step("", msg("once you know it, say on which day it was received"))


def _read_it(case: _Case) -> Message:
    answered = case.complaint.answered
    assert answered
    if case.term and case.term.is_over(answered):
        return msg(
            "the answer came after its last day, %(day)s: settle it if it satisfies, else say which point is open",
            day=case.term.last.isoformat(),
        )
    return msg("the answer came in time: settle it if it satisfies, else say which point is open")


def _after_insufficient(case: _Case) -> Step | None:
    point = case.complaint.point
    if _reminds(case.pack, case.complaint.recipient) or case.reminders():
        return _escalation(
            case.pack,
            msg(
                "the answer leaves open: %(point)s; the authority can be asked to decide",
                point=point,
            ),
        )
    remind = msg("the answer leaves open: %(point)s; remind the company", point=point)
    return _reminder(case, remind) or _escalation(case.pack, remind)


def _after_silence(case: _Case) -> Step | None:
    decide = msg("the reminder had no answer either: the authority can be asked to decide")
    if _reminds(case.pack, case.complaint.recipient):
        return _escalation(case.pack, decide)
    reasons = {
        Extension.NONE: msg("no answer in time: remind the company"),
        Extension.IN_TIME: msg(
            "the longer time is over too, without an answer: remind the company"
        ),
        Extension.LATE: msg(
            "the company asked for more time when the time was over, and has not answered: remind it"
        ),
    }
    silence = msg("no answer in time: the authority can be asked to decide")
    extension = case.term.extension if case.term else Extension.NONE
    return _reminder(case, reasons[extension]) or _escalation(case.pack, silence)


def _reminder(case: _Case, advice: Message) -> Step | None:
    drafted = {s.recipient for s in case.siblings if s.sent is None and s.is_open}
    for key, recipient in case.pack.recipient.items():
        if recipient.reminds == case.complaint.recipient:
            return Step(key, msg("send the reminder that is drafted") if key in drafted else advice)
    return None


def _escalation(pack: Pack, advice: Message) -> Step | None:
    return next(
        (Step(key, advice) for key, recipient in pack.recipient.items() if recipient.escalates),
        None,
    )


def _after(sibling: Complaint, complaint: Complaint) -> bool:
    assert sibling.sent
    assert complaint.sent
    return (sibling.sent, sibling.id) > (complaint.sent, complaint.id)


def _reminds(pack: Pack, key: str) -> str:
    recipient = pack.recipient.get(key)
    return recipient.reminds if recipient else ""
