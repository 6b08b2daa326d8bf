"""A server that takes its time, breaks off or speaks nonsense: was the letter sent?"""

import shutil
import smtplib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from portinaio.api import request
from portinaio.api.requests.complaints import ComplaintRequests
from portinaio.config.load import load_settings
from portinaio.daemon.complaints import send_mail
from portinaio.daemon.complaints.mail import smtp_session
from portinaio.errors import HomeError, PortinaioError, UsageError
from postbox import PASSWORD

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")


def doubts(local):
    """What the small state keeps but for the days on which the user said who they are."""
    kept = local.context.store.state.all()
    return {key: value for key, value in kept.items() if not key.startswith("profile_said_on.")}


@pytest.fixture
def silent(postbox, monkeypatch):
    """A server that takes a letter and does not say so, for somebody who does not wait."""
    postbox.answers.clear()
    monkeypatch.setattr(smtp_session, "RECEIPT_S", 0.2)
    return postbox


def sent_meanwhile(local, trust):
    """A thread that sends, and in it what came of it."""
    return ThreadPoolExecutor(1).submit(send_mail.send, local.context, 1, trust)


def test_a_server_that_answers_late_has_sent_it(local, postbox, trust):
    postbox.answers.clear()
    sending = sent_meanwhile(local, trust)
    postbox.taken.wait(20)
    before = local.complaint(1)["state"]

    postbox.answers.set()
    sending.result(20)

    assert (before, local.complaint(1)["state"], len(postbox.envelopes)) == ("draft", "sent", 1)


def test_a_letter_that_is_being_sent_is_not_sent_by_a_second_one(local, postbox, trust):
    postbox.answers.clear()
    sending = sent_meanwhile(local, trust)
    postbox.taken.wait(20)

    with pytest.raises(UsageError, match="complaint 1 is just being sent"):
        send_mail.send(local.context, 1, trust, again=True)

    postbox.answers.set()
    sending.result(20)
    assert (local.complaint(1)["state"], len(postbox.envelopes)) == ("sent", 1)


def test_of_a_server_that_does_not_answer_it_is_not_known_whether_it_was_sent(local, silent, trust):
    with pytest.raises(PortinaioError, match=r"may have been sent on 24 Nov 2026.*--again"):
        send_mail.send(local.context, 1, trust)

    shape = local.complaint(1)
    assert (shape["state"], "may have been sent" in shape["advice"]) == ("draft", True)
    assert len(silent.envelopes) == 1


def test_what_may_have_been_sent_is_not_sent_again_unasked(local, silent, trust):
    with pytest.raises(PortinaioError):
        send_mail.send(local.context, 1, trust)
    silent.answers.set()

    with pytest.raises(UsageError, match="may have been sent"):
        send_mail.send(local.context, 1, trust)
    before = len(silent.envelopes)
    send_mail.send(local.context, 1, trust, again=True)

    assert (before, len(silent.envelopes), local.complaint(1)["state"]) == (1, 2, "sent")
    assert "may have been sent" not in local.complaint(1)["advice"]


@pytest.mark.usefixtures("silent")
@pytest.mark.parametrize("how", ["it arrived", "it was taken back"])
def test_who_knows_whether_it_arrived_says_so(local, trust, how):
    with pytest.raises(PortinaioError):
        send_mail.send(local.context, 1, trust)

    local.mark_complaint(1, "sent")
    if how == "it was taken back":
        local.unmark_complaint(1, "sent")

    shape = local.complaint(1)
    assert "may have been sent" not in shape["advice"]
    assert shape["state"] == ("sent" if how == "it arrived" else "draft")


@pytest.mark.usefixtures("silent")
def test_a_discarded_complaint_leaves_no_doubt_to_the_next_of_its_number(local, trust):
    with pytest.raises(PortinaioError):
        send_mail.send(local.context, 1, trust)

    local.discard_complaint(1)

    assert doubts(local) == {}


@pytest.mark.parametrize("refusal", ["550 no complaints today", "451 later", "400 x", "599 x"])
def test_a_refused_letter_was_not_sent_and_can_be_sent_without_ado(local, postbox, trust, refusal):
    postbox.refuses = refusal
    with pytest.raises(PortinaioError, match="the letter was not sent"):
        send_mail.send(local.context, 1, trust)
    postbox.refuses = None

    send_mail.send(local.context, 1, trust)

    assert (len(postbox.envelopes), local.complaint(1)["state"]) == (1, "sent")


