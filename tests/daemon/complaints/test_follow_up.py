"""The whole life of a complaint, as a user lives it: the clock is turned by hand, nothing else moves."""

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from letters import a_sales_call
from portinaio.daemon.complaints.complaints_due import complaints_due
from portinaio.errors import NotFoundError, UsageError


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


def how_it_stands(client):
    return [(c["recipient"], c["state"], c["due"], c["next"]) for c in client.complaints()][::-1]


def on_one_line(draft):
    return " ".join(draft["text"].split())


def test_from_a_call_to_a_complaint_that_cites_it_all(client, context, clock):  # noqa: PLR0915  # a life is long
    # On 18 November somebody calls and offers energy. On the 24th the user objects, by e-mail.
    clock.turn_to(11, 24)
    objection = client.report(call=1, values=ANSWERS | MARIA)
    assert objection["missing"] == []
    client.mark_complaint(objection["id"], "sent", means="email")
    client.mark_complaint(objection["id"], "received")
    assert how_it_stands(client) == [("controller", "received", "2026-12-24", None)]
    assert client.status()["due"] == 0

    # Nobody answers. On the last day it is still time, on the next it is not.
    clock.turn_to(12, 24)
    assert how_it_stands(client)[0][1] == "received"
    clock.turn_to(12, 25)
    assert how_it_stands(client) == [("controller", "overdue", "2026-12-24", "reminder")]
    assert client.status()["due"] == 1

    # Two days later the company calls again, from the same number. The reminder notices it by itself.
    clock.turn_to(12, 27)
    context.store.calls.record(a_sales_call(28, 2, at=clock.now))
    clock.turn_to(12, 28)
    reminder = client.report(call=1, recipient="reminder")
    assert reminder["missing"] == []
    assert reminder["calls"] == [1, 2]
    told = on_one_line(reminder)
    assert "In data 24 novembre 2026 Vi ho inviato, per posta elettronica, un'opposizione" in told
    assert "e non ho ricevuto risposta" in told
    assert "ho ricevuto un'altra chiamata" in told
    assert "27 dicembre 2026, ore 18:00." in told
    client.mark_complaint(reminder["id"], "sent", means="email")
    client.mark_complaint(reminder["id"], "received")
    assert how_it_stands(client) == [
        ("controller", "reminded", "2026-12-24", None),
        ("reminder", "received", "2027-01-11", None),
    ]

    # Silence again, for two weeks.
    clock.turn_to(1, 12, 2027)
    assert how_it_stands(client)[1] == ("reminder", "overdue", "2027-01-11", "reclamo")

    # The complaint to the authority cites both letters, with day and way, and both calls.
    reclamo = client.report(call=1, recipient="reclamo")
    assert reclamo["missing"] == []
    assert reclamo["calls"] == [1, 2]
    told = on_one_line(reclamo)
    assert "cancellazione del 24 novembre 2026, per posta elettronica, senza riscontro" in told
    assert "sollecito del 28 dicembre 2026, per posta elettronica, senza riscontro" in told
    assert "Copia del sollecito del 28 dicembre 2026 e prova dell'invio" in reclamo["annexes"]
    client.mark_complaint(reclamo["id"], "sent", means="registered", signed=True)
    assert [row[1:] for row in how_it_stands(client)] == [
        ("escalated", "2026-12-24", None),
        ("escalated", "2027-01-11", None),
        ("sent", None, None),
    ]

    # They call once more. The call goes into the sheet for the authority, beside the others.
    clock.turn_to(1, 20, 2027)
    context.store.calls.record(a_sales_call(28, 3, at=clock.now))
    sheet = client.report(call=3, recipient="garante")
    assert sheet["calls"] == [1, 2, 3]
    assert "reclamo al Garante del 12 gennaio 2027" in on_one_line(sheet)
    assert "Dopo l'opposizione inviata alla società sono giunte altre chiamate:" in on_one_line(
        sheet
    )


def a_sent_objection(client):
    """Received on the day on which it was sent."""
    draft = client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(draft["id"], "sent", means="hand")
    return draft


def test_what_was_sent_stays_as_it_was(client, clock):
    sent = a_sent_objection(client)
    clock.turn_to(12, 24)

    client.report(call=1, recipient="reminder", values={"company": "Altra S.r.l."})

    assert client.complaint(sent["id"])["text"] == sent["text"]


def test_a_new_draft_to_the_same_recipient_is_another_complaint(client):
    sent = a_sent_objection(client)

    assert client.report(call=1)["id"] != sent["id"]


def test_more_time_that_was_asked_for_in_time_counts_three_months(client, clock):
    sent = a_sent_objection(client)
    clock.turn_to(12, 20)

    assert client.mark_complaint(sent["id"], "extended")["due"] == "2027-02-24"


