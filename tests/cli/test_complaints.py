"""`portinaio complaints`, `profile` and `companies`: the life of a complaint from the command line."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call

PROFILE = ("profile", "set", "name=Anna Bianchi", "email=anna@example.net", "line=0200005678")
REPORT = (
    "report",
    "17",
    "--set",
    "company=Example S.p.A.",
    "--set",
    "company_email=privacy@example.com",
    "--set",
    "kind=operator",
    "--set",
    "product=energia",
)


DAY = {"en_GB": "d MMM y", "it": "d MMM y", "de": "d. MMM y"}


@pytest.fixture
def draft(run, house):
    """A complaint 1, complete and not sent."""
    house.mkdir()
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record(a_logged_call(17))
    run(*PROFILE)
    assert "still asks" not in run(*REPORT).err


def test_without_a_complaint_the_way_to_one_is_named(run):
    assert "portinaio report CALL" in run("complaints").out


@pytest.mark.usefixtures("draft")
def test_complaints_are_listed_with_what_comes_next(run):
    lines = run("complaints").out.splitlines()

    assert lines[0].split() == ["id", "state", "recipient", "company", "due", "next"]
    assert "complete it, send it, and say so" in lines[1]


@pytest.mark.usefixtures("draft")
def test_a_letter_is_shown_as_it_stands(run):
    answer = run("complaints", "show", "1")

    assert "Spett.le Example S.p.A." in answer.out
    assert "complaint 1 to the company: draft" in answer.err


@pytest.mark.usefixtures("draft")
def test_sending_starts_the_clock(run):
    answer = run("complaints", "sent", "1", "--by", "email", "--json")

    assert (answer.json["state"], answer.json["means"], bool(answer.json["due"])) == (
        "sent",
        "email",
        True,
    )


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("language", DAY)
def test_the_day_of_an_answer_is_written_as_the_reader_does(run, monkeypatch, language):
    run("complaints", "sent", "1", "--by", "email")
    due = run("complaints", "show", "1", "--json").json["due"]
    monkeypatch.setenv("PORTINAIO_LANG", language[:2])

    listed, shown = run("complaints").out, run("complaints", "show", "1").err

    written = format_date(date.fromisoformat(due), DAY[language], locale=language)
    for told in listed, shown:
        assert written in told
        assert due not in told


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize("event", ["answered", "refused", "extended", "closed"])
def test_what_happens_is_written_down(run, event):
    run("complaints", "sent", "1")

    assert run("complaints", event, "1").code == 0


@pytest.mark.usefixtures("draft")
def test_the_evidence_is_written_to_a_file(run, tmp_path):
    answer = run("complaints", "show", "1", "--format", "evidence", "--out", str(tmp_path))

    assert answer.code == 0
    assert (tmp_path / "evidence-1.pdf").read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.usefixtures("draft")
def test_a_file_is_attached(run, tmp_path):
    (tmp_path / "receipt.pdf").write_bytes(b"%PDF")

    assert run("complaints", "attach", "1", str(tmp_path / "receipt.pdf")).code == 0
    assert run("complaints", "attach", "1", str(tmp_path / "none.pdf")).code == 1


@pytest.mark.usefixtures("draft")
def test_nothing_is_sent_where_nobody_can_say_yes(run):
    answer = run("complaints", "send", "1")

    assert (answer.code, "add --yes" in answer.err) == (2, True)


@pytest.mark.usefixtures("draft")
def test_sending_needs_a_mail_server(run):
    assert "config.toml has no [mail]" in run("complaints", "send", "1", "--yes").err


@pytest.mark.usefixtures("draft")
def test_where_no_mail_server_is_set_nobody_is_asked_whether_to_send(run, monkeypatch):
    monkeypatch.setattr("portinaio.cli.prompts.may_ask", lambda _context: True)
    monkeypatch.setattr("portinaio.cli.prompts.agree", pytest.fail)

    answer = run("complaints", "send", "1")

    assert (answer.code, "config.toml has no [mail]" in answer.err) == (2, True)


BEFORE = ("complaints", "sent", "1", "--on", "2026-11-01")


@pytest.mark.usefixtures("draft")
def test_a_day_before_the_call_that_the_letter_tells_of_is_refused_where_nobody_can_be_asked(run):
    answer = run(*BEFORE)

    assert (answer.code, "tells of a call of" in answer.err, "--yes" in answer.err) == (
        2,
        True,
        True,
    )
    assert run("complaints", "--json").json[0]["state"] == "draft"


@pytest.mark.parametrize(
    ("agrees", "state"),
    [pytest.param(True, "sent", id="who knows better insists"), pytest.param(False, "draft", id="a slip")],
)  # fmt: skip
@pytest.mark.usefixtures("draft")
def test_a_day_before_the_call_that_the_letter_tells_of_is_asked_about(run, monkeypatch, agrees, state):  # fmt: skip
    asked = []
    monkeypatch.setattr("portinaio.cli.prompts.may_ask", lambda _context: True)
    monkeypatch.setattr("portinaio.cli.prompts.agree", lambda text: asked.append(text) or agrees)

    run(*BEFORE)

    assert ["Was it sent before, on 1 Nov 2026, as it stands?" in text for text in asked] == [True]
    assert run("complaints", "--json").json[0]["state"] == state


@pytest.mark.parametrize(
    "words",
    [(*BEFORE, "--yes"), ("complaints", "sent", "1"), (*BEFORE[:3], "--on", "soon")],
    ids=["who insists", "today", "no day at all"],
)
@pytest.mark.usefixtures("draft")
def test_nobody_is_asked_about_a_day_who(run, monkeypatch, words):
    monkeypatch.setattr("portinaio.cli.prompts.may_ask", lambda _context: True)
    monkeypatch.setattr("portinaio.cli.prompts.agree", pytest.fail)

    assert run(*words).code == (2 if "soon" in words else 0)


@pytest.mark.usefixtures("draft")
def test_a_draft_is_discarded(run):
    run("complaints", "discard", "1")

    assert run("complaints", "--json").json == []


@pytest.mark.usefixtures("draft")
def test_the_deadlines_are_a_calendar(run):
    run("complaints", "sent", "1")

    assert run("complaints", "ics").out.count("BEGIN:VEVENT") == 1


def test_the_profile_is_filled_and_emptied(run):
    run(*PROFILE)
    run("profile", "set", "name=")

    known = run("profile", "--json").json
    assert (known["name"], known["line"]) == ("", "+390200005678")


def test_a_company_is_written_down_changed_and_shown(run):
    run("companies", "add", "Example S.p.A.", "email=a@example.com", "--number", "0844 123456")
    run("companies", "set", "example s.p.a.", "address=via Esempio 1, Roma")

    assert run("companies", "show", "EXAMPLE s.p.a.").out.splitlines() == [
        "name: Example S.p.A.",
        "address: via Esempio 1, Roma",
        "email: a@example.com",
        "numbers: +390844123456",
    ]


def test_the_book_of_companies_is_a_table(run):
    assert "The book is empty" in run("companies").out

    run("companies", "add", "Example S.p.A.")

    assert run("companies").out.splitlines()[1] == "Example S.p.A."
    assert run("companies", "show", "Other").code == 1
    assert run("companies", "remove", "Example S.p.A.").code == 0


@pytest.mark.usefixtures("draft")
def test_who_leaves_while_it_is_sent_is_told_that_it_may_leave_nevertheless(run, monkeypatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("portinaio.api.client.Client.send_complaint", interrupted)

    answer = run("complaints", "send", "1", "--yes")

    assert (answer.code, answer.err) == (
        130,
        "it may leave nevertheless; see portinaio complaints show 1\n",
    )


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(("form", "begins"), [("pdf", b"%PDF"), ("txt", b"Calls"), ("json", b"{")])
def test_a_year_is_written_to_a_file_for_its_owner(run, tmp_path, form, begins):
    answer = run("complaints", "year", "--format", form, "--out", str(tmp_path / "out"))

    (file,) = (tmp_path / "out").iterdir()
    assert (answer.code, file.stat().st_mode & 0o777) == (0, 0o600)
    assert file.read_bytes().startswith(begins)


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (("--format", "pdf"), 2, "pdf needs --out and a folder"),
        (("3000",), 2, "a year is like 2026"),
        (("2999",), 2, "2999 has not begun"),
    ],
)
def test_a_year_that_cannot_be_is_a_sentence(run, words, status, said):
    answer = run("complaints", "year", *words)

    assert (answer.code, said in answer.err) == (status, True)


@pytest.mark.usefixtures("draft")
def test_the_year_is_shown_and_shared_without_the_name(run):
    whole, shared = run("complaints", "year").out, run("complaints", "year", "--share").out

    assert ("Anna Bianchi" in whole, "Anna Bianchi" in shared) == (True, False)


@pytest.fixture
def draft_of_two(run, house):
    house.mkdir()
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record(a_logged_call(17))
        store.calls.record(a_logged_call(18))
    run(*PROFILE)
    run("report", "17", "18", *REPORT[2:])


@pytest.mark.usefixtures("draft_of_two")
def test_a_call_is_taken_out_of_a_draft_and_put_back_by_what_the_answer_says(run):
    out = run("complaints", "without", "1", "18")

    assert out.out.splitlines() == [
        "draft 1 is about 1 call now; undo: portinaio complaints with 1 18"
    ]
    assert run("complaints", "--json").json[0]["calls"] == [17]

    back = run("complaints", "with", "1", "18")

    assert back.out.endswith("undo: portinaio complaints without 1 18\n")
    assert run("complaints", "--json").json[0]["calls"] == [17, 18]


@pytest.mark.usefixtures("draft_of_two")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("without", "1", "99"), 1, "call 99 is not in draft 1"),
        (("without", "7", "17"), 1, "7"),
        (("with", "1", "99"), 1, "99"),
        (("without", "1"), 2, "CALL"),
    ],
)
def test_what_cannot_be_taken_out_is_refused_and_the_draft_stays(run, arguments, code, said):
    answer = run("complaints", *arguments)

    assert (answer.code, said in answer.err) == (code, True)
    assert run("complaints", "--json").json[0]["calls"] == [17, 18]


@pytest.mark.usefixtures("draft")
@pytest.mark.parametrize(("key", "near"), [("nam", "name"), ("mail", "email")])
def test_a_key_of_the_profile_is_compared_with_those_of_the_profile(run, key, near):
    answer = run("profile", "set", f"{key}=x")

    assert answer.code == 2
    assert f"there is no key '{key}'; the nearest is {near};" in answer.err


@pytest.mark.usefixtures("draft")
def test_a_key_that_is_near_to_none_is_answered_with_all_of_the_profile(run):
    answer = run("profile", "set", "foo=x")

    assert answer.code == 2
    assert "there is no key 'foo'; there are: name, address, " in answer.err


@pytest.mark.usefixtures("draft_of_two")
def test_a_recipient_is_named_in_the_words_of_the_reader(run, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    taken = run("report", "17", "--to", "azienda", "--json")
    refused = run("report", "17", "--to", "papa")

    assert (taken.code, taken.json["recipient"]) == (0, "controller")
    assert (refused.code, "controller (l'azienda)" in refused.err) == (1, True)
