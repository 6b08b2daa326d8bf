"""Which report a key press means, and of whom none leaves the house: friends, the house itself, and who serves everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.core.call import Ringing
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Call
from portinaio.core.message import msg
from portinaio.core.numbers.number import read
from portinaio.core.numbers.reserved import Effect
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.safe_text import one_line
from portinaio.core.share import SharedReport, Topic
from portinaio.daemon.screening import gather
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.core.facts import Facts
    from portinaio.core.logged import LoggedCall
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context

LONGEST_COMPANY = 100


def report_of(
    context: Context, number: str, call: LoggedCall | None, topic: str, company: str
) -> tuple[SharedReport, bool]:
    """The report, and whether a line of this house has heard such a call: `call`, or the latest of the number.

    `UsageError` where nothing of it may leave.
    """
    if load_settings(context.home.config_file).community.share == "never":
        raise UsageError(
            msg('nothing is shared: config.toml says share = "never" under [community]')
        )
    if fault := refusal(context, number):
        raise UsageError(fault)
    heard = call or next(iter(context.store.calls.page(number=number, limit=1)), None)
    day = (heard.at if heard else context.now()).date()
    report = SharedReport(number, Topic(topic), day, one_line(company)[:LONGEST_COMPANY])
    return report, heard is not None and not heard.imported


def refusal(context: Context, number: str) -> Message | None:
    """Why nobody is told of this number; `None` where nothing speaks against it."""
    reading = read(number, context.config.plan)
    ringing = Ringing("", context.now(), number)
    rules = context.rules
    facts = gather(Call(ringing, reading), rules, context.records, rules.policies.policy)
    if (
        not reading.valid and facts.reserved is None
    ):  # ranges of the law are younger than the plan that we know
        return msg("%(number)s is no number that anybody can have", number=number)
    return _of_house(facts, number) or _of_everybody(facts, number)


def _of_house(facts: Facts, number: str) -> Message | None:
    if facts.contact:
        return msg(
            "%(number)s is %(name)s of your contacts, and contacts are never shared",
            number=number,
            name=facts.contact,
        )
    if facts.own_number in {OwnNumber.CALLED, OwnNumber.OTHER}:
        return msg("%(number)s is a number of your own, and these are never shared", number=number)
    if facts.entry and facts.entry.kind is EntryKind.ALLOW:
        return msg("you allow %(number)s; take that back before you report it", number=number)
    return None


def _of_everybody(facts: Facts, number: str) -> Message | None:
    if facts.innocent:
        return msg(
            "%(number)s is the number of a public body, says %(list)s",
            number=number,
            list=facts.innocent,
        )
    if facts.reserved and facts.reserved.effect is Effect.NONE:
        return msg(
            "%(number)s lies in a range that nobody should block: %(meaning)s",
            number=number,
            meaning=msg(facts.reserved.meaning),
        )
    return None
