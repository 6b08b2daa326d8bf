"""The simulated call of the first run shows how it goes, and is written down nowhere."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from daemon_world import a_context
from portinaio.core.message import Message
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.daemon.demo.rehearsal import CALLER, LINE, Rehearsal, forget_rehearsals
from portinaio.lines.line import CallEnded, Performed
from worlds import a_logged_call, a_ring


@pytest.fixture
def context(tmp_path):
    return a_context(tmp_path)


def test_the_simulated_call_goes_and_all_others_stay(context):
    context.store.calls.record_many(
        [
            a_logged_call(1, number=CALLER, line=LINE),
            a_logged_call(2, number=CALLER, line="home"),
            a_logged_call(3, number="+390200001234", line=LINE),
        ]
    )

    gone = forget_rehearsals(context)

    assert (gone, sorted(call.id for call in context.store.calls.page())) == (1, [2, 3])


def test_a_simulated_line_of_ones_own_keeps_its_calls(context):
    Path(context.home.config_file).write_text(f'[[line]]\nname = "{LINE}"\nkind = "replay"\n')
    context.store.calls.record(a_logged_call(1, number=CALLER, line=LINE))

    assert forget_rehearsals(context) == 0


class Told(list):
    """What the windows are told."""

    def __call__(self, name, content):
        self.append((name, content()))


class ALine:
    def __init__(self, performed):
        self.performed = performed
        self.decisions = []

    async def perform(self, handle, decision):
        self.decisions.append((handle, decision))
        if isinstance(self.performed, Exception):
            raise self.performed
        return self.performed


async def played(performed) -> tuple[Told, ALine]:
    """A call from its ring to its end."""
    told, line, tasks = Told(), ALine(performed), []
    decision = Decision(Action.REJECT, Message("sells"))
    rings = Rehearsal(
        told,
        lambda ringing, call_id: (a_logged_call(call_id, number=ringing.calling), decision),
        7,
        spawn=lambda work: tasks.append(asyncio.ensure_future(work)),
    )
    rings.ringing(line, "1", a_ring(CALLER))
    await asyncio.gather(*tasks)
    rings.ended(line, "1", CallEnded(0.5, 0.0))
    return told, line


async def test_windows_are_told_of_it_under_a_name_of_its_own_from_ring_to_end():
    told, line = await played(Performed(Outcome.DONE, "SIP 607"))

    assert {name for name, _ in told} == {"rehearsal"}
    assert [call["id"] for _, call in told] == [7, 7, 7]
    assert [handle for handle, _ in line.decisions] == ["1"]
    assert (told[-1][1]["outcome"], told[-1][1]["cause"]) == ("done", "SIP 607")
    assert (told[-1][1]["rang_s"], told[-1][1]["talked_s"]) == (0.5, 0.0)


async def test_a_line_that_fails_is_unable_and_the_call_is_told_to_its_end():
    told, _line = await played(RuntimeError("broken"))

    assert (told[-1][1]["outcome"], told[-1][1]["rang_s"]) == ("unable", 0.5)


def test_an_end_without_a_ring_is_told_to_nobody():
    told = Told()

    Rehearsal(told, None, 7, spawn=None).ended(None, "1", CallEnded(1.0))

    assert told == []
