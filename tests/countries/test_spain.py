"""Spain: the law of the day of each call, and which sellers are bound to call from 400."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portinaio.complaints.answers import checked_answers, checked_profile, parse_profile
from portinaio.complaints.filing import CallKind, Company, Filing
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.countries.pack import read_pack
from worlds import a_logged_call

THERE = ZoneInfo("Europe/Madrid")
LINE, LANDLINE, MOBILE, CODE_400 = "+34910000100", "+34910000199", "+34600000123", "+34400000123"
FIRM = Company("Energía Ñandú de Ejemplo, S.A.", email="a@example.com")
USER = {"name": "Begoña Ejemplo Núñez", "email": "b@example.net", "line": LINE}
LAW_400 = "solo desde el rango 400"
LAW_MOBILE = "números móviles para llamadas comerciales"
LAW_HOURS = "antes de las 9 ni después de las 21 horas"


def a_call(at=(2026, 11, 18, 12, 0), number=LANDLINE, **changes):
    seen = {"at": datetime(*at, tzinfo=THERE), "number": number, "calling": number, "called": LINE}
    return a_logged_call(1, **(seen | changes))


def said(call=None, *, answers=None, own=None, company=FIRM, to="controller", **matter):
    pack = read_pack("ES")
    told = {"kind": CallKind.OPERATOR, "product": "tarifa eléctrica"} | matter
    filing = Filing(
        to, date(2026, 11, 30), answers=checked_answers(answers or {}, pack), reference="1", **told
    )
    profile = parse_profile(checked_profile(USER | (own or {}), [pack]), pack)
    draft = write_draft(filing, [call or a_call()], pack, profile, company)
    return " ".join(as_text(draft).split())


@pytest.mark.parametrize(
    ("answers", "bound"),
    [
        pytest.param({}, False, id="nobody has said anything"),
        pytest.param({"trade": "energy"}, False, id="energy, of unknown share"),
        pytest.param({"trade": "energy", "share": "no"}, False, id="energy below 5 percent"),
        pytest.param({"trade": "energy", "share": "no", "large": "no"}, False, id="and small"),
        pytest.param({"trade": "energy", "share": "no", "large": "yes"}, True, id="below 5 percent, but large"),
        pytest.param({"trade": "energy", "share": "yes"}, True, id="energy with 5 percent"),
        pytest.param({"trade": "telecom", "share": "no"}, False, id="telephone below 5 percent"),
        pytest.param({"trade": "telecom", "share": "yes"}, True, id="telephone with 5 percent"),
        pytest.param({"trade": "finance"}, True, id="finance, whatever its size"),
        pytest.param({"trade": "water"}, True, id="water, whatever its size"),
        pytest.param({"trade": "other", "share": "yes"}, False, id="another trade with a share of something"),
        pytest.param({"trade": "other", "large": "no"}, False, id="another trade, small"),
        pytest.param({"trade": "other", "large": "yes"}, True, id="another trade, large"),
    ],
)  # fmt: skip
def test_only_a_company_that_is_bound_is_told_that_it_did_not_call_from_400(answers, bound):
    assert (LAW_400 in said(answers=answers)) is bound


@pytest.mark.parametrize(
    ("call", "told"),
    [
        pytest.param({"at": (2026, 10, 16, 12, 0)}, False, id="the day before"),
        pytest.param({"at": (2026, 10, 17, 12, 0)}, True, id="the first day"),
        pytest.param({"number": CODE_400}, False, id="from 400"),
        pytest.param({"number": None, "calling": ""}, False, id="no number was displayed"),
        pytest.param({"talked_s": 0.0}, False, id="nobody took it"),
    ],
)
def test_the_missing_400_is_alleged_of_calls_since_it_is_law(call, told):
    kind = None if call.get("talked_s") == 0.0 else CallKind.OPERATOR

    assert (LAW_400 in said(a_call(**call), answers={"trade": "finance"}, kind=kind)) is told


@pytest.mark.parametrize(
    ("at", "number", "told"),
    [
        ((2025, 6, 6, 12, 0), MOBILE, False),
        ((2025, 6, 7, 12, 0), MOBILE, True),
        ((2025, 6, 7, 12, 0), LANDLINE, False),
        ((2026, 10, 16, 12, 0), MOBILE, True),
    ],
)
def test_a_mobile_number_is_alleged_since_it_may_not_be_used(at, number, told):
    assert (LAW_MOBILE in said(a_call(at, number))) is told


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ((2026, 11, 18, 8, 59), True),
        ((2026, 11, 18, 9, 0), False),
        ((2026, 11, 18, 21, 0), False),
        ((2026, 11, 18, 21, 1), True),
        ((2026, 11, 21, 12, 0), True),
        ((2026, 12, 8, 12, 0), True),
    ],
)
def test_hours_are_those_of_weekdays_that_are_no_holidays(at, told):
    assert (LAW_HOURS in said(a_call(at))) is told


@pytest.mark.parametrize(
    ("at", "given", "lapsed"),
    [
        pytest.param((2026, 11, 18, 12, 0), "2024-11-17", True, id="two years and a day"),
        pytest.param((2026, 11, 18, 12, 0), "2024-11-18", False, id="two years"),
        pytest.param((2025, 12, 26, 12, 0), "2020-01-01", False, id="before the law"),
    ],
)
def test_a_consent_is_too_old_after_two_years_where_the_law_held(at, given, lapsed):
    text = said(a_call(at), company=FIRM._replace(consent=given))

    assert ("tenía más de dos años" in text) is lapsed


@pytest.mark.parametrize("trade", ["running", "2026-11-18"])
def test_a_contract_keeps_the_letter_from_asking_what_covers_the_call(trade):
    text = said(company=FIRM._replace(contract_until=trade))

    assert "Procede acreditar" not in text
    assert "Si la oposición pudiera afectar a un contrato" in text


@pytest.mark.parametrize(("since", "listed"), [("2026-09-18", True), ("2026-09-19", False)])
def test_the_list_counts_for_the_aepd_after_two_months(since, listed):
    pack = read_pack("ES")
    filing = Filing("aepd", date(2026, 11, 30), CallKind.OPERATOR, "luz")
    profile = parse_profile(checked_profile(USER | {"robinson_since": since}, [pack]), pack)

    draft = write_draft(filing, [a_call()], pack, profile, FIRM)

    said = [
        str(reason) for each in draft.advice if each.recipient == "aepd" for reason in each.reasons
    ]
    assert any("two months or more after" in reason for reason in said) is listed


def test_spanish_letters_keep_their_marks():
    text = said()

    assert "A la atención de Energía Ñandú de Ejemplo, S.A.:" in text
    assert "Begoña Ejemplo Núñez" in text
    assert "18 de noviembre de 2026, a las 12:00 h" in text
