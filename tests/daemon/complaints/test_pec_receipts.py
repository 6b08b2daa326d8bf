"""A receipt of certified mail that is put to a complaint sets its clock; one of another mail is refused."""

from __future__ import annotations

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from pec import receipt
from portinaio.complaints.archive import load_draft
from portinaio.daemon.complaints import follow_up
from portinaio.daemon.complaints.letters import enclosures
from portinaio.daemon.complaints.mail import mail_record
from portinaio.daemon.complaints.mail.mail_record import MailRecord
from portinaio.daemon.complaints.mail.unconfirmed_mail import note_unconfirmed
from portinaio.errors import UsageError
from portinaio.language.complaint_mail import mail_lines

PEC = {"company_pec": "privacy@pec.example.com"}


def left(client, complaint_id, message_id, *, certified=True):
    """As sending leaves it, without a server."""
    context = client.context
    follow_up.keep_file(context, complaint_id, f"mail-{message_id}.eml", b"as it left")
    at = mail_record.stamp(context.now())
    boxes = ("maria@pec.example.net", "privacy@pec.example.com")
    record = MailRecord(message_id, at, *boxes, f"mail-{message_id}.eml", "c", certified=certified)
    mail_record.keep(context.store, complaint_id, record)


@pytest.fixture
def client(tmp_path):
    """Complaint 1, which has left by certified mail on 24 November; today is 28 November."""
    clock = Clock()
    client = a_client(a_context(tmp_path, clock))
    client.report(call=1, values=ANSWERS | MARIA | PEC)
    left(client, 1, "m@x")
    client.mark_complaint(1, "sent", means="pec")
    clock.turn_to(11, 28)
    yield client
    client.context.close()


def put(client, kind, message_id="m@x", complaint_id=1, **values):
    return client.attach(complaint_id, "ricevuta.eml", receipt(kind, message_id, **values))


def test_that_it_was_accepted_is_kept_and_says_no_more(client):
    told = put(client, "accettazione", day="24/11/2026")

    assert "that it arrived is not known yet" in told["notice"]
    assert (told["state"], told["received"]) == ("sent", None)


def test_from_the_day_of_delivery_the_time_runs(client):
    told = put(client, "avvenuta-consegna", day="27/11/2026")

    assert "it arrived on 27 Nov 2026" in told["notice"]
    assert (told["received"], told["receipt"], told["due"]) == ("2026-11-27", "pec", "2026-12-28")
    assert [r["kind"] for r in told["mails"][0]["receipts"]] == ["avvenuta-consegna"]


@pytest.mark.parametrize("kind", ["errore-consegna", "mancata-consegna", "non-accettazione"])
def test_what_was_not_delivered_is_a_draft_again_and_says_why(client, kind):
    told = put(client, kind)

    assert (told["state"], told["sent"]) == ("draft", None)
    assert "Complaint 1 is a draft again" in told["notice"]
    assert "was not delivered" in client.complaint(1)["advice"]


@pytest.mark.parametrize("kind", ["preavviso-errore-consegna", "presa-in-carico"])
def test_a_word_on_the_way_changes_nothing(client, kind):
    before = client.complaint(1)

    told = put(client, kind)

    assert (told["state"], told["due"], told["sent"]) == (
        before["state"],
        before["due"],
        before["sent"],
    )


@pytest.mark.parametrize("kind", ["accettazione", "avvenuta-consegna"])
def test_a_receipt_ends_the_doubt_whether_it_left(client, kind):
    client.unmark_complaint(1, "sent")
    note_unconfirmed(client.context.store, 1, client.context.now())

    told = put(client, kind, day="24/11/2026")

    assert (told["sent"], told["means"]) == ("2026-11-24", "pec")
    assert "may have been sent" not in told["advice"]


@pytest.mark.parametrize("in_doubt", [True, False])
@pytest.mark.parametrize(
    ("kind", "means"), [("accettazione", "email"), ("avvenuta-consegna", "pec")]
)
def test_that_a_certified_box_took_an_ordinary_mail_makes_none_by_certified_mail(
    client, kind, means, in_doubt
):
    mail_record.drop(client.context.store, 1)
    left(client, 1, "m@x", certified=False)
    client.unmark_complaint(1, "sent")
    if not in_doubt:
        client.mark_complaint(1, "sent", means="email")

    assert put(client, kind, day="24/11/2026")["means"] == means


