"""From what the user typed, key by key, to the filing, the company and the profile. A wrong value is a `UsageError`."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from portinaio.complaints.filing import UNKNOWN, CallKind, Company, Filing, Profile
from portinaio.complaints.fixed_answers import fixed_answers
from portinaio.core.message import msg
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError
from portinaio.language.choices import code_of, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.core.message import Message
    from portinaio.countries.clause_schema import Answer
    from portinaio.countries.pack_schema import Pack

ANSWER_KEYS = (
    "company",
    "company_address",
    "company_email",
    "company_pec",
    "kind",
    "product",
    "summary",
    "consent",
    "contract_until",
    "nature",
    "called",
    "language",
    "identity",
)
"""What `report --set` takes, besides the keys that the country's pack adds."""
PROFILE_KEYS = tuple(key for key in Profile._fields if key != "own")
"""What `profile set` takes, besides the keys that the countries' packs add."""
_MONEY = re.compile(
    r"(?P<whole>[0-9]{1,9}|[0-9]{1,3}(?:(?P<mark>[ .,'\u2019])[0-9]{3})(?:(?P=mark)[0-9]{3}){0,2})(?:(?P<point>[.,])(?P<cents>[0-9]{1,2}))?"
)
"""`1234.50`, `1.234,50`, `1 234,50`, `1'234.50`; three digits behind a mark are thousands."""


def checked_answers(
    answers: Mapping[str, str], pack: Pack | None = None, today: date | None = None
) -> dict[str, str]:
    """The answers, cleaned, fit to be kept; `UsageError` for an unknown key or a value that cannot be.

    What a country asks beyond every other's questions stands in its `pack`. No consent is of a day after `today`.
    """
    own = pack.answer if pack else {}
    keys = (*ANSWER_KEYS, *own)
    cleaned = {_known(key, keys): one_line(value) for key, value in answers.items()}
    for key in ("company", "product"):
        if cleaned.get(key, "").casefold() == UNKNOWN:  # no company of this name is meant
            cleaned[key] = UNKNOWN
    for key in filter(cleaned.get, ANSWER_KEYS):
        fixed = fixed_answers(key, pack)
        if code := code_of(cleaned[key], fixed.codes):
            cleaned[key] = code
        elif fixed.or_day:
            day = _day(key, cleaned[key], fixed.codes)
            _not_to_come(key, day, None if key == "contract_until" else today)
            cleaned[key] = day.isoformat()
        elif fixed.codes:
            cleaned[key] = _one_of(key, cleaned[key], fixed.codes)
    cleaned |= _as_asked(cleaned, own, today)
    for key in ("company_email", "company_pec"):
        check_address(key, cleaned.get(key, ""))
    _number("called", cleaned.get("called", ""))
    return cleaned


def still_fit(answers: Mapping[str, str], pack: Pack, today: date) -> dict[str, str]:
    """Of answers that were kept those that can still be given: a pack may ask otherwise by now."""
    kept: dict[str, str] = {}
    for key, value in answers.items():
        with suppress(UsageError):
            kept |= checked_answers({key: value}, pack, today)
    return kept


def apply_answers(
    filing: Filing, company: Company, said: Mapping[str, str]
) -> tuple[Filing, Company]:
    """`filing` and `company` with answers that were checked; an empty one takes back what stood there."""
    kind = filing.kind
    if "kind" in said:
        kind = CallKind(said["kind"]) if said["kind"] else None
    return (
        filing._replace(
            kind=kind,
            product=said.get("product", filing.product),
            summary=said.get("summary", filing.summary),
            nature=said.get("nature", filing.nature),
            called=said.get("called", filing.called),
            answers={
                **filing.answers,
                **{key: value for key, value in said.items() if key not in ANSWER_KEYS},
            },
            minimal=said["identity"] == "minimal" if "identity" in said else filing.minimal,
        ),
        company._replace(
            name=said.get("company", company.name),
            address=said.get("company_address", company.address),
            email=said.get("company_email", company.email),
            pec=said.get("company_pec", company.pec),
            consent=said.get("consent", company.consent),
            contract_until=said.get("contract_until", company.contract_until),
        ),
    )


def _as_asked(
    said: Mapping[str, str], asked: Mapping[str, Answer], today: date | None
) -> dict[str, str]:
    """What was answered to questions of packs, each as its question wants it."""
    cleaned: dict[str, str] = {}
    for key, one in asked.items():
        value = said.get(key, "")
        if not value:
            continue
        if one.choices:
            cleaned[key] = _one_of(key, value, one.choices)
        elif one.day:
            day = _day(key, value)
            _not_to_come(key, day, today)
            cleaned[key] = day.isoformat()
        elif one.amount:
            cleaned[key] = _amount(key, value)
        elif one.number:
            _number(key, value)
        elif one.characters:
            cleaned[key] = _characters(key, value, one.characters)
    return cleaned


