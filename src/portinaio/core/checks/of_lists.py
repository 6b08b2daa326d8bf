"""What others say of the number: lists, the listed numbers around it, a look-up; and what is held against it of a public body's."""

from __future__ import annotations

from portinaio.core import score
from portinaio.core.checks.finding import Finding
from portinaio.core.checks.of_call import forged
from portinaio.core.message import counted, msg

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import date

    from portinaio.core.facts import Call, Density, Facts, Hit, Neighbours

_SAME_DATA = str(msg("%(listed)s; the same data as %(list)s, which counts"))
_SAME_DOUBT = str(msg("%(listed)s; no better than %(list)s, which counts"))


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
