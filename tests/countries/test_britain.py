"""The United Kingdom: a letter is told by the law of the day on which it was sent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from letters import a_sales_call, on_one_line
from portinaio.complaints.deadlines import status_on
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Profile, Sent
from portinaio.complaints.terms import owed_by
from portinaio.complaints.write_draft import write_draft
from portinaio.core.complaint import Complaint, State
from portinaio.countries.clause_schema import Clause, When
from portinaio.countries.pack import read_pack
from portinaio.countries.pack_check import problems

PACK = read_pack("GB")
LINE, SALES = "+442079460123", "+442079460999"
JANE = Profile("Jane Roe", "1 Example Street, London", "jane@example.net", line=LINE)
FIRM = Company("Example Energy Ltd", email="privacy@example.com")
TODAY = date(2026, 11, 24)
BEGAN = date(2026, 6, 19)
"""Of the duty to take complaints."""
THE_DAY_BEFORE = BEGAN - timedelta(days=1)
ACT = "section 103 of the Data (Use and Access) Act 2025"
ACTS = [key for key, one in PACK.recipient.items() if one.letter]


def a_call():
    return a_sales_call(18, 1, called=LINE, number=SALES, calling=SALES)


def text(to, on=TODAY, **sent):
    letters = tuple(
        Sent("company", due=owed_by(complaint(day), PACK), on=day, **more)
        for day, more in sent.get("earlier", ())
    )
    filing = Filing(to, on, CallKind.OPERATOR, "electricity", earlier=letters, reference="1")
    return on_one_line(write_draft(filing, [a_call()], PACK, JANE, FIRM))


def complaint(sent, **more):
    created = a_call().at
    return Complaint(1, "GB", "company", FIRM.name, (1,), {}, created, sent=sent, **more)


@pytest.mark.parametrize("means", [None, Means.EMAIL, Means.POST])
@pytest.mark.parametrize(
    ("sent", "told"), [(THE_DAY_BEFORE, False), (BEGAN, True), (date(2026, 9, 1), True)]
)
def test_a_letter_was_a_complaint_under_the_act_only_from_the_day_on_which_that_began(
    sent, told, means
):
    said = text("ico_complaint", earlier=[(sent, {"means": means})])

    assert (f"and a complaint under {ACT}" in said, ACT in said) == (told, told)
    assert f"I sent it{', by' if means else ' an objection'}" in said
    assert ("The 30 days for an acknowledgement are over" in said) is told
    assert ("So far I have received nothing" in said) is not told


@pytest.mark.parametrize("sent", [THE_DAY_BEFORE, BEGAN])
@pytest.mark.parametrize("answer", ["", "answered", "insufficient", "refused", "extended"])
@pytest.mark.parametrize("to", ACTS)
def test_no_act_cites_the_act_of_a_letter_from_before_it(to, answer, sent):
    of = {"answer": answer, "answered_on": sent + timedelta(days=9) if answer else None}

    said = text(to, earlier=[(sent, {"means": Means.EMAIL, **of})])

    own = to == "company"  # this letter is a complaint of today
    assert (ACT in said) is (own or (to == "ico_complaint" and sent >= BEGAN))


@pytest.mark.parametrize("place", ["objected_on", "reminded_on"])
@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"text": "{{ cite('uk.complaints') }}"}, True),
        ({"law": ("uk.complaints",)}, True),
        ({"law": ("uk.complaints",), "law_of": "objected_on"}, False),
        ({"law": ("uk.complaints",), "of": When()}, False),  # of calls, each by the law of its day
        ({"law": ("uk.pecr.21",)}, False),  # is law of all days
    ],
)
def test_a_pack_says_of_which_letter_a_law_of_some_days_is_told(place, changes, refused):
    text = f"{{{{ {place} }}}}{changes.get('text', '')}"
    odd = Clause(**{"key": "odd", **changes, "text": text})
    letters = {"ico_complaint.toml": (*PACK.letters["ico_complaint.toml"], odd)}

    found = [one.says for one in problems(replace(PACK, letters={**PACK.letters, **letters}))]

    said = "clause odd: uk.complaints is law of some days only: law_of says of which letter"
    assert found == ([said] if refused else [])


@pytest.mark.parametrize(("today", "told"), [(THE_DAY_BEFORE, False), (BEGAN, True)])
def test_a_letter_asks_for_what_the_act_gives_only_once_it_does(today, told):
    said = text("company", on=today)

    assert "This letter is a complaint" in said
    assert (f"Under {ACT} please acknowledge it within 30 days" in said) is told


@pytest.mark.parametrize(("sent", "state"), [(THE_DAY_BEFORE, State.SENT), (BEGAN, State.OVERDUE)])
def test_nobody_is_late_with_what_no_law_asked_for_then(sent, state):
    stands = status_on(complaint(sent), [], PACK, TODAY)

    assert (stands.state, stands.due is None) == (state, state is State.SENT)
