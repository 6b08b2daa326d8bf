"""What is printed fits the terminal: sentences go on in the next line between two words."""

from __future__ import annotations

from itertools import product

import pytest

from portinaio.cli import main, prompts
from portinaio.cli.command_table import COMMANDS
from portinaio.cli.table import width
from portinaio.cli.wrap import wrapped

SAID = "An address book that is followed is read once a day, and what it says of a number counts at once."


@pytest.mark.parametrize("room", [1, 2, 3, 10, 40, 60, 79, 80, 200])
def test_no_line_is_wider_than_the_terminal_but_a_single_word(room):
    lines = list(wrapped(SAID, room))

    assert " ".join(lines) == SAID
    assert all(width(line) <= room or " " not in line for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("one two three", ["one two", "three"], id="a sentence"),
        pytest.param("one two", ["one two"], id="what fits to the last cell"),
        pytest.param("one twos", ["one", "twos"], id="what is a cell too long"),
        pytest.param("  one two three", ["  one", "  two", "  three"], id="what is indented"),
        pytest.param("! one two three", ["! one", "  two", "  three"], id="a warning"),
        pytest.param("✓ one two three", ["✓ one", "  two", "  three"], id="what is well"),
        pytest.param("1 one two three", ["1 one", "  two", "  three"], id="a step"),
        pytest.param("  | a b c d", ["  | a b", "  | c d"], id="what is seen elsewhere"),
        pytest.param("a  b c d", ["a  b c", "   d"], id="a term and what it means"),
        pytest.param("https://example.net", ["https://example.net"], id="an address"),
        pytest.param(
            "a https://example.net b", ["a", "https://example.net", "b"], id="in a sentence"
        ),
        pytest.param(
            "\x1b[31mone\x1b[0m two", ["\x1b[31mone\x1b[0m two"], id="colours take no room"
        ),
        pytest.param("日本 日本", ["日本", "日本"], id="wide letters"),
        pytest.param("one\ntwo", ["one", "two"], id="several lines"),
        pytest.param("", [""], id="nothing"),
    ],
)
def test_what_goes_on_stands_below_where_it_began(text, lines):
    assert list(wrapped(text, 7)) == lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("to take it: portinaio sync --accept tellows", ["to take it:", "portinaio sync --accept tellows"]),
        ("run portinaio contacts sync; then wait", ["run", "portinaio contacts sync;", "then wait"]),
        ("see (portinaio complaints without 12 CALL), or", ["see", "(portinaio complaints without 12 CALL),", "or"]),
        ("as root: sudo portinaio service install", ["as root:", "sudo portinaio service install"]),
        (
            "then portinaio lists add https://example.net/ --root FINGERPRINT",
            ["then", "portinaio lists add https://example.net/ --root FINGERPRINT"],
        ),
        ("some say portinaio is a doorkeeper", ["some say", "portinaio is a", "doorkeeper"]),
    ],
    ids=str,
)  # fmt: skip
def test_a_command_that_is_copied_stays_whole(text, lines):
    assert list(wrapped(text, 20)) == lines


def test_what_a_no_break_space_holds_together_stays_together():
    assert list(wrapped("takes 30\xa0s or so", 8)) == ["takes", "30\xa0s or", "so"]


@pytest.mark.parametrize("mark", ["- ", "! ", "  | "])
def test_a_mark_stands_beside_an_address_that_is_too_long(mark):
    assert list(wrapped(f"{mark}https://example.net/long", 12)) == [
        f"{mark}https://example.net/long"
    ]


def test_what_goes_to_a_file_is_not_broken():
    assert list(wrapped(SAID, None)) == [SAID]


SHOWING = (
    *((name,) for name in ("status", "lists", "lines", "calls", "entries", "contacts", "complaints")),
    *(("lists", one) for one in ("catalog", "formats")),
    *(("lines", one) for one in ("kinds", "providers", "sheet", "find")),
    ("doctor",), ("check", "+390200001234"), ("check", "0844 123456"), ("check", "nobody", "--plain"),
    ("config",), ("notify",), ("companies",), ("profile",), ("devices",), ("family",), ("share",),
    ("report", "+390200001234"), ("complaints", "show", "1"), ("replay",), ("sync",), ("contacts", "sync"),
    ("lists", "add", "phoneblock"), ("lines", "add", "sip", "--provider", "tim"), ("lines", "test", "nothing"),
    ("service", "status"), ("config", "edit"), ("secret", "set", "x"), ("publish", "x", "y"),
    ("backup", "/nowhere/at/all"), ("restore", "/nowhere"), ("import", "/nowhere"), ("export", "csv"),
    ("block", "+39"), ("forget", "+390200001234"), ("pause",), ("resume",), ("expect",), ("setup",),
)  # fmt: skip


@pytest.mark.parametrize("reader", product(("en", "it", "de"), (60, 80)), ids=str)
@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_no_word_is_cut_by_the_terminal(house, monkeypatch, capsys, command, reader):
    language, room = reader
    house.mkdir()
    (house / "config.toml").write_text('[[line]]\nname = "home"\nkind = "replay"\n')
    monkeypatch.setenv("PORTINAIO_LANG", language)
    monkeypatch.setenv("COLUMNS", str(room))

    main(command)

    too_wide = [
        line
        for line in "".join(capsys.readouterr()).splitlines()
        if width(line) > room and " " in line.strip(" !✓✗|-") and not _is_of_a_table(line)
    ]
    assert too_wide == []


def _is_of_a_table(line: str) -> bool:
    return line.endswith("…") or "   " in line.strip()


@pytest.mark.parametrize("room", [60, 80])
@pytest.mark.parametrize("language", ["en", "it", "de"])
@pytest.mark.parametrize("name", list(COMMANDS))
def test_help_fits_but_for_usage_and_what_is_to_be_copied(run, monkeypatch, name, room, language):
    monkeypatch.setenv("PORTINAIO_LANG", language)
    monkeypatch.setenv("COLUMNS", str(room))

    _usage, _gap, told = run(name, "--help").out.partition("\n\n")

    assert [
        line
        for line in told.splitlines()
        if width(line) > room and not line.strip().startswith(("portinaio ", "cat ", "--about {"))
    ] == []


QUESTION = "Does another telephone ring on this line? (yes, and so on; no)"


@pytest.mark.parametrize("room", [20, 60, 80])
def test_a_question_is_asked_in_lines_that_fit(room, monkeypatch, capsys):
    asked: list[str] = []
    monkeypatch.setenv("COLUMNS", str(room))
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or "yes")

    prompts.ask(QUESTION)

    lines = [*capsys.readouterr().out.splitlines(), *asked]
    assert " ".join(line.strip() for line in lines) == QUESTION
    assert all(width(line.rstrip()) <= room for line in lines)
