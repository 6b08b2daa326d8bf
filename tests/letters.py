"""Small words for the tests of complaints: a person who was called, a company, and what a draft of it says."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from itertools import cycle, product
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
from msgspec.structs import replace

from packs import of_a_country
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Profile, Sent
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.core.call import Presentation
from portinaio.countries.pack import read_pack
from portinaio.countries.ranges_file import ranges_file
from worlds import a_logged_call

if TYPE_CHECKING:
    from portinaio.complaints.draft import Draft
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack

TODAY = date(2026, 11, 24)
ROME = ZoneInfo("Europe/Rome")
LINE = "+390200001234"
SALES = "+390844123456"
WRITTEN_LINE, WRITTEN_SALES = "+39 02 0000 1234", "+39 0844 123 456"

MARIA = Profile("Maria Rossi", email="maria@example.net", line=LINE)
WHOLE = MARIA._replace(
    address="via Esempio 1, 00100 Roma",
    own={"tax_code": "RSSMRA80A01H501U", "rpo_enrolled_on": "2026-01-15"},
)
ENERGY = Company("Esempio Energia S.p.A.", email="privacy@example.com")


def with_own(profile: Profile, **own: object) -> Profile:
    """With what the country's pack asks of the user; `None` takes a key back."""
    kept = {**profile.own, **own}
    return profile._replace(own={key: str(value) for key, value in kept.items() if value})


def a_sales_call(day: int = 18, call_id: int = 1, **changes: object) -> LoggedCall:
    at = datetime(2026, 11, day, 15, 4, tzinfo=ROME)
    return a_logged_call(call_id, **({"at": at, "number": SALES, "calling": SALES} | changes))


def a_withheld_call(day: int = 18, call_id: int = 1, **changes: object) -> LoggedCall:
    hidden = {"number": None, "calling": "", "presentation": Presentation.RESTRICTED}
    return a_sales_call(day, call_id, **(hidden | changes))


def a_draft(
    *calls: LoggedCall,
    recipient: str = "controller",
    profile: Profile = MARIA,
    company: Company = ENERGY,
    country: str = "IT",
    **filing: object,
) -> Draft:
    """Answers that only the country asks are named like the fields of a filing."""
    pack = of_a_country(read_pack(country))
    said = {"on": TODAY, "kind": CallKind.OPERATOR, "product": "fornitura di energia"} | filing
    own = {key: said.pop(key) for key in tuple(said) if key in pack.answer}
    return write_draft(
        Filing(recipient, answers=own, reference="20261124-1", **said),  # type: ignore[arg-type]  # named as the fields are
        calls or (a_sales_call(),),
        pack,
        profile,
        company,
    )


def on_one_line(written: Draft) -> str:
    """The text as it goes out, its line breaks undone, so that a claim can be looked for."""
    return " ".join(as_text(written).split())


def said(*calls: LoggedCall, **matter: object) -> str:
    """What a letter of one who says everything of themselves has, on one line."""
    return on_one_line(a_draft(*calls, **{"profile": WHOLE, **matter}))  # type: ignore[arg-type]  # named as the fields are


def missing(draft: Draft) -> list[str]:
    return [gap.key for gap in draft.missing]


PEOPLE = [
    Profile(),
    MARIA,
    with_own(MARIA, rpo_enrolled_on=date(2026, 1, 15))._replace(pec="maria@pec.example.net"),
]
FIRMS = [
    Company(),
    ENERGY,
    ENERGY._replace(consent="none", contract_until="none"),
    ENERGY._replace(consent="given", contract_until="running"),
]
CALLS = [(a_sales_call(),), (a_withheld_call(),), (a_sales_call(18), a_withheld_call(19, 2))]
KINDS = [None, *CallKind]
PEC = Means.PEC
HISTORIES = [
    {},
    {"offered": "energy", "nature": "sales", "adherent": "garante", "minimal": True},
    {
        "sector": "telecom",
        "customer_code": "1",
        "earlier": (Sent("controller", date(2026, 9, 1), PEC),),
    },
    {"nature": "scam"},
    {
        "offered": "energy",
        "earlier": (
            Sent("controller", date(2026, 9, 1), PEC, "refused", date(2026, 9, 9)),
            Sent("reminder", date(2026, 10, 5), Means.POST),
            Sent("garante", date(2026, 10, 6), Means.WEB),
        ),
    },
]


@cache
def drafts_of(country: str) -> list[Draft]:
    """Each recipient of the country, with little and with much known."""
    return [
        a_draft(
            *calls,
            recipient=recipient,
            country=country,
            profile=profile,
            company=company,
            kind=kind,
            summary="Hanno parlato di una bolletta." if kind else "",
            **_of_country(history, pack),
        )
        for pack in [read_pack(country)]
        for recipient in pack.recipient
        for (profile, company, calls, kind), history in zip(
            product(PEOPLE, FIRMS, CALLS, KINDS), cycle(HISTORIES)
        )
    ]


def _of_country(history: dict[str, object], pack: Pack) -> dict[str, object]:
    """Without what only another country asks."""
    return {k: v for k, v in history.items() if k in Filing._fields or k in pack.answer}


def all_that_is_said(country: str) -> str:
    """The drafts, what is told to the user beside them, and the data themselves."""
    said = [
        f"{on_one_line(d)} {d.aid} {' '.join(map(str, d.cautions))}" for d in drafts_of(country)
    ]
    said += [c.text for letter in read_pack(country).letters.values() for c in letter]
    # The decisions are kept with those that must never be cited; a test of their own looks after them.
    said.append(msgspec.json.encode(replace(read_pack(country), decision=())).decode())
    said.append(Path(ranges_file()).read_text(encoding="utf-8"))
    return "\n".join(said)
