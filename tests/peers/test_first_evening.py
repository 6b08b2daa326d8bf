"""A first evening, from an empty home to the shell's prompt: what is pressed, and what is read at each step."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from daemon_world import until
from list_server import AServer, ok
from peers.household import a_house, patterns, told
from peers.shell import PROMPT, at_a_shell

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from peers.tmux import Terminal

pytestmark = pytest.mark.peers

TODAY = datetime.now(UTC).date()
PADDING = "somebody who sells energy contracts " * 15
"""Makes a list of a thousand numbers long enough for its fetching to be told in megabytes."""
OTHERS = "number,reporters,last,company\n" + "".join(
    f"+390844{n * 997:06},1,{TODAY},{PADDING}\n" for n in range(1000)
)
WITH_THE_STRANGER = f"{OTHERS}+390200001234,12,{TODAY},Example Energia\n"
STAIRS = """\
[[list]]
name = "stairs"
title = "24 families"
publisher = "Our house"
homepage = "{url}"
url = "{url}"
licence = "CC0-1.0"
format = "csv"
country = "IT"
every_hours = 24
trust = 0.9
says = "Numbers that the families of the house have reported."
checked = 2026-11-24
"""
ANSWERS = {
    "What is your name?": "Anna Bianchi",
    "What is your tax code?": "BNCNNA80A41F205X",
    "What is your e-mail address?": "anna@example.net",
    "Which number of yours was called?": "02 0000 5678",
    "In whose interest was the call made?": "Example Energia",
}
FIELDS = {
    "Nome e cognome": "Anna Bianchi",
    "Codice fiscale": "BNCNNA80A41F205X",
    "Posta elettronica": "anna@example.net",
    "Utenza interessata": "+390200005678",
    "Titolare del trattamento (uno solo)": "Example Energia",
    "Chiamata 1": "numero visualizzato: +39 0844 000 001",
    "Tipo di chiamata": "senza che una persona rispondesse",
    "Dichiarazione di veridicità": "da rendere di persona",
}


def test_a_first_evening(tmp_path):
    home, rest = tmp_path / "h", threading.Event()
    with (
        AServer() as server,
        a_house(home) as environ,
        at_a_shell(tmp_path, environ, "A first evening", (120, 36)) as shell,
    ):
        terminal = shell.terminal
        shell.clear()
        with shell.step("the first run, and a call that is turned away"):
            terminal.type("portinaio")
            terminal.press("Enter")
            first_run(terminal, home)
        with shell.step("a caller is blocked, and let in again"):
            block_and_undo(terminal, home)
        with shell.step("a list of the neighbours, and its news"):
            add_a_list(terminal, home, server)
            sync_it(terminal, server, rest)
            see_it_judge(terminal, home)
        with shell.step("a complaint, filled in and copied field by field"):
            report(terminal)
            fill_in(terminal, home)
            copy_the_fields(terminal)
        with shell.step("out, and the screening goes on"):
            leave(terminal)


def first_run(terminal: Terminal, home: Path) -> None:
    """Nothing is written before `Begin`; then a daemon runs and a call of the demo has come."""
    terminal.sees("First steps", "Country", "Italy", "Line", "nothing yet", "Reported callers")
    terminal.press("Down", "Down", "Enter")
    terminal.sees("Which line shall be screened?", "a simulated line that plays a script of calls")
    terminal.press("End", "Enter")
    terminal.sees("its calls stand in the log", gone="Which line")
    assert not (home / "config.toml").exists()

    terminal.press("C-s")

    terminal.sees("config.toml is written", "● demo", "1 Calls")
    terminal.sees("+39 0844 000 001", "reported", "rejected", "range +390844*: sales and ad")
    assert [line["kind"] for line in told(home).lines()] == ["replay"]


def block_and_undo(terminal: Terminal, home: Path) -> None:
    only(terminal, "+39 02 0000 1234")
    terminal.press("Enter")
    terminal.sees("Calls › +39 02 0000 1234", "nothing is known of this number", "no lists in use")

    terminal.press("b")
    terminal.sees("now  reported 100 → reject it", "+39 02 0000 1234 is blocked · u to undo")
    assert patterns(home) == ["+390200001234"]

    terminal.press("u")
    terminal.sees("Undone: +39 02 0000 1234 is blocked", gone="now  reported 100")
    assert patterns(home) == []

    terminal.press("Escape")
    terminal.sees("1 Calls", gone="esc Back")


def add_a_list(terminal: Terminal, home: Path, server: AServer) -> None:
    """The house's own catalogue stands beside the shipped one."""
    server.answers["/stairs.csv"] = ok(OTHERS.encode())
    (home / "catalog.toml").write_text(STAIRS.format(url=server.url("/stairs.csv")))
    terminal.press("2")
    terminal.sees("No lists in use.", "+ Add one")

    terminal.press("+")
    terminal.sees(
        "Lists › Catalogue",
        "lists on offer",
        "▌○ 24 families",
        "by        Our house",
        "○ PhoneBlock",
    )
    terminal.press("Enter")
    terminal.sees("Fetch 24 families?", "127.0.0.1 will be asked for the list now", "Fetch it")
    assert server.asked == []

    terminal.press("y")
    terminal.sees("Use 24 families?", "1,000 numbers", "it makes callers reported", "Use it")

    terminal.press("y")
    terminal.sees("List 24 families is in use, with 1,000 numbers", "✓ 24 families")
    terminal.press("Escape")
    terminal.sees("1 in use · 1,000 numbers", "caught 0 in 30 d", gone="Catalogue")


