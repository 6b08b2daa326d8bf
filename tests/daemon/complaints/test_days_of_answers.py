"""What the user states is told by the day on which they said it, answer by answer."""

from __future__ import annotations

import json

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from letters import a_sales_call
from portinaio.daemon.complaints import noted_events

BEGAN, LATER, LAST = "2026-11-24", "2026-11-26", "2026-12-01"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def context(tmp_path, clock):
    context = a_context(tmp_path, clock)
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


def days(draft):
    """Of each thing that the user states, the day on which they did."""
    return {
        ground["name"]: ground["on"]
        for each in draft["basis"]
        for ground in each["grounds"]
        if ground["known"] == "stated"
    }


def without_days(context):
    """As a version of before kept its drafts, and what is said of the user."""
    for complaint in context.store.complaints.all():
        kept = json.loads(complaint.copy)
        del kept["said_on"]
        context.store.complaints.set(complaint._replace(copy=json.dumps(kept)))
    for key in context.store.state.all():
        if key.startswith("profile_said_on."):
            context.store.state.set(key, None)


def test_answers_of_two_days_have_each_its_own(client, clock):
    client.report(call=1, values=ANSWERS | MARIA)
    clock.turn_to(11, 26)

    told = days(client.report(call=1, values={"consent": "none", "pec": "maria@pec.example.net"}))

    assert told["company"] == told["kind"] == told["name"] == told["rpo_enrolled_on"] == BEGAN
    assert told["consent_none"] == told["contact"] == LATER


def test_a_changed_answer_takes_the_new_day_and_one_that_is_said_again_keeps_its_own(client, clock):
    client.report(call=1, values=ANSWERS | MARIA)
    clock.turn_to(11, 26)

    told = days(
        client.report(
            call=1,
            values={**ANSWERS, "kind": "automated", "name": "Maria Bianchi", "line": MARIA["line"]},
        )
    )

    assert (told["company"], told["kind"], told["name"], told["line"]) == (
        BEGAN,
        LATER,
        LATER,
        BEGAN,
    )


def test_an_answer_that_was_taken_back_has_the_day_on_which_it_is_given_anew(client, clock):
    client.report(call=1, values=ANSWERS | MARIA)
    client.report(call=1, values={"kind": ""})
    client.set_profile({"name": ""})
    clock.turn_to(11, 26)

    told = days(client.report(call=1, values={"kind": "operator", "name": MARIA["name"]}))

    assert (told["kind"], told["name"]) == (LATER, LATER)


def test_what_was_typed_into_the_profile_before_has_its_own_day(client, clock):
    client.set_profile(MARIA)
    clock.turn_to(11, 26)

    told = days(client.report(call=1, values=ANSWERS))

    assert (told["name"], told["company"]) == (BEGAN, LATER)


@pytest.mark.parametrize("act", ["reminder", "reclamo", "garante"])
def test_the_next_act_tells_the_days_of_the_one_before(client, clock, act):
    client.report(call=1, values=ANSWERS | MARIA | {"offered": "energy"})
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    clock.turn_to(12, 1)

    told = days(client.report(call=1, recipient=act))

    assert {told[name] for name in told.keys() & {"company", "company_email", "kind", "name"}} == {
        BEGAN
    }
    assert told.get("earlier", BEGAN) == BEGAN  # on which it was noted that the letter was sent


# What the next letter says of the one before, and the event of which it is told; of several, the first that came.
NOTED = {
    "objected": ["sent"],
    "objected_on": ["sent"],
    "objected_by": ["sent"],
    "received_on": ["received"],
    "extended": ["extended"],
    "refused": ["refused"],
    "answered": ["answered"],
    "answered_on": ["answered", "refused", "extended"],
    "insufficient": ["insufficient"],
    "answer_point": ["insufficient"],
}
ACTS = ("reminder", "reclamo", "garante", "agcm", "agcom")


def told_by_all(client):
    """By each act that follows a letter, of what it says of the letters before."""
    found = {}
    for act in ACTS:
        for name, day in days(client.report(call=1, recipient=act)).items():
            found.setdefault(name, set()).add(day)
    return found


@pytest.mark.parametrize(
    "events",
    [
        ("sent",),
        ("sent", "received"),
        ("sent", "extended"),
        ("sent", "received", "answered"),
        ("sent", "received", "answered", "insufficient"),
        ("sent", "received", "refused"),
    ],
    ids="-".join,
)
def test_what_became_of_a_letter_has_the_day_on_which_it_was_written_down(client, clock, events):
    """Each event is noted a day after the last, all of them as of the day of sending."""
    client.report(call=1, values=ANSWERS | MARIA | {"offered": "energy"})
    noted = {}
    for day, event in enumerate(events, 25):
        clock.turn_to(11, day)
        means = "email" if event == "sent" else None
        client.mark_complaint(1, event, on=None, means=means, point="fonte dei dati")
        noted[event] = f"2026-11-{day}"
    clock.turn_to(12, 1)

    told = told_by_all(client)

    expected = {
        name: {noted[next(event for event in of if event in noted)]}
        for name, of in NOTED.items()
        if name in told
    }
    assert {name: told[name] for name in expected} == expected
    assert told.get("earlier", set()) <= set(noted.values())
    assert "objected_on" in told


