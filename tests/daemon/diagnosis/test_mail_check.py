"""`doctor --mail` asks the mail server as far as the log-in, and gives it nothing."""

from __future__ import annotations

import logging
import ssl

import pytest

from complaint_world import Clock, a_context
from daemon_world import a_client
from free_ports import free_port
from portinaio.daemon.diagnosis.mail_check import check_mail
from postbox import PASSWORD, Postbox, StartTls, a_certificate, may_enter


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def served(tmp_path, postbox):
    """A house whose mail server answers, and what trusts that."""
    certificate = a_certificate(tmp_path)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    port = free_port()
    controller = StartTls(postbox, port, tls, {"authenticator": may_enter, "auth_required": True})
    controller.start()
    (tmp_path / "password").write_text(PASSWORD)
    context = a_context(
        tmp_path,
        Clock(),
        f'country = "IT"\n[mail]\nhost = "localhost"\nport = {port}\ntls = "starttls"\nusername = "maria"\n'
        'password = { file = "password" }\nfrom = "maria@example.net"\n',
    )
    yield context, ssl.create_default_context(cafile=str(certificate))
    context.close()
    controller.stop()


def test_a_server_that_lets_in_is_said_to_and_gets_no_letter(served, postbox):
    found = check_mail(*served)

    assert (found["state"], "lets in over TLS; nothing was sent" in str(found["text"])) == (
        "ok",
        True,
    )
    assert postbox.envelopes == []


def test_a_refused_password_is_told_and_stands_nowhere(served, tmp_path, caplog):
    (tmp_path / "password").write_text("hunter2")
    caplog.set_level(logging.DEBUG)

    found = check_mail(*served)

    assert (found["state"], "app password" in str(found["text"])) == ("wrong", True)
    assert "hunter2" not in f"{found} {caplog.text}"


def test_a_certificate_that_nobody_vouches_for_is_told(served):
    found = check_mail(served[0])

    assert (found["state"], "nobody vouches" in str(found["text"])) == ("wrong", True)


def test_without_a_mail_server_it_is_said_how_letters_leave(tmp_path):
    context = a_context(tmp_path, Clock())

    found = check_mail(context)

    context.close()
    assert (found["state"], "has no [mail]" in str(found["text"])) == ("warning", True)


@pytest.mark.parametrize("mail", [False, True])
def test_the_doctor_asks_nobody_unless_he_is_told_to(tmp_path, mail):
    context = a_context(tmp_path, Clock())

    codes = [one["code"] for one in a_client(context).doctor(mail=mail)]

    context.close()
    assert ("mail" in codes) is mail