def sync_it(terminal: Terminal, server: AServer, rest: threading.Event) -> None:
    """Half of it comes, and the screen says so for as long as the other half is on its way."""
    server.answers["/stairs.csv"] = in_halves(WITH_THE_STRANGER.encode(), rest)
    terminal.press("s")
    terminal.sees("↻ 24 families", "▰▰▰▰▰▱▱▱▱▱ 0.3 of 0.6 MB")

    rest.set()

    terminal.sees("List stairs: 1 new, 0 gone", "✓ 24 families", "1,001 numbers", gone="▱")
    assert len(server.asked) == 3  # to say what it would do, to take it, and now


def see_it_judge(terminal: Terminal, home: Path) -> None:
    """The call that rang would be turned away now."""
    terminal.press("1")
    terminal.sees("1 Calls", "“+39 02 0000 1234”")
    terminal.press("Enter")
    terminal.sees(
        "so  unknown 0 → rang",
        "now  reported 9",
        "→ reject it  on stairs: 12 reporters",
    )
    assert told(home).check("+390200001234")["action"] == "reject"
    terminal.press("Escape")
    terminal.sees("1 Calls", gone="esc Back")
    terminal.press("Escape")
    terminal.sees("withheld", gone="“+39 02 0000 1234”")


def report(terminal: Terminal) -> None:
    """The letter to the company, and then the report to the authority, whose page has fields."""
    only(terminal, "+39 0844 000 001")
    terminal.insist("r", "Report › +39 0844 000 001")
    terminal.sees(
        "the company · Opposizione", "things missing", "as it will leave; nothing is sent"
    )
    terminal.press("W")
    terminal.sees("To whom?", "Garante, a report")
    terminal.press("Down", "Down", "Enter")
    terminal.sees("Garante, a report · Segnalazione", "5 things missing", "[da completare:")


def fill_in(terminal: Terminal, home: Path) -> None:
    """Each gap is asked for below the letter, once; what was answered stands in the letter."""
    terminal.press("Enter")
    for question, answer in ANSWERS.items():
        terminal.sees("missing", question)
        until(lambda question=question: question in terminal.above_cursor())
        terminal.type(answer)
        terminal.press("Enter")
    terminal.sees("Anna Bianchi", gone="missing")
    assert told(home).profile()["tax_code"] == ANSWERS["What is your tax code?"]
    assert [one["recipient"] for one in told(home).complaints()] == ["garante"]


def copy_the_fields(terminal: Terminal) -> None:
    """One key each, in the order of the form; what it copies is what the next paste would bring."""
    terminal.press("F")
    terminal.sees(
        "Garante, a report › Fields", "Fields of the form", *FIELDS, gone="[da completare"
    )
    for label, value in FIELDS.items():
        terminal.press("Enter")
        terminal.sees(f"Copied: {label}", f"✓ {label}")
        until(lambda value=value: value in terminal.clipboard())
    terminal.sees("that was the last · w when the form is sent")


def leave(terminal: Terminal) -> None:
    """The screen is the shell's again, as it was; the daemon goes on."""
    terminal.press("q")
    terminal.sees(PROMPT + "portinaio\n" + PROMPT.strip())
    assert terminal.text().split() == ["house>", "portinaio", "house>"]
    assert terminal.state("#{alternate_on}#{mouse_any_flag}#{cursor_flag}") == "001"

    terminal.type("portinaio status")
    terminal.press("Enter")
    terminal.sees("running since", "line demo (replay): up")


def only(terminal: Terminal, number: str) -> None:
    """Filter the calls, so that none comes in between."""
    terminal.press("/")
    terminal.sees("/ a number")
    terminal.type(number)
    terminal.sees(f"“{number}”")
    terminal.press("Enter")
    terminal.sees(f"“{number}”", "▐│")  # the cursor is in the table


def in_halves(
    body: bytes, rest: threading.Event
) -> Callable[[socket.socket, threading.Event], None]:
    """The second half comes once `rest` is set; until then a byte now and then, as from a tired server."""
    whole, half = ok(body), len(body) // 2

    def write(channel: socket.socket, over: threading.Event) -> None:
        sent = len(whole) - half
        channel.sendall(whole[:sent])
        while not rest.wait(0.2) and not over.is_set():
            channel.sendall(whole[sent : sent + 1])
            sent += 1
        channel.sendall(whole[sent:])

    return write
