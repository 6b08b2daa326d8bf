"""No letter, state or advice says that a time is over before it is, nor that it runs once it is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

import holidays
from dateutil.relativedelta import relativedelta
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from letters import MARIA, ROME, a_draft, a_sales_call, on_one_line, with_own
from portinaio.complaints.deadlines import status_on
from portinaio.core.complaint import Complaint, State
from portinaio.countries.pack import read_pack
from portinaio.daemon.complaints.begun import sent_before

ITALY = read_pack("IT")
WAYS = {"email": 1, "pec": 1, "registered": 10, "post": 10, "web": 0, "hand": 0, "": 10}
"""Days that a letter is given to arrive, by the way on which it went."""
SATURDAY, DAY = 5, timedelta(days=1)
OVER = (
    "è scaduto",
    "scaduto il",
    "scaduto l'",
    "Mancato riscontro",
    "oltre il termine",
    "è giunto dopo il termine",
)
RUNS = ("scade il", "scade l'", "termine di riscontro in corso")
PERSON = with_own(MARIA, tax_code="RSSMRA80A01H501U")._replace(address="via Esempio 1, 00100 Roma")


def last_day(sent, means, received, extended):
    """Counted once more, by other means than the program's."""
    begins = received or sent + timedelta(days=WAYS[means])
    last = working(begins + relativedelta(months=1))
    if extended and extended <= last:
        return working(begins + relativedelta(months=3))
    return last


def working(day):
    while day.weekday() >= SATURDAY or day in holidays.Italy(years=day.year):
        day += timedelta(days=1)
    return day


class Story(NamedTuple):
    """What became of a letter, in days after it went or arrived."""

    sent: date
    means: str
    way: int | None
    """`None` where nobody knows when it arrived."""
    longer: int | None
    """When more time was asked for."""
    word: str
    """Of the answer; empty where none came."""
    after: int
    passed: int
    near: bool
    """Whether `passed` counts from the last day."""

    @property
    def received(self) -> date | None:
        return None if self.way is None else self.sent + self.way * DAY

    @property
    def begins(self) -> date:
        return self.received or self.sent

    @property
    def extended(self) -> date | None:
        return None if self.longer is None else self.begins + self.longer * DAY

    @property
    def replied(self) -> date | None:
        return self.begins + self.after * DAY if self.word else None

    @property
    def last(self) -> date:
        return last_day(self.sent, self.means, self.received, self.extended)

    @property
    def today(self) -> date:
        return (self.last if self.near else self.begins) + self.passed * DAY

    @property
    def possible(self) -> bool:
        days = [day for day in (self.sent, self.received, self.extended, self.replied) if day]
        asked_first = not (self.replied and self.extended) or self.extended <= self.replied
        return asked_first and max(days) <= self.today

    def letter(self) -> Complaint:
        events = {}
        if self.word:
            events["refused" if self.word == "refused" else "answered"] = self.replied
        if self.word == "insufficient":
            events |= {"insufficient": self.replied, "point": "fonte dei dati"}
        written = datetime(2026, 1, 1, tzinfo=ROME)
        return Complaint(1, "IT", "controller", "X", (1,), {}, written, self.sent, means=self.means,
            received=self.received, extended=self.extended, **events)  # fmt: skip


stories = st.builds(
    Story,
    sent=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    means=st.sampled_from(sorted(WAYS)),
    way=st.none() | st.integers(0, 30),
    longer=st.none() | st.integers(0, 60),
    word=st.sampled_from(["", "answered", "refused", "insufficient"]),
    after=st.integers(0, 130),
    passed=st.integers(-3, 3) | st.integers(0, 130),
    near=st.booleans(),
).filter(lambda story: story.possible)


@given(story=stories)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_a_time_is_over_from_the_day_after_its_last_and_no_sooner(story):
    letter = story.letter()
    before = datetime(2025, 12, 1, 10, 0, tzinfo=ROME)

    texts = [
        on_one_line(
            a_draft(
                a_sales_call(at=before),
                recipient=act,
                profile=PERSON,
                earlier=(sent_before(letter),),
                on=story.today,
            )
        )
        for act in ("reminder", "reclamo")
    ]

    over = (story.replied or story.today) > story.last
    for text in texts:
        assert any(words in text for words in OVER) is over
        assert not (over and any(words in text for words in RUNS))
        assert ("non mi è noto" in text or "non è noto" in text) <= (story.received is None)
    state = status_on(letter, [letter], ITALY, story.today).state
    assert (state is State.OVERDUE) is (not story.word and over)
