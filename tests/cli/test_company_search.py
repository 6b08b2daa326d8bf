"""`companies search`: fetched when the user says so, then searched without a network, and entered by the user alone."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from list_server import AServer, ok

COMPANIES = {
    "esempio": {
        "relevant-countries": ["it"],
        "name": "Esempio Energia S.p.A.",
        "runs": ["Luce Facile"],
        "address": "via Esempio 1\n00100 Roma\nItaly",
        "email": "privacy@energia.example.com",
    },
    "esempio-due": {"relevant-countries": ["all"], "name": "Esempio Gas S.p.A."},
}


def an_archive(companies=COMPANIES):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for slug, company in companies.items():
            name = zipfile.ZipInfo(f"data-master/companies/{slug}.json", (2026, 7, 21, 0, 0, 0))
            made.writestr(name, json.dumps({"slug": slug, **company}))
    return out.getvalue()


@pytest.fixture
def server():
    with AServer() as server:
        server.answers["/whole.zip"] = ok(an_archive())
        server.answers["/page"] = ok(b"<html>")
        yield server


@pytest.fixture
def types(monkeypatch):
    """Somebody sits at the terminal and answers so, one line after the other."""

    def types(*answers: str) -> list[str]:
        asked, left = [], list(answers)
        monkeypatch.setattr("portinaio.cli.company_search.may_ask", lambda _context: True)
        monkeypatch.setattr("builtins.input", lambda said: asked.append(said) or left.pop(0))
        return asked

    return types


def fetched(run, server, *words):
    return run("companies", "search", *words, "--yes", "--from", server.url("/whole.zip"))


def test_without_a_catalogue_and_without_a_yes_nobody_is_asked(run):
    ended = run("companies", "search", "esempio")

    assert ended.code == 2
    assert "--yes fetches it from codeload.github.com" in ended.err


def test_who_says_no_has_fetched_nothing(run, server, types):
    types("no")

    ended = run("companies", "search", "esempio", "--from", server.url("/whole.zip"))

    assert (ended.code, server.asked) == (1, [])
    assert "nothing was fetched" in ended.err


def test_a_company_is_shown_with_where_and_when_that_was_read(run, server):
    said = fetched(run, server, "luce", "facile").out

    assert "1. Esempio Energia S.p.A. (it)\n   privacy@energia.example.com\n" in said
    assert "From 127.0.0.1, 2026-07-21, fetched on 20" in said
    assert run("companies").out.startswith("The book is empty")


def test_whom_one_looks_for_leaves_with_nobody(run, server):
    fetched(run, server, "esempio", "energia")

    assert len(server.asked) == 1
    assert "esempio" not in server.asked[0].casefold()


def test_it_works_without_a_network_afterwards(run, server):
    fetched(run, server, "esempio")
    before = len(server.asked)

    again = run("companies", "search", "esempio")

    assert (again.code, len(server.asked)) == (0, before)
    assert "Esempio Energia S.p.A." in again.out


def test_nothing_found_is_a_sentence(run, server):
    assert "has no company with: nobody here" in fetched(run, server, "nobody", "here").out


def test_take_writes_that_one_into_the_book_with_its_source(run, server):
    fetched(run, server, "esempio")

    run("companies", "search", "esempio", "--take", "1")

    (book,) = run("companies", "--json").json
    assert book["name"] == "Esempio Energia S.p.A."
    assert book["email"] == "privacy@energia.example.com"
    assert book["address"] == "via Esempio 1, 00100 Roma, Italy"
    assert book["source"] == "127.0.0.1, 2026-07-21"


@pytest.mark.parametrize("number", ["0", "3", "-1"])
def test_a_number_that_is_not_there_enters_nothing(run, server, number):
    fetched(run, server, "esempio")

    ended = run("companies", "search", "esempio", "--take", number)

    assert (ended.code, "choose 1 to 2" in ended.err) == (2, True)
    assert run("companies", "--json").json == []


@pytest.mark.parametrize(("typed", "names"), [("", []), ("2", ["Esempio Gas S.p.A."])])
def test_at_a_terminal_it_is_asked_which_one(run, server, types, typed, names):
    fetched(run, server, "esempio")
    types(typed)

    run("companies", "search", "esempio")

    assert [one["name"] for one in run("companies", "--json").json] == names


@pytest.mark.parametrize("path", ["/page", "/gone"])
def test_what_comes_wrong_leaves_the_catalogue_that_was_here(run, server, path):
    fetched(run, server, "esempio")

    failed = run("companies", "search", "esempio", "--refresh", "--yes", "--from", server.url(path))

    assert failed.code == 1
    assert "the catalogue could not be fetched: " in failed.err
    assert "Esempio Energia S.p.A." in run("companies", "search", "esempio").out


def test_a_key_that_is_wrong_is_named_as_it_was_typed(run):
    answer = run("companies", "set", "Example", "email=nope")

    assert answer.err.startswith("portinaio: email must be like")
