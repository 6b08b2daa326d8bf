"""What the user is told beside a draft: what may not be claimed or expected, and what to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.call_facts import untaken
from portinaio.complaints.drafting.facts import kind_of
from portinaio.complaints.filing import CallKind
from portinaio.core.message import Message, counted, msg

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.complaints.drafting.template_values import TemplateValues
    from portinaio.complaints.filing import Company, Filing
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.pack_schema import Pack


def cautions(
    filing: Filing, recipient: Recipient, pack: Pack, company: Company, known: TemplateValues
) -> Iterable[Message]:
    if filing.on > pack.review_by:
        yield msg(
            "The law and the addresses here were last checked on %(checked)s and were due for review by %(review)s; "
            "look them up again before you send.",
            checked=pack.checked.isoformat(),
            review=pack.review_by.isoformat(),
        )
    yield from map(Message, recipient.cautions)
    if company.source and company.checked:
        yield msg(
            "The address comes from the company's own privacy notice (%(source)s), read on %(checked)s; "
            "see that it is still the one.",
            source=company.source,
            checked=company.checked.isoformat(),
        )
    if company.noted:
        yield msg(
            "The company book names as its source: %(source)s. See that it is the company in whose interest the calls"
            " were made, and no call centre that works for it.",
            source=company.noted,
        )
    held = known.facts.holding
    if "was_young" in held:
        yield msg(
            "A call came so soon after the enrolment that an older copy of the register may have been in use, so nothing"
            " is claimed of it from the enrolment."
        )
    if held & {"was_under_contract", "was_after_contract", "was_consented"}:
        yield msg(
            "A contract or a consent of yours may cover calls of these, so the letter does not say of them that they had"
            " none."
        )


def of_the_log(filing: Filing, calls: tuple[LoggedCall, ...]) -> Iterable[Message]:
    """Where what the user says and what the log has are not one."""
    n = sum(map(untaken, calls))
    if n:
        yield _not_taken(n, len(calls))
    if filing.kind is None or filing.kind is kind_of(filing, calls):
        if filing.kind not in {None, CallKind.UNANSWERED} and 0 < n == len(calls):
            yield msg(
                "The log shows no talk, so the letter says that what was heard does not come from the log but is your word."
            )
    elif filing.kind is CallKind.UNANSWERED:
        yield msg(
            "Somebody talked, as the log says, so the letter does not say that nobody answered."
        )
    else:
        yield counted(
            "This program turned the call away, so nobody can have heard anything, and the letter does not say that"
            " somebody did.",
            "This program turned the calls away, so nobody can have heard anything, and the letter does not say that"
            " somebody did.",
            len(calls),
        )


def _not_taken(n: int, of: int) -> Message:
    if of == 1:
        return msg(
            "As the log has it, the call was not taken: what was said in it you can only know otherwise."
        )
    return counted(
        "As the log has it, %(n)d of these calls was not taken: what was said in it you can only know otherwise.",
        "As the log has it, %(n)d of these calls were not taken: what was said in them you can only know otherwise.",
        n,
    )
