"""The user's own list: what is allowed and what is blocked, and finding the entry that speaks for a caller."""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.names import folded
from portinaio.core.numbers.intervals import Intervals
from portinaio.core.numbers.pattern import digits_of, key, length_of

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.core.names import NamePattern
    from portinaio.core.numbers.choices import ChoiceTree
    from portinaio.core.numbers.pattern import Pattern


class EntryKind(StrEnum):
    ALLOW = "allow"
    BLOCK = "block"


class Entry(NamedTuple):
    id: int
    pattern: Pattern | None
    """`None` where the entry is of a name."""
    kind: EntryKind
    note: str
    created: datetime
    until: datetime | None = None
    """The entry counts no longer from this moment on; `None` for good."""
    once: bool = False
    """Used up by the first call that it decides."""
    name: NamePattern | None = None
    """`None` where the entry is of numbers."""

    @property
    def text(self) -> str:
        """What it means, as it is stored."""
        return self.pattern.text if self.pattern else self.name.text if self.name else ""

    @property
    def exact(self) -> bool:
        """Means one number."""
        return self.pattern is not None and self.pattern.exact


class EntryBook:
    """All entries, in memory. The most specific pattern speaks; allow before block on a tie."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._exact: dict[int, list[Entry]] = {}
        self._named: list[Entry] = []
        wide, chosen = [], []
        for entry in entries:
            if entry.pattern is None:
                self._named.append(entry)
            elif entry.pattern.exact:
                self._exact.setdefault(entry.pattern.low, []).append(entry)
            elif entry.pattern.places:
                chosen.append(entry)
            else:
                wide.append(entry)
        self._wide = Intervals(wide, _pattern)
        self._chosen = _tree(chosen) if chosen else None

    def find(self, wanted: int, now: datetime) -> Entry | None:
        """The entry that decides a call at `now` from the number with the key `wanted`."""
        exact, holding = self._exact.get(wanted), self._wide.holding(wanted)
        wide = [entry for _, entry in holding] if holding else []
        if self._chosen:
            begun = self._chosen.beginning(digits_of(wanted))
            wide += [entry for entry in begun if _pattern(entry).holds(wanted)]
        if exact is None and not wide:  # of most callers nothing is said
            return None
        return _speaker(exact or (), now) or _speaker(wide, now)

    def find_name(self, name: str, now: datetime) -> Entry | None:
        """The entry that is meant by the `name` that the network sends at `now`."""
        if not self._named:
            return None
        wanted = folded(name)
        return _speaker(
            [each for each in self._named if each.name and each.name.holds(wanted)], now
        )

    def allowed_beside(self, number: str, now: datetime) -> Entry | None:
        """One that allows something in the block of 100 of `number`, and nothing outside it."""
        first, last = key(number[1:-2] + "00"), key(number[1:-2] + "99")
        step = (last - first) // 99
        exact = (entry for at in range(first, last + 1, step) for entry in self._exact.get(at, ()))
        # A beginning may be longer than the numbers of the block, and then means none of them.
        inside = (
            entry
            for entry in self._wide
            if first >> 4 <= _pattern(entry).low >> 4
            and _pattern(entry).high < last + step
            and length_of(_pattern(entry).low) in {0, len(number) - 1}
            and _pattern(entry).width >= step - 1
        )
        return next(
            (
                entry
                for entry in (*exact, *inside)
                if entry.kind is EntryKind.ALLOW and (entry.until is None or now < entry.until)
            ),
            None,
        )


def _tree(entries: list[Entry]) -> ChoiceTree[Entry]:
    from portinaio.core.numbers.choices import ChoiceTree  # noqa: PLC0415  # few have such entries

    return ChoiceTree(entries, lambda entry: _pattern(entry).places)


def _speaker(entries: Iterable[Entry], now: datetime) -> Entry | None:
    counting = [entry for entry in entries if entry.until is None or now < entry.until]
    return min(counting, key=_rank) if counting else None


def _pattern(entry: Entry) -> Pattern:
    assert entry.pattern is not None  # those of names stand apart
    return entry.pattern


def _rank(entry: Entry) -> tuple[int, bool]:
    width = entry.pattern.width if entry.pattern else -entry.name.literal if entry.name else 0
    return width, entry.kind is EntryKind.BLOCK


def deciding(
    entry: Entry | None, named: Entry | None, *, contact: bool, forged: bool
) -> Entry | None:
    """Of the entries of a caller's number and name the one that counts, beside the address book.

    A contact is as exact as a number that the user has typed. Below it neither a beginning nor a name is more exact than the
    other: the block counts, since anybody can send a name, and with a forged number no allowed name is believed.
    """
    if entry is not None and entry.exact:
        return entry
    if contact:
        return entry if entry is not None and entry.kind is EntryKind.ALLOW else None
    if named is not None and (entry is None or named.kind is EntryKind.BLOCK):
        return None if forged and named.kind is EntryKind.ALLOW else named
    return entry


def said_of(entry: Entry) -> Message:
    """Why the caller is known, or reported."""
    if entry.kind is EntryKind.ALLOW:
        if entry.note:
            return msg("you allow it: %(note)s", note=entry.note)
        if entry.exact:
            return msg("you allow it")
        if entry.name:
            return msg("you allow the name %(name)s", name=entry.text)
        return msg("you allow %(pattern)s", pattern=entry.text)
    if entry.note:
        return msg("you block it: %(note)s", note=entry.note)
    if entry.exact:
        return msg("you block it")
    if entry.name:
        return msg("you block the name %(name)s", name=entry.text)
    return msg("you block %(pattern)s", pattern=entry.text)
