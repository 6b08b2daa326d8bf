"""The filing cabinet of a house in memory: complaints, and what becomes of them."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from portinaio.api.client import Client
from portinaio.errors import NotFoundError, UsageError

TODAY = "2026-11-24"


WAYS = {
    "pec": ["pec", "email", "address"],
    "company_pec": ["company_pec", "company_email", "company_address"],
    "company_email": ["company_email", "company_address"],
}
OF_USER = {"name", "tax_code", "pec", "email", "address", "line"}


def a_gap_of(key, question, choices=(), *, or_day=False):
    """Something that a draft lacks, as the daemon tells it."""
    return {
        "key": key,
        "question": question,
        "any_of": WAYS.get(key, [key]),
        "of_user": key in OF_USER,
        "choices": list(choices),
        "or_day": or_day,
    }


def a_complaint(complaint_id=1, state="draft", **other: Any) -> dict[str, Any]:
    sent = None if state == "draft" else "2026-11-20"
    return {
        "id": complaint_id,
        "state": state,
        "recipient": "controller",
        "company": "Esempio Energia",
        "calls": [1],
        "created": "2026-11-19T10:00:00+01:00",
        "sent": sent,
        "received": None,
        "due": "2026-12-20" if state == "sent" else None,
        "counted": [],
        "days": {},
        "point": "",
        "receipt": "",
        "signed": False,
        "next": "send" if state == "draft" else None,
        "advice": "complete it, send it, and say so" if state == "draft" else "",
        "means": "pec" if sent else "",
        "text": "Spett.le Esempio Energia,\n\nil numero visualizzato era +39 0844 123456.",
        "mailto": "mailto:dpo@energia.example.com?subject=Opposizione",
        "page": "",
        "channel": "letter",
        "number": "",
        "attachments": [],
        "outgoing": {
            "sender": "maria@example.net",
            "to": "dpo@energia.example.com",
            "certified": False,
        },
        "unconfirmed": None,
        "mails": [],
        "doubt": "",
    } | other


def a_draft(**other: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "recipient": "controller",
        "channel": "letter",
        "subject": "Opposizione al trattamento dei dati personali",
        "paragraphs": ["Spett.le società,"],
        "fields": [],
        "calls": [1],
        "annexes": [],
        "missing": [],
        "further": [],
        "sources": [{"cite": "art. 21 GDPR", "url": None, "checked": "2026-11-01"}],
        "basis": [
            {
                "paragraph": 0,
                "sentence": "Spett.le società,",
                "rests_on": "stated",
                "cite": "art. 21 GDPR",
                "grounds": [
                    {
                        "name": "company",
                        "known": "stated",
                        "where": "answers",
                        "by": "Maria Rossi",
                        "on": "2026-11-24",
                    }
                ],
            }
        ],
        "page": "",
        "number": "",
        "cautions": [],
        "routes": [],
        "suggestions": [],
        "text": "Spett.le società,\n\nil numero visualizzato era +39 0844 123456.\n\nDistinti saluti",
        "aid": "You object to the use of your data.",
    } | other


def a_form(**other: Any) -> dict[str, Any]:
    """A draft for an authority's page."""
    fields = (
        ("name", "Nome e cognome", "Ada Bianchi", True),
        ("line", "Utenza interessata", "+390200000001", False),
        (
            "facts",
            "Descrizione dei fatti",
            "Il 24 novembre 2026 ho ricevuto tre chiamate.\nGrazie.",
            False,
        ),
    )
    return (
        a_draft(
            recipient="garante",
            channel="web",
            subject="Segnalazione di telefonate indesiderate",
            page="https://www.garante.example.com",
            fields=[
                {
                    "key": key,
                    "label": label,
                    "value": value,
                    "verified": verified,
                    "gap": "[" in value,
                }
                for key, label, value, verified in fields
            ],
        )
        | other
    )


