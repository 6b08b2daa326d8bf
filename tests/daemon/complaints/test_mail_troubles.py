"""Whatever a mail server does, what is on file of a letter is true, and it arrives once."""

from __future__ import annotations

import email
import logging
import socket
import ssl
import threading
from contextlib import contextmanager
from email import policy

import pytest
from aiosmtpd.smtp import SMTP

from complaint_world import ANSWERS, MARIA, Clock, a_context, a_file
from daemon_world import a_client
from portinaio.config.home import Home
from portinaio.daemon.complaints import mail_record, send_mail, smtp_session
from portinaio.daemon.complaints.unconfirmed_mail import unconfirmed_since
from portinaio.daemon.context import Context
from portinaio.errors import ConfigError, PortinaioError, UsageError
from postbox import PASSWORD, Postbox, StartTls, a_certificate, may_enter

NOTHING_LEFT = ("draft", None, [])


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return a_certificate(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def trust(certificate):
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def postbox():
    return Postbox()


@contextmanager
def serving(postbox, certificate, smtp=None):
    """The port of a server with this certificate; `smtp` is one that misbehaves."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = StartTls(postbox, port, tls, {"authenticator": may_enter, "auth_required": True})
    if smtp:
        controller.factory = lambda: smtp(postbox, **controller._tls)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def a_house(folder, port, extra="", host="localhost", password=PASSWORD, **values):
    (folder / "password").write_text(password)
    config = (
        f'country = "IT"\n[mail]\nhost = "{host}"\nport = {port}\ntls = "starttls"\nusername = "maria"\n'
        f'password = {{ file = "password" }}\nfrom = "maria@example.net"\n{extra}'
    )
    client = a_client(a_context(folder, Clock(), config))
    client.report(call=1, values=ANSWERS | MARIA | values)
    return client


@pytest.fixture
def house(tmp_path, postbox, certificate):
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port)
        yield client
        client.context.close()


def on_file(folder):
    """State, doubt and records, as the next start finds them."""
    context = Context(Home(*[str(folder)] * 5), environ={}, now=Clock())
    try:
        state = a_client(context).complaint(1)["state"]
        doubt = unconfirmed_since(context.store, 1)
        return state, doubt, mail_record.records(context.store, 1)
    finally:
        context.close()


def message_ids(postbox):
    return [email.message_from_bytes(e.content)["Message-ID"] for e in postbox.envelopes]


# -- servers that say no


@pytest.mark.parametrize("where", ["refuses_sender", "refuses_recipient", "refuses"])
@pytest.mark.parametrize(
    "said",
    ["450 greylisted", "451 later", "452 mailbox full", "550 no such box", "552 mailbox full"],
)
def test_a_letter_that_is_refused_is_on_file_as_unsent_and_then_arrives_once(  # noqa: PLR0917  # fixtures
    house, tmp_path, postbox, trust, where, said
):
    setattr(postbox, where, said)
    with pytest.raises(PortinaioError, match=rf"the letter was not sent: localhost says: {said}"):
        send_mail.send(house.context, 1, trust)
    before = on_file(tmp_path)
    setattr(postbox, where, None)

    send_mail.send(house.context, 1, trust)

    state, doubt, (record,) = on_file(tmp_path)
    assert (before, state, doubt) == (NOTHING_LEFT, "sent", None)
    assert message_ids(postbox) == [f"<{record.message_id}>"]


@pytest.mark.parametrize(("said", "later"), [("451 busy", True), ("550 never", False)])
def test_what_may_be_taken_later_is_told_so(house, postbox, trust, said, later):
    postbox.refuses_recipient = said

    with pytest.raises(PortinaioError) as caught:
        send_mail.send(house.context, 1, trust)

    assert ("try again in a quarter of an hour" in str(caught.value)) is later


def test_a_refused_password_names_the_app_password_and_not_the_password(
    house, tmp_path, trust, caplog
):
    (tmp_path / "password").write_text("hunter2")
    caplog.set_level(logging.DEBUG)

    with pytest.raises(ConfigError, match="app password") as caught:
        send_mail.send(house.context, 1, trust)

    assert "hunter2" not in f"{caught.value} {caplog.text}"
    assert on_file(tmp_path) == NOTHING_LEFT


def test_a_letter_larger_than_the_server_takes_is_not_offered(house, postbox, trust, monkeypatch):
    monkeypatch.setattr(smtp_session, "most_bytes", lambda _server: 4096)

    with pytest.raises(UsageError, match=r"is a mail of \d+ kB, and the server takes 4;"):
        send_mail.send(house.context, 1, trust)

    assert postbox.envelopes == []


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_letter_is_bounded_before_anybody_is_asked(house, postbox, trust, monkeypatch, beyond):
    monkeypatch.setattr(send_mail, "LARGEST_BYTES", 2000)
    monkeypatch.setattr(send_mail, "as_mail", lambda *_, **__: b"abc\r\n" * (400 + beyond))

    if beyond:
        with pytest.raises(UsageError, match="put less to it"):
            send_mail.send(house.context, 1, trust)
    else:
        send_mail.send(house.context, 1, trust)

    assert len(postbox.envelopes) == 1 - beyond


# -- servers that are not who they should be


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


# -- connections that break


class BreaksInTheLetter(SMTP):
    async def smtp_DATA(self, _arg):  # noqa: N802  # aiosmtpd's name
        await self.push("354 go on")
        await self._reader.read(1000)
        self.transport.abort()


def test_a_connection_that_breaks_within_the_letter_has_sent_nothing(
    tmp_path, postbox, certificate, trust
):
    with serving(postbox, certificate, BreaksInTheLetter) as port:
        client = a_house(tmp_path, port)
        client.attach(1, "contratto.pdf", bytes(8 << 20))

        with pytest.raises(PortinaioError, match="the letter was not sent"):
            send_mail.send(client.context, 1, trust)

        client.context.close()
    assert (postbox.envelopes, on_file(tmp_path)) == ([], NOTHING_LEFT)


def test_after_the_last_line_nobody_knows_and_a_second_time_it_is_the_same_mail(
    tmp_path, postbox, certificate, trust
):
    async def taken_and_gone(server, _session, envelope):
        postbox.envelopes.append(envelope)
        server.transport.abort()

    with serving(postbox, certificate) as port:
        client, usual = a_house(tmp_path, port), postbox.handle_DATA
        postbox.handle_DATA = taken_and_gone
        with pytest.raises(PortinaioError, match=r"may have been sent on 2026-11-24.*--again"):
            send_mail.send(client.context, 1, trust)
        state, doubt, (record,) = on_file(tmp_path)
        postbox.handle_DATA = usual
        with pytest.raises(UsageError, match="may have been sent"):
            send_mail.send(client.context, 1, trust)

        client.context._now = Clock(day=25)
        send_mail.send(client.context, 1, trust, again=True)

        client.context.close()
    assert (state, bool(doubt)) == ("draft", True)
    assert message_ids(postbox) == [f"<{record.message_id}>"] * 2
    assert postbox.envelopes[0].content == postbox.envelopes[1].content
    assert on_file(tmp_path) == ("sent", None, [record])


def test_a_second_time_that_is_refused_leaves_the_doubt_of_the_first(
    tmp_path, postbox, certificate, trust
):
    async def gone(server, _session, _envelope):
        server.transport.abort()

    with serving(postbox, certificate) as port:
        client, usual = a_house(tmp_path, port), postbox.handle_DATA
        postbox.handle_DATA = gone
        with pytest.raises(PortinaioError, match="may have been sent"):
            send_mail.send(client.context, 1, trust)
        before = on_file(tmp_path)
        postbox.handle_DATA, postbox.refuses = usual, "451 later"

        with pytest.raises(PortinaioError, match="was not sent"):
            send_mail.send(client.context, 1, trust, again=True)

        client.context.close()
    assert on_file(tmp_path) == before


# -- what is written down


@pytest.mark.parametrize(
    ("pec", "company", "to", "means"),
    [
        (True, {"company_pec": "p@pec.example.com"}, "p@pec.example.com", "pec"),
        (True, {}, "privacy@example.com", "email"),
        (False, {"company_pec": "p@pec.example.com"}, "privacy@example.com", "email"),
        (
            False,
            {"company_pec": "p@pec.example.com", "company_email": ""},
            "p@pec.example.com",
            "email",
        ),
    ],
)
def test_it_went_by_certified_mail_only_between_two_certified_boxes(  # noqa: PLR0917  # fixtures
    tmp_path, postbox, certificate, trust, pec, company, to, means
):
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port, f"pec = {str(pec).lower()}\n", **company)

        send_mail.send(client.context, 1, trust)

        filed = client.complaint(1)
        client.context.close()
    assert ([e.rcpt_tos for e in postbox.envelopes], filed["means"]) == ([[to]], means)


def test_the_mail_is_filed_as_it_left(house, postbox, trust):
    send_mail.send(house.context, 1, trust)

    assert a_file(house, 1, "eml") == postbox.envelopes[0].content


def test_a_letter_that_was_changed_meanwhile_is_another_mail(house, postbox, trust):
    send_mail.send(house.context, 1, trust)
    house.unmark_complaint(1, "sent")
    house.report(call=1, values={"summary": "Hanno parlato di una bolletta."})

    send_mail.send(house.context, 1, trust)

    assert len(set(message_ids(postbox))) == 2


def test_an_answer_goes_where_the_letter_says_whatever_box_it_left(
    tmp_path, postbox, certificate, trust
):
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port, email="other@example.net")

        send_mail.send(client.context, 1, trust)

        client.context.close()
    mail = email.message_from_bytes(postbox.envelopes[0].content, policy=policy.default)
    assert (mail["From"].addresses[0].addr_spec, mail["Reply-To"]) == (
        "maria@example.net",
        "other@example.net",
    )


def test_a_mail_names_neither_this_computer_nor_a_domain_of_its_own(house, postbox, trust):
    send_mail.send(house.context, 1, trust)

    (unique,) = message_ids(postbox)
    assert unique.endswith("@portinaio.invalid>")
    head = postbox.envelopes[0].content.partition(b"\r\n\r\n")[0].decode("ascii")
    assert f"@{socket.gethostname()}" not in head


def test_a_password_beyond_ascii_lets_in(tmp_path, postbox, certificate, trust, monkeypatch):
    monkeypatch.setattr("postbox.PASSWORD", "perché-no")
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port, password="perché-no")

        send_mail.send(client.context, 1, trust)

        client.context.close()
    assert len(postbox.envelopes) == 1


def test_a_complaint_that_must_be_signed_is_not_sent_unsigned(
    tmp_path, postbox, certificate, trust
):
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port, "pec = true\n")
        client.mark_complaint(1, "sent")
        client.report(call=1, recipient="reclamo", values=MARIA)

        with pytest.raises(UsageError, match="complaint 2 must be signed"):
            send_mail.send(client.context, 2, trust)
        client.attach(2, "reclamo-firmato.pdf.p7m", b"signed")
        send_mail.send(client.context, 2, trust)

        client.context.close()
    assert [e.rcpt_tos for e in postbox.envelopes] == [["protocollo@pec.gpdp.it"]]


def test_what_is_taken_from_certified_boxes_alone_does_not_leave_another(
    tmp_path, postbox, certificate, trust
):
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port)
        client.mark_complaint(1, "sent")
        client.report(call=1, recipient="reclamo", values=MARIA)
        client.attach(2, "reclamo-firmato.pdf.p7m", b"signed")

        with pytest.raises(UsageError, match="from a certified box only"):
            send_mail.send(client.context, 2, trust)

        client.context.close()
    assert postbox.envelopes == []
