"""Small words for the tests of complaints: a person who was called, a company, and what a draft of it says."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from portinaio.complaints.filing import CallKind, Company, Filing, Profile
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.core.call import Presentation
from portinaio.countries.pack import read_pack
from worlds import a_logged_call

if TYPE_CHECKING:
    from portinaio.complaints.draft import Draft
    from portinaio.core.logged import LoggedCall

TODAY = date(2026, 11, 24)
ROME = ZoneInfo("Europe/Rome")
LINE = "+390200001234"
SALES = "+390844123456"

MARIA = Profile("Maria Rossi", email="maria@example.net", line=LINE)
ENERGY = Company("Esempio Energia S.p.A.", email="privacy@example.com")


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
    said = {"on": TODAY, "kind": CallKind.OPERATOR, "product": "fornitura di energia"} | filing
    return write_draft(
        Filing(recipient, **said),  # type: ignore[arg-type]  # named as the fields are
        calls or (a_sales_call(),),
        read_pack(country),
        profile,
        company,
    )


def on_one_line(written: Draft) -> str:
    """The text as it goes out, its line breaks undone, so that a claim can be looked for."""
    return " ".join(as_text(written).split())
