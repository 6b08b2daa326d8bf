"""What is on file of a mail is how it left, and what may not leave does not."""

from __future__ import annotations

import email
import socket
from email import policy

import pytest

from complaint_world import MARIA, a_file
from mailing import a_house, message_ids, serving
from portinaio.daemon.complaints import send_mail
from portinaio.errors import UsageError


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
