"""The checks, each a function from a call and its facts to a finding or to nothing.

They stand in `CHECKS` in the order in which they speak; the first *final* finding settles the matter, the others add
to the score. A new check is one function and its place in the table.
"""

from __future__ import annotations

from portinaio.core import score
from portinaio.core.call import Attestation, Presentation
from portinaio.core.entry import EntryKind, deciding, said_of
from portinaio.core.message import Message, counted, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers import spelling
from portinaio.core.numbers.number import Kind
from portinaio.core.numbers.reserved import Effect
from portinaio.core.own_numbers import OwnNumber

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from portinaio.core.facts import Call, Density, Facts, Hit, Neighbours

EMERGENCY_GRACE_S = 3600  # who called for help may be called back from any number
BURST_FROM = 3  # short calls in a row
_SAME_DATA = str(msg("%(listed)s; the same data as %(list)s, which counts"))
_SAME_DOUBT = str(msg("%(listed)s; no better than %(list)s, which counts"))


class Finding(NamedTuple):
    code: str
    """Programs read this; one of the keys of `CHECKS`."""
    message: Message
    weight: float = 0.0
    """Points, 0 to 100."""
    final: bool = False
    source: str = ""
    """Name of the list, range or book that says so."""
    forged: bool = False
    """Says that the number shown is not the caller's own."""
    groups: frozenset[str] | None = None
    """Folded, of one who is known by the address book or by having been called; `None` where groups do not matter."""


def emergency(call: Call, facts: Facts) -> Finding | None:
    asked = facts.emergency_call_at
    if asked and 0 <= (call.ringing.at - asked).total_seconds() <= EMERGENCY_GRACE_S:
        return Finding("emergency", msg("you called for help within the last hour"), final=True)
    if call.reading.kind is Kind.EMERGENCY:
        return Finding("emergency", msg("an emergency number always rings"), final=True)
    return None


def internal(call: Call, _facts: Facts) -> Finding | None:
    # Anybody may write **622 where a caller's number stands; only the system itself is believed.
    if call.reading.kind is Kind.INTERNAL and call.ringing.own_system:
        return Finding("internal", msg("a telephone of your own system"), final=True)
    return None


def paused(call: Call, facts: Facts) -> Finding | None:
    if facts.paused_until and call.ringing.at < facts.paused_until:
        return Finding("paused", msg("screening is paused"), final=True)
    return None


def personal(call: Call, facts: Facts) -> Finding | None:
    if facts.entry is None and facts.named is None:
        return None
    is_forged = forged(call, facts)
    is_contact = facts.contact is not None and not is_forged
    if entry := deciding(facts.entry, facts.named, contact=is_contact, forged=is_forged):
        weight = 0.0 if entry.kind is EntryKind.ALLOW else 100.0
        return Finding("personal", said_of(entry), weight, final=True, source=entry.text)
    for entry in filter(None, (facts.entry, facts.named)):
        if entry.kind is EntryKind.BLOCK:
            say = msg("%(blocked)s, but not your contacts", blocked=said_of(entry))
            return Finding("personal", say, source=entry.text)
        if is_forged:
            say = msg("%(known)s; but the number is forged", known=said_of(entry))
            return Finding("personal", say, source=entry.text)
    return None


def contact(call: Call, facts: Facts) -> Finding | None:
    if facts.contact is None:
        return None
    say = msg("in contacts: %(name)s", name=facts.contact) if facts.contact else msg("in contacts")
    return _of_the_owner("contact", say, call, facts)


def called_before(call: Call, facts: Facts) -> Finding | None:
    if facts.called_by_user is None:
        return None
    say = msg("you called it on %(day)s", day=facts.called_by_user.isoformat())
    return _of_the_owner("called_before", say, call, facts)


def _of_the_owner(code: str, say: Message, call: Call, facts: Facts) -> Finding:
    """What is known of whoever has the number settles nothing where somebody else shows it."""
    if forged(call, facts):
        return Finding(code, msg("%(known)s; but the number is forged", known=say))
    return Finding(code, say, final=True, groups=facts.groups)