def test_more_time_that_was_asked_for_too_late_is_none(client, clock):
    sent = a_sent_objection(client)
    clock.turn_to(12, 26)

    assert client.mark_complaint(sent["id"], "extended")["due"] == "2026-12-24"


@pytest.mark.parametrize(
    ("event", "state", "next_act"),
    [("answered", "answered", None), ("refused", "refused", "reclamo"), ("closed", "closed", None)],
)
def test_an_answer_stops_the_clock(client, event, state, next_act):
    sent = a_sent_objection(client)

    shape = client.mark_complaint(sent["id"], event, "2026-11-24")

    assert (shape["state"], shape["due"], shape["next"]) == (state, None, next_act)


def test_the_day_of_sending_may_lie_back(client):
    draft = client.report(call=1, values=ANSWERS | MARIA)

    shape = client.mark_complaint(draft["id"], "sent", "2026-11-20", "hand")

    assert (shape["sent"], shape["means"]) == ("2026-11-20", "hand")
    assert shape["due"] == "2026-12-21"  # the 20th is a Sunday


@pytest.mark.parametrize(("on", "may"), [("2026-11-17", False), ("2026-11-18", False), ("2026-11-19", True)])  # fmt: skip
def test_a_letter_does_not_leave_before_the_latest_call_that_it_tells_of(client, context, on, may):
    context.store.calls.record(a_sales_call(19, 2))
    draft = client.report(calls=(1, 2), values=ANSWERS | MARIA)

    assert client.complaint(draft["id"])["last_call"] == "2026-11-19"
    if may:
        assert client.mark_complaint(draft["id"], "sent", on)["sent"] == on
    else:
        with pytest.raises(UsageError, match="tells of a call of 19 Nov 2026"):
            client.mark_complaint(draft["id"], "sent", on)


def test_who_knows_that_a_clock_was_wrong_may_insist_on_the_day(client):
    draft = client.report(call=1, values=ANSWERS | MARIA)

    assert client.mark_complaint(draft["id"], "sent", "2026-11-17", sure=True)["state"] == "sent"


def test_of_a_letter_whose_calls_are_forgotten_no_day_is_refused(client, context):
    draft = client.report(call=1, values=ANSWERS | MARIA)
    context.store.calls.forget(1)

    assert client.complaint(draft["id"])["last_call"] is None
    assert client.mark_complaint(draft["id"], "sent", "2026-11-17")["state"] == "sent"


@pytest.mark.parametrize(
    ("event", "on", "sentence"),
    [
        ("sent", "2026-11-25", "in the future"),
        ("sent", "tomorrow", "is not a day like"),
        ("answered", None, "was not sent yet"),
        ("lost", None, "event is one of sent, received, .*not lost"),
    ],
)
def test_what_cannot_have_happened_is_refused(client, event, on, sentence):
    client.report(call=1, values=ANSWERS | MARIA)

    with pytest.raises(UsageError, match=sentence):
        client.mark_complaint(1, event, on)


def test_an_answer_does_not_come_before_the_letter(client):
    a_sent_objection(client)

    with pytest.raises(UsageError, match="before the complaint was sent"):
        client.mark_complaint(1, "answered", "2026-11-23")


def test_a_letter_with_a_gap_is_not_sent(client):
    client.report(call=1, values=ANSWERS)

    with pytest.raises(UsageError, match="complaint 1 still lacks: called, name, pec"):
        client.mark_complaint(1, "sent")


def test_a_letter_is_sent_once(client):
    a_sent_objection(client)

    with pytest.raises(UsageError, match="was sent on 24 Nov 2026 already"):
        client.mark_complaint(1, "sent")


def test_a_draft_can_be_discarded_and_its_calls_are_free_again(client, context):
    client.report(call=1)

    client.discard_complaint(1)

    assert client.complaints() == []
    assert context.store.complaints.open_call_ids() == set()


def test_what_was_sent_is_not_discarded_while_it_is_open(client):
    a_sent_objection(client)

    with pytest.raises(UsageError, match="close it before"):
        client.discard_complaint(1)


def test_a_closed_complaint_keeps_its_calls_no_longer(client, context):
    a_sent_objection(client)

    client.mark_complaint(1, "closed")

    assert context.store.complaints.open_call_ids() == set()


def test_a_complaint_that_is_not_there_is_told_so(client):
    with pytest.raises(NotFoundError, match="there is no complaint 9"):
        client.complaint(9)


def test_the_user_is_told_what_is_due_in_a_sentence(client, clock):
    a_sent_objection(client)
    clock.turn_to(12, 25)

    assert list(map(str, complaints_due(client.context))) == [
        "complaint 1, Esempio Energia S.p.A.: no answer in time: remind the company"
    ]


