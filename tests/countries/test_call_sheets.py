"""The United States, Canada, Australia, India and Brazil: what their forms take, each by the threshold that was read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portinaio.complaints.answers import checked_answers, checked_profile, parse_profile
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Sent
from portinaio.complaints.pdf import as_pdf
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.countries.pack import read_pack
from worlds import a_logged_call

FIRM = Company("Example Insurance", email="a@example.com", address="1 Example Road, Anytown")
LINES = {
    "US": ("America/New_York", "+12025550100", "+12025550147"),
    "GB": ("Europe/London", "+442079460100", "+441632960147"),
    "CA": ("America/Toronto", "+16135550100", "+16135550123"),
    "AU": ("Australia/Sydney", "+61270101234", "+61270105678"),
    "IN": ("Asia/Kolkata", "+919999900001", "+911401234567"),
    "BR": ("America/Sao_Paulo", "+551130000000", "+551130000001"),
}


def a_call(country, at=(2026, 11, 18, 15, 4), call_id=1):
    zone, line, caller = LINES[country]
    seen = {"number": caller, "calling": caller, "called": line}
    return a_logged_call(call_id, at=datetime(*at, tzinfo=ZoneInfo(zone)), **seen)


def a_draft(country, to, *calls, own=None, answers=None, **matter):
    pack = read_pack(country)
    told = {"kind": CallKind.OPERATOR, "product": "insurance", "reference": "1"} | matter
    filing = Filing(to, date(2026, 11, 30), answers=checked_answers(answers or {}, pack), **told)
    user = {"name": "Ada Example", "email": "ada@example.net", "line": LINES[country][1]}
    profile = parse_profile(checked_profile(user | (own or {}), [pack]), pack)
    return write_draft(filing, calls or (a_call(country),), pack, profile, FIRM)


def speaks_for(country, to, *calls, **matter):
    draft = a_draft(country, to, *calls, **matter)
    return next(each.fits for each in draft.advice if each.recipient == to)


@pytest.mark.parametrize(
    ("country", "to", "key", "first", "last"),
    [
        pytest.param("US", "ftc", "dnc_since", "2026-10-18", "2026-10-19", id="US, 31 days"),
        pytest.param("GB", "tps", "tps_since", "2026-10-21", "2026-10-22", id="GB, 28 days"),
        pytest.param("CA", "dncl", "dncl_since", "2026-10-18", "2026-10-19", id="CA, 31 days"),
        pytest.param("AU", "register", "dncr_since", "2026-10-18", "2026-10-19", id="AU, more than 30 days"),
        pytest.param("BR", "anatel", "nmp_since", "2026-10-19", "2026-10-20", id="BR, 30 days"),
    ],
)  # fmt: skip
def test_a_sheet_fits_once_the_register_counts(country, to, key, first, last):
    assert speaks_for(country, to, own={key: first})
    assert not speaks_for(country, to, own={key: last})


@pytest.mark.parametrize(
    ("country", "to", "at", "outside"),
    [
        ("US", "fcc", (2026, 11, 18, 7, 59), True),
        ("US", "fcc", (2026, 11, 18, 8, 0), False),
        ("US", "fcc", (2026, 11, 22, 21, 0), False),
        ("US", "fcc", (2026, 11, 22, 21, 1), True),
        ("CA", "dncl", (2026, 11, 18, 21, 30), False),
        ("CA", "dncl", (2026, 11, 18, 21, 31), True),
        ("CA", "dncl", (2026, 11, 21, 18, 1), True),
        ("CA", "dncl", (2026, 11, 21, 10, 0), False),
        ("AU", "register", (2026, 11, 21, 17, 0), False),
        ("AU", "register", (2026, 11, 21, 17, 1), True),
        ("AU", "register", (2026, 11, 22, 12, 0), True),
    ],
)
def test_a_sales_call_outside_the_hours_fits_by_itself(country, to, at, outside):
    assert speaks_for(country, to, a_call(country, at)) is outside


@pytest.mark.parametrize(
    ("country", "to", "most"),
    [("US", "ftc", 1), ("GB", "ico", 5), ("CA", "dncl", 1), ("AU", "register", 5)],
)
def test_a_form_takes_so_many_calls_and_the_latest_of_them(country, to, most):
    calls = [a_call(country, (2026, 11, day, 15, 4), day) for day in range(1, 8)]

    draft = a_draft(country, to, *calls)

    assert [row.id for row in draft.calls] == list(range(8 - most, 8))


def test_a_message_to_1909_has_the_form_that_it_takes():
    draft = a_draft("IN", "sms")

    assert as_text(draft) == "insurance, 1401234567, 18/11/26\n"
    assert draft.addressee.number == "1909"


def test_a_message_to_1909_is_never_empty_where_nobody_spoke():
    draft = a_draft("IN", "sms", kind=CallKind.UNANSWERED, product="")

    assert as_text(draft) == "unwanted call, 1401234567, 18/11/26\n"


def test_the_fcc_gets_numbers_as_its_form_wants_them():
    fields = {field.label: field.value for field in a_draft("US", "fcc").fields}

    assert fields["Number displayed in call 1"] == "202-555-0147"


def test_american_letters_have_american_days_hours_and_paper():
    draft = a_draft("US", "fcc")
    pdf = as_pdf(draft)

    assert "On November 18, 2026 at 3:04\N{NARROW NO-BREAK SPACE}PM" in draft.paragraphs[0]
    assert (pdf.notice, b"/MediaBox[0 0 612 792]" in pdf.data) == (None, True)


@pytest.mark.parametrize("country", LINES)
def test_each_act_becomes_a_pdf(country):
    for act in read_pack(country).recipient:
        assert as_pdf(a_draft(country, act)).notice is None


def test_the_british_company_has_30_days_to_acknowledge_and_the_ico_is_next():
    pack = read_pack("GB")
    sent = Sent("company", date(2026, 9, 1), Means.EMAIL, due=date(2026, 10, 1))

    draft = a_draft("GB", "ico_complaint", earlier=(sent,), own={"address": "2 Example Road"})

    assert pack.deadlines.reply.days == 30
    assert "The 30 days for an acknowledgement are over" in " ".join(draft.paragraphs)
    assert draft.missing == ()


@pytest.mark.parametrize(
    ("called", "told"),
    [
        pytest.param("+442079460100", ["10 January 2025"], id="the line"),
        pytest.param("+442079460101", [], id="another"),
    ],
)
@pytest.mark.parametrize("to", ["tps", "ico"])
def test_a_sheet_says_since_when_a_line_is_listed_only_of_that_line(to, called, told):
    profile = {"tps_since": "2025-01-10", "postcode": "ZZ1 1ZZ"}
    draft = a_draft("GB", to, a_call("GB")._replace(called=called), own=profile)

    assert [field.value for field in draft.fields if field.key == "tps_since"] == told


def test_a_form_of_one_call_is_told_of_in_the_singular():
    draft = a_draft("US", "ftc", a_call("US"), a_call("US", (2026, 11, 19, 15, 4), 2))

    assert "The form takes 1 call at once, so the latest of 2 is told." in map(str, draft.cautions)


def test_nothing_rests_on_a_companys_own_list_which_may_be_no_more():
    draft = a_draft("US", "fcc", answers={"asked_stop": "yes", "asked_stop_on": "2026-10-01"})

    assert "I had asked the company before not to call me." in as_text(draft)
    assert "64.1200(d)" not in as_text(draft)
