"""A server that cannot prove who it is, strips TLS or never comes to an end is told nothing of a letter."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest

from mailing import NOTHING_LEFT, a_house, on_file, serving
from portinaio.daemon.complaints import send_mail
from portinaio.daemon.complaints.mail import smtp_session
from portinaio.errors import PortinaioError
from postbox import a_certificate


@pytest.mark.parametrize(
    ("name", "days", "said"),
    [
        ("localhost", -1, "the certificate of localhost has expired"),
        ("mail.example", 2, "belongs to another server than localhost"),
    ],
)
def test_a_server_that_cannot_prove_its_name_is_told_nothing(tmp_path, postbox, name, days, said):
    file = a_certificate(tmp_path, name, days=days)
    with serving(postbox, file) as port:
        client = a_house(tmp_path, port)
        trust = ssl.create_default_context(cafile=str(file))

        with pytest.raises(PortinaioError, match=said):
            send_mail.send(client.context, 1, trust)

        client.context.close()
    assert (postbox.envelopes, on_file(tmp_path)) == ([], NOTHING_LEFT)


def a_server(conversation):
    """The port of one that has this conversation with who comes first."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with listener, listener.accept()[0] as client:
            conversation(client)

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def test_where_tls_was_stripped_no_password_leaves(tmp_path, trust):
    heard = bytearray()

    def conversation(client):
        client.sendall(b"220 mail\r\n")
        while piece := client.recv(4096):
            heard.extend(piece)
            client.sendall(b"250-mail\r\n250 AUTH PLAIN LOGIN\r\n")

    client = a_house(tmp_path, a_server(conversation))

    with pytest.raises(PortinaioError, match="no TLS is offered"):
        send_mail.send(client.context, 1, trust)

    client.context.close()
    assert (bytes(heard), on_file(tmp_path)) == (b"ehlo [127.0.0.1]\r\n", NOTHING_LEFT)


def test_a_server_that_says_nothing_is_waited_for_so_long_and_no_longer(
    tmp_path, trust, monkeypatch
):
    monkeypatch.setattr(smtp_session, "ANSWER_S", 0.05)
    over = threading.Event()
    client = a_house(tmp_path, a_server(lambda _client: over.wait(20)))

    with pytest.raises(PortinaioError, match=r"no answer came in time|broke off"):
        send_mail.send(client.context, 1, trust)

    over.set()
    client.context.close()
    assert on_file(tmp_path) == NOTHING_LEFT


def test_a_server_that_never_comes_to_an_end_is_cut_off(tmp_path, trust, monkeypatch):
    monkeypatch.setattr(smtp_session, "TALK_S", 0.05)
    over = threading.Event()

    def conversation(client):
        while not over.wait(0.001):
            try:
                client.sendall(b"220-still busy\r\n")
            except OSError:
                return

    client = a_house(tmp_path, a_server(conversation))

    with pytest.raises(PortinaioError, match="the letter was not sent"):
        send_mail.send(client.context, 1, trust)

    over.set()
    client.context.close()
    assert on_file(tmp_path) == NOTHING_LEFT


def test_each_answer_of_a_dialogue_may_take_half_a_minute_and_all_of_them_have_an_end(
    house, trust, monkeypatch
):
    patience = []
    real = smtp_session.smtplib.SMTP.getreply

    def getreply(server):
        patience.append(server.sock.gettimeout())
        return real(server)

    monkeypatch.setattr(smtp_session.smtplib.SMTP, "getreply", getreply)

    send_mail.send(house.context, 1, trust)

    *dialogue, receipt, farewell = patience
    assert (min(dialogue), receipt, farewell) == (60.0, 600.0, 2.0)
    assert sum(dialogue) + 2 * receipt <= smtp_session.TALK_S
