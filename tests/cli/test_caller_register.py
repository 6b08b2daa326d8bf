"""`companies ask`: whose a number is, once the user knows who learns of it."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace

from list_server import AServer, ok
from portinaio.countries.pack import read_pack
from portinaio.daemon.companies import caller_register

CALLER = "+390200001234"
SOURCE = "AGCOM, Registro degli operatori di comunicazione"


@pytest.fixture
def server(monkeypatch):
    italy = read_pack("IT")
    with AServer() as server:
        here = replace(italy, register=replace(italy.register, ask=server.url("/{national}")))
        monkeypatch.setattr(caller_register, "read_pack", lambda _country: here)
        server.answers["/0200001234"] = ok(json.dumps({"denominazione": "L'Esempio"}).encode())
        yield server


@pytest.fixture
def types(monkeypatch):
    """Somebody sits at the terminal and answers so."""

    def types(answer: str) -> list[str]:
        asked: list[str] = []
        monkeypatch.setattr("portinaio.cli.commands.companies.may_ask", lambda _context: True)
        monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answer)
        return asked

    return types


def test_it_says_who_learns_of_the_call_before_it_asks(run, server, types):
    types("no")

    ended = run("companies", "ask", "02 0000 1234")

    assert (ended.code, server.asked) == (1, [])
    assert ended.out == (
        "AGCOM (127.0.0.1) is asked for +390200001234, and learns by it that this number called you.\n"
    )


def test_with_a_yes_the_company_is_told_with_the_way_to_enter_it(run, server, types):
    types("yes")

    ended = run("companies", "ask", "02 0000 1234")

    _, *lines = ended.out.splitlines()
    assert (ended.code, len(server.asked)) == (0, 1)
    assert lines[0].startswith(f"{SOURCE}, 20")
    assert lines[0].endswith(f"{CALLER} is registered for L'Esempio")
    assert lines[1] == (
        "It may be a call centre that works for somebody else. Nothing was entered; this enters it:"
    )
    assert lines[2].startswith(
        "  portinaio companies add 'L'\"'\"'Esempio' 'source=AGCOM, Registro"
    )


def test_nobody_is_asked_where_nobody_can_say_yes(run, server):
    ended = run("companies", "ask", CALLER)

    assert (ended.code, server.asked) == (2, [])
    assert "AGCOM would learn that this number called; say --yes" in ended.err


@pytest.mark.usefixtures("server")
def test_a_script_says_yes_and_reads_json(run):
    told = run("companies", "ask", CALLER, "--yes", "--json").json

    assert (told["number"], told["companies"], told["source"]) == (CALLER, ["L'Esempio"], SOURCE)


@pytest.mark.usefixtures("server")
def test_what_was_answered_is_kept_as_a_suggestion_and_not_in_the_book(run):
    run("companies", "ask", CALLER, "--yes")

    book, suggested = run("companies", "--json").json, run("companies", "suggested", "--json").json

    assert (book, [each["companies"] for each in suggested]) == ([], [["L'Esempio"]])


def test_a_number_that_is_registered_for_nobody_is_told_so(run, server):
    server.answers["/0200001234"] = ok(b"")

    ended = run("companies", "ask", CALLER, "--yes")

    assert (ended.code, ended.out.endswith(f"{CALLER} is registered for nobody\n")) == (0, True)


def test_a_register_that_sends_a_web_page_ends_in_a_sentence(run, server):
    server.answers["/0200001234"] = ok(b"<html>", "Content-Type: text/html")

    ended = run("companies", "ask", CALLER, "--yes")

    assert (ended.code, ended.out) == (1, "")
    assert "the register of AGCOM has not answered: it sends a web page" in ended.err


def test_an_american_number_is_asked_of_nobody(run, server):
    ended = run("companies", "ask", "+12025550101", "--yes")

    assert (ended.code, server.asked) == (2, [])
    assert "there is one for numbers that begin with +39" in ended.err