def forged(call: Call, facts: Facts) -> bool:
    """Whether the caller shows somebody else's number: the network says so, or it is that of the line that rings."""
    failed = call.ringing.attestation is Attestation.FAILED
    return failed or facts.own_number is OwnNumber.CALLED


def expected(call: Call, facts: Facts) -> Finding | None:
    if facts.expecting_until and call.ringing.at < facts.expecting_until:
        return Finding("expected", msg("you are expecting a call"))
    return None


def reserved_range(_call: Call, facts: Facts) -> Finding | None:
    found = facts.reserved
    if found is None:
        return None
    say = msg("range %(range)s: %(meaning)s", range=found.pattern.text, meaning=msg(found.meaning))
    reported = found.effect is Effect.REPORTED
    return Finding(
        "reserved_range", say, 100.0 if reported else 0.0, final=reported, source=found.source
    )


def listed(call: Call, facts: Facts) -> list[Finding] | None:
    """One finding for each list that holds the number."""
    if not facts.hits:
        return None
    today = call.ringing.at.date()
    found = [_listed(hit, today) for hit in facts.hits]
    if len(found) > 1:
        doubtful = [place for place, hit in enumerate(facts.hits) if hit.doubt]
        origins = [hit.origin for hit in facts.hits]
        if doubtful or any(origins):
            each = [_once(found, facts.hits, kept) for kept in doubtful or [-1]]
            return max(each, key=_points)
    return found


def _points(found: list[Finding]) -> float:
    return score.together(finding.weight for finding in found)


def _once(found: list[Finding], hits: tuple[Hit, ...], kept: int) -> list[Finding]:
    """Of the doubtful lists only that at the place `kept` weighs, of each origin the heaviest; the others say which."""
    heaviest: dict[str, int] = {}
    for place, hit in enumerate(hits):
        if hit.origin and (not hit.doubt or place == kept):
            best = heaviest.setdefault(hit.origin, place)
            if found[place].weight > found[best].weight:
                heaviest[hit.origin] = place
    return [
        _beside(each, found[heaviest.get(hit.origin, place)], _SAME_DATA)
        if heaviest.get(hit.origin, place) != place
        else _beside(each, found[kept], _SAME_DOUBT)
        if hit.doubt and place != kept
        else each
        for place, (each, hit) in enumerate(zip(found, hits, strict=True))
    ]


def _beside(finding: Finding, other: Finding, why: str) -> Finding:
    """One that says nothing beside the other; what weighs nothing by itself needs no excuse."""
    if not finding.weight:
        return finding
    say = msg(why, listed=finding.message, list=other.source)
    return finding._replace(message=say, weight=0.0)


def _listed(hit: Hit, today: date) -> Finding:
    last = hit.last.isoformat()
    since = hit.since.isoformat() if hit.since else ""
    if hit.reporters is None and since:
        say = msg("on %(list)s since %(since)s", list=hit.list_name, since=since)
    elif hit.reporters is None:
        say = msg("on %(list)s, of %(last)s", list=hit.list_name, last=last)
    elif since:
        say = counted(
            "on %(list)s: %(n)d reporter, listed so since %(since)s",
            "on %(list)s: %(n)d reporters, listed so since %(since)s",
            hit.reporters,
            list=hit.list_name,
            since=since,
        )
    else:
        say = counted(
            "on %(list)s: %(n)d reporter, last %(last)s",
            "on %(list)s: %(n)d reporters, last %(last)s",
            hit.reporters,
            list=hit.list_name,
            last=last,
        )
    if hit.doubt:
        say = msg(
            "%(listed)s; %(doubt)s, so it counts with trust %(trust)s at most",
            listed=say,
            doubt=hit.doubt,
            trust=f"{score.LITTLE_TRUST:g}",
        )
    return Finding("listed", say, score.weight_of(hit, today), source=hit.list_name)


