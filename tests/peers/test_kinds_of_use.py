"""An evening of each kind of user, from an empty home: what is typed, what is read, and how long each step took."""

from __future__ import annotations

import re
import socket
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from cli.test_asterisk import dial_plan
from daemon_world import until
from free_ports import free_port
from peers.household import a_house, patterns, told
from peers.shell import Shell, at_a_shell

if TYPE_CHECKING:
    from pathlib import Path

    from peers.tmux import Terminal

pytestmark = pytest.mark.peers

SALES, STRANGER, MOBILE = "0844123456", "0200001234", "+39 333 0000 123"
NOW = datetime.now().astimezone()
PLACES = ("Calls", "Lists", "Mine", "Complaints", "Lines", "Insight", "Settings", "Help")


def test_an_asterisk_on_a_small_computer(tmp_path: Path) -> None:
    """Nobody sits at it but over ssh: no app is opened."""
    home, port = tmp_path / "h", free_port()
    line = f"--set listen=127.0.0.1:{port} --set number='+39 02 0000 5678'"
    with (
        a_house(home) as environ,
        at_a_shell(tmp_path, environ, "Asterisk on a small computer") as shell,
    ):
        with shell.step("nothing is there, and it says so"):
            shell.types(
                "portinaio status",
                "not running: calls are not screened",
                "no line yet; portinaio setup adds one",
            )
        with shell.step("the line is added"):
            shell.types(
                f"portinaio lines add asterisk --name home {line}", "line home is in config.toml"
            )
            shell.types("portinaio status", "line home (asterisk): not running")
        with shell.step("the daemon runs"):
            begin_daemon(shell, home)
            shell.types("portinaio status", "running since", "line home (asterisk): up")
        with shell.step("the dial plan asks"):
            assert (dial_plan(port, SALES), dial_plan(port, STRANGER)) == ("reject", "ring")
            until(lambda: len(told(home).calls()) == 2)
            said = shell.types(
                "portinaio calls",
                "range +390844*: sales and advertising calls",
                "nothing is known of this number",
            )
            assert re.search(r"\+390844123456 +reported +reject", said)
        # Each call from another number: the end of one that rang is told by nobody here, so it may go on still.
        with shell.step("his neighbours are blocked, and let in again"):
            shell.types("portinaio block '+390200001*' --note 'energy contract'", "+390200001*")
            assert dial_plan(port, "0200001235") == "reject"
            shell.types(
                "portinaio check '02 0000 1236'", "reported, score 100 of 100", "energy contract"
            )
            shell.types("portinaio forget '+390200001*'", "1 entry forgotten")
            assert dial_plan(port, "0200001237") == "ring"
        with shell.step("an hour of peace for the telephone"):
            shell.types("portinaio pause --for 1h", "until")
            assert dial_plan(port, "0844123457") == "ring"
            shell.types("portinaio resume", "screened")
            assert dial_plan(port, "0844123458") == "reject"


def test_a_mobile_telephone_only(tmp_path: Path) -> None:
    home, port = tmp_path / "h", free_port()
    (tmp_path / "calls.xml").write_text(android_log())
    with (
        a_house(home) as environ,
        at_a_shell(tmp_path, environ, "A mobile telephone only") as shell,
    ):
        with shell.step("the telephone's log comes in"):
            shell.types(
                "portinaio import calls.xml",
                "is a log of calls: --as calls takes them into your log",
            )
            shell.types(
                f"portinaio import calls.xml --as calls --called '{MOBILE}'",
                "calls.xml: a log of calls: 3 calls came in",
                "1 number was called",
            )
            shell.types(
                "portinaio calls --number '0844*'",
                "+390844123456",
                "taken over from calls.xml; nobody judged it then",
            )
            shell.types("portinaio check '02 0000 1235'", "known", "you called it on")
        with shell.step("the telephone may ask"):
            shell.types(f"printf '[gateway]\\nlisten = \"127.0.0.1:{port}\"\\n' >> h/config.toml")
            said = shell.types(
                "portinaio devices add anna-phone",
                "anna-phone may ask now. Its token is shown this once",
            )
            token = re.search(r"^[\w-]{43}$", said, re.MULTILINE)
            assert token is not None
            begin_daemon(shell, home)
        with shell.step("somebody calls it"):
            asked = f"http://127.0.0.1:{port}/phoneblock/api/num/%2B390844123456"
            until(lambda: listens(port))
            answer = httpx.get(asked, headers={"Authorization": f"Bearer {token[0]}"}, timeout=20)
            assert answer.json()["rating"] == "E_ADVERTISING", answer.text
            until(lambda: told(home).calls()[0]["line"] == "anna-phone")
            shell.types(
                "portinaio calls", "anna-phone", "range +390844*: sales and advertising calls"
            )
        with shell.step("the letter"):
            answers = "--set company='Example Energia' --set kind=operator --set product=energia --set name='Anna Bianchi'"
            said = shell.types(
                f"portinaio report 1 2 {answers} --set company_pec=energia@pec.example.it --set pec=anna@pec.example.it | grep -v '^!' | tail -n +8 | head -16",
                "Fatti.",
            )
            shell.types(
                "portinaio complaints show 1 | grep 333",
                "le chiamate verso l'utenza +39 333 000 0123",
            )
            shell.types("portinaio complaints", "Example Energia", "draft")


