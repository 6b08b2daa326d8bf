"""From what the user typed, key by key, to the filing, the company and the profile. A wrong value is a `UsageError`."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from portinaio.complaints.filing import CallKind, Company, Filing, Profile
from portinaio.core.message import msg
from portinaio.core.numbers.number import LONGEST_E164
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "sector",
    "adherent",
    "customer_code",
    "identity",
)
"""What `report --set` takes."""
PROFILE_KEYS = Profile._fields
"""What `profile set` takes."""
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(CallKind),
    "nature": ("sales", "scam", "other"),
    "sector": ("energy", "telecom", "other"),
    "adherent": ("yes", "no"),
    "identity": ("full", "minimal"),
}
CONSENT = ("none", "unknown", "given")
CONTRACT = ("none", "running")


def checked_answers(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers, cleaned, fit to be kept; `UsageError` for an unknown key or a value that cannot be."""
    cleaned = {_known(key, ANSWER_KEYS): one_line(value) for key, value in answers.items()}
    for key, choices in CHOICES.items():
        if cleaned.get(key):
            _one_of(key, cleaned[key], choices)
    for key, allowed in (("consent", CONSENT), ("contract_until", CONTRACT)):
        if cleaned.get(key) and cleaned[key] not in allowed:
            cleaned[key] = _day(key, cleaned[key], allowed).isoformat()
    for key in ("company_email", "company_pec"):
        _address(key, cleaned.get(key, ""))
    return cleaned


def apply_answers(
    filing: Filing, company: Company, answers: Mapping[str, str]
) -> tuple[Filing, Company]:
    """`filing` and `company` with the answers in them; an empty answer takes back what stood there."""
    said = checked_answers(answers)
    kind = filing.kind
    if "kind" in said:
        kind = CallKind(said["kind"]) if said["kind"] else None
    return (
        filing._replace(
            kind=kind,
            product=said.get("product", filing.product),
            summary=said.get("summary", filing.summary),
            nature=said.get("nature", filing.nature),
            sector=said.get("sector", filing.sector),
            customer_code=said.get("customer_code", filing.customer_code),
            adherent=said["adherent"] == "yes" if "adherent" in said else filing.adherent,
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


def checked_profile(answers: Mapping[str, str]) -> dict[str, str]:
    """As `checked_answers`, for the keys of the profile."""
    cleaned = {_known(key, PROFILE_KEYS): one_line(value) for key, value in answers.items()}
    for key in ("rpo_enrolled_on", "rpo_renewed_on"):
        if cleaned.get(key):
            cleaned[key] = _day(key, cleaned[key]).isoformat()
    for key in ("email", "pec"):
        _address(key, cleaned.get(key, ""))
    line = cleaned.get("line", "")
    if line and not (
        line[0] == "+" and line.isascii() and line[1:].isdecimal() and len(line) <= LONGEST_E164 + 1
    ):
        raise UsageError(msg("line must be like +390200001234, not '%(value)s'", value=line[:40]))
    return cleaned


def parse_profile(answers: Mapping[str, str]) -> Profile:
    said = checked_profile(answers)
    enrolled, renewed = said.pop("rpo_enrolled_on", ""), said.pop("rpo_renewed_on", "")
    return Profile(
        **said,
        rpo_enrolled_on=date.fromisoformat(enrolled) if enrolled else None,
        rpo_renewed_on=date.fromisoformat(renewed) if renewed else None,
    )


def _known(key: str, keys: tuple[str, ...]) -> str:
    if key in keys:
        return key
    near = get_close_matches(key[:40], (*ANSWER_KEYS, *PROFILE_KEYS), n=1, cutoff=0)[0]
    raise UsageError(
        msg("there is no key '%(key)s'; the nearest is %(near)s", key=one_line(key, 40), near=near)
    )


def _one_of(key: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise UsageError(
            msg(
                "%(key)s must be one of %(allowed)s, not '%(value)s'",
                key=key,
                allowed=", ".join(allowed),
                value=value[:40],
            )
        )


def _day(key: str, value: str, otherwise: tuple[str, ...] = ()) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        choices = ", ".join((*otherwise, "2026-01-31"))
        raise UsageError(
            msg(
                "%(key)s must be one of %(allowed)s, not '%(value)s'",
                key=key,
                allowed=choices,
                value=value[:40],
            )
        ) from error


def _address(key: str, value: str) -> None:
    name, at, host = value.partition("@")
    if value and not (name and at and "." in host and " " not in value and "@" not in host):
        raise UsageError(
            msg("%(key)s must be like me@example.net, not '%(value)s'", key=key, value=value[:40])
        )
