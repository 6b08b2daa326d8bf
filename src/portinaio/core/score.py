"""How suspicion adds up: one number from 0 to 100 out of the evidence of lists and of bounded findings.

For each list that holds the number

    p = c * f * q
    c = 1 - 0.5 ** (reporters - 1)            one reporter 0, two 0.5, three 0.75
    f = 0.5 ** (age_days / 125)               from the last report
    q = reporters / (reporters + 6 * disputes)

Where a list gives no day, a counted row ages from that since which its syncs have seen it so, and a row without a count from the
last check that found it there: who keeps such a list has had the time to take it off (`lists.index.sightings`).

A list without counts is curated: c = 0.75 and q = 1; of complaints each row is one reporter. Of a list that is vetted, whose
publisher asks for two reports or one that was confirmed, a row is two reporters at least. Of lists of one origin, and of
those that cover too much of a country, the heaviest counts. Lists join as 1 - prod(1 - trust_i * p_i), and the bounded findings
are further factors of that product. The score is monotone: more reporters, more trust, a fresher report or a further
finding never lower it, and a dispute never raises it.

Who disputes has mostly waited for that call: a courier, a surgery. At a trust of 0.8 it takes ten reporters a dispute to make a
caller reported, at 1 six. With a weight of 2, which was wanted first, it was two to four, and a courier with ten reporters and two
disputes was turned away. Two callers bound it, each at the trust that is hardest on it: that courier is only suspected from 5 on,
at a trust of 1, and a telemarketer with fifty reporters and two disputes is reported up to 15, at 0.8. It is the least but one, since
who is reported may dispute for himself. No data at hand hold disputes beside the truth, so this is an argument and no measurement.

It takes a list to call a caller reported: all findings together end at 49 points, and only what lists hold of the number itself
lifts that end, each point by one (`proof`), from ten points on: what eight months leave of two reporters, and a year of any
number of them at a trust of 0.8. Below that the number has changed hands, more likely than not, and what is reported now are those
beside it: one that was reported 21 months ago is not turned away for a thick block and a late hour, as two points of proof had it.
Of the lists with a trust of 0.4 or less the heaviest lifts nothing, so all that
one of them can say, of the number and of its blocks, stays below 50, whatever is seen of the call besides; it takes a second
one. One case is apart: a number that nobody can have, and of which the network says that it is forged. Two who know nothing of each
other have proven the same lie, and nobody can be called back under such a number.

What the end costs: judged by the complaints to the FTC before, at a trust of 0.8, after three short calls, 1,257 of the 13,140 numbers
complained of by 2025-11-20 would be reported by the sum alone, and one of 25,560 that organisations publish; they are suspected.
Without short calls nobody is called otherwise.

A number that two have reported, or an editor listed, says something of the numbers beside it: `f * q` of its block of 10 or
100, so that a block where all were reported today is full, and one where all were reported four months ago is half full.
One reporter may be wrong, and four numbers with one each are four who may be; where complaints come one a row, as those
to the FTC do, it takes the block of 1,000 (`range`), which counts every number but never a single one. There nothing is lost: of
their complaints of 2025-11-20 neighbours alone make 0.14 % suspected, and 980 other numbers with them; if every listed number counted
and none grew old it would be 0.26 %, and 17,180 others.

A list may speak three times: of the number, of its blocks of 10 and 100, of its block of 1,000. The first says nothing of
the other two, which leave the number itself out; but the numbers nearby are the same ones twice, since the learned share
counts them once more. So `range` weighs what it has beyond `neighbours`, and both together as much as the heavier one. A
caller on no list is thereby suspected at most, however its block looks.

Of blocks a list speaks at any trust, as far as that goes: from a trust of 0.4 on it may use all of these bounds, below in
proportion, as `of_block` has it. A list that means more than a twentieth of a country's numbers of one type (`core.reach`) counts
with a trust of 0.4 at most and is not asked about blocks: it has something to say of each.

The number of a public body (`check` *innocent*) is one that campaigns forge, and that a poisoned list would name first. What
others say of it, taken together, weighs 49 at most; what the call itself shows comes on top, where a list holds the number.
"""

from __future__ import annotations

from functools import lru_cache

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from portinaio.core.facts import Hit

REPORTED_FROM = 50
SUSPECTED_FROM = 25

HALF_LIFE_DAYS = 125  # PhoneBlock's measure of how long telemarketers keep a number
CURATED_CONFIDENCE = 0.75  # as three reporters: somebody looked before listing it
SURE_FROM = 2  # reporters; one may be wrong, or mean ill
LITTLE_TRUST = 0.4  # up to here no list makes a caller reported, with its neighbourhoods neither

