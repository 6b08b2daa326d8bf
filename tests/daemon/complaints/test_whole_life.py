"""A letter from the day it leaves to the complaint to the authority, whatever comes: what the list says, the letters say."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from pec import receipt
from portinaio.complaints.terms import months_later
from portinaio.countries.pack import read_pack
from portinaio.countries.working_days import or_next_working
from portinaio.countries.written import written_day
from portinaio.daemon.complaints import follow_up
from portinaio.daemon.complaints.mail import mail_record
from portinaio.daemon.complaints.mail.mail_record import MailRecord

ITALY = read_pack("IT")
UNENROLLED = {key: value for key, value in MARIA.items() if key != "rpo_enrolled_on"}
PEC = {"company_pec": "privacy@pec.example.com"}
DAY = timedelta(days=1)

ARRIVALS = [
    pytest.param(date(2026, 11, 24), date(2026, 12, 24), id="ends on a working day"),
    pytest.param(date(2026, 11, 25), date(2026, 12, 28), id="ends at Christmas, and a weekend"),
    pytest.param(date(2026, 11, 27), date(2026, 12, 28), id="ends on a Sunday"),
    pytest.param(date(2026, 12, 6), date(2027, 1, 7), id="ends at Epiphany"),
]


class Came(NamedTuple):
    """What came of the first letter, how long after its last day, and what the next letters then say."""

    event: str
    after: int
    point: str
    state: str
    next: str | None
    reminds: str
    alleges: tuple[str, ...]


OVER = "Mancato riscontro entro il termine"
LATE = "Riscontro oltre il termine"
SHORT = "Riscontro insufficiente alle richieste"
NO = "Mancato accoglimento delle richieste"
ALLEGATIONS = {OVER, LATE, SHORT, NO}
POINT = "origine dei dati"
SAID = "non soddisfa la richiesta sul punto seguente: origine dei dati."
LIVES = {
    "nothing": Came("", 1, "", "overdue", "reminder", "{over} e non ho ricevuto risposta.", (OVER,)),
    "more time, late": Came("extended", 1, "", "overdue", "reminder", "{over} senza riscontro.", (OVER,)),
    "an answer": Came("answered", 0, "", "answered", None, "Ho ricevuto un riscontro {on}.", ()),
    "an answer, late": Came("answered", 1, "", "answered", None, "Ho ricevuto un riscontro {on}.", (LATE,)),
    "half an answer": Came("answered", 0, POINT, "insufficient", "reminder", SAID, (SHORT,)),
    "half an answer, late": Came("answered", 1, POINT, "insufficient", "reminder", SAID, (SHORT, LATE)),
    "a no": Came("refused", 0, "", "refused", "reclamo", "Avete rifiutato la richiesta {on}.", (NO,)),
    "a no, late": Came("refused", 1, "", "refused", "reclamo", "Avete rifiutato la richiesta {on}.", (NO, LATE)),
}  # fmt: skip


class Life:
    """A house on a clock that is turned by hand."""

    def __init__(self, folder):
        self.clock = Clock()
        self.client = a_client(a_context(folder, self.clock))

    def on(self, day):
        self.clock.turn_to(day.month, day.day, day.year)

    def leaves(self, complaint_id, arrives):
        """By certified mail; the receipt of delivery is put to it."""
        context, message_id = self.client.context, f"m{complaint_id}@x"
        follow_up.keep_file(context, complaint_id, f"mail-{message_id}.eml", b"as it left")
        record = MailRecord(
            message_id,
            mail_record.stamp(context.now()),
            "maria@pec.example.net",
            "privacy@pec.example.com",
            f"mail-{message_id}.eml",
            "c",
            certified=True,
        )
        mail_record.keep(context.store, complaint_id, record)
        self.client.mark_complaint(complaint_id, "sent", means="pec")
        if arrives > self.clock.now.date():
            self.on(arrives)
        delivered = receipt("avvenuta-consegna", message_id, day=f"{arrives:%d/%m/%Y}")
        return self.client.attach(complaint_id, "ricevuta.eml", delivered)

    def stands(self, complaint_id=1):
        one = self.client.complaint(complaint_id)
        return one["state"], one["due"], one["next"]

    def letter(self, recipient):
        return self.client.report(call=1, recipient=recipient)


@pytest.fixture
def life(tmp_path):
    life = Life(tmp_path)
    life.client.report(call=1, values=ANSWERS | UNENROLLED | PEC)
    yield life
    life.client.context.close()


def said(draft):
    return " ".join(draft["text"].split())


def led(day, word="il"):
    return ITALY.led(word, written_day(day, ITALY))


def alleged(draft):
    return {words for words in ALLEGATIONS if words in said(draft)}


@pytest.mark.parametrize("came", LIVES.values(), ids=LIVES)
@pytest.mark.parametrize(("arrived", "last"), ARRIVALS)
def test_from_its_receipt_to_the_complaint(life, arrived, last, came):
    # It arrives, and the certified box says when.
    assert life.leaves(1, arrived)["due"] == last.isoformat()

    # On the last day nothing is over, neither in the list nor in a letter.
    life.on(last)
    assert life.stands() == ("received", last.isoformat(), None)
    early = life.letter("reminder")
    assert f"scade {led(last)}, e finora non ho ricevuto risposta" in said(early)
    assert alleged(life.letter("reclamo")) == set()

    # Something comes, or nothing.
    on = last + came.after * DAY
    life.on(on)
    if came.event:
        life.client.mark_complaint(1, came.event)
    if came.point:
        life.client.mark_complaint(1, "insufficient", point=came.point)
    state, _, next_step = life.stands()
    assert (state, next_step) == (came.state, came.next)
    reminder = life.letter("reminder")
    assert came.reminds.format(over=f"scaduto {led(last)}", on=led(on)) in said(reminder)
    assert alleged(life.letter("reclamo")) == set(came.alleges)
    if came.next != "reminder":
        return

    # The reminder leaves and arrives; after two weeks, the authority.
    owed = or_next_working(on + 14 * DAY, ITALY)
    assert life.leaves(reminder["id"], on)["due"] == owed.isoformat()
    life.on(owed)
    assert life.stands(reminder["id"]) == ("received", owed.isoformat(), None)
    life.on(owed + DAY)
    assert life.stands(reminder["id"]) == ("overdue", owed.isoformat(), "reclamo")
    reclamo = life.letter("reclamo")
    assert alleged(reclamo) == set(came.alleges)
    assert (
        f"sollecito {led(on, 'del')}, per posta elettronica certificata, senza riscontro"
        in said(reclamo)
    )
    assert reclamo["missing"] == []


@pytest.mark.parametrize(("arrived", "last"), ARRIVALS)
def test_more_time_in_time_moves_the_last_day_in_list_and_letter(life, arrived, last):
    longer = or_next_working(months_later(arrived, 3), ITALY)
    life.leaves(1, arrived)
    life.on(last)
    life.client.mark_complaint(1, "extended")

    told = []
    for day in (last + DAY, longer, longer + DAY):
        life.on(day)
        text = said(life.letter("reminder"))
        told.append(
            (life.stands()[0], f"scade {led(longer)}" in text, f"scaduto {led(longer)}" in text)
        )

    assert told == [
        ("received", True, False),
        ("received", True, False),
        ("overdue", False, True),
    ]
