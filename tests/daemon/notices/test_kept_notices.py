"""Notices that wait outlive the daemon, and are told when quiet hours are over."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon.notices.test_senders import a_web
from daemon_world import a_context
from portinaio.core.message import counted, lines_of, msg
from portinaio.daemon.notices import outbox as room
from portinaio.daemon.notices.kept_notices import LARGEST_BYTES, MOST_KEPT, KeptNotices
from portinaio.daemon.notices.notice import Notice, shown
from post_rooms import AHouse, a_house, a_webhook, heard
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_FROM, _TO = FROZEN_NOW - timedelta(hours=1), FROZEN_NOW + timedelta(hours=1)
NIGHT = f'quiet = "{_FROM:%H:%M}-{_TO:%H:%M}"\n'
MORNING = FROZEN_NOW + timedelta(hours=2)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "GAP_S", 0.0)
    monkeypatch.setattr(room, "LOOK_S", 0.01)
    monkeypatch.setattr(room, "PAUSES_S", (0.01,))


@asynccontextmanager
async def in_the_morning(folder: Path, text: str) -> AsyncIterator[AHouse]:
    context = a_context(folder, now=lambda: MORNING)
    house = AHouse(context)
    await house.serve(text)
    try:
        yield house
    finally:
        house.outlets.close()
        context.close()


def on_disk(house: AHouse) -> list[Any] | None:
    """What of `w` stands there, for its owner alone; `None` where there is no file."""
    file = Path(house.context.home.waiting_notices)
    if not file.exists():
        return None
    assert file.stat().st_mode & 0o777 == 0o600
    found: list[Any] = json.loads(file.read_bytes())["w"]
    return found


async def soon(true: Callable[[], object]) -> None:
    async with asyncio.timeout(30):
        while not true():  # noqa: ASYNC110  # a file tells nobody
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("killed", [True, False], ids=["killed", "ended"])
async def test_what_waits_at_night_is_told_in_the_morning_by_a_daemon_that_began_meanwhile(
    tmp_path: Path, *, killed: bool
) -> None:
    async with a_web() as web, a_house(tmp_path) as evening:
        await evening.serve(a_webhook(web, more=NIGHT))
        evening.turned_away(1)
        evening.turned_away(2)
        await soon(lambda: len(on_disk(evening) or ()) == 2)
        if not killed:
            evening.outlets.close()
        async with in_the_morning(tmp_path, a_webhook(web, more=NIGHT)) as house:
            await heard(web, 1)
            await soon(lambda: on_disk(house) is None)

        told = json.loads(web.heard[0].body)
        assert (told["occasion"], told["count"]) == ("waited", 2)
        assert len(web.heard) == 1


async def test_what_came_last_before_the_end_is_kept_too(tmp_path: Path) -> None:
    async with a_web() as web:
        async with a_house(tmp_path) as evening:
            await evening.serve(a_webhook(web, more=NIGHT))
            (outbox,) = evening.outlets._post_room._outboxes.values()  # type: ignore[union-attr]  # it is there
            outbox.put(Notice("rejected", FROZEN_NOW, msg("one"), msg("so it is")))
            evening.outlets.close()
        async with in_the_morning(tmp_path, a_webhook(web, more=NIGHT)):
            await heard(web, 1)

        assert json.loads(web.heard[0].body)["title"] == "one"


async def test_what_leaves_at_once_is_never_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    monkeypatch.setattr(KeptNotices, "_write", lambda _, kept: written.append(kept))
    async with a_house(tmp_path) as house, a_web() as web:
        await house.serve(a_webhook(web))
        house.turned_away()
        await heard(web, 1)

    assert written == []


async def test_what_a_notify_that_is_gone_had_waiting_is_told_nowhere(tmp_path: Path) -> None:
    async with a_web() as web, a_house(tmp_path) as house:
        await house.serve(a_webhook(web, more=NIGHT))
        house.turned_away()
        await soon(lambda: on_disk(house))
        await house.serve("")

        assert on_disk(house) is None


async def test_without_any_notify_nothing_stays_of_what_waited(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        KeptNotices(Path(house.context.home.waiting_notices)).keep("w", [A_NOTICE])
        assert on_disk(house)
        await house.serve("")

        assert on_disk(house) is None


A_NOTICE = Notice(
    "rejected",
    FROZEN_NOW,
    msg("Call turned away: %(who)s", who=""),
    lines_of(
        [counted("%(n)d call", "%(n)d calls", 3), msg("a number: %(number)s", number="\ud800")]
    ),
    "+390200001234",
    {"call": 7, "because": "so"},
)


def test_a_notice_comes_back_as_it_was(tmp_path: Path) -> None:
    whole = A_NOTICE._replace(text=lines_of([counted("%(n)d call", "%(n)d calls", 3)]))
    KeptNotices(tmp_path / "notices.json").keep("w", [whole])
    (back,) = KeptNotices(tmp_path / "notices.json").of("w")

    assert back == whole
    assert shown(back, "last", None) == shown(whole, "last", None)


def test_what_no_file_can_hold_is_kept_as_far_as_it_can(tmp_path: Path) -> None:
    KeptNotices(tmp_path / "notices.json").keep("w", [A_NOTICE])

    assert len(KeptNotices(tmp_path / "notices.json").of("w")) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b'{"w": 1}', b'{"w": [1, [], {}, null]}', b"\xff", b"[" * 100_000,
        b'{"w": [["rejected", [0, 0], ["a", [], ""], ["b", {}, ""], null, {}]]}',
        b'{"w": [["rejected", ["x", 0], ["a", {}, ""], ["b", {}, ""], null, {}]]}',
        b'{"w": [["rejected", [Infinity, 0], ["a", {}, ""], ["b", {}, ""], null, {}]]}',
        b" " * (LARGEST_BYTES + 1),
    ],
    ids=repr,
)  # fmt: skip
def test_a_file_that_is_none_of_ours_is_no_reason_to_stop(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "notices.json"
    file.write_bytes(content)
    kept = KeptNotices(file)
    before = kept.of("w")
    kept.keep("w", [A_NOTICE])

    assert before == []
    assert len(kept.of("w")) == 1


def test_of_very_many_the_newest_come_back(tmp_path: Path) -> None:
    kept = KeptNotices(tmp_path / "notices.json")
    kept.keep("w", [A_NOTICE._replace(facts={"n": n}) for n in range(MOST_KEPT + 10)])

    assert [one.facts["n"] for one in kept.of("w")] == list(range(10, MOST_KEPT + 10))


def test_a_disk_that_is_full_loses_no_other_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    kept = KeptNotices(tmp_path / "notices.json")
    kept.keep("a", [A_NOTICE])
    monkeypatch.setattr("portinaio.daemon.notices.kept_notices.write_atomically", full)
    kept.keep("b", [A_NOTICE])

    assert (len(kept.of("a")), kept.of("b")) == (1, [])