def neighbours(_call: Call, facts: Facts) -> Finding | None:
    near, weight = _of_neighbours(facts)
    if near is None or near.listed == 0:
        return None
    say = counted(
        "%(n)d number of its block of %(block)d is listed",
        "%(n)d numbers of its block of %(block)d are listed",
        near.listed,
        block=near.block,
    )
    return Finding("neighbours", say, weight)


def _of_neighbours(facts: Facts) -> tuple[Neighbours | None, float]:
    """What weighs most, and how much."""
    near, heaviest, most = facts.neighbours, facts.neighbours, 0.0
    while near:
        weight = min(near.worth / near.block * 100, score.NEIGHBOURS)
        weight = score.of_block(weight, near.trust)
        if weight > most:
            heaviest, most = near, weight
        near = near.beside
    return heaviest, most


def learned_range(_call: Call, facts: Facts) -> Finding | None:
    dense, weight = _of_density(facts)
    if dense is None or dense.numbers == 0:
        return None
    if dense.block == 1_000:
        say = counted(
            "%(n)d number of this block of 1,000 is listed",
            "%(n)d numbers of this block of 1,000 are listed",
            dense.numbers,
        )
    else:
        say = counted(
            "%(n)d number of this block of 10,000 is listed",
            "%(n)d numbers of this block of 10,000 are listed",
            dense.numbers,
        )
    return Finding("range", say, score.beyond(weight, _of_neighbours(facts)[1]))


def _of_density(facts: Facts) -> tuple[Density | None, float]:
    """As `_of_neighbours`."""
    dense, heaviest, most = facts.density, facts.density, 0.0
    while dense:
        weight = min(dense.share * 100, score.RANGE)
        weight = score.of_block(weight, dense.trust)
        if weight > most:
            heaviest, most = dense, weight
        dense = dense.beside
    return heaviest, most


def name(call: Call, facts: Facts) -> Finding | None:
    shown = call.ringing.name
    if not shown and call.ringing.calling[:1] != "V":
        return None
    if facts.contact is not None and not forged(call, facts):
        return None
    if shown:
        from portinaio.core.name_marks import mark_in  # noqa: PLC0415  # many a network sends no name

        if mark := mark_in(shown):
            return Finding("name", msg("the network calls it “%(mark)s”", mark=mark), score.NAME)
    for text in (shown, call.ringing.calling):
        if text[:1] == "V" and spelling.is_pseudo_name(text):
            return Finding("name", msg("a made-up name as telemarketers use it"), score.NAME)
    return None


def own_number(call: Call, facts: Facts) -> Finding | None:
    if facts.own_number is None:
        return None
    match facts.own_number:
        case OwnNumber.CALLED:
            say = msg(
                "forged: it shows the number of the line that rings, which cannot call itself"
            )
            return Finding("own_number", say, score.OWN_NUMBER, forged=True)
        case OwnNumber.OTHER if forged(call, facts):
            say = msg("another number of yours; but the number is forged")
            return Finding("own_number", say)
        case OwnNumber.OTHER:
            return Finding("own_number", msg("another number of yours"), final=True)
        case OwnNumber.BESIDE:
            say = msg("all but the last three digits are those of a number of yours")
            return Finding("own_number", say, score.BESIDE_OWN_NUMBER)


def lookup(_call: Call, facts: Facts) -> Finding | None:
    if facts.looked_up <= 0:
        return None
    return Finding(
        "lookup",
        msg("reported elsewhere, as a look-up after its last call says"),
        facts.looked_up * score.LOOKED_UP,
    )


def innocent(call: Call, facts: Facts) -> Finding | None:
    """It allows nobody, or forgers would wear town halls; one that is forged is not spared either."""
    if not facts.innocent or forged(call, facts):
        return None
    if facts.hits or facts.neighbours or facts.density or facts.looked_up:
        say = msg(
            "on %(list)s: the number of a public body, if it is not forged, so what lists say makes it suspected at most",
            list=facts.innocent,
        )
    else:
        say = msg(
            "on %(list)s: the number of a public body, if it is not forged", list=facts.innocent
        )
    return Finding("innocent", say, source=facts.innocent)


