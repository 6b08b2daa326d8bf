"""What the house knows of a caller, what the law says of its range, and what the call itself shows."""

from __future__ import annotations

from portinaio.core import score
from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.entry import EntryKind, deciding, said_of
from portinaio.core.message import Message, counted, msg
from portinaio.core.numbers import spelling
from portinaio.core.numbers.reading import Kind
from portinaio.core.numbers.reserved import Effect
from portinaio.core.own_numbers import OwnNumber

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.facts import Call, Facts

EMERGENCY_GRACE_S = 3600  # who called for help may be called back from any number
BURST_FROM = 3  # short calls in a row


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


def passed(call: Call, facts: Facts) -> Finding | None:
    """Says nothing of the caller but that a digit is not asked for again."""
    if facts.passed_at is None:
        return None
    ago_s = round((call.ringing.at - facts.passed_at).total_seconds())
    return Finding("passed", msg("pressed the digit that was asked for, %(n)d s ago", n=ago_s))


def reserved_range(_call: Call, facts: Facts) -> Finding | None:
    found = facts.reserved
    if found is None:
        return None
    say = msg("range %(range)s: %(meaning)s", range=found.pattern.text, meaning=msg(found.meaning))
    reported = found.effect is Effect.REPORTED
    return Finding(
        "reserved_range", say, 100.0 if reported else 0.0, final=reported, source=found.source
    )


def name(call: Call, facts: Facts) -> Finding | None:
    shown = call.ringing.name
    if not shown and call.ringing.calling[:1] != "V":
        return None
    if facts.contact is not None and not forged(call, facts):
        return None
    if shown:
        from portinaio.core.checks.name_marks import mark_in  # noqa: PLC0415  # many a network sends no name

        if mark := mark_in(shown):
            own = facts.spam_name
            weight = score.NAME if own is None else min(float(max(own, 0)), score.UNPROVEN)
            return Finding("name", msg("the network calls it “%(mark)s”", mark=mark), weight)
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
