"""A complaint as a file: as it was drafted last, or as it was sent."""

import email
import shutil
import subprocess
from email import policy
from hashlib import sha256

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context, a_file
from daemon_world import a_client
from letters import a_withheld_call
from portinaio import language
from portinaio.daemon.complaints.follow_up import attachment_file
from portinaio.errors import HomeError, UsageError


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


@pytest.fixture
def client(context):
    client = a_client(context)
    client.report(call=1, values=ANSWERS | MARIA)
    return client


@pytest.mark.parametrize(
    ("kind", "name", "beginning"),
    [
        ("txt", "complaint-1.txt", b"Maria Rossi\nmaria@example.net"),
        ("md", "complaint-1.md", b"Maria Rossi\\\nmaria@example.net"),
        ("pdf", "complaint-1.pdf", b"%PDF-1.7"),
        ("evidence", "evidence-1.pdf", b"%PDF-1.7"),
        ("eml", "complaint-1.eml", b"X-Unsent: 1\r\n"),
    ],
)
def test_a_complaint_comes_in_each_form(client, kind, name, beginning):
    assert client.letter(1, kind)["name"] == name
    assert a_file(client, 1, kind).startswith(beginning)


def test_a_form_that_is_none_is_refused(client):
    with pytest.raises(UsageError, match=r"kind is one of txt, md, .*not docx"):
        client.letter(1, "docx")


def test_a_mail_draft_has_the_letter_and_the_attachments(client):
    client.attach(1, "ricevuta.pdf", b"%PDF")

    data = a_file(client, 1, "eml")

    assert data.count(b"Content-Disposition: attachment") == 2


def test_a_later_letter_encloses_those_before_it_and_the_annex(client):
    client.mark_complaint(1, "sent", means="email")
    client.report(call=1, recipient="reclamo", values={"product": "gas"})

    mail = email.message_from_bytes(a_file(client, 2, "eml"), policy=policy.default)

    assert [part.get_filename() for part in mail.iter_attachments()] == [
        "complaint-2.pdf",
        "complaint-1.pdf",
        "evidence-2.pdf",
    ]


def test_an_attachment_that_somebody_took_away_is_named(client, tmp_path):
    client.attach(1, "ricevuta.pdf", b"%PDF")
    (tmp_path / "attachments" / "1" / "ricevuta.pdf").unlink()

    with pytest.raises(HomeError, match=r"ricevuta\.pdf cannot be read"):
        client.letter(1, "eml")


def test_a_discarded_draft_takes_its_attachments_along(client, tmp_path):
    client.attach(1, "ricevuta.pdf", b"%PDF")

    client.discard_complaint(1)

    assert not (tmp_path / "attachments" / "1" / "ricevuta.pdf").exists()


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext is not installed")
def test_the_annex_keeps_apart_what_was_observed_and_what_is_stated(client, context):
    context.store.calls.record(a_withheld_call(20, 2, calling="hidden", rang_s=12.3))
    client.report(call=2, values=ANSWERS | {"product": "gas", "consent": "none"})
    client.attach(1, "ricevuta.pdf", b"%PDF")
    data = a_file(client, 1, "evidence")

    run = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    text = " ".join(run.stdout.decode().split())
    observed, stated = text.split("Quanto dichiarato dall'interessato")

    assert "Chiamata 2: 20 nov 2026, 15:04:00 (UTC+01:00) numero non visualizzato" in observed
    assert "Squilli: 12,3 s" in observed
    assert "hidden" not in observed
    assert "Società: Esempio Energia S.p.A." in stated
    assert "Consenso: nessun consenso prestato" in stated
    assert sha256(b"%PDF").hexdigest() in stated.replace(" ", "")
    assert context.store.seals.head() in text.replace(" ", "")


def test_the_doctor_notices_a_log_that_was_changed(context):
    seals = [found["state"] for found in a_client(context).doctor() if found["code"] == "seals"]
    assert seals == ["ok"]

    with context.store._connection.transaction() as transaction:
        transaction.execute("UPDATE calls SET number = '+390200009999'")

    assert [f["text"] for f in a_client(context).doctor() if f["code"] == "seals"] == [
        "call 1 was changed after it was logged"
    ]


@pytest.mark.parametrize("lies_there", [b"the answer of another company", None])
def test_a_file_that_is_not_the_one_that_was_attached_is_told_of_and_not_sent(
    context, client, lies_there
):
    client.attach(1, "answer.pdf", b"their answer")
    file = attachment_file(context, 1, "answer.pdf")
    file.unlink() if lies_there is None else file.write_bytes(lies_there)

    told = [one["text"] for one in the_doctor_on_attachments(context)]
    with pytest.raises(HomeError) as refused:
        client.letter(1, "eml")

    (text,) = told
    assert text.startswith(f"{file} is not the file that was put to complaint 1; put the right one")
    assert text.endswith("portinaio complaints attach 1 FILE")
    assert lies_there is None or language.translate_error(refused.value) == text


def test_a_file_that_is_put_to_it_again_is_sent(context, client):
    client.attach(1, "answer.pdf", b"their answer")
    attachment_file(context, 1, "answer.pdf").write_bytes(b"the answer of another company")

    client.attach(1, "answer.pdf", b"their answer")

    assert the_doctor_on_attachments(context) == []
    assert client.letter(1, "eml")["data"]


def the_doctor_on_attachments(context):
    return [one for one in a_client(context).doctor() if one["code"] == "attachments"]
