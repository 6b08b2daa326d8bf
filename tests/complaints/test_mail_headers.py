"""No word of anybody's becomes a header of a mail, whatever it is."""

from __future__ import annotations

import email
from email import policy

from hypothesis import example, given, settings
from hypothesis import strategies as st

from letters import a_draft
from portinaio.complaints.mail import Enclosure, as_mail

OURS = ["Date", "Message-ID", "Subject", "From", "To", "Reply-To", "MIME-Version", "Content-Type"]
HEADERS = {"Date": "Tue, 24 Nov 2026 18:00:00 +0100", "Message-ID": "<m@portinaio.invalid>"}
WORDS = st.text(st.characters(), max_size=150)
DRAFT = a_draft()


@settings(deadline=None, max_examples=100)
@given(company=WORDS, subject=WORDS, name=WORDS, file=WORDS)
@example("a\r\nBcc: x@example.org", "b\nCc: x@example.org", 'c" <x@example.org>, "y', "d\r\nX: y")
@example("\u2028Bcc: x@example.org", "\x85Cc: x", "\x0bTo: x", "\x1c")
@example("=?utf-8?q?x=0D=0ABcc:_x@example.org?=", "=?utf-8?b?Cg==?=", "=?x", "?=")
def test_no_word_of_anybody_s_becomes_a_header(company, subject, name, file):
    draft = DRAFT._replace(
        subject=subject,
        sender=(name, "other@example.net"),
        addressee=DRAFT.addressee._replace(name=company),
    )

    data = as_mail(
        draft, [Enclosure(file, b"%PDF")], "maria@example.net", HEADERS, to="p@example.com"
    )

    mail = email.message_from_bytes(data, policy=policy.default)
    head = data.partition(b"\r\n\r\n")[0]
    assert {key for key, _ in mail.items()} <= set(OURS)
    assert [a.addr_spec for a in mail["To"].addresses] == ["p@example.com"]
    assert [a.addr_spec for a in mail["From"].addresses] == ["maria@example.net"]
    assert (head.isascii(), max(map(len, head.split(b"\r\n"))) <= 998) == (True, True)
    assert mail["Message-ID"] == "<m@portinaio.invalid>"
