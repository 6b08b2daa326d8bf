"""A letter leaves by mail: over TLS, once, after the user has said yes, and is then written down as sent."""

import email
import shutil
from email import policy

import pytest

from portinaio.daemon.complaints import send_mail
from portinaio.errors import ConfigError, PortinaioError, UsageError

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


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
