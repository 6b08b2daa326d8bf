"""What doctor says of a line that is said to be asked first: not proved, proved, or found to be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context
from portinaio.cli.commands import doctor
from portinaio.core.message import msg
from portinaio.errors import LineError, NotFoundError, UsageError
from portinaio.lines.line import Asked

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.daemon.context import Context

LINE = """
[[line]]
name = "home"
kind = "sip"
mode = "registrar"
registrar = "sip.test"
username = "me"
peer = "{peer}"
"""
YES, NO = Asked(True, msg("we are")), Asked(False, msg("we are not"))
UNKNOWN = Asked(None, msg("who knows"))


def a_house(folder: Path, *shown: Asked, peer: str = "serial") -> Context:
    """A daemon whose line shows one of these with each call."""
    context = a_context(folder / "home", 'country = "IT"\n' + LINE.format(peer=peer))
    calls = list(shown)
    context.try_order = lambda _name: calls.pop(0)
    for _ in shown:
        a_client(context).try_order("home")
    return context


def told(context: Context) -> list[tuple[str, str]]:
    found = a_client(context).doctor()
    context.close()
    return [
        (one["state"], one["text"])
        for one in found
        if "asked first" in one["text"] or "rings at the same" in one["text"] or "--call" in one["text"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("shown", "state"),
    [
        pytest.param((), "warning", id="never called"),
        pytest.param((YES,), "ok", id="proved"),
        pytest.param((NO,), "wrong", id="disproved"),
        pytest.param((UNKNOWN,), "warning", id="nothing shown"),
        pytest.param((YES, UNKNOWN), "ok", id="nothing shown after a proof"),
        pytest.param((YES, NO), "wrong", id="disproved after a proof"),
        pytest.param((NO, YES), "ok", id="proved at last"),
    ],
)
def test_the_doctor_remembers_what_the_calls_have_shown(
    tmp_path: Path, shown: tuple[Asked, ...], state: str
):
    assert [state for state, _ in told(a_house(tmp_path, *shown))] == [state]


@pytest.mark.parametrize("peer", ["sole", "forked", "fritzbox"])
def test_no_proof_is_asked_of_a_line_that_is_not_said_to_be_first(tmp_path: Path, peer: str):
    assert told(a_house(tmp_path, peer=peer)) == []


def test_the_day_of_the_proof_is_said(tmp_path: Path):
    context = a_house(tmp_path, YES)
    day = f"{context.now():%-d %b %Y}"

    assert day in told(context)[0][1]


def test_a_line_that_nobody_knows_is_not_called(tmp_path: Path):
    with pytest.raises(NotFoundError):
        a_client(a_house(tmp_path)).try_order("away")


def test_without_a_daemon_nobody_calls(tmp_path: Path):
    context = a_context(tmp_path / "home", 'country = "IT"\n' + LINE.format(peer="serial"))

    with pytest.raises(UsageError, match="not running"):
        a_client(context).try_order("home")


def test_where_a_line_cannot_call_its_sentence_is_said(tmp_path: Path):
    context = a_house(tmp_path)

    def refuse(_name: str) -> Asked:
        raise LineError(msg("line home is not registered at the moment"))

    context.try_order = refuse

    with pytest.raises(LineError, match="not registered"):
        a_client(context).try_order("home")


class Terminal:
    """As much of a command's context as a question needs."""

    json = False

    def __init__(self, context: Context) -> None:
        self.client = a_client(context)

    def note(self, *_lines: str) -> None:
        return


@pytest.mark.parametrize(("yes", "called"), [(True, 1), (False, 0)])
def test_telephones_ring_only_after_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, yes: bool, called: int
):
    calls: list[str] = []
    context = a_house(tmp_path)
    context.try_order = lambda name: calls.append(name) or YES  # type: ignore[func-returns-value]
    monkeypatch.setattr(doctor, "may_ask", lambda _context: True)
    monkeypatch.setattr(doctor, "agree", lambda _question: yes)

    doctor._called(Terminal(context), "home", sure=False)  # type: ignore[arg-type]

    assert len(calls) == called


def test_where_nobody_can_be_asked_nobody_rings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    context = a_house(tmp_path)
    monkeypatch.setattr(doctor, "may_ask", lambda _context: False)

    with pytest.raises(UsageError, match="--yes"):
        doctor._called(Terminal(context), "home", sure=False)  # type: ignore[arg-type]