@pytest.mark.parametrize("said", ["what?", "199 later", "354 go on", "600 never"])
def test_of_a_server_that_answers_nonsense_it_is_not_known_either(local, postbox, trust, said):
    postbox.refuses = said

    with pytest.raises(PortinaioError, match="may have been sent"):
        send_mail.send(local.context, 1, trust)

    assert "may have been sent" in local.complaint(1)["advice"]


@pytest.mark.parametrize("said", ["200 taken", "299 taken"])
def test_a_letter_that_is_taken_in_whichever_words_was_sent(local, postbox, trust, said):
    postbox.refuses = said

    send_mail.send(local.context, 1, trust)

    assert local.complaint(1)["state"] == "sent"


@pytest.mark.parametrize("whom", ["refuses_sender", "refuses_recipient"])
def test_an_address_that_is_refused_is_told_and_nothing_was_sent(local, postbox, trust, whom):
    setattr(postbox, whom, "550 not this one")

    with pytest.raises(PortinaioError, match=r"was not sent.*not this one"):
        send_mail.send(local.context, 1, trust)

    assert local.complaint(1)["state"] == "draft"
    assert "may have been sent" not in local.complaint(1)["advice"]


def test_a_server_that_wants_no_letter_now_has_taken_none(local, postbox, trust, monkeypatch):
    real = smtplib.SMTP.docmd

    def docmd(server, command, arguments=""):
        return (451, b"later") if command == "data" else real(server, command, arguments)

    monkeypatch.setattr("smtplib.SMTP.docmd", docmd)

    with pytest.raises(PortinaioError, match=r"was not sent.*later"):
        send_mail.send(local.context, 1, trust)

    assert (postbox.envelopes, doubts(local)) == ([], {})


def test_a_home_that_cannot_be_written_sends_nothing(local, postbox, trust, tmp_path):
    (tmp_path / "sending-1.lock").mkdir()

    with pytest.raises(HomeError, match="cannot be written"):
        send_mail.send(local.context, 1, trust)

    assert postbox.envelopes == []


def test_a_connection_that_breaks_before_the_last_line_has_sent_nothing(
    local, postbox, trust, monkeypatch
):
    real = smtplib.SMTP.send

    def broken(server, said):
        if isinstance(said, bytes):  # the letter; commands are text
            raise smtplib.SMTPServerDisconnected("Server not connected")
        real(server, said)

    with monkeypatch.context() as breaking:
        breaking.setattr("smtplib.SMTP.send", broken)
        with pytest.raises(PortinaioError, match="the letter was not sent"):
            send_mail.send(local.context, 1, trust)
    send_mail.send(local.context, 1, trust)

    assert (len(postbox.envelopes), local.complaint(1)["state"]) == (1, "sent")


def test_a_letter_that_was_sent_and_cannot_be_written_down_is_not_called_unsent(
    local, postbox, trust, monkeypatch
):
    def full(*_, **__):
        raise HomeError("the disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(send_mail.follow_up, "mark", full)
        with pytest.raises(PortinaioError, match="was sent, and that cannot be written down"):
            send_mail.send(local.context, 1, trust)

    with pytest.raises(UsageError, match="may have been sent"):
        send_mail.send(local.context, 1, trust)
    assert len(postbox.envelopes) == 1


def test_no_client_gives_up_before_the_server_could_have_answered():
    longest_s = smtp_session.TALK_S + smtp_session.FAREWELL_S
    sending: Any = ComplaintRequests.send_complaint

    assert longest_s < request.PATIENCE_S[sending.pace]


def test_a_line_that_begins_with_a_dot_arrives_with_it(local, postbox, trust):
    mail = load_settings(local.context.home.config_file).mail
    with smtp_session.session(mail, PASSWORD, trust) as server:
        envelope = smtp_session.Envelope("a@example.net", "b@example.com", b"A: b\r\n\r\n.\r\n..x")
        smtp_session.address(server, envelope)
        smtp_session.deliver(server, envelope.message)

    assert postbox.envelopes[0].content == b"A: b\r\n\r\n.\r\n..x\r\n"