DISPUTE = 6  # reporters, as argued above
UNPROVEN = 49.0  # points of a caller whom no list holds
PROVEN = 10.0  # points that lists must give the number itself before they lift that end
SAID_OF_AN_INNOCENT = 49.0  # points; suspected as before, and never reported by what others say
SAID = frozenset({"listed", "neighbours", "range", "lookup", "hours"})
"""Findings that rest on what others say: lists, blocks, a look-up, and the hour, which counts only beside one of them."""

# What a finding of its own may weigh, in points. Those from 30 on make a caller suspected alone, those below take a second one.
LOOKED_UP = 45.0
RANGE = 45.0
NEIGHBOURS = 40.0
NAME = 40.0  # of the network's own suspicion, which has schools and surgeries among those it marks; `policy.spam_name` changes it
IMPOSSIBLE = 30.0
ATTESTATION_FAILED = 30.0  # with the one before it 51: the two that prove a lie
OWN_NUMBER = 30.0  # no less forged than what the network calls so
BURST = 20.0
BESIDE_OWN_NUMBER = 20.0  # alone below suspected: in a village it is everybody's
OUTSIDE_HOURS = 8.0


def weight_of(hit: Hit, today: date) -> float:
    """Points, 0 to 100, that one list's evidence is worth today."""
    age_days = (today - hit.last).days
    if hit.reporters is None:
        confidence = CURATED_CONFIDENCE
    else:
        confidence = 1 - 0.5 ** max(hit.reporters - 1, 0)
    undisputed = _undisputed(hit.reporters, hit.disputes)
    return 100 * min(max(hit.trust, 0.0), 1.0) * confidence * fresh(age_days) * undisputed


def worth(reporters: int | None, age_days: int, disputes: int) -> float:
    """0 to 1: what a listed number says of those beside it."""
    if reporters is not None and reporters < SURE_FROM:
        return 0.0
    return fresh(age_days) * _undisputed(reporters, disputes)


@lru_cache(4096)
def fresh(age_days: int) -> float:
    """0 to 1: what time leaves of a report."""
    left: float = 0.5 ** (max(age_days, 0) / HALF_LIFE_DAYS)
    return left


def _undisputed(reporters: int | None, disputes: int) -> float:
    if reporters is None:
        return 1.0
    return reporters / (reporters + DISPUTE * max(disputes, 0)) if reporters > 0 else 0.0


def block_trust(trust: float) -> float:
    """As far as it matters to what a list says of blocks: above a little, all are believed alike."""
    return 1.0 if trust > LITTLE_TRUST else max(trust, 0.0)


def of_block(weight: float, trust: float) -> float:
    """What a finding of a block may weigh by lists of this trust."""
    return weight if trust > LITTLE_TRUST else min(weight, RANGE * max(trust, 0.0) / LITTLE_TRUST)


def beyond(weight: float, said: float) -> float:
    """What a finding has left to say beside one that counts the same: joined, they weigh as the heavier of the two."""
    return 100 * (weight - said) / (100 - said) if weight > said else 0.0


def together(weights: Iterable[float]) -> float:
    """Points of several findings, 0 to 100."""
    innocent = 1.0
    for weight in weights:
        innocent *= 1 - weight / 100
    return 100 * (1 - innocent)


def joined(weights: Iterable[float]) -> int:
    """The score of several findings: whole points."""
    return round(together(weights))


def of_an_innocent(said: Iterable[float], shown: Iterable[float]) -> int:
    """As `joined`, of a public body's number: what others `said` of it is held down, what the call has `shown` is not."""
    return joined((min(together(said), SAID_OF_AN_INNOCENT), *shown))


def end(hits: Sequence[Hit], today: date) -> float:
    """The most points that all findings together may come to."""
    proven = proof(hits, today)
    return UNPROVEN + proven if proven >= PROVEN else UNPROVEN


def proof(hits: Sequence[Hit], today: date) -> float:
    """Points that lists give the number itself, without the heaviest of those that are trusted little.

    Lists of one origin speak with one voice, by the best of each; those that cover too much of a country with one of their own.
    """
    honest = {hit.origin for hit in hits if not hit.doubt}
    voices: dict[str, tuple[float, float]] = {}
    for place, hit in enumerate(hits):
        own = "too much" if hit.doubt else f"list {place}"
        voice = f"of {hit.origin}" if hit.origin and hit.origin in honest else own
        weight, trust = voices.get(voice, (0.0, 0.0))
        voices[voice] = max(weight, weight_of(hit, today)), max(trust, hit.trust)
    little = sorted(weight for weight, trust in voices.values() if trust <= LITTLE_TRUST)
    trusted = (weight for weight, trust in voices.values() if trust > LITTLE_TRUST)
    return together((*trusted, *little[:-1]))
