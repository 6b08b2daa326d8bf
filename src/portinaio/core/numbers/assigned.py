"""Which numbers a numbering plan assigns to whom: the patterns of its metadata, unfolded into stretches of numbers.

A pattern says of one number whether it is a mobile. How many mobiles there are, and how many of them a list holds, it
says only when it is unfolded: digit by digit, what may still follow is a set of rests of the pattern, and where
anything may follow one stretch ends it.

Numbers are measured by the room that they take in 15 places. No number begins another, so one of eight digits takes the
room of a hundred of ten; where landlines have six to twelve digits, the longest do not count for all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.metadata import ANY_BEGINNING, EITHER, FIXED, MOBILE
from portinaio.core.numbers.stretches import shared, united, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portinaio.core.numbers.metadata import Kind, Region
    from portinaio.core.numbers.stretches import Stretches

    Sequence = tuple["str | tuple[Sequence, ...]", ...]
    """What a pattern says, in order: digits of which one stands there, or sequences of which one does."""
    ByLength = dict[int, Stretches]
    """By how many digits a whole number has: where such numbers lie in 15 places."""

_PIECE = re.compile(r"\\d|\[[\d-]+\]|\d|\(\?:|[|)?]|\{\d+(?:,\d+)?\}")
_DIGITS = "0123456789"
_ANYTHING = ((), (_DIGITS,))


class Assigned(NamedTuple):
    """The numbers of one type in one country."""

    country: str
    """ISO 3166-1 alpha-2; `001` for a calling code of no country."""
    type: str
    """As phonenumbers calls it, in lower case."""
    by_length: ByLength


def assigned(calling_code: str, regions: Iterable[tuple[str, Region]]) -> list[Assigned]:
    """Every type of every country behind a calling code; no number stands in two of them, as in `Metadata.type_of`."""
    found: list[Assigned] = []
    taken: ByLength = {}
    for country, region in regions:
        by_type = _by_type(region, calling_code)
        claimed = _united(by_type.values())
        if region.leading:
            claimed = _places(f"(?:{region.leading})", region.general.lengths, calling_code, True)
            by_type = {name: _each(shared, each, claimed) for name, each in by_type.items()}
        for name, each in by_type.items():
            left = _each(without, each, taken)
            if any(left.values()):
                found.append(Assigned(country, name, left))
        taken = _united((taken, claimed))
    return found


def beginnings(pattern: str) -> int:
    """A bit for each two digits that numbers may begin with, bit 39 for 39; all where the pattern cannot be unfolded."""
    try:
        return _Unfolding(pattern, beginning=True).beginnings()
    except ValueError:
        return ANY_BEGINNING


def _by_type(region: Region, calling_code: str) -> dict[str, ByLength]:
    general = region.general
    left = _places(general.pattern, general.lengths, calling_code)
    by_kind = {kind.name: _of_kind(kind, general, calling_code) for kind in region.kinds}
    mobile = by_kind.get(MOBILE, {})
    found: dict[str, ByLength] = {}
    for kind in region.kinds:  # in the order in which they are tried
        found[kind.name] = _each(shared, by_kind[kind.name], left)
        left = _each(without, left, by_kind[kind.name])
    if FIXED in found:
        found[EITHER] = _each(shared, found[FIXED], mobile)
        found[FIXED] = _each(without, found[FIXED], mobile)
    return found


def _of_kind(kind: Kind, general: Kind, calling_code: str) -> ByLength:
    return _places(kind.pattern, kind.lengths or general.lengths, calling_code)


def _each(
    how: Callable[[Stretches, Stretches], Stretches], some: ByLength, others: ByLength
) -> ByLength:
    return {length: how(places, others.get(length, ())) for length, places in some.items()}


def _united(parts: Iterable[ByLength]) -> ByLength:
    together: dict[int, list[tuple[int, int]]] = {}
    for part in parts:
        for length, places in part.items():
            together.setdefault(length, []).extend(places)
    return {length: united(places) for length, places in together.items()}


def _places(
    pattern: str, lengths: Iterable[int], calling_code: str, beginning: bool = False
) -> ByLength:
    """Where the numbers lie whose national digits are as `pattern` has them, or only begin so."""
    found: ByLength = {}
    unfolding = _Unfolding(pattern, beginning=beginning)
    for national in lengths:
        length = len(calling_code) + national
        if length > LONGEST_E164:
            continue
        one = 10 ** (LONGEST_E164 - length)
        base = int(calling_code) * 10**national
        found[length] = tuple(
            ((base + first) * one, (base + behind) * one)
            for first, behind in unfolding.stretches(national)
        )
    return found


class _Unfolding:
    """A pattern, and every set of rests that it can come to; each gets a place, which stands for it."""

    def __init__(self, pattern: str, *, beginning: bool) -> None:
        whole = _parsed(pattern)
        if beginning:
            whole += (_ANYTHING,) * LONGEST_E164
        self._places: dict[frozenset[Sequence], int] = {}
        self._rests: list[frozenset[Sequence]] = []
        self._steps: dict[int, tuple[int, ...]] = {}
        self._known: dict[tuple[int, int], Stretches] = {}
        self._start = self._place(frozenset({whole}))

    def stretches(self, digits: int) -> Stretches:
        """Of all numbers of so many digits that fit."""
        return self._behind(self._start, digits)

    def beginnings(self) -> int:
        return sum(
            1 << 10 * first + second
            for first, then in enumerate(self._steps_of(self._start))
            for second, rest in enumerate(self._steps_of(then))
            if self._rests[rest]
        )

    def _behind(self, place: int, digits: int) -> Stretches:
        known = self._known.get((place, digits))
        if known is None:
            known = self._known[place, digits] = self._found(place, digits)
        return known

    def _found(self, place: int, digits: int) -> Stretches:
        if not digits:
            return ((0, 1),) if any(map(_may_end, self._rests[place])) else ()
        if not self._rests[place]:
            return ()
        room = 10 ** (digits - 1)
        return united(
            (digit * room + first, digit * room + behind)
            for digit, then in enumerate(self._steps_of(place))
            for first, behind in self._behind(then, digits - 1)
        )

    def _steps_of(self, place: int) -> tuple[int, ...]:
        if place not in self._steps:
            heads = [head for rest in self._rests[place] for head in _heads(rest)]
            self._steps[place] = tuple(
                self._place(frozenset(then for digits, then in heads if digit in digits))
                for digit in _DIGITS
            )
        return self._steps[place]

    def _place(self, rests: frozenset[Sequence]) -> int:
        place = self._places.setdefault(rests, len(self._rests))
        if place == len(self._rests):
            self._rests.append(rests)
        return place


def _heads(sequence: Sequence) -> Iterator[tuple[str, Sequence]]:
    """Which digits may come next, and what is left behind them."""
    if not sequence:
        return
    first, *others = sequence
    if isinstance(first, str):
        yield first, tuple(others)
        return
    for choice in first:
        yield from _heads((*choice, *others))


def _may_end(sequence: Sequence) -> bool:
    return all(not isinstance(each, str) and any(map(_may_end, each)) for each in sequence)


def _parsed(pattern: str) -> Sequence:
    """`ValueError` for a pattern that says more than those of phonenumbers do; a test unfolds all of them."""
    pieces = _PIECE.findall(pattern)
    if "".join(pieces) != pattern or pieces.count("(?:") != pieces.count(")"):
        raise ValueError(pattern)
    pieces.reverse()
    whole = _choices(pieces)
    if pieces:
        raise ValueError(pattern)
    return whole


def _choices(pieces: list[str]) -> Sequence:
    """Up to the end, or to the bracket that closes; taken off the end of `pieces`."""
    choices: list[Sequence] = []
    so_far: Sequence = ()
    while pieces and pieces[-1] != ")":
        piece = pieces.pop()
        if piece == "|":
            choices.append(so_far)
            so_far = ()
            continue
        if piece == "(?:":
            atom = _choices(pieces)
            pieces.pop()  # the bracket
        else:
            atom = (_digits(piece),)
        so_far += _repeated(atom, pieces)
    return ((*choices, so_far),) if choices else so_far


def _repeated(atom: Sequence, pieces: list[str]) -> Sequence:
    """As often as the piece behind says; what may be missing nests, so that each rest is said in one way."""
    behind = pieces[-1] if pieces else ""
    if behind != "?" and behind[:1] != "{":
        return atom
    pieces.pop()
    least, most = (0, 1) if behind == "?" else _bounds(behind)
    maybe: Sequence = ()
    for _ in range(most - least):
        maybe = (((), (*atom, *maybe)),)
    return atom * least + maybe


def _bounds(braces: str) -> tuple[int, int]:
    least, _, most = braces[1:-1].partition(",")
    return int(least), int(most or least)


def _digits(piece: str) -> str:
    if piece == r"\d":
        return _DIGITS
    if piece[0] != "[":
        return piece
    spans = re.findall(r"(\d)(?:-(\d))?", piece)
    return "".join(_DIGITS[int(a) : int(b or a) + 1] for a, b in spans)