def checked_profile(
    answers: Mapping[str, str], packs: Iterable[Pack] = (), today: date | None = None
) -> dict[str, str]:
    """As `checked_answers`, for the keys of the profile and those that `packs` ask of the user. Nobody was enrolled after
    `today`, or renewed that before."""
    packs = tuple(packs)
    own = {key: one for pack in packs for key, one in pack.profile.items()}
    keys = (*PROFILE_KEYS, *own)
    cleaned = {_known(key, keys): one_line(value) for key, value in answers.items()}
    cleaned |= _as_asked(cleaned, own, today)
    for register in (one for pack in packs for one in pack.optout.values() if one.renewed):
        enrolled, renewed = cleaned.get(register.enrolled, ""), cleaned.get(register.renewed, "")
        if enrolled and renewed and renewed < enrolled:
            raise UsageError(
                msg(
                    "%(renewed_key)s is %(renewed)s, before %(enrolled_key)s, %(enrolled)s: an enrolment is renewed after it",
                    renewed_key=register.renewed,
                    renewed=renewed,
                    enrolled_key=register.enrolled,
                    enrolled=enrolled,
                )
            )
    for key in ("email", "pec"):
        check_address(key, cleaned.get(key, ""))
    _number("line", cleaned.get("line", ""))
    return cleaned


def parse_profile(answers: Mapping[str, str], pack: Pack | None = None) -> Profile:
    """As far as a letter of `pack` may know the user. What was kept for another pack is left alone, and so is what this one
    would not take any more: it is asked for anew."""
    plain = checked_profile({key: answers[key] for key in PROFILE_KEYS if key in answers})
    own: dict[str, str] = {}
    for key in pack.profile if pack else ():
        with suppress(UsageError):
            own |= checked_profile({key: answers.get(key, "")}, [pack] if pack else ())
    return Profile(**plain, own=own)


def _amount(key: str, value: str) -> str:
    """Digits with a point, whatever somebody writes at the thousands and before the cents."""
    found = _MONEY.fullmatch(value.replace("\u00a0", " "))
    # One mark cannot stand for thousands and for cents.
    if found is None or (found["mark"] and found["mark"] == found["point"]):
        raise UsageError(
            msg(
                "%(key)s must be an amount like 1234.50, not '%(value)s'", key=key, value=value[:40]
            )
        )
    whole = "".join(c for c in found["whole"] if c.isdigit())
    return f"{int(whole)}.{(found['cents'] or '0').ljust(2, '0')}"


def _known(key: str, keys: tuple[str, ...]) -> str:
    if key in keys:
        return key
    shown = one_line(key, 40)
    for near in get_close_matches(key[:40], keys, n=1, cutoff=0.5):
        raise UsageError(
            msg("there is no key '%(key)s'; the nearest is %(near)s", key=shown, near=near)
        )
    raise UsageError(
        msg("there is no key '%(key)s'; there are: %(all)s", key=shown, all=", ".join(keys))
    )


def _not_to_come(key: str, day: date, today: date | None) -> None:
    if today and day > today:
        raise UsageError(
            msg("%(key)s is %(day)s, a day that is still to come", key=key, day=day.isoformat())
        )


def _number(key: str, value: str) -> None:
    digits = value[1:]
    e164 = value[:1] == "+" and digits.isascii() and digits.isdecimal()
    if value and not (e164 and len(digits) <= LONGEST_E164):
        raise UsageError(
            msg("%(key)s must be like +390200001234, not '%(value)s'", key=key, value=value[:40])
        )


def _or(allowed: tuple[int, ...]) -> Message | str:
    """`16 or 11`."""
    *others, last = map(str, allowed)
    return msg("%(one)s or %(other)s", one=", ".join(others), other=last) if others else last


def _characters(key: str, value: str, allowed: tuple[int, ...]) -> str:
    """As it is written on paper, without blanks and in capitals."""
    written = "".join(value.split()).upper()
    if len(written) not in allowed or not (written.isascii() and written.isalnum()):
        raise UsageError(
            msg(
                "%(key)s has %(allowed)s letters and digits, which '%(value)s' has not",
                key=key,
                allowed=_or(allowed),
                value=value[:40],
            )
        )
    return written


def _one_of(key: str, value: str, allowed: tuple[str, ...]) -> str:
    """The code of what was said in any language."""
    if code := code_of(value, allowed):
        return code
    raise UsageError(
        msg(
            "%(key)s must be one of %(allowed)s, not '%(value)s'",
            key=key,
            allowed=one_of(allowed),
            value=value[:40],
        )
    )


def _day(key: str, value: str, otherwise: tuple[str, ...] = ()) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        said = {"key": key, "value": value[:40]}
        if otherwise:
            refused = msg(
                "%(key)s must be one of %(allowed)s, or a day such as 2026-01-31, not '%(value)s'",
                allowed=one_of(otherwise),
                **said,
            )
        else:
            refused = msg("%(key)s must be a day such as 2026-01-31, not '%(value)s'", **said)
        raise UsageError(refused) from error


def check_address(key: str, value: str) -> None:
    name, at, host = value.partition("@")
    if value and not (name and at and "." in host and " " not in value and "@" not in host):
        raise UsageError(
            msg("%(key)s must be like me@example.net, not '%(value)s'", key=key, value=value[:40])
        )
