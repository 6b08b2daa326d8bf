"""A complaint in brief: what left and what came of it, and what its owner put to it."""

from __future__ import annotations

from datetime import date

from portinaio.tui.complaints.complaint_details import complaint_details
from tui.filing import a_complaint


def test_mails_and_receipts_are_told_apart_from_what_was_put_to_it_by_hand():
    receipt = {
        "kind": "avvenuta-consegna",
        "at": "2026-11-21T09:15:00+01:00",
        "error": "",
        "file": "avvenuta-consegna-1.eml",
    }
    mail = {"at": "2026-11-20T10:00:00+01:00", "to": "a@b.example", "message_id": "m@x"}
    mail |= {"file": "mail-1.eml", "receipts": [receipt]}
    files = ["avvenuta-consegna-1.eml", "contratto.pdf", "mail-1.eml"]
    filed = a_complaint(1, "sent", attachments=files, mails=[mail])

    lines = complaint_details(filed, filed, date(2026, 11, 24)).plain.splitlines()

    assert [line for line in lines if line.startswith("·")] == ["· contratto.pdf"]
    assert lines[-2:] == [
        "given to the mail server on 20 Nov 2026",
        "avvenuta-consegna · 21 Nov 2026, 09:15",
    ]
