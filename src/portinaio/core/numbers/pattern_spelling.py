"""What people write for many numbers at a time, and the nearest spelling that means just that.

    02[^1]*   02#5*   02*34*   0844-0845*   0844*,0845*   0200001###   390844*

A pattern that loses a character on its way into the book blocks strangers. So what is not plainly a number, a beginning
or a stretch is refused, with what can be kept in its place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.numbers import number, spelling, validity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.core.numbers.plan import Plan

MOST_SHOWN = 4  # of the patterns that one text would become
MOST_BETWEEN = 10  # beginnings from a first to a last
USUAL = 10  # digits of a number inside its country
SHORTEST_END = 4  # digits; what is shorter behind a star is a code of a telephone
FULL = 6  # digits; what has fewer is the beginning of a number
NORTH_AMERICA = "1"
RUSSIAN_TRUNK = "8"  # the one trunk prefix with which an area code may begin as well

_PLAIN = re.compile(r"\(*+\+?(?:[\d ()]|[-./](?![-./]))*+")
_CLASS = re.compile(r"([^\[\]]*)\[([\d-]+)\]([^\[\]]*)")
_PLACES = re.compile(r"([^?#xX%_]*\d) *([?#xX%_]+)([\d ]*)(\**)")
_TWO = re.compile(r"(\+?[\d ()]*\d\)?)\s*([-/ ])\s*(\+?\(?\d[\d ()]*)")
_BETWEEN = re.compile(r"[,;|]")

_ONLY = msg(
    "only a number, a beginning such as 0844*, FIRST..LAST, and ? or [13] for a digit can be kept"
)
_NO_CODE = msg("no country has this calling code")


def objection(whole: str, plan: Plan) -> Message | None:
    """Why a folded text would not be kept as it stands; `None` where nothing of it would be lost."""
    text = spelling.user_part(whole).strip()
    if text != whole and ";ext=" in whole.lower():
        return _refused([text.partition(";")[0]], plan)
    if ".." in text:
        return _of_stretch(text, plan)
    bare = text.rstrip("* ")
    if refusal := _inner_star(text, plan):
        return refusal
    for nearest_to in (_anchored, _alternatives, _classes, _places, _span):
        if (nearest := nearest_to(text, plan)) is not None:
            return _refused(nearest, plan)
    if not text.endswith("*"):
        return None  # one number, which `number.read` judges
    return _of_beginning(bare, plan)


def lost(text: str, e164: str, plan: Plan) -> Message | None:
    """Why a number is not all that a text says, such as where an extension stands behind it."""
    written, kept = _digits(text).lstrip("+"), e164[1:]
    if written == kept or written in _spellings(kept, plan):
        return None
    if validity.national_to_international(written, plan.country) == kept:
        return None  # San Marino adds 0549, Argentina takes 15 for a 9
    return _refused([e164], plan)


def _spellings(kept: str, plan: Plan) -> Iterator[str]:
    """All that dials a number: prefixes before it, a trunk 0 within, its country twice."""
    parts = validity.split(kept, plan)
    code, national = parts or ("", kept)
    trunk = validity.trunk_prefix(plan.country) or "0"
    for inside in (code + national, code + "0" + national, code + code + national):
        yield inside
        yield plan.international_prefix + inside
    if code == plan.calling_code:
        yield from (national, trunk + national)
    for beginning, same in plan.also:
        if kept.startswith(same[1:]):
            other = beginning[1:] + kept[len(same) - 1 :]
            yield from (other, plan.international_prefix + other)


def _refused(nearest: Iterable[str], plan: Plan) -> Message:
    all_of_them = list(dict.fromkeys(_with_plus(each, plan) for each in nearest))
    if not all_of_them:
        return _ONLY
    shown = all_of_them[:MOST_SHOWN]
    more = ["…"] if len(all_of_them) > len(shown) else []
    return msg(
        "this cannot be kept exactly; nearest: %(nearest)s", nearest=", ".join([*shown, *more])
    )


def _with_plus(beginning: str, plan: Plan) -> str:
    """Of the two that digits with the own calling code in front may mean, the likelier."""
    return f"+{beginning}" if beginning[-1] == "*" and _is_ambiguous(beginning, plan) else beginning


def _is_ambiguous(digits: str, plan: Plan) -> bool:
    code = plan.calling_code
    return bool(code) and code != NORTH_AMERICA and digits.startswith(code)


def _inner_star(text: str, plan: Plan) -> Message | None:
    """`02*34`, `*1234`: what a star stands for has no length, and a list of numbers no way to say it."""
    *parts, last = re.split(r"\*+", text.rstrip("* ")) if "*" in text.rstrip("* ") else [text]
    if not parts or not all(map(_is_plain, filter(None, (*parts, last)))) or _is_code(text):
        return None
    head, tail = _digits(parts[0]), _digits("".join((*parts[1:], last)))
    typed = len(head.lstrip("+")) + len(tail)
    missing = max(USUAL + 2 * head.startswith("+") - typed, 0)
    if not head and not missing:
        return None  # a code before a whole number
    end = "*" if text.rstrip().endswith("*") else ""
    like = f"{head}{'?' * missing}{tail}{end}"
    if not head:
        if not plan.calling_code:
            return _ONLY
        like = f"+{plan.calling_code}{like}"  # the first digit of a pattern is plain
        return msg(
            "a * can only end it; write a ? for each digit that it stands for, such as %(like)s",
            like=like,
        )
    return msg(
        "a * can only end it; write a ? for each digit that it stands for, such as %(like)s, or %(beginning)s",
        like=like,
        beginning=f"{head}*",
    )


def _is_code(text: str) -> bool:
    """`**620*`, `*17`, of telephones and exchanges."""
    return text[0] == "*" and (
        text[1:2] == "*" or len(_digits(text)) < SHORTEST_END or text[-1] == "*"
    )


def _of_stretch(text: str, plan: Plan) -> Message | None:
    first, _, last = (part.strip() for part in text.partition(".."))
    if "*" in text:
        return _refused(_from_to(first.rstrip("*"), last.rstrip("*")), plan)
    if not all(map(_is_plain, (first, last))):
        return _ONLY
    missing = len(_digits(first)) - len(_digits(last))
    if missing > 0 and len(_digits(last)) < FULL:
        return _refused([f"{first}..{_digits(first)[:missing]}{_digits(last)}"], plan)
    return None


def _anchored(text: str, _plan: Plan) -> list[str] | None:
    """`^0844` of programs with regular expressions."""
    bare = text[1:].rstrip("* ")
    return [_digits(bare) + "*"] if text[:1] == "^" and _is_plain(bare) else None


def _alternatives(text: str, plan: Plan) -> list[str] | None:
    """`0844*,0845*`, `(02|03)*`: each by itself; `02,00001234` and `0200001234,12`: the one number."""
    if "[" in text or not _BETWEEN.search(text):
        return None
    parts = [part.strip().strip("()").strip() for part in _BETWEEN.split(text)]
    numbers = [part for part in parts if _is_plain(part.rstrip("*"))]
    if "*" not in text and not _are_alike(numbers):
        # Nobody wants all of Milan blocked who has put a comma behind its area code.
        together = _digits("".join(numbers))
        whole = [_digits(one) for one in numbers if number.read(one, plan).valid]
        if whole or number.read(together, plan).valid:
            return whole or [together]
    return [_whole_or_beginning(part, text) for part in numbers] or None


def _are_alike(parts: list[str]) -> bool:
    """Whether all look like area codes: `0844`, `0845`."""
    return len({(len(part), part[:1]) for part in parts}) == 1 and len(parts[0]) > 2


def _whole_or_beginning(part: str, text: str) -> str:
    digits = _digits(part)
    open_ended = part.endswith("*") or text.endswith("*") or len(digits) < FULL
    return digits + "*" if open_ended else digits


def _classes(text: str, plan: Plan) -> list[str] | None:
    """`02[13]*`: one for each digit; `[202] 555-0123`: an area code."""
    if not any(c in text for c in "[]{}\\^$"):
        return None
    if text[0] == "[" and number.read(text, plan).valid:
        return [_digits(text)]
    found = _CLASS.fullmatch(text)
    if not found:
        return []
    chosen = re.sub(r"(\d)-(\d)", _run, found[2])
    each = [f"{found[1]}{digit}{found[3]}" for digit in chosen if digit.isdigit()]
    return [one for one in each if _is_plain(one.rstrip("*"))]


def _run(found: re.Match[str]) -> str:
    return "".join(map(str, range(int(found[1]), int(found[2]) + 1)))


def _places(text: str, _plan: Plan) -> list[str] | None:
    """`0200001###`: first to last; `02?5*`: one for each digit."""
    found = _PLACES.fullmatch(text)
    if not found or not _is_plain(found[1]):
        return None
    head, places, tail, star = found.groups()
    if places in {"x", "X", "#"} and tail.strip() and len(_digits(head)) >= FULL:
        return [_digits(head)]  # an extension, as Americans write it
    if not tail.strip():
        return [f"{head}*" if star else f"{head}{'0' * len(places)}..{head}{'9' * len(places)}"]
    return [f"{head}{'?' * len(places)}{tail}{star[:1]}"]


def _span(text: str, plan: Plan) -> list[str] | None:
    """`0844-0845*`, `0200001200-0200001299`: what looks like a first and a last, and not like groups of one number."""
    bare = text.rstrip("* ")
    found = _TWO.fullmatch(bare)
    if not found:
        return None
    first, last = _digits(found[1]), _digits(found[3])
    alike = len(first) == len(last) and first[0] == last[0] and first < last
    if found[2] == " ":  # most often only groups
        alike = alike and first[0] == "0" != first[1] and len(first) > 2
    if not alike or (bare == text and number.read(bare, plan).valid):
        return None
    if bare == text and len(first) >= FULL:
        return [f"{first}..{last}"] if first[:-3] == last[:-3] else [first, last]
    return list(_from_to(first, last))


def _from_to(first_text: str, last_text: str) -> Iterator[str]:
    """Beginnings from a first to a last of one length; else the two alone."""
    first, last = _digits(first_text), _digits(last_text)
    plus = "+" if first[:1] == "+" else ""
    low, high = first.lstrip("+"), last.lstrip("+")
    if not low or not high:
        return
    between = int(high) - int(low)
    if len(low) == len(high) and 0 < between < MOST_BETWEEN:
        yield from (f"{plus}{n:0{len(low)}}*" for n in range(int(low), int(high) + 1))
    else:
        yield from (f"{first}*", f"{last}*")


def _of_beginning(bare: str, plan: Plan) -> Message | None:
    """Digits that begin with the own calling code may have lost their `+`, or be a mobile's 39…."""
    digits, code = _digits(bare), plan.calling_code
    if not digits.strip("+") or any(map(str.isalpha, bare)):
        return msg("digits must stand before the *")
    if not _is_plain(bare):
        return _refused([digits + "*"] if bare[0] not in "*#" else [], plan)
    if digits[0] == "+" or digits.startswith(plan.international_prefix or "+"):
        return _of_trunk_zero(digits, plan)
    if digits.startswith("00") and code:
        abroad = digits.lstrip("0")  # as dialled abroad, not in this country
        return _refused([f"+{abroad}*"], plan) if abroad else _NO_CODE
    trunk = validity.trunk_prefix(plan.country)
    if _is_ambiguous(digits, plan):
        other = f"+{digits}*"
    elif trunk == RUSSIAN_TRUNK and digits.startswith(trunk):
        other = f"+{code}{digits.removeprefix(trunk)}*"
    else:
        return None
    return msg(
        "%(text)s may mean %(abroad)s or %(national)s; write the one that you mean",
        text=f"{digits}*",
        abroad=other,
        national=f"+{code}{digits}*",
    )


def _of_trunk_zero(digits: str, plan: Plan) -> Message | None:
    """`+44 (0)20*`: no number begins so where the 0 is only dialled inside."""
    bare = digits.removeprefix(plan.international_prefix or "+").lstrip("+")
    code, national = (validity.split(bare, plan) if bare else None) or ("", "")
    trunk = validity.trunk_prefix(validity.main_region(code) or "")
    if trunk[:1] != "0" or not national.startswith(trunk):
        return None
    while national.startswith(trunk):
        national = national.removeprefix(trunk)
    return _refused([f"+{code}{national}*"], plan)


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and any(map(str.isdigit, text))


def _digits(text: str) -> str:
    """With a `+` that leads."""
    digits = "".join(c for c in text if c.isdigit())
    return "+" + digits if text.lstrip("( ")[:1] == "+" else digits
