"""What people write for a choice of digits: `02?5*`, `02[13]*`, `+39 02 [1-3]00 00??`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.choices import places_in, written

if TYPE_CHECKING:
    from portinaio.core.numbers.plan import Plan

NORTH_AMERICA = "1"  # where one's own calling code is dialled inside the country, too
_TYPED = re.compile(r"(\(*+\+?)([\d ()./?[\],-]+?)(\*{0,2})")


class TypedChoices(NamedTuple):
    """One such text."""

    head: str
    """The digits before the first choice, behind the `+` where one leads."""
    rest: tuple[str, ...]
    """Each further place with its digits; empty where there is no choice, as in `02[1]*`."""
    open: bool
    """Whether anything may follow."""


def typed_choices(text: str) -> TypedChoices | None:
    """`None` for what is none of them, such as `[202] 555-0123`, an area code, and a number with a question mark behind."""
    found = _TYPED.fullmatch(text)
    places = places_in(found[2]) if found else None
    if found is None or not places or text[0] == "[":
        return None
    plain = next((at for at, choice in enumerate(places) if len(choice) > 1), len(places))
    plus = "+" if "+" in found[1] else ""
    if plain == len(places) and not found[3]:
        return None
    head = plus + "".join(places[:plain])
    return TypedChoices(head, places[plain:], bool(found[3]))


def unclear(typed: TypedChoices, plan: Plan) -> Message | None:
    """Why nobody can tell to which country it belongs, with the spellings that say it."""
    code, head = plan.calling_code, typed.head
    whole = _whole(typed)
    if head in {"", "+"}:
        return msg("the first digit, or the calling code behind a +, has to stand there plainly")
    if head[0] == "+":
        return None
    trunk = validity.trunk_prefix(plan.country)
    if len(head) < len(trunk) and trunk.startswith(head):
        return msg("write it with + and the calling code: %(text)s", text=f"+{code}…")
    if code and code != NORTH_AMERICA and head.startswith(code):
        return msg(
            "%(text)s may mean %(abroad)s or %(national)s; write the one that you mean",
            text=whole,
            abroad=f"+{whole}",
            national=f"+{code}{whole}",
        )
    return None


def _whole(typed: TypedChoices) -> str:
    return typed.head + written(typed.rest) + "*" * typed.open