class FakeCabinet(Client):
    """The acts on complaints; each change is told."""

    def __init__(self) -> None:
        self.draft: dict[str, Any] = a_draft()
        self.known_profile: dict[str, str] = {}
        self.filed: list[dict[str, Any]] = []
        self.sent_by_mail: list[int] = []
        self.registered: list[str] = ["Esempio Contatti S.r.l."]
        """What the public register answers."""
        self.asked_register: list[str] = []
        self.company_book: list[dict[str, Any]] = []

    def register(self, number):
        if not number.startswith("+39"):
            raise UsageError("no register says whose it is")
        return {"number": number, "register": "ROC", "keeper": "AGCOM", "host": "agcom.example"}

    def ask_register(self, number):
        self.asked_register.append(number)
        source = "AGCOM, ROC"
        return {
            "number": number,
            "companies": self.registered,
            "source": source,
            "day": "2026-11-24",
        }

    def companies(self):
        return list(self.company_book)

    def set_company(self, name, values, numbers):
        self.company_book.append({"name": name, "numbers": list(numbers), **values})
        return self.company_book[-1]

    def remove_company(self, name):
        self.company_book = [one for one in self.company_book if one["name"] != name]
        return {"forgotten": 1}

    def complaints(self):
        return list(self.filed)

    def complaint(self, complaint_id):
        for one in self.filed:
            if one["id"] == complaint_id:
                return one
        raise NotFoundError(f"there is no complaint {complaint_id}")

    def mark_complaint(self, complaint_id, event, *, on=None, means=None, point="", signed=False):
        if self.complaint(complaint_id)["signed"] and event == "sent" and not signed:
            raise UsageError("it needs your signature")
        days = {"sent": on or TODAY, "means": means or ""} if event == "sent" else {}
        days |= {"received": on} if event == "received" else {}
        days |= {"point": point} if event == "insufficient" else {}
        return self._change(complaint_id, state=event, **days)

    def unmark_complaint(self, complaint_id, event):
        days = {"sent": None, "means": ""} if event == "sent" else {}
        return self._change(complaint_id, state="draft" if event == "sent" else "sent", **days)

    def take_out(self, complaint_id, call_id):
        self._may()
        left = [one for one in self.complaint(complaint_id)["calls"] if one != call_id]
        self.draft |= {"calls": left}
        self._change(complaint_id, calls=left)
        return self.draft

    def put_in(self, complaint_id, call_id):
        self._may()
        every = [*self.complaint(complaint_id)["calls"], call_id]
        self.draft |= {"calls": every}
        self._change(complaint_id, calls=every)
        return self.draft

    def discard_complaint(self, complaint_id):
        self._may()
        self.filed.remove(self.complaint(complaint_id))
        self.tell("complaints", self.complaints())
        return {"forgotten": 1}

    def attach(self, complaint_id, name, data):  # noqa: ARG002  # the name is what shows
        found = self.complaint(complaint_id)
        changed = self._change(complaint_id, attachments=[*found["attachments"], name])
        return {**changed, "notice": ""}

    def letter(self, complaint_id, kind):
        text = self.complaint(complaint_id)["text"]
        data = b64encode(text.encode()).decode()
        return {"name": f"complaint-{complaint_id}.{kind}", "type": "", "data": data, "notice": ""}

    def year(self):
        return {"text": "Calls and complaints of 2026\n"}

    def year_file(self):
        data = b64encode(b"%PDF").decode()
        return {"name": "portinaio-2026.pdf", "type": "", "data": data, "notice": ""}

    def send_complaint(self, complaint_id, *, confirmed, again=False):
        if not confirmed:
            raise UsageError("a letter leaves only after you have said yes to it")
        if self.complaint(complaint_id)["unconfirmed"] and not again:
            raise UsageError("it may have been sent")
        self.sent_by_mail.append(complaint_id)
        return self.mark_complaint(complaint_id, "sent", means="pec")

    def profile(self):
        return dict(self.known_profile)

    def set_profile(self, values):
        self._may()
        self.known_profile |= values
        self.draft["missing"] = [one for one in self.draft["missing"] if one["key"] not in values]
        return self.profile()

    def report(self, *, call=None, number=None, calls=(), recipient="controller", values=None):  # noqa: ARG002
        self._may()
        about = {"calls": list(calls)} if calls else {"call": call}
        self.asked.append(("report", about | {"recipient": recipient, "values": values}))
        missing = [one for one in self.draft["missing"] if one["key"] not in (values or {})]
        known = [one for one in self.filed if one["recipient"] == recipient]
        draft_id = known[0]["id"] if known else len(self.filed) + 1
        draft = self.draft | {"missing": missing, "id": draft_id}
        if not known:
            page, text = draft["page"], draft["text"]
            self.filed.append(a_complaint(draft_id, recipient=recipient, page=page, text=text))
        return draft

    joins: dict = {"draft": None, "says": ""}  # noqa: RUF012  # replaced, never changed

    def joining(self, **_about):
        return self.joins

    def _change(self, complaint_id, **other):
        self._may()
        found = self.complaint(complaint_id)
        self.filed[self.filed.index(found)] = found | other
        self.tell("complaints", self.complaints())
        return self.complaint(complaint_id)