def test_deadlines_go_into_a_calendar(client):
    a_sent_objection(client)

    lines = client.calendar()["ics"].split("\r\n")

    assert "DTSTART;VALUE=DATE:20261225" in lines
    assert "UID:complaint-1@portinaio" in lines
    assert max(len(line.encode()) for line in lines) <= 75


def test_attachments_are_copied_for_the_owner_only(client, tmp_path):
    client.report(call=1)

    shape = client.attach(1, "../../etc/Risposta è.pdf", b"%PDF")

    kept = tmp_path / "attachments" / "1" / "Risposta è.pdf"
    assert shape["attachments"] == ["Risposta è.pdf"]
    assert kept.read_bytes() == b"%PDF"
    assert kept.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [("..", 0, "needs a name"), ("", 0, "needs a name"), ("big", 21 << 20, "larger than 20 MB")],
)
def test_an_attachment_that_cannot_be_kept_is_refused(client, name, size, sentence):
    client.report(call=1)

    with pytest.raises(UsageError, match=sentence):
        client.attach(1, name, bytes(size))


def test_companies_are_written_into_the_book_by_hand_too(client):
    client.set_company("Esempio S.p.A.", {"pec": "a@pec.example.com"}, ["0844 123456"])
    changed = client.set_company("ESEMPIO  s.p.a.", {"address": "via Esempio 2, Roma"})

    assert changed["pec"] == "a@pec.example.com"
    assert changed["numbers"] == ["+390844123456"]
    assert len(client.companies()) == 1
    assert client.report(call=1)["missing"][0]["key"] == "called"


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("X", {"adress": "a"}, "a company has no adress, but: address"),
        ("X", {"pec": "a"}, "^pec must be like"),
        (" ", {}, "a company needs a name"),
    ],
)
def test_a_company_that_cannot_be_is_refused(client, name, values, sentence):
    with pytest.raises(UsageError, match=sentence):
        client.set_company(name, values)


def test_a_company_goes_out_of_the_book(client):
    client.set_company("X")

    client.remove_company("x")

    with pytest.raises(NotFoundError, match="no company x"):
        client.remove_company("x")


def test_a_name_that_the_network_sent_is_suggested_and_not_entered(client, context):
    context.store.calls.record(a_sales_call(19, 2, name="ESEMPIO LUCE"))

    draft = client.report(call=2)

    assert draft["suggestions"] == [{"key": "company", "value": "ESEMPIO LUCE", "source": "name"}]
    assert "ESEMPIO" not in draft["text"]


def test_an_unsent_list_costs_the_status_nothing(client):
    client.report(call=1)

    assert list(map(str, complaints_due(client.context))) == []


def test_a_form_is_sent_over_the_web_and_owes_no_answer(client):
    draft = client.report(call=1, recipient="garante", values=ANSWERS | MARIA)

    shape = client.mark_complaint(draft["id"], "sent")

    assert (shape["means"], shape["due"]) == ("web", None)
    assert shape["page"] == "https://www.garanteprivacy.it"
    assert shape["mailto"] == ""


def test_nobody_sends_a_letter_by_owl(client):
    client.report(call=1, values=ANSWERS | MARIA)

    with pytest.raises(
        UsageError,
        match="means is one of email, pec, registered, post, web, hand, sms, phone, not owl",
    ):
        client.mark_complaint(1, "sent", means="owl")


@pytest.mark.parametrize("event", ["answered", "refused", "extended", "closed"])
def test_what_was_written_down_by_mistake_is_taken_back(client, event):
    drafted = client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(drafted["id"], "sent", means="email")
    before = how_it_stands(client)

    client.mark_complaint(drafted["id"], event)
    client.unmark_complaint(drafted["id"], event)

    assert how_it_stands(client) == before


def test_a_letter_that_was_not_sent_after_all_is_a_draft_again(client):
    drafted = client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(drafted["id"], "sent", means="email")

    filed = client.unmark_complaint(drafted["id"], "sent")

    assert (filed["state"], filed["means"], filed["due"]) == ("draft", "", None)


def test_a_letter_that_was_answered_was_sent(client):
    drafted = client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(drafted["id"], "sent", means="email")
    client.mark_complaint(drafted["id"], "answered")

    with pytest.raises(UsageError, match="something came of it"):
        client.unmark_complaint(drafted["id"], "sent")


def test_nothing_but_the_known_events_is_taken_back(client):
    drafted = client.report(call=1, values=ANSWERS | MARIA)

    with pytest.raises(UsageError, match=r"event is one of .* not lost"):
        client.unmark_complaint(drafted["id"], "lost")
