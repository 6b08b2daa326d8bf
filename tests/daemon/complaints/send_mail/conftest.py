"""A mail server, and a house that sends letters through it."""

import ssl
import subprocess

import pytest
from aiosmtpd.controller import Controller

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from free_ports import free_port
from postbox import PASSWORD, Postbox, StartTls, may_enter


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


@pytest.fixture
def postbox():
    postbox = Postbox()
    yield postbox
    postbox.answers.set()


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