def test_one_who_files_complaints_weekly(tmp_path: Path) -> None:
    home = tmp_path / "h"
    (tmp_path / "calls.xml").write_text(android_log())
    sent, early = NOW - timedelta(days=60), "2099-01-31"
    with (
        a_house(home) as environ,
        at_a_shell(tmp_path, environ, "One who files complaints weekly") as shell,
    ):
        with shell.step("who writes, and to whom"):
            shell.types(
                f"portinaio import calls.xml --as calls --called '{MOBILE}'", "3 calls came in"
            )
            shell.types(
                "portinaio profile set name='Anna Bianchi' pec=anna@pec.example.it", "Anna Bianchi"
            )
            shell.types(
                "portinaio profile set tax_code=BN", "letters and digits, which 'BN' has not"
            )
            shell.types(
                "portinaio companies add 'Example Energia' pec=energia@pec.example.it",
                "energia@pec.example.it",
            )
        with shell.step("two calls, one letter"):
            shell.types(
                "printf '1\\n2\\n' | portinaio report - --set company='Example Energia' --set kind=operatore --set product=energia --out .",
                "written to",
                "You send the letter; keep the proof",
            )
        with shell.step("it was sent, and no answer came"):
            shell.types(f"portinaio complaints sent 1 --on {early}", "that day is in the future")
            shell.types(
                f"portinaio complaints sent 1 --on {sent:%Y-%m-%d} --by pec",
                "complaint 1 to the company: overdue",
                "no answer in time: remind the company",
            )
        with shell.step("the reminder, and the authority"):
            shell.types("portinaio report 0844123456 --to reminder | grep -i sollecito", "ollecito")
            shell.types("portinaio complaints", "the company", "draft", "overdue")
        with shell.step("the answer falls short"):
            answered = NOW - timedelta(days=2)
            shell.types(
                f"portinaio complaints answered 1 --on {answered:%Y-%m-%d}",
                "complaint 1 to the company: answered",
            )
            shell.types(
                "portinaio complaints insufficient 1 --point 'where my number is from'",
                "complaint 1 to the company",
            )
            shell.types("portinaio complaints discard 2", "forgotten")
        with shell.step("the year"):
            shell.types(
                "portinaio complaints year", "Complaints sent", "Example Energia", "a number on a"
            )


def test_one_who_is_used_to_lazygit_and_posting(tmp_path: Path) -> None:
    """Keys alone: a digit for a place, `/`, letters for acts, undo, help, the palette, and out."""
    home = tmp_path / "h"
    script = (
        f'{{"after_s": 0, "calling": "{SALES}", "rings_s": 0}}\n'
        f'{{"after_s": 0.2, "calling": "{STRANGER}", "name": "Anna", "rings_s": 0}}\n'
    )
    with (
        a_house(home, script) as environ,
        at_a_shell(tmp_path, environ, "One who is used to lazygit and posting", (120, 36)) as shell,
    ):
        screen = shell.terminal
        with shell.step("the app is there"):
            screen.type("portinaio")
            screen.press("Enter")
            screen.sees("1 Calls", "+39 0844 123 456", "+39 02 0000 1234", "rejected")
        with shell.step("every place by its number"):
            for at, place in (*enumerate(PLACES, 1), (1, "Calls")):
                screen.press(str(at))
                screen.sees(f"[{at} {place}]")
        with shell.step("filter; block, undo, allow, undo; esc"):
            acts_on_what_it_found(screen, home)
        with shell.step("help, and the palette"):
            screen.press("?")
            screen.sees("Calls, the newest on top")
            screen.press("?")
            screen.sees("[1 Calls]", gone="the newest on top")
            screen.press(":")
            screen.sees("Block  (b)")
            screen.type("insight")
            screen.sees("Insight  (6)", gone="Block  (b)")
            screen.press("Enter")
            screen.sees("Insight · 30 days")
        with shell.step("out, and the screening goes on"):
            screen.press("q")
            screen.sees("house>", gone="Insight")
            shell.types("portinaio status", "running since", "line home (replay)")


def acts_on_what_it_found(screen: Terminal, home: Path) -> None:
    screen.press("/")
    screen.sees("/ a number, a name, a note")
    screen.type("0039 02 0000")
    screen.sees("“0039 02 0000”: 1")
    screen.press("Enter")
    screen.press("b")
    screen.sees("+39 02 0000 1234 is blocked · u to undo")
    assert patterns(home) == ["+390200001234"]
    screen.press("u")
    screen.sees("Undone: +39 02 0000 1234 is blocked")
    screen.press("a")
    screen.sees("+39 02 0000 1234 may ring · u to undo")
    screen.press("u")
    screen.sees("Undone: +39 02 0000 1234 may ring")
    assert patterns(home) == []
    screen.press("Escape")
    screen.sees("+39 0844 123 456", gone="“0039 02 0000”")


def begin_daemon(shell: Shell, home: Path) -> None:
    shell.terminal.type("portinaio daemon > $HOME/daemon.log 2>&1 &")
    shell.terminal.press("Enter")
    until((home / "portinaio.sock").exists)
    until(lambda: all(line["state"] == "up" for line in told(home).lines()))


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def android_log() -> str:
    """As SMS Backup & Restore writes it: a seller twice, Anna, and a number that was called."""
    rows = (
        (SALES, 0, 62, 3),
        (SALES, 12, 61.5, 1),
        ("+390200001236", 63, 63, 1),
        ("0200001235", 9, 63.5, 2),
    )
    calls = "".join(
        f'<call number="{number}" duration="{s}" date="{1000 * int((NOW - timedelta(days=days)).timestamp())}"'
        f' type="{kind}" presentation="1" contact_name="(Unknown)" />\n'
        for number, s, days, kind in rows
    )
    return f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<calls count=\"4\">\n{calls}</calls>\n"
