"""What is said of a call itself, word by word, with its points: the bounds, the singular and the plural."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portinaio.core import score
from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks import CHECKS
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Facts
from portinaio.core.numbers.reserved import Effect
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.repeated import Repeated
from worlds import FROZEN_NOW, a_call, a_range, an_entry

FORGED = Attestation.FAILED
A_SECOND = timedelta(seconds=1)
AN_HOUR = timedelta(hours=1)
HELP = "you called for help within the last hour"
BLOCKED, ALLOWED = an_entry(kind=EntryKind.BLOCK), an_entry(kind=EntryKind.ALLOW)
WIDE = an_entry("+3902*", EntryKind.BLOCK)
MACHINES = a_range(Effect.LABEL, "+33162*")
SALES = a_range(Effect.REPORTED, "+390844*")


def after(seconds: int, count: int = 2) -> Facts:
    return Facts(tries=count, repeated=Repeated(2, seconds, 1))


SAID = [
    ("emergency", a_call(), Facts(emergency_call_at=FROZEN_NOW - AN_HOUR), HELP, 0),
    ("emergency", a_call(), Facts(emergency_call_at=FROZEN_NOW), HELP, 0),
    ("emergency", a_call(), Facts(emergency_call_at=FROZEN_NOW - AN_HOUR - A_SECOND), None, 0),
    ("emergency", a_call(), Facts(emergency_call_at=FROZEN_NOW + A_SECOND), None, 0),
    ("emergency", a_call("112"), Facts(), "an emergency number always rings", 0),
    ("internal", a_call("**622", own_system=True), Facts(), "a telephone of your own system", 0),
    ("internal", a_call("**622"), Facts(), None, 0),
    ("paused", a_call(), Facts(paused_until=FROZEN_NOW + A_SECOND), "screening is paused", 0),
    ("paused", a_call(), Facts(paused_until=FROZEN_NOW), None, 0),
    ("personal", a_call(), Facts(entry=BLOCKED), "you block it", 100),
    ("personal", a_call(), Facts(entry=ALLOWED), "you allow it", 0),
    ("personal", a_call(), Facts(entry=WIDE), "you block +3902*", 100),
    ("personal", a_call(), Facts(entry=WIDE, contact="Léa"), "you block +3902*, but not your contacts", 0),
    ("personal", a_call(attestation=FORGED), Facts(entry=WIDE, contact="Léa"), "you block +3902*", 100),
    ("contact", a_call(), Facts(contact="Léa"), "in contacts: Léa", 0),
    ("contact", a_call(), Facts(contact=""), "in contacts", 0),
    ("contact", a_call(attestation=FORGED), Facts(contact=""), "in contacts; but the number is forged", 0),
    ("called_before", a_call(), Facts(called_by_user=date(2026, 11, 1)), "you called it on 1 Nov 2026", 0),
    ("expected", a_call(), Facts(expecting_until=FROZEN_NOW + A_SECOND), "you are expecting a call", 0),
    ("expected", a_call(), Facts(expecting_until=FROZEN_NOW), None, 0),
    ("reserved_range", a_call(), Facts(reserved=SALES), f"range +390844*: {SALES.meaning}", 100),
    ("reserved_range", a_call(), Facts(reserved=MACHINES), f"range +33162*: {MACHINES.meaning}", 0),
    ("name", a_call(name="Scam Likely"), Facts(), "the network calls it “scam likely”", score.NAME),
    ("name", a_call(name="Scam Likely"), Facts(spam_name=0), "the network calls it “scam likely”", 0),
    ("name", a_call(name="Scam Likely"), Facts(spam_name=-5), "the network calls it “scam likely”", 0),
    ("name", a_call(name="Scam Likely"), Facts(spam_name=90), "the network calls it “scam likely”", score.UNPROVEN),
    ("name", a_call(name="V121350314123456"), Facts(), "a made-up name as telemarketers use it", score.NAME),
    ("name", a_call("V121350314123456"), Facts(), "a made-up name as telemarketers use it", score.NAME),
    ("name", a_call(name="Victor"), Facts(), None, 0),
    ("own_number", a_call(), Facts(own_number=OwnNumber.CALLED), "forged: it shows the number of the line that rings, which cannot call itself", score.OWN_NUMBER),
    ("own_number", a_call(), Facts(own_number=OwnNumber.OTHER), "another number of yours", 0),
    ("own_number", a_call(attestation=FORGED), Facts(own_number=OwnNumber.OTHER), "another number of yours; but the number is forged", 0),
    ("own_number", a_call(), Facts(own_number=OwnNumber.BESIDE), "all but the last three digits are those of a number of yours", score.BESIDE_OWN_NUMBER),
    ("withheld", a_call("anonymous"), Facts(), "number withheld", 0),
    ("unavailable", a_call("", presentation=Presentation.UNAVAILABLE), Facts(), "the network could not tell the number", 0),
    ("abroad", a_call("+12025550123"), Facts(abroad="1"), "a number of another country, +1", 0),
    ("impossible", a_call("+39282398816"), Facts(), "nobody can have this number", score.IMPOSSIBLE),
    ("impossible", a_call("**622"), Facts(), "an internal number of a telephone system, from outside", score.IMPOSSIBLE),
    ("impossible", a_call("**622", own_system=True), Facts(), None, 0),
    ("impossible", a_call("+39"), Facts(), "not a telephone number", score.IMPOSSIBLE),
    ("impossible", a_call("+39282398816"), Facts(reserved=SALES), None, 0),
    ("attestation", a_call(attestation=FORGED), Facts(), "the network says the number is forged", score.ATTESTATION_FAILED),
    ("burst", a_call(), Facts(short_calls=2), None, 0),
    ("burst", a_call(), Facts(short_calls=3), "3 short calls in a row", score.BURST),
    ("hours", a_call(), Facts(outside_hours=True), "outside the hours that law or code sets for sales calls", score.OUTSIDE_HOURS),
    ("repeated", a_call(), after(180), "tries again: call 2 within 3 minutes", 0),
    ("repeated", a_call(), after(60, 3), "tries again: call 3 within 1 minute", 0),
    ("repeated", a_call(), after(90), "tries again: call 2 within 90 seconds", 0),
    ("repeated", a_call(), after(180, 1), None, 0),
    ("repeated", a_call(), Facts(tries=9, repeated=Repeated(0)), None, 0),
]  # fmt: skip


@pytest.mark.parametrize(("code", "call", "facts", "sentence", "points"), SAID)
def test_what_a_check_says_of_the_call(code, call, facts, sentence, points):
    found = CHECKS[code](call, facts)

    said = found and (found.code, str(found.message), found.weight)
    assert said == (sentence and (code, sentence, points))
