"""The verdict that a sensible household would give: who calls, what is known, what becomes of it under the policy that nobody changed.

Each row has its argument. A constant of `core.score` is right as long as these hold.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from portinaio.core import next_door
from portinaio.core.call import Attestation
from portinaio.core.decide import decide
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Facts, Hit
from portinaio.core.numbers.reserved import Effect
from portinaio.core.own_numbers import OwnNumber
from portinaio.core.policy import Action, Policy
from portinaio.core.verdict import classify
from worlds import FROZEN_NOW, a_block, a_call, a_range, an_entry, neighbours

TODAY = FROZEN_NOW.date()
KNOWN, UNKNOWN, SUSPECTED, REPORTED = "known", "unknown", "suspected", "reported"
RING, REJECT = Action.RING, Action.REJECT
FORGED = Attestation.FAILED
NOBODY = "+39282398816"  # can have this number
ANNA = next_door.a_contact("Anna")
DENSE = a_block(90, 0.9)


def on(trust: float, reporters: int | None = 5, **given: object) -> Hit:
    return Hit(**{"list_name": "a", "trust": trust, "last": TODAY, "reporters": reporters, **given})


CALLERS = [
    ("a contact", a_call(), Facts(contact="Léa"), KNOWN, 0, 0, RING,
     "She is who she is, whatever a list says of her number."),
    ("a contact whom lists have, a forger having worn her number", a_call(), Facts(contact="Léa", hits=(on(1.0, 99),)), KNOWN, 0, 0, RING,
     "Reports of a forged number are of the forger; only the user knows her."),
    ("a friend whose number is forged just now", a_call(attestation=FORGED), Facts(contact="Léa"), SUSPECTED, 25, 49, RING,
     "It is not she; but a network errs, too, and nothing else is said of the call."),
    ("the hospital, from its switchboard", a_call(), Facts(), UNKNOWN, 0, 0, RING,
     "Nobody knows the number, as of most who call for the first time."),
    ("the hospital, three of whose numbers a list has", a_call(), Facts(neighbours=neighbours(3, 100)), UNKNOWN, 1, 24, RING,
     "Appointments are called spam by a few; three of a hundred are no call centre."),
    ("a surgery in a dense block, next door to a contact", a_call(), Facts(neighbours=neighbours(9, 10), density=DENSE, next_door=ANNA), UNKNOWN, 1, 24, RING,
     "Somebody known is there, so the row is not a call centre's alone."),
    ("a courier with ten reporters and two disputes, on a list fully trusted", a_call(), Facts(hits=(on(1.0, 10, disputes=2),)), SUSPECTED, 25, 49, RING,
     "Who disputes has waited for the parcel; who reports has not."),
    ("a telemarketer with fifty reporters and two disputes", a_call(), Facts(hits=(on(0.8, 50, disputes=2),)), REPORTED, 50, 99, REJECT,
     "Two of fifty are its own people, or pressed the wrong key."),
    ("three short calls from a dense block", a_call(), Facts(density=DENSE, short_calls=3), SUSPECTED, 25, 49, RING,
     "A dialler, most likely; but not one report is of this number."),
    ("three short calls of a stranger", a_call(), Facts(short_calls=3), UNKNOWN, 1, 24, RING,
     "A pocket, a bad line, an old aunt who hangs up at the tone."),
    ("a number that nobody can have", a_call(NOBODY), Facts(), SUSPECTED, 25, 49, RING,
     "An exchange set up badly sends such numbers, too; a surgery's may."),
    ("a number that nobody can have, and forged says the network", a_call(NOBODY, attestation=FORGED), Facts(), REPORTED, 50, 60, REJECT,
     "Two have proven the same lie, and nobody could be called back."),
    ("9 of 10 neighbours listed", a_call(), Facts(neighbours=neighbours(9, 10)), SUSPECTED, 25, 49, RING,
     "The tenth may be the switchboard of those nine, or who has the number now."),
    ("99 of 100 neighbours listed", a_call(), Facts(neighbours=neighbours(99, 100), density=DENSE), SUSPECTED, 25, 49, RING,
     "As surely as a block can say; of the number itself nobody has complained."),
    ("one list of little trust, many reporters", a_call(), Facts(hits=(on(0.4, 99),)), SUSPECTED, 25, 49, RING,
     "The user said that this list alone is not to turn anybody away."),
    ("the same in a dense block, after three short calls, late", a_call(), Facts(hits=(on(0.4, 99),), density=DENSE, short_calls=3, outside_hours=True), SUSPECTED, 25, 49, RING,
     "All of that is suspicion; it takes a second list, or one that is trusted."),
    ("two lists of little trust that know nothing of each other", a_call(), Facts(hits=(on(0.4), on(0.4, list_name="b"))), REPORTED, 50, 75, REJECT,
     "What two say independently is more than either."),
    ("one reporter on a list fully trusted", a_call(), Facts(hits=(on(1.0, 1),)), UNKNOWN, 0, 0, RING,
     "One may err, or bear a grudge."),
    ("a curated list of today", a_call(), Facts(hits=(on(0.8, None),)), REPORTED, 50, 75, REJECT,
     "An editor looked before listing it."),
    ("a curated list that nobody has renewed for a year", a_call(), Facts(hits=(on(0.8, None, last=TODAY - timedelta(days=365)),)), UNKNOWN, 1, 24, RING,
     "Numbers change hands; after a year it is somebody else's, as likely as not."),
    ("reported 21 months ago, five of ten neighbours and the block of today, late", a_call(), Facts(hits=(on(1.0, 99, last=TODAY - timedelta(days=640)),), neighbours=neighbours(5, 10), density=DENSE, outside_hours=True), SUSPECTED, 25, 49, RING,
     "The neighbours are reported now; who had the number then is gone."),
    ("reported by two eight months ago, in such a block, late", a_call(), Facts(hits=(on(0.8, 2, last=TODAY - timedelta(days=240)),), neighbours=neighbours(5, 10), density=DENSE, outside_hours=True), REPORTED, 50, 60, REJECT,
     "It may well be the one who has the block still, and it calls when nobody may."),
    ("0844, reserved for sales", a_call("+390844123456"), Facts(reserved=a_range(Effect.REPORTED, "+390844*")), REPORTED, 100, 100, REJECT,
     "The law gives these numbers to sales calls alone."),
    ("0162 of France, of automatic systems", a_call("+33162000000"), Facts(reserved=a_range(Effect.LABEL, "+33162*")), UNKNOWN, 0, 0, RING,
     "Surgeries remind of appointments from there, too."),
    ("who withholds the number", a_call("anonymous"), Facts(), UNKNOWN, 0, 0, RING,
     "Hospitals and the police do; the policy has a key for who minds."),
    ("a stranger from next door to a contact", a_call(), Facts(next_door=ANNA), UNKNOWN, 0, 0, RING,
     "Nothing is said of the block, so there is nothing to ease."),
    ("the number of the very line that rings", a_call(), Facts(own_number=OwnNumber.CALLED), SUSPECTED, 25, 49, RING,
     "A line cannot call itself; but some voicemail shows its number."),
    ("one's own mobile, calling home", a_call(), Facts(own_number=OwnNumber.OTHER), KNOWN, 0, 0, RING,
     "It is somebody of the house."),
    ("a number that begins as one's own does", a_call(), Facts(own_number=OwnNumber.BESIDE), UNKNOWN, 1, 24, RING,
     "Diallers do so; but in a village so do all the neighbours."),
    ("the same, three short calls", a_call(), Facts(own_number=OwnNumber.BESIDE, short_calls=3), SUSPECTED, 25, 49, RING,
     "A neighbour who calls lets it ring."),
    ("who shows 112", a_call("112"), Facts(), UNKNOWN, 0, 0, RING,
     "It may be the emergency centre calling back, and anybody can show it."),
    ("Scam Likely, says the network", a_call(name="Scam Likely"), Facts(), SUSPECTED, 25, 49, RING,
     "Networks mark schools and surgeries, too, which call many at once."),
    ("a stranger who tries again at once", a_call(), Facts(tries=2), UNKNOWN, 0, 0, RING,
     "Who is in need tries again."),
    ("a stranger from abroad", a_call("+12025550123"), Facts(abroad="1"), UNKNOWN, 0, 0, RING,
     "Families live abroad; the policy has a key for who minds."),
    ("a reported number that the user allows", a_call(), Facts(entry=an_entry(kind=EntryKind.ALLOW), hits=(on(1.0, 99),)), KNOWN, 0, 0, RING,
     "Only the user can allow, and has."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "facts", "expected"),
    [pytest.param(call, facts, tuple(expected), id=who) for who, call, facts, *expected, _ in CALLERS],
)  # fmt: skip
def test_what_becomes_of(call, facts, expected):
    label, least, most, action = expected

    verdict = classify(call, facts)
    done = decide(verdict, Policy(), FROZEN_NOW, frozenset(Action)).action

    shown = SUSPECTED if verdict.suspected else verdict.label.value
    assert (shown, least <= verdict.score <= most, done) == (label, True, action)
