"""What is done at a box in step: its call list every hour, its barring as soon as the user blocks somebody."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from threading import Event, Thread
from threading import enumerate as enumerate_threads
from typing import TYPE_CHECKING

import pytest

from portinaio import thread_pool
from portinaio.core.message import msg, render
from portinaio.lines.fritzbox import errands as module
from portinaio.lines.fritzbox.box_troubles import BoxError
from portinaio.lines.fritzbox.errands import Errands, left_out, let_go
from portinaio.lines.line import ToBar
from portinaio.wire.fritzbox.barring import Barred

if TYPE_CHECKING:
    from typing import Any

    from portinaio.core.message import Message

ONE, TWO = "+390844000001", "+390844000002"


class ASimpleBox:
    """Keeps the contract of `Box`; fails as it is told to."""

    address = "192.0.2.1"

    def __init__(self) -> None:
        self.there: dict[str, str] = {}
        self.fetched = 0
        self.listed = 0
        self.fails: BoxError | None = None
        self.told_to_bar: list[str] = []
        self.asked, self.may = Event(), Event()
        """Whether it was asked to bar, and whether it answers."""
        self.may.set()

    def call_list(self) -> bytes:
        self._fail()
        self.fetched += 1
        return b"<root/>"

    def barred(self) -> list[Barred]:
        self._fail()
        self.listed += 1
        return [Barred(uid, f"Portinaio {number}", (number,)) for uid, number in self.there.items()]

    def bar(self, number: str) -> None:
        self.told_to_bar.append(number)
        self.asked.set()
        self.may.wait(30)
        self.there[f"{len(self.there) + 1}"] = number

    def let_in(self, barred: Barred) -> None:
        del self.there[barred.uid]

    def _fail(self) -> None:
        if self.fails:
            raise self.fails


class AHouse:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, **wanted: Any) -> None:
        self.box, self.now_s = ASimpleBox(), 1.0
        self.wanted = ToBar((), **wanted)
        self.told: list[tuple[str, str, bool]] = []
        self.lists: list[bytes] = []
        house = self

        class Clock:
            def time(self) -> float:
                return house.now_s

        self.errands = Errands(
            self.box,  # type: ignore[arg-type]  # what it needs of one
            calls=self.lists.append,
            wanted=lambda: self.wanted,
            told=self._tell,
        )
        monkeypatch.setattr(module, "_now", lambda: Clock().time())
        monkeypatch.setattr(thread_pool, "IDLE_S", 0.0)  # a thread ends with its work

    def _tell(self, code: str, said: Message | None, error: BoxError | None) -> None:
        self.told.append((code, render(said, None) if said else "", error is not None))

    async def at(self, now_s: float) -> None:
        self.now_s = now_s
        await self.errands.look()


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> AHouse:
    return AHouse(monkeypatch)


async def test_the_call_list_is_fetched_at_once_and_every_hour(house: AHouse) -> None:
    counts = []
    for now_s in (1, 11, 3600, 3601, 3611, 7201):
        await house.at(now_s)
        counts.append(house.box.fetched)

    assert counts == [1, 1, 1, 2, 2, 3]
    assert house.lists == [b"<root/>"] * 3


async def test_a_new_block_stands_at_the_box_at_the_next_look(house: AHouse) -> None:
    await house.at(1)
    house.wanted = ToBar((ONE,))
    await house.at(11)

    assert list(house.box.there.values()) == [ONE]


async def test_whom_the_user_lets_in_again_is_let_in(house: AHouse) -> None:
    house.wanted = ToBar((ONE, TWO))
    await house.at(1)
    house.wanted = ToBar((TWO,))
    await house.at(11)

    assert list(house.box.there.values()) == [TWO]


async def test_nothing_is_asked_while_nothing_has_changed(house: AHouse) -> None:
    for now_s in (1, 11, 3600):
        await house.at(now_s)

    assert house.box.listed == 1


async def test_what_somebody_took_out_at_the_box_is_back_within_the_hour(house: AHouse) -> None:
    house.wanted = ToBar((ONE,))
    await house.at(1)
    house.box.there.clear()
    await house.at(3601)

    assert list(house.box.there.values()) == [ONE]


@pytest.mark.parametrize(("refused", "again_s"), [(False, 300), (True, 1800)])
async def test_a_box_in_trouble_is_told_and_asked_again_later(
    house: AHouse, refused: bool, again_s: float
) -> None:
    house.wanted = ToBar((ONE,))
    house.box.fails = BoxError(msg("no"), refused=refused)
    await house.at(1)
    told = list(house.told)
    house.box.fails = None
    await house.at(again_s)
    early = list(house.box.there)
    await house.at(again_s + 1)

    assert told == [("call_list", "", True), ("barring", "", True)]
    assert early == []
    assert list(house.box.there.values()) == [ONE]
    assert house.told[-1] == ("barring", "", False)


async def test_where_nothing_shall_be_barred_what_was_is_let_in_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = AHouse(monkeypatch, asked=False)
    house.box.there["1"] = ONE
    await house.at(1)
    await house.at(3601)

    assert house.box.there == {}
    assert house.box.listed == 1


async def test_an_old_box_without_barring_is_no_trouble_where_none_is_wanted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    house = AHouse(monkeypatch, asked=False)
    house.box.fails = BoxError(msg("too old"), "401", refused=True)
    await house.at(1)

    assert ("barring", "", False) in house.told


@pytest.mark.parametrize(
    ("beyond", "patterns", "said"),
    [
        (0, 0, ""),
        (1, 0, "the box has no room for 1 number"),
        (3, 0, "the box has no room for 3 numbers"),
        (0, 1, "cannot bar 1 block of a beginning"),
        (0, 2, "cannot bar 2 blocks of a beginning"),
        (1, 2, "no room for 1 number that you block; the box cannot bar 2 blocks"),
    ],
)
def test_what_did_not_fit_is_said(beyond: int, patterns: int, said: str) -> None:
    found = left_out(beyond, patterns)

    assert said in (render(found, None) if found else "")
    assert bool(found) is bool(said)


async def test_who_takes_all_out_comes_after_what_was_on_its_way_when_the_line_ended(
    house: AHouse,
) -> None:
    house.wanted = ToBar((ONE, TWO))
    house.box.may.clear()
    running = asyncio.ensure_future(house.errands.run())
    await asyncio.to_thread(house.box.asked.wait, 30)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    taking_out = Thread(target=let_go, args=(house.box,))
    taking_out.start()
    house.box.may.set()
    await asyncio.to_thread(taking_out.join, 30)
    await until_alone()

    assert (house.box.there, house.box.told_to_bar) == ({}, [ONE])


async def until_alone() -> None:
    """No thread has anything to do at a box any more."""
    for thread in enumerate_threads():
        if thread.name == "fritzbox":
            await asyncio.to_thread(thread.join, 30)


async def test_a_bug_of_ours_is_waited_out_and_ends_nothing(house: AHouse) -> None:
    pauses: list[float] = []

    def broken() -> ToBar:
        raise ZeroDivisionError

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 4:
            raise asyncio.CancelledError

    house.errands._wanted = broken
    with pytest.raises(asyncio.CancelledError):
        await house.errands.run(sleep)

    assert pauses == [module.AGAIN_S, module.LOOK_S] * 2
