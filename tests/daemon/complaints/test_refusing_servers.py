"""What a server refuses was not sent, and arrives once when it is sent again."""

from __future__ import annotations

import logging

import pytest

from mailing import NOTHING_LEFT, message_ids, on_file
from portinaio.daemon.complaints import send_mail
from portinaio.daemon.complaints.mail import smtp_session
from portinaio.errors import ConfigError, PortinaioError, UsageError


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
