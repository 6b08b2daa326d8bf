"""Lists over real TLS: whom we believe to be who they say, and that nobody leads us away from it."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, head, ok
from portinaio.core.list_state import ListState
from portinaio.lists.catalogue import Subscription
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from worlds import FROZEN_NOW, ITALY, STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
GOOD = f"{STRANGER}\n".encode()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> Callable[[str], Path]:
    """Key and certificate in one file, made by ourselves for a name or an address."""
    folder = tmp_path_factory.mktemp("certificates")

    def made(subject: str) -> Path:
        file: Path = folder / f"{subject.replace(':', '-')}.pem"
        if not file.exists():
            key, said = folder / "key", folder / "said"
            subprocess.run(
                (
                    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                    " -subj /CN=lists -addext keyUsage=critical,digitalSignature,keyCertSign"
                    f" -addext subjectAltName={subject} -keyout {key} -out {said}"
                ).split(),
                check=True,
                capture_output=True,
            )
            file.write_bytes(key.read_bytes() + said.read_bytes())
        return file

    return made


@pytest.fixture
def serving(certificate) -> Callable[[str], AServer]:
    def serving(subject: str) -> AServer:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate(subject))
        return AServer(tls)

    return serving


@pytest.fixture
def server(serving) -> Iterator[AServer]:
    with serving("IP:127.0.0.1") as server:
        server.answers["/list"] = ok(GOOD)
        yield server


@pytest.fixture
def trusting(certificate, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def trusting(subject: str) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate(subject)))

    return trusting


@pytest.fixture
def renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[AServer], ListState]:
    for variable in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(variable, raising=False)

    def renewed(server: AServer) -> ListState:
        list_files = ListFiles(tmp_path / "lists")
        list_files.make()
        urls = (server.url("/list"),)
        wanted = Subscription("spam-it", "Spam", urls, "plain", None, 0.5, 24, "", None)
        sync_context = SyncContext(list_files, lambda _: ITALY, ITALY, FROZEN_NOW)
        return renew(wanted, ListState("spam-it"), sync_context).state

    return renewed


def test_a_list_comes_over_tls_from_whom_we_trust(renewed, server, trusting):
    trusting("IP:127.0.0.1")

    state = renewed(server)

    assert (state.state, state.entries) == ("ok", 1)


def test_a_certificate_that_nobody_vouches_for_is_refused(renewed, server):
    state = renewed(server)

    said = r"the certificate of 127\.0\.0\.1 cannot be trusted: self.signed certificate"
    assert re.fullmatch(said, str(state.error))  # with a hyphen since OpenSSL 3
    assert (state.state, server.asked) == ("never", [])


def test_a_certificate_for_somebody_else_is_refused(renewed, serving, trusting):
    trusting("DNS:lists.example")
    with serving("DNS:lists.example") as server:
        state = renewed(server)

    assert "cannot be trusted: it belongs to another server" in str(state.error)


def test_nobody_leads_us_from_tls_to_plain_http(renewed, server, trusting):
    trusting("IP:127.0.0.1")
    with AServer() as plain:
        plain.answers["/list"] = ok(GOOD)
        server.answers["/list"] = head("HTTP/1.1 302 Found", f"Location: {plain.url('/list')}")
        state = renewed(server)

    assert (state.state, "not safe" in str(state.error), plain.asked) == ("refused", True, [])


def test_certificates_that_cannot_be_read_are_named(renewed, server, monkeypatch, tmp_path):
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))

    assert "SSL_CERT_FILE" in str(renewed(server).error)
