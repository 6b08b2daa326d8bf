"""A call that one line watches and another one screens, as the call monitor and an IP telephone of one FRITZ!Box do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import ALine
from one_call_world import GIVEN_BACK, WATCHER, House
from portinaio.core.entry import EntryKind
from portinaio.core.policy import Action, Outcome
from portinaio.lines.line import CallEnded, Performed
from worlds import FROZEN_NOW, STRANGER, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ORDERS = pytest.mark.parametrize("order", [(WATCHER, "office"), ("office", WATCHER)])
FRIEND = "+390200005678"
TALKED = CallEnded(9.0, 65.0)
"""As the monitor tells it."""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.context.close()


def block(house: House, number: str = STRANGER, *, once: bool = False) -> None:
    entries = house.context.store.entries
    entries.add(a_pattern(number), EntryKind.BLOCK, "", FROZEN_NOW, once=once)
    house.context.changed()


@ORDERS
@pytest.mark.parametrize("caller", [STRANGER, "anonymous"])
async def test_a_call_that_both_hear_is_one_with_the_times_of_the_monitor(
    house: House, order: tuple[str, str], caller: str
) -> None:
    hidden = caller == "anonymous"
    handles = {
        line: house.rings(line, "" if hidden and line == WATCHER else caller, at_s=n / 10)
        for n, line in enumerate(order)
    }
    house.ends(handles["office"], "office", at_s=3, how=GIVEN_BACK)
    house.pipeline.answered(house.line(WATCHER), handles[WATCHER], "10")
    house.ends(handles[WATCHER], WATCHER, at_s=74, how=TALKED)

    (call,) = await house.log()

    assert call.talked_s == 65
    assert call.rang_s == pytest.approx(9, abs=0.2)
    assert call.answered_by == "10"
    assert call.line == "office"


@ORDERS
async def test_a_block_is_carried_out_by_the_line_that_can_whoever_hears_first(
    house: House, order: tuple[str, str]
) -> None:
    block(house)
    house.lines["office"] = ALine("office", obeys=Performed(Outcome.DONE, "SIP 200"))

    handles = {line: house.rings(line, at_s=n / 10) for n, line in enumerate(order)}
    house.pipeline.answered(house.line(WATCHER), handles[WATCHER], "20")
    house.ends(handles["office"], "office", at_s=1.2, how=CallEnded(0.1, 1.0))
    house.ends(handles[WATCHER], WATCHER, at_s=1.3, how=CallEnded(0.1, 1.0))
    (call,) = await house.log()

    assert dict(house.decided) == {"office": Action.REJECT, WATCHER: Action.RING}
    assert (call.action, call.cause, call.line) == (Action.REJECT, "SIP 200", "office")
    assert call.outcome is Outcome.DONE


async def test_a_call_that_only_the_monitor_hears_rings_and_is_logged(house: House) -> None:
    block(house)

    handle = house.rings(WATCHER, at_s=0)
    house.ends(handle, WATCHER, at_s=5, how=CallEnded(5.0, 0.0))
    (call,) = await house.log()

    assert (call.action, call.line, call.score) == (Action.RING, WATCHER, 100)
    assert (call.rang_s, call.talked_s) == (5, 0)


@ORDERS
async def test_an_entry_for_one_call_is_used_up_by_one_call(
    house: House, order: tuple[str, str]
) -> None:
    block(house, once=True)

    handles = {line: house.rings(line, at_s=n / 10) for n, line in enumerate(order)}
    house.ends(handles["office"], "office", at_s=1.2, how=CallEnded(0.1, 1.0))
    house.ends(handles[WATCHER], WATCHER, at_s=1.3, how=CallEnded(0.1, 1.0))
    (call,) = await house.log()

    assert call.action is Action.REJECT
    assert not house.context.store.entries.all(FROZEN_NOW)


async def test_an_entry_for_one_call_is_used_up_also_where_nobody_could_obey(house: House) -> None:
    block(house, once=True)

    handle = house.rings(WATCHER, at_s=0)
    house.ends(handle, WATCHER, at_s=5, how=CallEnded(5.0, 0.0))
    await house.log()

    assert not house.context.store.entries.all(FROZEN_NOW)


@pytest.mark.parametrize(("picked_up", "calls"), [(True, 2), (False, 1)])
async def test_whoever_calls_while_somebody_talks_to_that_number_is_another_call(
    house: House, picked_up: bool, calls: int
) -> None:
    first = house.rings(WATCHER, at_s=0)
    leg = house.rings("office", at_s=0.1)
    house.ends(leg, "office", at_s=3.1, how=GIVEN_BACK)
    if picked_up:
        house.pipeline.answered(house.line(WATCHER), first, "10")

    house.rings("office", at_s=20)

    assert len(await house.log()) == calls


async def test_two_callers_at_once_stay_two(house: House) -> None:
    for at_s, line, caller in (
        (0, WATCHER, STRANGER),
        (0.1, WATCHER, FRIEND),
        (0.2, "office", FRIEND),
        (0.3, "office", STRANGER),
    ):
        house.rings(line, caller, at_s=at_s)

    log = await house.log()

    assert [(call.number, call.line) for call in log] == [(STRANGER, "office"), (FRIEND, "office")]


async def test_it_is_told_at_once_that_somebody_has_picked_up(house: House) -> None:
    told: list[str] = []
    house.context.publish = lambda _name, content: told.append(content()["answered_by"])  # type: ignore[index,call-overload]

    handle = house.rings(WATCHER, at_s=0)
    house.pipeline.answered(house.line(WATCHER), handle, "10")
    await house.log()

    assert told[:2] == ["", "10"]