def withheld(call: Call, _facts: Facts) -> Finding | None:
    return Finding("withheld", msg("number withheld")) if call.withheld else None


def unavailable(call: Call, _facts: Facts) -> Finding | None:
    if not call.unavailable:
        return None
    return Finding("unavailable", msg("the network could not tell the number"))


def abroad(_call: Call, facts: Facts) -> Finding | None:
    if not facts.abroad:
        return None
    return Finding("abroad", msg("a number of another country, +%(code)s", code=facts.abroad))


def impossible(call: Call, facts: Facts) -> Finding | None:
    reading = call.reading
    if reading.valid or facts.reserved:  # metadata do not know the ranges for sales calls
        return None
    if reading.number and reading.kind is Kind.NUMBER:
        return Finding("impossible", msg("nobody can have this number"), score.IMPOSSIBLE)
    if reading.kind is Kind.INTERNAL and not call.ringing.own_system:
        return Finding(
            "impossible",
            msg("an internal number of a telephone system, from outside"),
            score.IMPOSSIBLE,
        )
    if reading.kind is Kind.NOTHING and reading.presentation is Presentation.ALLOWED:
        return Finding("impossible", msg("not a telephone number"), score.IMPOSSIBLE)
    return None


def attestation(call: Call, _facts: Facts) -> Finding | None:
    if call.ringing.attestation is Attestation.FAILED:
        say = msg("the network says the number is forged")
        return Finding("attestation", say, score.ATTESTATION_FAILED, forged=True)
    return None


def burst(_call: Call, facts: Facts) -> Finding | None:
    if facts.short_calls < BURST_FROM:
        return None
    say = counted("%(n)d short call in a row", "%(n)d short calls in a row", facts.short_calls)
    return Finding("burst", say, score.BURST)


def hours(_call: Call, facts: Facts) -> Finding | None:
    if not facts.outside_hours:
        return None
    return Finding(
        "hours",
        msg("outside the hours that law or code sets for sales calls"),
        score.OUTSIDE_HOURS,
    )


def repeated(_call: Call, facts: Facts) -> Finding | None:
    rule = facts.repeated
    if not rule.times or facts.tries < rule.times:
        return None
    minutes, seconds = divmod(rule.within_s, 60)
    if seconds:
        say = counted(
            "tries again: call %(tries)d within %(n)d second",
            "tries again: call %(tries)d within %(n)d seconds",
            rule.within_s,
            tries=facts.tries,
        )
    else:
        say = counted(
            "tries again: call %(tries)d within %(n)d minute",
            "tries again: call %(tries)d within %(n)d minutes",
            minutes,
            tries=facts.tries,
        )
    return Finding("repeated", say)


CHECKS: dict[str, Callable[[Call, Facts], Finding | list[Finding] | None]] = {
    "emergency": emergency,
    "internal": internal,
    "paused": paused,
    "personal": personal,
    "contact": contact,
    "called_before": called_before,
    "expected": expected,
    "reserved_range": reserved_range,
    "listed": listed,
    "neighbours": neighbours,
    "range": learned_range,
    "name": name,
    "own_number": own_number,
    "lookup": lookup,
    "innocent": innocent,
    "withheld": withheld,
    "unavailable": unavailable,
    "abroad": abroad,
    "impossible": impossible,
    "attestation": attestation,
    "burst": burst,
    "hours": hours,
    "repeated": repeated,
}
"""Code to check, in the order in which they speak."""
OF_THE_CALL = (
    "emergency",
    "internal",
    "name",
    "withheld",
    "unavailable",
    "impossible",
    "attestation",
)
"""Of a caller of whom nothing is known, as most are, the others have nothing to say."""
