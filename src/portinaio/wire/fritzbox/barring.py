"""The numbers that a FRITZ!Box bars by itself: its list as XML, an entry for it, and what it takes to be in step.

    <phonebook name="Rufsperre"><contact><category>0</category><person><realName>Portinaio +390844000001</realName></person>
      <telephony><number type="home" prio="1" id="0">+390844000001</number></telephony><uniqueid>12</uniqueid></contact>

Only entries that bear our name are ever taken out: whom the user bars at the box stays barred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from portinaio.wire.fritzbox.records import records_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MARK = "Portinaio"
MOST = 300  # contacts of one phonebook, as the maker has it; a box that takes fewer says so


class Barred(NamedTuple):
    uid: str
    """By which the box takes it out."""
    name: str
    numbers: tuple[str, ...]

    @property
    def ours(self) -> bool:
        return self.name.startswith(MARK)


class Steps(NamedTuple):
    """What is to be done, so that the box bars what is wanted."""

    add: tuple[str, ...]
    remove: tuple[Barred, ...]
    beyond: int
    """How many are wanted and have no place."""


def barred_of(text: str) -> list[Barred]:
    """`RecordsError` where it is no such list."""
    found = []
    for record in records_of(text, "contact"):
        fields = dict(record)
        numbers = tuple(value for key, value in record if key == "number" and value)
        found.append(Barred(fields.get("uniqueid", ""), fields.get("realName", ""), numbers))
    return found


def entry(number: str) -> str:
    """For SetCallBarringEntry."""
    return (
        "<Envelope><contact><category>0</category>"
        f"<person><realName>{MARK} {escape(number)}</realName></person>"
        f'<telephony><number type="home" prio="1" id="0">{escape(number)}</number></telephony>'
        "</contact></Envelope>"
    )


def steps(wanted: Sequence[str], there: Iterable[Barred], most: int = MOST) -> Steps:
    """`wanted` in the order of their weight. What somebody else has barred already needs no entry of ours."""
    there = list(there)
    others = {number for one in there if not one.ours for number in one.numbers}
    room = max(0, most - sum(not one.ours for one in there))
    own = [number for number in dict.fromkeys(wanted) if number not in others]
    kept = set(own[:room])
    here: set[str] = set()
    remove = []
    for one in there:
        if one.ours:
            good = len(one.numbers) == 1 and one.numbers[0] in kept - here
            here |= set(one.numbers) if good else set()
            remove += [] if good else [one]
    add = tuple(number for number in own[:room] if number not in here)
    return Steps(add, tuple(remove), len(own) - len(kept))