@pytest.mark.parametrize("kind", ["accettazione", "avvenuta-consegna", "errore-consegna"])
def test_the_same_receipt_twice_adds_nothing(client, kind):
    first = put(client, kind)

    again = put(client, kind)

    assert "on file already" in again["notice"]
    assert (again["attachments"], again["mails"], again["state"]) == (
        first["attachments"],
        first["mails"],
        first["state"],
    )


def test_receipts_of_one_name_do_not_replace_each_other(client):
    put(client, "accettazione", day="24/11/2026")

    told = put(client, "avvenuta-consegna")

    assert len(told["attachments"]) == 3


def test_a_receipt_of_another_mail_is_refused_and_not_kept(client):
    before = client.complaint(1)

    with pytest.raises(UsageError, match="is of another mail"):
        put(client, "avvenuta-consegna", "stranger@x")

    assert client.complaint(1) == before


def test_a_receipt_of_another_complaint_says_of_which(client):
    client.report(call=1, recipient="agcm", values=MARIA)
    left(client, 2, "second@x")

    with pytest.raises(UsageError, match="this receipt is of complaint 2, not of 1"):
        put(client, "avvenuta-consegna", "second@x")

    assert client.complaint(1)["mails"][0]["receipts"] == []


def test_a_receipt_of_a_letter_that_left_by_another_hand_is_kept_and_nothing_follows(client):
    mail_record.drop(client.context.store, 1)

    told = put(client, "avvenuta-consegna")

    assert "no Message-ID of it is on file" in told["notice"]
    assert "ricevuta.eml" in told["attachments"]


def test_what_was_delivered_is_not_undone_by_a_receipt_that_says_the_contrary(client):
    put(client, "avvenuta-consegna")

    told = put(client, "errore-consegna")

    assert (told["state"] != "draft", "nothing has changed" in told["notice"]) == (True, True)


def test_what_was_answered_was_delivered_whatever_a_receipt_says(client):
    client.mark_complaint(1, "answered")

    told = put(client, "errore-consegna")

    assert (told["state"], "was sent, as something came of it" in told["notice"]) == (
        "answered",
        True,
    )


def test_only_the_latest_mail_of_a_complaint_counts(client):
    left(client, 1, "later@x")

    told = put(client, "errore-consegna", "m@x")

    assert (told["state"], "a later mail" in told["notice"]) == ("sent", True)


@pytest.mark.parametrize(("signed", "said"), [(True, "was not verified"), (False, "no signature")])
def test_nobody_claims_to_have_verified_a_signature(client, signed, said):
    assert said in put(client, "avvenuta-consegna", signed=signed)["notice"]


def test_a_provider_whose_clock_is_before_ours_is_believed(client):
    told = put(client, "avvenuta-consegna", day="23/11/2026")

    assert told["sent"] == "2026-11-23"


def test_receipts_are_the_proof_that_goes_with_a_later_letter_and_not_with_the_next_mail(client):
    put(client, "avvenuta-consegna")
    client.report(call=1, recipient="reclamo", values=MARIA)

    found = follow_up.get(client.context, 2)
    names = [e.name for e in enclosures(client.context, found, load_draft(found.copy))[0]]
    own = follow_up.get(client.context, 1)
    again = [e.name for e in enclosures(client.context, own, load_draft(own.copy))[0]]

    assert any(name.startswith("complaint-1-avvenuta-consegna") for name in names)
    assert again == ["complaint-1.pdf"]


def test_a_mail_and_its_receipts_are_shown_with_the_complaint(client):
    put(client, "errore-consegna")

    assert mail_lines(client.complaint(1)["mails"]) == [
        "given to the mail server on 24 Nov 2026 for privacy@pec.example.com, Message-ID m@x",
        "errore-consegna · 25 Nov 2026, 09:15 · 5.1.1 - casella inesistente",
    ]


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_receipt_is_told_of_in_the_reader_s_language(client, language):
    told = a_client(client.context, language).attach(1, "r.eml", receipt(message_id="m@x"))

    assert ("è arrivata" in told["notice"]) is (language == "it")
