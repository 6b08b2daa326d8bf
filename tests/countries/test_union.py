"""The pack that writes for countries of the Union without one of their own, one claim each."""

from __future__ import annotations

import pytest

from letters import MARIA, TODAY, a_sales_call, on_one_line
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Sent
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.write_draft import write_draft
from portinaio.countries.pack import read_pack
from portinaio.errors import ConfigError

SERVED = read_pack("EU").serves
JAN = MARIA._replace(
    name="Jan Przykład", address="ul. Przykładowa 1, 00-000 Warszawa", line="+48220000000"
)
FIRM = Company("Przykład Energia S.A.", email="privacy@example.com")
OBJECTED = Sent("controller", TODAY.replace(month=9), Means.EMAIL, due=TODAY.replace(month=10))


def a_draft(act="controller", country="PL", **said):
    call = a_sales_call(called="+48220000000", number="+48220000099", calling="+48220000099")
    matter = Filing(act, TODAY, CallKind.OPERATOR, "energia", reference="20261124-1", **said)
    return write_draft(matter, [call], read_pack(country), JAN, FIRM)


def test_a_polish_household_writes_to_the_company_in_english():
    letter = on_one_line(a_draft())

    assert (
        "On 18 November 2026 at 15:04 the line +48220000000 received a call with a live caller"
        in letter
    )
    assert "(Article 21, paragraphs 2 and 3, of Regulation EU 2016/679, hereinafter GDPR)" in letter


def test_a_polish_household_complains_in_warsaw():
    draft = a_draft("complaint", earlier=(OBJECTED,))

    assert (draft.addressee.name, draft.addressee.email) == (
        "Urząd Ochrony Danych Osobowych",
        "kancelaria@uodo.gov.pl",
    )
    assert draft.missing == ()


@pytest.mark.parametrize("country", SERVED)
def test_each_country_has_an_authority_of_its_own_whose_name_can_be_printed(country):
    draft = a_draft("complaint", country, earlier=(OBJECTED,))

    assert draft.addressee.name
    assert draft.addressee.address
    assert draft.country == country
    assert as_pdf(draft).notice is None


def test_a_country_with_a_pack_of_its_own_keeps_it():
    assert read_pack("IT").language == "it"


@pytest.mark.parametrize("country", ["NO", "RU", "JP"])
def test_a_country_outside_the_union_is_not_served(country):
    with pytest.raises(ConfigError, match="only for"):
        read_pack(country)


def test_without_an_objection_nothing_is_alleged_and_the_user_is_asked():
    asked = [gap.key for gap in a_draft("complaint").missing]

    assert asked == ["violations", "requests"]
