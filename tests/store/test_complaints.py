"""Complaints, companies and the profile on the disk."""

from datetime import date

import pytest

from portinaio.core.complaint import BookedCompany, Complaint
from worlds import FROZEN_NOW

ACME = BookedCompany("Acme S.p.A.", "via Esempio 1", "a@example.com", "", "", ("+390844123456",))


def a_complaint(**changes):
    draft = Complaint(
        0, "IT", "controller", "Acme S.p.A.", (3, 1), {"kind": "silent"}, FROZEN_NOW, text="Città"
    )
    return draft._replace(**changes)


def test_a_complaint_comes_back_as_it_was_kept(store):
    kept = store.complaints.add(a_complaint(sent=date(2026, 11, 24), means="pec", copy="{}"))

    assert kept.id == 1
    assert store.complaints.get(1) == kept
    assert store.complaints.all() == [kept]


def test_a_complaint_is_written_anew(store):
    kept = store.complaints.add(a_complaint())

    store.complaints.set(kept._replace(calls=(2,), answered=date(2026, 12, 1)))

    assert store.complaints.get(1) == kept._replace(calls=(2,), answered=date(2026, 12, 1))


def test_complaints_are_found_by_call_and_by_company(store):
    store.complaints.add(a_complaint())
    store.complaints.add(a_complaint(company="Other", calls=(1,)))

    assert [c.id for c in store.complaints.of_call(1)] == [1, 2]
    assert [c.id for c in store.complaints.of_call(3)] == [1]
    assert [c.id for c in store.complaints.of_company(" acme  s.P.a. ")] == [1]


def test_calls_of_open_complaints_are_known_so_that_they_stay(store):
    store.complaints.add(a_complaint())
    store.complaints.add(a_complaint(calls=(7,), closed=date(2026, 11, 24)))

    assert store.complaints.open_call_ids() == {1, 3}


def test_a_removed_complaint_takes_its_calls_and_attachments_along(store):
    store.complaints.add(a_complaint())
    store.complaints.attach(1, "a.pdf", "0" * 64)

    assert store.complaints.remove(1)
    assert not store.complaints.remove(1)
    assert store.complaints.open_call_ids() == set()
    assert store.complaints.attachments(1) == {}


def test_attachments_are_kept_by_name_with_their_digest(store):
    store.complaints.add(a_complaint())
    store.complaints.attach(1, "b.pdf", "0" * 64)
    store.complaints.attach(1, "a.pdf", "1" * 64)
    store.complaints.attach(1, "b.pdf", "2" * 64)

    assert store.complaints.get(1).attachments == ("a.pdf", "b.pdf")
    assert store.complaints.attachments(1)["b.pdf"] == "2" * 64


@pytest.mark.parametrize(
    ("changes", "open_and_sent"),
    [
        ({}, False),
        ({"sent": date(2026, 11, 24)}, True),
        ({"sent": date(2026, 11, 24), "closed": date(2026, 11, 24)}, False),
    ],
)
def test_whether_anything_can_fall_due_is_known_at_a_glance(store, changes, open_and_sent):
    store.complaints.add(a_complaint(**changes))

    assert store.complaints.some_sent() is open_and_sent


def test_a_company_is_known_whatever_the_case_of_its_name(store):
    store.companies.set(ACME)

    assert store.companies.get("ACME  s.p.a.") == ACME
    assert store.companies.of_number("+390844123456") == ACME
    assert store.companies.of_number("+390844000000") is None


def test_a_company_gains_numbers_and_loses_none(store):
    store.companies.set(ACME)
    store.companies.set(ACME._replace(address="", numbers=("+390844000000",)))

    assert store.companies.all() == [
        ACME._replace(address="", numbers=("+390844000000", "+390844123456"))
    ]


def test_a_number_belongs_to_the_company_that_was_named_last(store):
    store.companies.set(ACME)
    store.companies.set(BookedCompany("Other", numbers=ACME.numbers))

    assert store.companies.of_number("+390844123456").name == "Other"
    assert store.companies.get("Acme S.p.A.").numbers == ()


def test_a_removed_company_frees_its_numbers(store):
    store.companies.set(ACME)

    assert store.companies.remove("acme s.p.a.")
    assert not store.companies.remove("acme s.p.a.")
    assert store.companies.of_number("+390844123456") is None


def test_the_profile_keeps_what_is_filled(store):
    store.profile.set({"name": "Maria", "email": "m@example.net"})
    store.profile.set({"name": "", "line": "+390200001234"})

    assert store.profile.all() == {"email": "m@example.net", "line": "+390200001234"}
