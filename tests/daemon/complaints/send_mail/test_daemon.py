"""Letters that a daemon sends, and what it has done when it is ended in the midst of it."""

import email
import json
import shutil
import signal
import socket
from concurrent.futures import ThreadPoolExecutor

import pytest

from daemon_world import ADaemon, until
from portinaio.api import request
from portinaio.api.client import Client
from portinaio.api.remote import Remote

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


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
