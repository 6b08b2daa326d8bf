"""`portinaio report`: from a call to a draft."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from portinaio.cli.context import CommandContext
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call

if TYPE_CHECKING:
    from pathlib import Path

DRAFT = {
    "id": 5,
    "recipient": "controller",
    "routes": [],
    "suggestions": [],
    "cautions": ["The number may be forged."],
    "text": "Dear company,\nplease stop.\n",
    "missing": [
        {
            "key": "product",
            "question": "What was it about?",
            "any_of": ["product"],
            "of_user": False,
            "choices": [],
            "or_day": False,
        }
    ],
}


class FakeClient:
    def close(self):
        """Nothing is held."""

    def __init__(self) -> None:
        self.asked: dict[str, Any] = {}
        self.takers: list[str] = []
        """Lists that take a report."""

    def preview_share(self, _number=None, _call=None) -> dict[str, Any]:
        targets = [{"name": name, "refusal": None} for name in self.takers]
        return {"targets": targets, "shared": []}

    def report(self, **asked: Any) -> dict[str, Any]:
        self.asked = asked
        return DRAFT

    joins = ""

    def joining(self, **_asked: Any) -> dict[str, Any]:
        return {"draft": 5 if self.joins else None, "says": self.joins}

    def letter(self, complaint_id: int, kind: str) -> dict[str, Any]:
        name = f"complaint-{complaint_id}.{kind}"
        return {"name": name, "data": b64encode(kind.encode()).decode(), "notice": "Look at it."}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> FakeClient:
    fake = FakeClient()
    monkeypatch.setattr(CommandContext, "client", fake)
    return fake


def test_the_letter_goes_to_stdout_and_what_is_missing_beside_it(run, client):  # noqa: ARG001
    assert run("report", "17") == (
        0,
        "Dear company,\nplease stop.\n",
        (
            "The draft is not complete. It still asks:\n  --set product=…  What was it about?\n"
            "! The number may be forged.\n"
        ),
    )


@pytest.mark.parametrize("what", ["17", "+390200001234"])
@pytest.mark.parametrize("takers", [[], ["votes"]])
def test_a_report_to_lists_is_offered_where_one_takes_it(run, client, what, takers):
    client.takers = takers
    answer = run("report", what)

    assert (f"portinaio share {what}" in answer.err) == bool(takers)
    assert "portinaio share" not in answer.out


@pytest.mark.parametrize(
    ("words", "call", "number"),
    [
        pytest.param(["17"], 17, None, id="an id"),
        pytest.param(["+390200001234"], None, "+390200001234", id="a number"),
        pytest.param(["02", "0000", "1234"], None, "02 0000 1234", id="a number in words"),
        pytest.param(["3330000123"], None, "3330000123", id="a mobile without its country"),
    ],
)
def test_a_call_and_a_number_are_told_apart(run, client, words, call, number):
    run("report", *words)

    assert (client.asked.get("call"), client.asked.get("number")) == (call, number)


def test_several_ids_are_the_calls_of_one_complaint(run, client):
    run("report", "17", "19", "23")

    assert client.asked["calls"] == [17, 19, 23]


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        pytest.param("17\n19\n", {"calls": [17, 19]}, id="ids"),
        pytest.param("# mine\n17\n\n", {"call": 17}, id="one id, and a comment"),
        pytest.param("02 0000 1234\n", {"number": "02 0000 1234"}, id="a number with blanks"),
    ],
)
def test_what_it_is_about_may_come_from_standard_input(run, client, monkeypatch, lines, asked):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(lines.encode())))

    run("report", "-")

    assert asked.items() <= client.asked.items()


def test_several_numbers_are_a_complaint_each(run, client):
    answer = run("report", "+390200001234", "+390200001235", "--json")

    assert client.asked["number"] == "+390200001235"
    assert len(answer.out.split('"recipient"')) == 3


def test_answers_and_recipient_are_passed_on(run, client):
    run("report", "17", "--to", "garante", "--set", "company=A=B", "--set", "kind=silent")

    assert (client.asked["recipient"], client.asked["values"]) == (
        "garante",
        {"company": "A=B", "kind": "silent"},
    )


@pytest.mark.parametrize("flag", [["--json"], ["--format", "json"]])
def test_the_draft_comes_as_json(run, client, flag):  # noqa: ARG001  # it drafts
    assert run("report", "17", *flag).json == DRAFT


@pytest.mark.parametrize(("kind", "read"), [("txt", str), ("json", json.loads)])
def test_a_file_is_for_its_owner(run, client, tmp_path, kind, read):  # noqa: ARG001  # it drafts
    run("report", "17", "--format", kind, "--out", str(tmp_path / "out"))

    file: Path = tmp_path / "out" / f"complaint-5.{kind}"
    assert (read(file.read_text()), file.stat().st_mode & 0o777) == (
        DRAFT if kind == "json" else DRAFT["text"],
        0o600,
    )


@pytest.mark.parametrize("kind", ["pdf", "eml"])
def test_a_letter_in_another_format_is_written_with_its_notice(run, client, tmp_path, kind):  # noqa: ARG001  # it drafts
    answer = run("report", "17", "--format", kind, "--out", str(tmp_path))

    assert ((tmp_path / f"complaint-5.{kind}").read_text(), "Look at it." in answer.err) == (
        kind,
        True,
    )


def test_markdown_can_be_read_in_the_terminal(run, client):  # noqa: ARG001  # it drafts
    assert run("report", "17", "--format", "md").out == "md\n"


def test_a_pdf_needs_a_folder(run, client):  # noqa: ARG001  # it drafts
    assert run("report", "17", "--format", "pdf").code == 2


def test_what_speaks_against_the_act_is_said_beside_the_draft(run, client, monkeypatch):  # noqa: ARG001  # it drafts
    route = {"recipient": "controller", "fits": False, "reasons": ["A scam."]}
    name = {"key": "company", "value": "ACME", "source": "name"}
    monkeypatch.setitem(DRAFT, "routes", [route])
    monkeypatch.setitem(DRAFT, "suggestions", [name])

    err = run("report", "17").err

    assert "Better not now:\n  A scam.\n" in err
    assert "The network named the caller. If it is so: --set company='ACME'" in err


def test_a_folder_that_cannot_be_written_is_named(run, client):  # noqa: ARG001  # it drafts
    answer = run("report", "17", "--out", "/dev/null/x")

    assert (answer.code, answer.err.splitlines()[-1].startswith("portinaio: /dev/null")) == (
        1,
        True,
    )


def test_a_logged_call_becomes_a_letter(run, house):
    house.mkdir()
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record(a_logged_call(17))

    answer = run("report", "17", "--set", "company=Example S.p.A.")

    assert (answer.code, "Example S.p.A." in answer.out, "--set name=" in answer.err) == (
        0,
        True,
        True,
    )


def test_what_no_answer_fills_is_told_without_a_key(run, client, monkeypatch):
    gap = {
        "key": "unfair",
        "question": "No unfair practice is told.",
        "any_of": [],
        "of_user": False,
        "choices": [],
        "or_day": False,
    }
    monkeypatch.setattr(client, "report", lambda **_: DRAFT | {"missing": [gap]})

    _, _, said = run("report", "17")

    assert "No unfair practice is told." in said
    assert "--set" not in said


NAMED = {
    "en": ("operator|automated|silent|unanswered", "none|unknown|given|2026-01-31"),
    "it": ("operatore|automatica|muta|'senza risposta'", "nessuna|sconosciuto|dato|2026-01-31"),
    "de": ("Mensch|Automat|stumm|unbeantwortet", "keines|unbekannt|erteilt|2026-01-31"),
}


@pytest.mark.parametrize("tongue", NAMED)
def test_where_only_some_answers_count_they_are_named(run, client, monkeypatch, tongue):
    asked = {"any_of": ["x"], "of_user": False, "question": "?", "or_day": False}
    kind = {**asked, "key": "kind", "choices": ["operator", "automated", "silent", "unanswered"]}
    consent = {**asked, "key": "consent", "choices": ["none", "unknown", "given"], "or_day": True}
    monkeypatch.setattr(client, "report", lambda **_: DRAFT | {"missing": [kind, consent]})
    monkeypatch.setenv("PORTINAIO_LANG", tongue)

    _, _, said = run("report", "17")

    kinds, consents = NAMED[tongue]
    assert f"--set kind={kinds}  ?" in said
    assert f"--set consent={consents}  ?" in said


JOINS = "it would come to draft 5, which would have 2 calls then, also of: office"


@pytest.mark.parametrize(("answered", "status"), [("y", 0), ("n", 1), ("", 1)])
def test_at_a_terminal_one_is_asked_before_a_call_joins_a_draft(
    run, client, monkeypatch, answered, status
):
    client.joins = JOINS
    asked: list[str] = []
    monkeypatch.setattr("portinaio.cli.prompts.is_terminal", lambda _stream: True)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answered)

    answer = run("report", "17")

    assert (answer.code, bool(client.asked)) == (status, status == 0)
    assert [question.split("?")[0] for question in asked] == ["Add it to that draft"]
    assert "It would come to draft 5" in answer.err


def test_without_a_terminal_it_is_said_before_a_call_joins_a_draft(run, client):
    client.joins = JOINS

    answer = run("report", "17")

    assert answer.code == 0
    assert answer.err.startswith("It would come to draft 5, which would have 2 calls then")


def test_a_call_of_another_number_comes_to_the_draft_of_its_company_after_saying_so(run, house):
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        for n, number in ((1, "+390844123456"), (2, "+390844999999")):
            store.calls.record(a_logged_call(n, number=number, called="+390200001299"))
    company = ("--set", "company=Esempio Energia S.p.A.")
    run("report", "1", *company)

    answer = run("report", "2", *company, "--json")

    assert answer.err.startswith(
        "It would come to draft 1, which would have 2 calls then, also of:"
    )
    assert answer.json["calls"] == [1, 2]
