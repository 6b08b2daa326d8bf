"""Steps 1 to 4 of a call's life: normalise, gather, classify, decide. The daemon and `check` both pass through here."""

from __future__ import annotations

from portinaio.core.decide import decide
from portinaio.core.facts import Call, Facts
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.abroad import foreign_code
from portinaio.core.numbers.number import read_caller
from portinaio.core.numbers.pattern import key
from portinaio.core.numbers.plan import outside_sales_hours
from portinaio.core.own_numbers import OwnNumbers
from portinaio.core.policy import Action, Decision
from portinaio.core.verdict import Verdict, classify
from portinaio.daemon.records import USUAL

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.config.policies import Policies
    from portinaio.core.call import Ringing
    from portinaio.core.numbers.plan import Plan
    from portinaio.core.numbers.reading import Reading
    from portinaio.core.numbers.reserved import RangeBook
    from portinaio.core.policy import Policy
    from portinaio.daemon.records import Records
    from portinaio.lists.lookup import OpenLists

EVERYTHING = frozenset(Action)


class Rules(NamedTuple):
    """What calls are judged by. By another policy, or by other lists, the same call is judged anew."""

    policies: Policies
    plan: Plan
    ranges: RangeBook
    lists: OpenLists | None = None
    """`None` where none is subscribed."""
    own_numbers: OwnNumbers = OwnNumbers()


class Judgement(NamedTuple):
    call: Call
    verdict: Verdict
    decision: Decision
    used_up: int | None = None
    """The id of an entry for one call that has had it now."""


def judge(
    ringing: Ringing, rules: Rules, records: Records, reading: Reading | None = None
) -> Judgement:
    """What is done with a call. May raise: the caller decides what a bug of ours means.

    `reading` is that of the calling number, where it has been read already.
    """
    call = Call(ringing, reading or read_ringing(ringing, rules))
    policy, can = wish_of(ringing.line, rules)
    facts = gather(call, rules, records, policy)
    verdict = classify(call, facts)
    if call.caller is None:
        can -= {Action.CHALLENGE}  # whoever called again would be nobody that is known
    decision = decide(verdict, policy, ringing.at, can)
    return Judgement(call, verdict, decision, _used_up(verdict, facts))


def _used_up(verdict: Verdict, facts: Facts) -> int | None:
    settled = verdict.settled
    if settled is None or settled.code != "personal":
        return None
    entries = (entry for entry in (facts.entry, facts.named) if entry and entry.once)
    return next((entry.id for entry in entries if entry.text == settled.source), None)


def wish_of(line: str, rules: Rules) -> tuple[Policy, frozenset[Action]]:
    """The policy of a line, and what it can do; a call from elsewhere, such as an imported one, is judged by the general one."""
    own = rules.policies.lines.get(line)
    return (own.policy, own.can) if own else (rules.policies.policy, EVERYTHING)


def read_ringing(ringing: Ringing, rules: Rules) -> Reading:
    """The caller's number, as its line writes numbers."""
    own = rules.policies.lines.get(ringing.line)
    return read_caller(ringing.calling, rules.plan, international=bool(own and own.international))


def gather(call: Call, rules: Rules, records: Records, policy: Policy) -> Facts:
    """Everything known of a call; never asks the network."""
    at, number = call.ringing.at, call.caller
    facts = records.facts(number, at, policy.repeated or USUAL)
    if call.ringing.name:
        facts = facts._replace(
            named=records.named(call.ringing.name, at), spam_name=policy.spam_name
        )
    if number is None:
        return facts
    if (passed_at := records.passes.given(call.ringing.line, number, at)) is not None:
        facts = facts._replace(passed_at=passed_at)
    wanted = key(number[1:])
    facts = facts._replace(
        reserved=rules.ranges.find(wanted, at.date()),
        own_number=rules.own_numbers.shown(
            number, call.ringing.line, call.ringing.called, rules.plan, records.profile_number()
        ),
        abroad=foreign_code(number, rules.plan, rules.own_numbers.lines.get(call.ringing.line, "")),
    )
    if rules.lists is None:
        return facts
    hits, neighbours, density, innocent = rules.lists.look_up(wanted, at.date())
    # Friends call in the evening too: an hour speaks against those alone whom somebody reported.
    late = bool(hits or neighbours or density) and outside_sales_hours(rules.plan, at)
    next_door = records.next_door(number, at) if neighbours or density else None
    return facts._replace(
        hits=hits,
        neighbours=neighbours,
        density=density,
        next_door=next_door,
        innocent=innocent,
        outside_hours=late,
    )