def test_that_nothing_came_is_said_on_the_day_of_the_letter_that_says_so(client, clock):
    client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    clock.turn_to(12, 30)

    told = days(client.report(call=1, recipient="reminder"))

    assert (told["no_answer"], told["objected_on"]) == ("2026-12-30", BEGAN)


def test_an_event_that_was_taken_back_and_noted_anew_has_the_new_day(client, clock):
    client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    client.unmark_complaint(1, "sent")
    clock.turn_to(11, 26)
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    clock.turn_to(12, 1)

    assert days(client.report(call=1, recipient="reminder"))["objected_on"] == LATER


@pytest.mark.parametrize("spoilt", [None, "", "{", "[]", "7", '{"begun": 3, "sent": "2026-11-24"}',
                                    '{"begun": "2026-11-24T18:00:00+01:00", "sent": "never"}'])  # fmt: skip
def test_of_a_letter_of_which_nobody_knows_when_it_was_noted_no_day_is_told(
    client, clock, context, spoilt
):
    client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    context.store.state.set("noted.1", spoilt)
    clock.turn_to(12, 1)

    told = days(client.report(call=1, recipient="reminder"))

    assert (told["objected_on"], told["company"]) == (None, BEGAN)


def test_the_days_of_a_letter_that_was_discarded_are_not_those_of_the_next_one(
    client, clock, context
):
    client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    client.mark_complaint(1, "closed")
    kept = context.store.state.get("noted.1")
    client.discard_complaint(1)
    assert context.store.state.get("noted.1") is None
    clock.turn_to(11, 26)
    again = client.report(call=1, values=ANSWERS)["id"]
    context.store.state.set(f"noted.{again}", kept)  # as one that a disk brought back

    assert noted_events.days_of(context.store, context.store.complaints.get(again)) == {}


def test_a_company_of_the_book_has_the_day_on_which_it_was_named(client, clock, context):
    client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(1, "sent", on=BEGAN, means="email")
    context.store.calls.record(a_sales_call(30, 2))
    clock.turn_to(12, 1)

    told = days(client.report(call=2, values={"kind": "operator"}))

    assert (told["company"], told["kind"]) == (BEGAN, LAST)


def test_what_nobody_has_said_yet_is_said_by_nobody_on_no_day(client):
    draft = client.report(call=1, values=MARIA)

    gaps = [
        (ground["by"], ground["on"])
        for each in draft["basis"]
        for ground in each["grounds"]
        if ground["name"] == "company"
    ]
    assert set(gaps) == {("", None)}


def test_answers_of_a_draft_that_kept_no_days_are_of_the_day_on_which_it_was_begun(
    client, clock, context
):
    client.report(call=1, values=ANSWERS | MARIA)
    without_days(context)
    clock.turn_to(11, 26)

    told = days(client.report(call=1, values={"consent": "none"}))

    assert (told["company"], told["kind"], told["consent_none"]) == (BEGAN, BEGAN, LATER)
    assert told["name"] == LATER  # of the profile nobody knows, so it is that of the letter


@pytest.mark.parametrize(
    "spoilt", ["", "{", "[]", '{"said_on": 3}', '{"said_on": {"kind": "never", "company": 7}}']
)
def test_days_that_cannot_be_read_are_that_of_the_beginning(client, clock, context, spoilt):
    client.report(call=1, values=ANSWERS | MARIA)
    context.store.complaints.set(context.store.complaints.get(1)._replace(copy=spoilt))
    clock.turn_to(11, 26)

    told = days(client.report(call=1))

    assert (told["company"], told["kind"]) == (BEGAN, BEGAN)


@pytest.mark.parametrize("older", [False, True], ids=["with days", "of before"])
def test_a_restored_backup_tells_the_same_days(client, clock, context, tmp_path, older):
    client.report(call=1, values=ANSWERS | MARIA)
    if older:
        without_days(context)
    client.backup(str(tmp_path / "house.backup"))
    clock.turn_to(11, 26)
    (tmp_path / "new").mkdir()
    new = a_context(tmp_path / "new", clock)
    there = a_client(new)

    there.restore(str(tmp_path / "house.backup"))
    told = days(there.report(call=1))
    new.close()

    assert (told["kind"], told["name"]) == (BEGAN, LATER if older else BEGAN)
