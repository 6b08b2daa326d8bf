"""The annex: what the device wrote down, apart from what the user says, with the seals of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.call_facts import displayed_caller
from portinaio.complaints.pdf import FONTS, compile_pdf
from portinaio.core.call import Attestation, Presentation
from portinaio.core.policy import Action, Outcome
from portinaio.core.safe_text import one_line
from portinaio.countries.written import day_in_table, written_decimal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from portinaio.complaints.draft import Draft
    from portinaio.complaints.pdf import Pdf
    from portinaio.core.logged import Heard, LoggedCall
    from portinaio.countries.pack_schema import Pack

DETAILS = (
    "line",
    "calling",
    "name",
    "attestation",
    "action",
    "rang_s",
    "talked_s",
    "connected_s",
    "notice",
    "seal",
)


class Seals(NamedTuple):
    of_calls: Mapping[int, str]
    """A call that was logged before there were seals has none."""
    head: str


class Annex(NamedTuple):
    title: str
    subject: str
    language: str
    observed: str
    stated: str
    seal: str
    observations: tuple[tuple[str, ...], ...]
    """One a call: heading, then one text for each thing that was written down."""
    statements: tuple[str, ...]
    """What only the user can vouch for."""
    files: tuple[str, ...]
    """What the user put to the complaint, with SHA-256."""
    head: str
    """The latest seal of the log when this was made."""
    words: Mapping[str, str]


def annex(
    draft: Draft,
    calls: Sequence[LoggedCall],
    pack: Pack,
    seals: Seals,
    files: Mapping[str, str],
) -> Annex:
    """`files` are digests by name."""
    terms = pack.terms
    return Annex(
        title=terms["evidence"],
        subject=draft.subject,
        language=draft.language,
        observed=terms["observed"],
        stated=terms["stated"],
        seal=terms["seal"],
        observations=tuple(_observation(call, pack, seals.of_calls) for call in calls),
        statements=tuple(f"{label}: {value}" for label, value in draft.statements),
        files=tuple(f"{name}: {digest}" for name, digest in files.items()),
        head=seals.head,
        words=draft.headings,
    )


def as_evidence(made: Annex) -> Pdf:
    content = made._asdict() | {"fonts": list(FONTS), "words": dict(made.words)}
    return compile_pdf("evidence.typ", "annex", content)


def _observation(call: LoggedCall, pack: Pack, seals: Mapping[int, str]) -> tuple[str, ...]:
    terms = pack.terms
    heading = f"{terms['log_call']} {call.id}: {_stamp(call.at, pack)}"
    if call.imported:  # neither what was done nor a seal may make it look like our own observation
        return heading, displayed_caller(call, pack), terms["log_imported"]
    seen = {
        "line": call.line,
        "calling": call.calling if call.presentation is Presentation.ALLOWED else "",
        "name": call.name,
        "attestation": "" if call.attestation is Attestation.NONE else call.attestation.value,
        "action": terms[_done(call)],
        "rang_s": _seconds(call.rang_s, pack),
        # Nobody talked to a caller whom the device itself picked up, and the network counts the call as answered.
        "connected_s" if call.picked_up else "talked_s": _seconds(call.talked_s, pack),
        "notice": _notice(call.heard, pack) if call.heard else "",
        "seal": seals.get(call.id, ""),
    }
    details = (f"{terms[f'log_{key}']}: {one_line(seen[key])}" for key in DETAILS if seen.get(key))
    return (heading, displayed_caller(call, pack), *details)


def _stamp(at: datetime, pack: Pack) -> str:
    """`25/10/2026, 14:02:09 (UTC+01:00)`: an operator's own record may be in another zone."""
    return f"{day_in_table(at.date(), pack)}, {at:%H:%M:%S} (UTC{at.isoformat()[-6:]})"


def _done(call: LoggedCall) -> str:
    """The term for what the device did, which is not always what was decided. At a FRITZ!Box it rejects by picking up."""
    if call.outcome is None:  # the device went off meanwhile
        return "not_seen"
    if call.outcome is not Outcome.DONE:
        return f"did_{call.outcome.value}"
    answered = call.picked_up and call.action is Action.REJECT
    return f"did_{(Action.ANSWER if answered else call.action).value}"


def _notice(heard: Heard, pack: Pack) -> str:
    """What the caller was told, how much of it was sent, and by which sum its sound can be proved."""
    terms = pack.terms
    if not heard.notice or "log_notice" not in terms:
        return ""
    said, whole = (written_decimal(s, pack) for s in (heard.said_s, heard.whole_s))
    times = f"{said} / {whole} {terms['seconds']}"
    return f"«{heard.notice}»; {times}; SHA-256 {heard.digest}"


def _seconds(duration_s: float | None, pack: Pack) -> str:
    terms = pack.terms
    if duration_s is None:
        return terms["not_seen"]
    return f"{written_decimal(duration_s, pack)} {terms['seconds']}"
