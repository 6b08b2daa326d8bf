"""A house whose letters leave through a mail server on the loopback, and what is on file of them."""

from __future__ import annotations

import email
import ssl
from contextlib import contextmanager

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from free_ports import free_port
from portinaio.config.home import Home
from portinaio.daemon.complaints.mail import mail_record
from portinaio.daemon.complaints.mail.unconfirmed_mail import unconfirmed_since
from portinaio.daemon.context import Context
from postbox import PASSWORD, StartTls, may_enter

NOTHING_LEFT = ("draft", None, [])


@contextmanager
def serving(postbox, certificate, smtp=None):
    """The port of a server with this certificate; `smtp` is one that misbehaves."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    port = free_port()
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
