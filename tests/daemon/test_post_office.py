"""A letter leaves by mail: over TLS, once, after the user has said yes, and is then written down as sent."""

import email
import shutil
import socket
import ssl
import subprocess
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from complaint_world import ANSWERS, MARIA, Clock, a_house
from portinaio.daemon import post_office
from portinaio.daemon.facade import Facade
from portinaio.errors import ConfigError, PortinaioError, UsageError

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
PASSWORD = "s3cret"


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


class Postbox:
    """Keeps what it is handed; `refuses` is what it says instead."""

    def __init__(self):
        self.envelopes = []
        self.refuses = None

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802  # aiosmtpd's name
        if self.refuses:
            return self.refuses
        self.envelopes.append(envelope)
        return "250 OK"


def may_enter(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture(params=["implicit", "starttls"])
def server(request, postbox, keys):
    """Name of the kind of TLS, and the port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(keys / "c.pem", keys / "k.pem")
    login = {"authenticator": may_enter, "auth_required": True}
    if request.param == "implicit":
        # aiosmtpd does not count the TLS around it.
        login |= {"auth_required": False, "auth_require_tls": False}
        controller = Controller(
            postbox, hostname="127.0.0.1", port=port, ssl_context=context, **login
        )
    else:
        controller = StartTls(postbox, port, context, login)
    controller.start()
    yield request.param, port
    controller.stop()


class StartTls(Controller):
    def __init__(self, handler, port, context, login):
        self._tls = {"tls_context": context, "require_starttls": True, **login}
        super().__init__(handler, hostname="127.0.0.1", port=port)

    def factory(self):
        return SMTP(self.handler, **self._tls)


@pytest.fixture
def facade(tmp_path, server):
    kind, port = server
    (tmp_path / "password").write_text(PASSWORD)
    config = (
        f'country = "IT"\n[mail]\nhost = "127.0.0.1"\nport = {port}\ntls = "{kind}"\n'
        'username = "maria"\npassword = { file = "password" }\nfrom = "maria@example.net"\n'
    )
    house = a_house(tmp_path, Clock(), config)
    facade = Facade(house)
    facade.report(call=1, values=ANSWERS | MARIA)
    yield facade
    house.close()


def test_a_letter_arrives_whole_and_is_written_down_as_sent(facade, postbox, trust):
    facade.attach(1, "contratto.pdf", b"%PDF")

    post_office.send(facade.house, 1, trust)

    (envelope,) = postbox.envelopes
    mail = email.message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("maria@example.net", ["privacy@example.com"])
    assert mail["Date"].datetime == facade.house.now()
    assert mail["X-Unsent"] is None
    assert [a.get_filename() for a in mail.iter_attachments()] == [
        "complaint-1.pdf",
        "contratto.pdf",
    ]
    shape = facade.complaint(1)
    assert (shape["state"], shape["means"], shape["due"]) == ("sent", "email", "2026-12-24")


def test_a_letter_is_not_sent_twice(facade, postbox, trust):
    post_office.send(facade.house, 1, trust)

    with pytest.raises(UsageError, match="sent already"):
        post_office.send(facade.house, 1, trust)
    assert len(postbox.envelopes) == 1


def test_a_letter_leaves_only_after_a_yes(facade, postbox):
    with pytest.raises(UsageError, match="only after you have said yes"):
        facade.send_complaint(1)
    assert postbox.envelopes == []


def test_a_server_that_refuses_leaves_a_draft(facade, postbox, trust):
    postbox.refuses = "550 no complaints today"

    with pytest.raises(PortinaioError, match="no complaints today"):
        post_office.send(facade.house, 1, trust)
    assert facade.complaint(1)["state"] == "draft"


def test_a_wrong_password_is_told(facade, tmp_path, trust):
    (tmp_path / "password").write_text("wrong")

    with pytest.raises(ConfigError, match="refuses the user name or the password"):
        post_office.send(facade.house, 1, trust)


def test_a_server_that_cannot_prove_its_name_gets_nothing(facade, postbox):
    with pytest.raises(PortinaioError, match="certificate verify failed"):
        facade.send_complaint(1, confirmed=True)
    assert postbox.envelopes == []


def test_an_incomplete_letter_is_not_sent(facade, trust):
    facade.report(call=1, values={"product": ""})

    with pytest.raises(UsageError, match="still lacks: product"):
        post_office.send(facade.house, 1, trust)


@pytest.mark.parametrize(
    ("recipient", "values"), [("garante", {}), ("controller", {"company_email": ""})]
)
def test_what_does_not_go_by_mail_is_not_sent(facade, trust, recipient, values):
    address = {"company_address": "via Esempio 2, Roma"}
    facade.report(call=1, recipient=recipient, values=values | address)
    latest = facade.complaints()[0]["id"]

    with pytest.raises(UsageError, match="does not go by mail"):
        post_office.send(facade.house, latest, trust)
