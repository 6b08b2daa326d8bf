"""The yearly report: one page, only what was measured, and nothing of a person in what is shared."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from letters import ROME, a_sales_call
from portinaio.complaints.year import ROWS, YearCompany, YearReport, as_text, for_sharing
from portinaio.core.complaint import BookedCompany
from portinaio.core.logged import GIVEN_BACK
from portinaio.core.message import render
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.errors import UsageError

LONG = "Società Esempio per l’Energia più Bella di tutta la Città Metropolitana S.p.A."


@pytest.fixture
def client(tmp_path):
    """A sales call of 18 November is in the log, and complaint 1 about it was sent."""
    client = a_client(a_context(tmp_path, Clock()))
    client.report(call=1, values=ANSWERS | MARIA)
    client.mark_complaint(1, "sent", means="email")
    yield client
    client.context.close()


def record(client, call_id, at, **known):
    client.context.store.calls.record(a_sales_call(18, call_id, at=at, **known))


def on(year, month, day, hour=12):
    return datetime(year, month, day, hour, tzinfo=ROME)


def test_calls_companies_and_outcomes_of_the_year_are_counted(client):
    record(
        client, 2, on(2026, 3, 1), label=Label.REPORTED, action=Action.REJECT, outcome=Outcome.DONE
    )

    told = client.year()

    assert (told["labels"], told["refused"], told["states"]) == (
        {"known": 0, "unknown": 1, "reported": 1},
        1,
        {"sent": 1},
    )
    assert told["companies"] == [
        {"name": "Esempio Energia S.p.A.", "calls": 2, "complaints": 1, "state": "sent"}
    ]


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (on(2025, 12, 31, 23), False),
        (on(2026, 1, 1, 0), True),
        (on(2026, 12, 31, 23), True),
        (on(2027, 1, 1, 0), False),
    ],
)
def test_a_year_begins_and_ends_by_the_clock_on_the_wall(client, at, counts):
    before = client.year()["labels"]["unknown"]

    record(client, 2, at)

    assert client.year(year=2026)["labels"]["unknown"] - before == counts


def test_ringing_is_spared_as_long_as_calls_were_seen_to_ring(client):
    for call_id, rang in ((2, 10.0), (3, 20.0), (4, 40.0)):
        record(client, call_id, on(2026, 2, call_id), action=Action.RING, rang_s=rang, talked_s=0.0)
    for call_id in (5, 6):
        record(client, call_id, on(2026, 2, call_id), action=Action.REJECT, outcome=Outcome.DONE)

    told = client.year()

    assert (told["usual_ring_s"], told["timed"], told["spared_s"]) == (20, 3, 40)


def test_the_time_of_our_own_branch_is_nobody_s_ringing(client):
    record(
        client, 2, on(2026, 2, 2), action=Action.RING, rang_s=3.0, talked_s=0.0, cause=GIVEN_BACK
    )

    told = client.year()

    assert (told["usual_ring_s"], told["spared_s"]) == (None, None)
    assert "Ringing spared" in told["text"]
    assert "not known" in told["text"]


def test_calls_that_are_counts_by_now_are_told_apart(client):
    record(client, 2, on(2026, 2, 2), action=Action.REJECT, outcome=Outcome.DONE)
    client.context.store.calls.prune(on(2026, 6, 1))

    told = client.year()

    assert (told["counted_only"], told["since"], told["refused"]) == (1, "2026-11-18", 0)
    assert "1 call is only counted" in told["text"]


def test_a_year_to_come_is_refused(client):
    with pytest.raises(UsageError, match="2027 has not begun"):
        client.year(year=2027)


def test_a_year_without_calls_is_a_page_too(client):
    told = client.year(year=2019)

    assert (sum(told["labels"].values()), told["companies"]) == (0, [])
    assert "2019" in told["text"]


# -- to be shared

PEOPLE = ["Mario Bianchi", "Rossi Anna & C. s.n.c.", "0844 123456", "maria@example.net", "Unknown"]
FIRMS = ["Esempio S.p.A.", "Esempio Luce Srl", "Beispiel GmbH", "Example Ltd", "Exemple SARL"]


def a_report(*companies, **known):
    return YearReport(
        2026, date(2026, 11, 24), date(2026, 11, 24), {"known": 1}, 0, None, 0, None, 0, companies, {}, "Maria Rossi"
    )._replace(**known)  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_what_may_be_a_person_or_a_number_is_counted_and_not_named(name):
    shared = for_sharing(a_report(YearCompany("Esempio S.p.A.", 3, 1), YearCompany(name, 2, 1)))

    assert [tuple(c)[:3] for c in shared.companies] == [("Esempio S.p.A.", 3, 1), ("", 2, 1)]


@pytest.mark.parametrize("name", FIRMS)
def test_a_company_whose_name_shows_that_it_is_one_is_named(name):
    assert for_sharing(a_report(YearCompany(name, 2))).companies[0].name == name


def test_what_is_shared_bears_neither_the_user_s_name_nor_any_number(client):
    client.context.store.companies.set(BookedCompany("Mario Bianchi", numbers=("+390844999999",)))
    record(client, 2, on(2026, 2, 2), number="+390844999999")

    told = client.year(share=True)

    said = json.dumps(told, ensure_ascii=False)
    assert [n for n in ("Maria", "Rossi", "Bianchi") if n in said] == []
    assert re.findall(r"\d(?:[ .-]?\d){5,}", re.sub(r"\d{4}-\d\d-\d\d", "", said)) == []


@settings(deadline=None, max_examples=50)
@given(names=st.lists(st.text(max_size=90), max_size=30))
def test_whatever_companies_are_called_no_call_is_lost(names):
    report = a_report(*(YearCompany(name, n + 1) for n, name in enumerate(names)))

    shared = for_sharing(report)

    assert sum(c.calls for c in shared.companies) == sum(c.calls for c in report.companies)


# -- one page


def a_full_house(client):
    """Forty companies with long names."""
    for n in range(40):
        number = f"+39084410{n:04}"
        client.context.store.companies.set(BookedCompany(f"{n} {LONG}", numbers=(number,)))
        record(client, 100 + n, on(2026, 5, 1 + n % 28), number=number)


@pytest.mark.parametrize("language", ["en", "it"])
@pytest.mark.parametrize("share", [False, True])
def test_forty_companies_with_long_names_are_one_page(client, language, share):
    if shutil.which("pdfinfo") is None:
        pytest.skip("pdfinfo is not installed")
    a_full_house(client)

    made = a_client(client.context, language).year_file(share=share)

    info = subprocess.run(
        ["pdfinfo", "-"], input=b64decode(made["data"]), capture_output=True, check=True
    ).stdout.decode()
    assert re.search(r"Pages: +1\n", info)
    assert made["notice"] == ""


def test_the_rest_of_many_companies_is_summed_up(client):
    a_full_house(client)

    told = client.year()

    assert f"{41 - ROWS} more" in told["text"]
    assert len(told["companies"]) == 41


def test_the_page_is_italian_for_who_reads_italian(client):
    text = a_client(client.context, "it").year()["text"]

    assert "Chiamate e pratiche del 2026" in text
    assert "Squilli risparmiati" in text


def test_the_text_has_every_figure_of_the_report():
    report = a_report(YearCompany("Esempio S.p.A.", 123, 45, "answered"), refused=678)

    text = as_text(report, lambda sentence: render(sentence, None))

    assert [n for n in ("123", "45", "678", "answered") if n not in text] == []
