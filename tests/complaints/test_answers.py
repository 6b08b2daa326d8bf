"""What the user answers, key by key: `report --set KEY=VALUE` and `profile set KEY=VALUE`."""

from datetime import date

import pytest

from portinaio.complaints.answers import (
    ANSWER_KEYS,
    PROFILE_KEYS,
    _amount,
    apply_answers,
    checked_answers,
    checked_profile,
    parse_profile,
)
from portinaio.complaints.filing import CallKind, Company, Filing
from portinaio.countries.pack import read_pack
from portinaio.countries.vocabulary import QUESTIONS
from portinaio.errors import UsageError

A_FILING = Filing("controller", date(2026, 11, 24))


def test_answers_fill_the_filing_and_the_company():
    said = {"company": " Esempio\nEnergia ", "kind": "silent", "consent": "2025-03-01"}
    filing, company = apply_answers(
        A_FILING, Company("Old", email="old@example.com"), checked_answers(said)
    )

    assert filing.kind is CallKind.SILENT
    assert company == Company("Esempio Energia", email="old@example.com", consent="2025-03-01")


@pytest.mark.parametrize("typed", ["unknown", "Unknown", " UNKNOWN "])
def test_who_writes_that_a_company_is_unknown_means_no_company_of_that_name(typed):
    assert checked_answers({"company": typed}) == {"company": "unknown"}


def test_an_empty_answer_takes_back_what_stood_there():
    filing, company = apply_answers(
        A_FILING._replace(kind=CallKind.SILENT, product="gas"),
        Company("Old", consent="none"),
        {"kind": "", "product": "", "company": "", "consent": ""},
    )

    assert (filing, company) == (A_FILING, Company())


def test_a_profile_is_made_of_its_answers():
    said = {"name": "Maria Rossi", "rpo_enrolled_on": "2026-01-15"}

    profile = parse_profile(said, read_pack("IT"))

    assert (profile.name, profile.day("rpo_enrolled_on")) == ("Maria Rossi", date(2026, 1, 15))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"compny": "x"}, "there is no key 'compny'; the nearest is company"),
        (
            {"kind": "robot"},
            "kind must be one of operator, automated, silent, unanswered, not 'robot'",
        ),
        (
            {"consent": "perhaps"},
            "consent must be one of none, unknown, given, or a day such as 2026-01-31",
        ),
        (
            {"contract_until": "31/12/2026"},
            "contract_until must be one of none, running, or a day such as 2026",
        ),
        ({"company_email": "nobody"}, "company_email must be like me@example.net, not 'nobody'"),
        ({"company_pec": "a@b.it, c@d.it"}, "company_pec must be like"),
    ],
)
def test_a_wrong_answer_is_refused_with_what_would_be_right(answers, sentence):
    with pytest.raises(UsageError, match=sentence):
        checked_answers(answers)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"rpo_enroled_on": "2026-01-15"}, "the nearest is rpo_enrolled_on"),
        ({"rpo_enrolled_on": "yesterday"}, "rpo_enrolled_on must be a day such as 2026-01-31"),
        ({"line": "02 0000 1234"}, "line must be like"),
        ({"email": "a@b"}, "email must be like"),
    ],
)
def test_a_wrong_profile_is_refused_with_what_would_be_right(answers, sentence):
    with pytest.raises(UsageError, match=sentence):
        checked_profile(answers, [read_pack("IT")])


def test_every_key_has_its_question():
    italy = read_pack("IT")
    points = {clause.asks for letter in italy.letters.values() for clause in letter} - {""}
    others = {"calls", "generic", "objected_on"} | points

    asked = QUESTIONS.keys() | italy.question.keys()
    assert all(one.question.endswith("?") for one in italy.profile.values())

    assert set(ANSWER_KEYS) | set(PROFILE_KEYS) | others == asked
    assert all(answer.question.endswith((".", "?")) for answer in italy.answer.values())


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [
        ("called", "", True),
        ("called", "+390200001234", True),
        ("called", "+123456789012345", True),
        ("called", "+1234567890123456", False),
        ("called", "390200001234", False),
        ("called", "+39O200001234", False),
        ("called", "+39\u06620200001234", False),
        ("consent", "2026-11-24", True),
        ("consent", "2026-11-25", False),
        ("contract_until", "2026-11-25", True),
        ("contract_on", "2026-11-25", False),
    ],
)
def test_numbers_and_days_are_held_to_what_they_can_be(key, value, kept):
    said = {key: value}
    if kept:
        assert checked_answers(said, read_pack("IT"), TODAY)[key] == value
    else:
        with pytest.raises(UsageError, match=key):
            checked_answers(said, read_pack("IT"), TODAY)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("1234.5", "1234.50"), ("1.234,50", "1234.50"), ("1 234,50", "1234.50"), ("1'234.50", "1234.50"),
        ("1,234", "1234.00"), ("1.234.567", "1234567.00"), ("0,5", "0.50"), ("1.234.50", None), ("1,234,5", None),
        ("12.3456", None), ("", ""),
    ],
)  # fmt: skip
def test_an_amount_is_read_however_it_is_written(typed, written):
    if written is None:
        with pytest.raises(UsageError, match="an amount like"):
            _amount("loss", typed)
    elif typed:
        assert _amount("loss", typed) == written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("rss mra 80a01 h501u", "RSSMRA80A01H501U"), ("RSSMRA80A01H501", None), ("RSSMRA80A01H501-", None), ("RSSMRA80A01H501É", None)],
)  # fmt: skip
def test_a_code_has_so_many_letters_and_digits_and_no_others(typed, kept):
    said = {"tax_code": typed}
    if kept:
        assert checked_profile(said, [read_pack("IT")])["tax_code"] == kept
    else:
        with pytest.raises(UsageError, match="letters and digits"):
            checked_profile(said, [read_pack("IT")])


@pytest.mark.parametrize(
    ("enrolled", "renewed", "may"),
    [("2026-01-15", "2026-01-15", True), ("2026-01-15", "2026-01-14", False), ("", "2026-01-14", True), ("2026-01-15", "", True)],
)  # fmt: skip
def test_an_enrolment_is_renewed_no_sooner_than_it_began(enrolled, renewed, may):
    said = {"rpo_enrolled_on": enrolled, "rpo_renewed_on": renewed}
    if may:
        assert checked_profile(said, [read_pack("IT")], TODAY) == said
    else:
        with pytest.raises(UsageError, match="renewed after it"):
            checked_profile(said, [read_pack("IT")], TODAY)
