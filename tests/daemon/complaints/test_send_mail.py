"""A letter leaves by mail: over TLS, once, after the user has said yes, and is then written down as sent."""

import email
import json
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor
from email import policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import ADaemon, a_client, until
from free_ports import free_port
from portinaio.api import request
from portinaio.api.client import Client
from portinaio.api.remote import Remote
from portinaio.api.requests.complaints import ComplaintRequests
from portinaio.config.load import load_settings
from portinaio.daemon.complaints import send_mail
from portinaio.daemon.complaints.mail import smtp_session
from portinaio.errors import ConfigError, HomeError, PortinaioError, UsageError
from postbox import PASSWORD, Postbox, StartTls, may_enter

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """A certificate for the loopback."""
    folder = tmp_path_factory.mktemp("keys")
    options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        ["openssl", *options.split(), "-keyout", "k.pem", "-out", "c.pem"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return folder


@pytest.fixture
def trust(keys):
    return ssl.create_default_context(cafile=str(keys / "c.pem"))


def doubts(local):
    """What the small state keeps but for the days on which the user said who they are."""
    kept = local.context.store.state.all()
    return {key: value for key, value in kept.items() if not key.startswith("profile_said_on.")}


@pytest.fixture
def postbox():
    postbox = Postbox()
    yield postbox
    postbox.answers.set()


@pytest.fixture
def silent(postbox, monkeypatch):
    """A server that takes a letter and does not say so, for somebody who does not wait."""
    postbox.answers.clear()
    monkeypatch.setattr(smtp_session, "RECEIPT_S", 0.2)
    return postbox


@pytest.fixture(params=["implicit", "starttls"])
def server(request, postbox, keys):
    """Name of the kind of TLS, and the port."""
    port = free_port()
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(keys / "c.pem", keys / "k.pem")
    login = {"authenticator": may_enter, "auth_required": True}
    if request.param == "implicit":
        # aiosmtpd does not count the TLS around it.
        login |= {"auth_required": False, "auth_require_tls": False}
        controller = Controller(postbox, hostname="127.0.0.1", port=port, ssl_context=tls, **login)
    else:
        controller = StartTls(postbox, port, tls, login)
    controller.start()
    yield request.param, port
    controller.stop()


@pytest.fixture
def local(tmp_path, server):
    kind, port = server
    (tmp_path / "password").write_text(PASSWORD)
    config = (
        f'country = "IT"\n[mail]\nhost = "127.0.0.1"\nport = {port}\ntls = "{kind}"\n'
        'username = "maria"\npassword = { file = "password" }\nfrom = "maria@example.net"\n'
    )
    context = a_context(tmp_path, Clock(), config)
    local = a_client(context)
    local.report(call=1, values=ANSWERS | MARIA)
    yield local
    context.close()


def test_a_letter_arrives_whole_and_is_written_down_as_sent(local, postbox, trust):
    local.attach(1, "contratto.pdf", b"%PDF")

    send_mail.send(local.context, 1, trust)

    (envelope,) = postbox.envelopes
    mail = email.message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("maria@example.net", ["privacy@example.com"])
    assert mail["Date"].datetime == local.context.now()
    assert mail["X-Unsent"] is None
    assert [a.get_filename() for a in mail.iter_attachments()] == [
        "complaint-1.pdf",
        "contratto.pdf",
    ]
    shape = local.complaint(1)
    assert (shape["state"], shape["means"], shape["due"]) == ("sent", "email", "2026-12-28")


def test_a_mail_server_is_not_told_what_this_computer_is_called(local, postbox, trust):
    send_mail.send(local.context, 1, trust)

    assert postbox.greeted_as == "[127.0.0.1]"


def test_a_letter_is_not_sent_twice(local, postbox, trust):
    send_mail.send(local.context, 1, trust)

    with pytest.raises(UsageError, match="sent already"):
        send_mail.send(local.context, 1, trust)
    assert len(postbox.envelopes) == 1


def test_a_letter_leaves_only_after_a_yes(local, postbox):
    with pytest.raises(UsageError, match="only after you have said yes"):
        local.send_complaint(1)
    assert postbox.envelopes == []


def test_a_server_that_refuses_leaves_a_draft(local, postbox, trust):
    postbox.refuses = "550 no complaints today"

    with pytest.raises(PortinaioError, match="no complaints today"):
        send_mail.send(local.context, 1, trust)
    assert local.complaint(1)["state"] == "draft"


def test_a_wrong_password_is_told(local, tmp_path, trust):
    (tmp_path / "password").write_text("wrong")

    with pytest.raises(ConfigError, match="refuses the user name or the password"):
        send_mail.send(local.context, 1, trust)


def test_a_server_that_cannot_prove_its_name_gets_nothing(local, postbox):
    with pytest.raises(PortinaioError, match="nobody vouches for the certificate of 127"):
        local.send_complaint(1, confirmed=True)
    assert postbox.envelopes == []


def test_an_incomplete_letter_is_not_sent(local, trust):
    local.report(call=1, values={"product": ""})

    with pytest.raises(UsageError, match="still lacks: product"):
        send_mail.send(local.context, 1, trust)


@pytest.mark.parametrize(
    ("recipient", "values"), [("garante", {}), ("controller", {"company_email": ""})]
)
def test_what_does_not_go_by_mail_is_not_sent(local, trust, recipient, values):
    address = {"company_address": "via Esempio 2, Roma"}
    local.report(call=1, recipient=recipient, values=values | address)
    latest = local.complaints()[0]["id"]

    with pytest.raises(UsageError, match="does not go by mail"):
        send_mail.send(local.context, latest, trust)


# -- a server that takes its time


def sent_meanwhile(local, trust):
    """A thread that sends, and in it what came of it."""
    return ThreadPoolExecutor(1).submit(send_mail.send, local.context, 1, trust)


def test_a_server_that_answers_late_has_sent_it(local, postbox, trust):
    postbox.answers.clear()
    sending = sent_meanwhile(local, trust)
    postbox.taken.wait(20)
    before = local.complaint(1)["state"]

    postbox.answers.set()
    sending.result(20)

    assert (before, local.complaint(1)["state"], len(postbox.envelopes)) == ("draft", "sent", 1)


def test_a_letter_that_is_being_sent_is_not_sent_by_a_second_one(local, postbox, trust):
    postbox.answers.clear()
    sending = sent_meanwhile(local, trust)
    postbox.taken.wait(20)

    with pytest.raises(UsageError, match="complaint 1 is just being sent"):
        send_mail.send(local.context, 1, trust, again=True)

    postbox.answers.set()
    sending.result(20)
    assert (local.complaint(1)["state"], len(postbox.envelopes)) == ("sent", 1)


def test_of_a_server_that_does_not_answer_it_is_not_known_whether_it_was_sent(local, silent, trust):
    with pytest.raises(PortinaioError, match=r"may have been sent on 24 Nov 2026.*--again"):
        send_mail.send(local.context, 1, trust)

    shape = local.complaint(1)
    assert (shape["state"], "may have been sent" in shape["advice"]) == ("draft", True)
    assert len(silent.envelopes) == 1


def test_what_may_have_been_sent_is_not_sent_again_unasked(local, silent, trust):
    with pytest.raises(PortinaioError):
        send_mail.send(local.context, 1, trust)
    silent.answers.set()

    with pytest.raises(UsageError, match="may have been sent"):
        send_mail.send(local.context, 1, trust)
    before = len(silent.envelopes)
    send_mail.send(local.context, 1, trust, again=True)

    assert (before, len(silent.envelopes), local.complaint(1)["state"]) == (1, 2, "sent")
    assert "may have been sent" not in local.complaint(1)["advice"]


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("how", ["it arrived", "it was taken back"])
def test_who_knows_whether_it_arrived_says_so(local, trust, how):
    with pytest.raises(PortinaioError):
        send_mail.send(local.context, 1, trust)

    local.mark_complaint(1, "sent")
    if how == "it was taken back":
        local.unmark_complaint(1, "sent")

    shape = local.complaint(1)
    assert "may have been sent" not in shape["advice"]
    assert shape["state"] == ("sent" if how == "it arrived" else "draft")


@pytest.mark.usefixtures("silent")
def test_a_discarded_complaint_leaves_no_doubt_to_the_next_of_its_number(local, trust):
    with pytest.raises(PortinaioError):
        send_mail.send(local.context, 1, trust)

    local.discard_complaint(1)

    assert doubts(local) == {}


@pytest.mark.parametrize("refusal", ["550 no complaints today", "451 later", "400 x", "599 x"])
def test_a_refused_letter_was_not_sent_and_can_be_sent_without_ado(local, postbox, trust, refusal):
    postbox.refuses = refusal
    with pytest.raises(PortinaioError, match="the letter was not sent"):
        send_mail.send(local.context, 1, trust)
    postbox.refuses = None

    send_mail.send(local.context, 1, trust)

    assert (len(postbox.envelopes), local.complaint(1)["state"]) == (1, "sent")


@pytest.mark.parametrize("said", ["what?", "199 later", "354 go on", "600 never"])
def test_of_a_server_that_answers_nonsense_it_is_not_known_either(local, postbox, trust, said):
    postbox.refuses = said

    with pytest.raises(PortinaioError, match="may have been sent"):
        send_mail.send(local.context, 1, trust)

    assert "may have been sent" in local.complaint(1)["advice"]


@pytest.mark.parametrize("said", ["200 taken", "299 taken"])
def test_a_letter_that_is_taken_in_whichever_words_was_sent(local, postbox, trust, said):
    postbox.refuses = said

    send_mail.send(local.context, 1, trust)

    assert local.complaint(1)["state"] == "sent"


@pytest.mark.parametrize("whom", ["refuses_sender", "refuses_recipient"])
def test_an_address_that_is_refused_is_told_and_nothing_was_sent(local, postbox, trust, whom):
    setattr(postbox, whom, "550 not this one")

    with pytest.raises(PortinaioError, match=r"was not sent.*not this one"):
        send_mail.send(local.context, 1, trust)

    assert local.complaint(1)["state"] == "draft"
    assert "may have been sent" not in local.complaint(1)["advice"]


def test_a_server_that_wants_no_letter_now_has_taken_none(local, postbox, trust, monkeypatch):
    real = smtplib.SMTP.docmd

    def docmd(server, command, arguments=""):
        return (451, b"later") if command == "data" else real(server, command, arguments)

    monkeypatch.setattr("smtplib.SMTP.docmd", docmd)

    with pytest.raises(PortinaioError, match=r"was not sent.*later"):
        send_mail.send(local.context, 1, trust)

    assert (postbox.envelopes, doubts(local)) == ([], {})


def test_a_home_that_cannot_be_written_sends_nothing(local, postbox, trust, tmp_path):
    (tmp_path / "sending-1.lock").mkdir()

    with pytest.raises(HomeError, match="cannot be written"):
        send_mail.send(local.context, 1, trust)

    assert postbox.envelopes == []


def test_a_connection_that_breaks_before_the_last_line_has_sent_nothing(
    local, postbox, trust, monkeypatch
):
    real = smtplib.SMTP.send

    def broken(server, said):
        if isinstance(said, bytes):  # the letter; commands are text
            raise smtplib.SMTPServerDisconnected("Server not connected")
        real(server, said)

    with monkeypatch.context() as breaking:
        breaking.setattr("smtplib.SMTP.send", broken)
        with pytest.raises(PortinaioError, match="the letter was not sent"):
            send_mail.send(local.context, 1, trust)
    send_mail.send(local.context, 1, trust)

    assert (len(postbox.envelopes), local.complaint(1)["state"]) == (1, "sent")


def test_a_letter_that_was_sent_and_cannot_be_written_down_is_not_called_unsent(
    local, postbox, trust, monkeypatch
):
    def full(*_, **__):
        raise HomeError("the disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(send_mail.follow_up, "mark", full)
        with pytest.raises(PortinaioError, match="was sent, and that cannot be written down"):
            send_mail.send(local.context, 1, trust)

    with pytest.raises(UsageError, match="may have been sent"):
        send_mail.send(local.context, 1, trust)
    assert len(postbox.envelopes) == 1


def test_no_client_gives_up_before_the_server_could_have_answered():
    longest_s = smtp_session.TALK_S + smtp_session.FAREWELL_S
    sending: Any = ComplaintRequests.send_complaint

    assert longest_s < request.PATIENCE_S[sending.pace]


def test_a_line_that_begins_with_a_dot_arrives_with_it(local, postbox, trust):
    mail = load_settings(local.context.home.config_file).mail
    with smtp_session.session(mail, PASSWORD, trust) as server:
        envelope = smtp_session.Envelope("a@example.net", "b@example.com", b"A: b\r\n\r\n.\r\n..x")
        smtp_session.address(server, envelope)
        smtp_session.deliver(server, envelope.message)

    assert postbox.envelopes[0].content == b"A: b\r\n\r\n.\r\n..x\r\n"


# -- the whole daemon


@pytest.fixture
def daemon(local, tmp_path, keys):
    local.context.close()
    with ADaemon(tmp_path, SSL_CERT_FILE=str(keys / "c.pem")) as daemon:
        yield daemon.answers()


def asked_to_send(daemon):
    client = socket.socket(socket.AF_UNIX)
    client.connect(daemon.socket)
    body = json.dumps({"confirmed": True}).encode()
    head = f"POST /v1/complaints/1/send HTTP/1.0\r\nContent-Length: {len(body)}\r\n\r\n"
    client.sendall(head.encode() + body)
    return client


def test_a_daemon_waits_for_a_late_answer_and_so_does_its_client(daemon, postbox, monkeypatch):
    client = Client(Remote(daemon.socket, "en"))
    client.set_profile({})  # they have met before
    monkeypatch.setitem(request.PATIENCE_S, request.QUICK, 0.001)
    postbox.answers.clear()
    with ThreadPoolExecutor(2) as windows:
        sending = windows.submit(client.send_complaint, 1, confirmed=True)
        postbox.taken.wait(20)
        monkeypatch.undo()
        meanwhile = client.operations()
        again = windows.submit(client.send_complaint, 1, confirmed=True)
        until(lambda: [each["waiting"] for each in client.operations()] == [2])
        postbox.answers.set()
        told = [each.result()["state"] for each in (sending, again)]

    assert [(each["name"], each["about"]) for each in meanwhile] == [
        ("send_complaint", {"complaint_id": "1"})
    ]
    assert (told, len(postbox.envelopes)) == (["sent", "sent"], 1)


def test_a_client_that_gives_up_leaves_the_letter_to_the_daemon(daemon, postbox):
    postbox.answers.clear()
    with asked_to_send(daemon):
        postbox.taken.wait(20)

    postbox.answers.set()

    until(lambda: daemon.ask("/v1/complaints/1")["state"] == "sent")
    assert len(postbox.envelopes) == 1


def test_what_a_killed_daemon_had_given_away_leaves_again_as_the_same_mail(
    daemon, postbox, tmp_path, keys
):
    postbox.answers.clear()
    with asked_to_send(daemon):
        postbox.taken.wait(20)
        daemon.end(signal.SIGKILL)
    postbox.answers.set()

    with ADaemon(tmp_path, SSL_CERT_FILE=str(keys / "c.pem")) as second:
        sent = {"confirmed": True, "again": True}
        told = second.answers().ask("/v1/complaints/1/send", "POST", sent)

    first, again = (envelope.content for envelope in postbox.envelopes)
    assert (told["state"], first == again) == ("sent", True)
    assert [f"<{one['message_id']}>" for one in told["mails"]] == [
        email.message_from_bytes(first)["Message-ID"]
    ]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_daemon_that_ends_before_it_wrote_it_down_says_that_it_may_have_been_sent(
    daemon, postbox, tmp_path, keys, number
):
    postbox.answers.clear()
    with asked_to_send(daemon) as client:
        postbox.taken.wait(20)
        status, told = daemon.end(number)
        answer = client.makefile("rb").read()
    postbox.answers.set()
    killed = number == signal.SIGKILL
    assert (status, "Traceback" in told) == (-number if killed else 0, False)
    assert killed or b"may not have been done" in answer

    with ADaemon(tmp_path, SSL_CERT_FILE=str(keys / "c.pem")) as second:
        complaint = second.answers().ask("/v1/complaints/1")
        again = second.ask("/v1/complaints/1/send", "POST", {"confirmed": True})

    assert (complaint["state"], "may have been sent" in complaint["advice"]) == ("draft", True)
    assert ("may have been sent" in again["error"], len(postbox.envelopes)) == (True, 1)
