"""What a telephone of the house asks for, as the command line does it: the last caller, the entry, the letter, the pause."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.call import Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.message import msg
from portinaio.daemon.calls.handset import carry_out
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.pipeline import CallPipeline
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.records import Records
from portinaio.lines.handset import Command, Done, Wish
from portinaio.wire.voice import wav
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from pathlib import Path

    from portinaio.daemon.context import Context

CONFIG = 'country = "IT"\n[[line]]\nname = "home"\nkind = "sip"\npeer = "pbx"\nhandset = true\n'
INSIDE = Finding("internal", msg("a telephone of your own system"), final=True)
CODE = "**622"


def a_house(folder: Path, *calls: object) -> Context:
    context = a_context(folder, CONFIG)
    for place, call in enumerate(calls, 1):
        context.store.calls.record(call._replace(id=place))  # type: ignore[attr-defined]  # a call
    return context


def wished(context: Context, wish: Wish, call: int | None = 1, sound: bytes = b"") -> Done:
    return carry_out(context, "home", Command(wish, CODE, call, sound))


def entries_of(context: Context) -> list[tuple[str | None, str, str]]:
    return [(one["pattern"], one["kind"], one["note"]) for one in a_client(context).entries()]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({}, "today at 14:02, was from the number that ends in 1, 2, 3, 4."),
        ({"at": FROZEN_NOW - timedelta(days=1)}, "1 day ago at"),
        ({"at": FROZEN_NOW - timedelta(days=3)}, "3 days ago at"),
        (
            {"number": None, "presentation": Presentation.RESTRICTED},
            "somebody who hides the number",
        ),
        ({"number": None, "presentation": Presentation.UNAVAILABLE}, "somebody without a number"),
    ],
)
def test_the_last_caller_is_named(tmp_path: Path, call: dict[str, object], said: str):
    done = wished(a_house(tmp_path, a_logged_call(**call)), Wish.LAST)

    assert said.replace("14:02", f"{FROZEN_NOW:%H:%M}") in str(done.said)
    assert done.call == 1


def test_a_contact_is_named_as_in_the_address_book(tmp_path: Path):
    context = a_house(tmp_path, a_logged_call())
    context.store.contacts.add("Anna", STRANGER, "")

    assert str(wished(context, Wish.LAST).said).endswith("was from Anna.")


def test_telephones_of_the_house_are_no_last_callers(tmp_path: Path):
    later = FROZEN_NOW + timedelta(minutes=1)
    inside = a_logged_call(number=None, calling=CODE, findings=(INSIDE,), at=later)

    assert wished(a_house(tmp_path, a_logged_call(), inside), Wish.LAST).call == 1


@pytest.mark.parametrize(("wish", "kind"), [(Wish.BLOCK, "block"), (Wish.ALLOW, "allow")])
def test_an_entry_is_made_of_the_call_that_was_named_and_undone_as_any_other(
    tmp_path: Path, wish: Wish, kind: str
):
    later = a_logged_call(number="+390200008888", at=FROZEN_NOW + timedelta(minutes=1))
    context = a_house(tmp_path, a_logged_call(), later)

    done = wished(context, wish)

    assert done.well
    assert str(done.said).endswith("the number that ends in 1, 2, 3, 4.")
    assert entries_of(context) == [(STRANGER, kind, "from telephone **622")]
    a_client(context).forget_entry(STRANGER)
    assert entries_of(context) == []


@pytest.mark.parametrize("wish", [Wish.BLOCK, Wish.ALLOW, Wish.REPORT])
@pytest.mark.parametrize("number", [None, STRANGER])
def test_of_nobody_nothing_can_be_said(tmp_path: Path, wish: Wish, number: str | None):
    context = a_house(tmp_path, *([] if number else [a_logged_call(number=None)]))

    done = wished(context, wish, None if number else 1)

    assert (done.well, entries_of(context)) == (False, [])
    assert ("nobody has called" in str(done.said).lower()) is bool(number)


def test_whom_the_house_knows_it_does_not_block_by_a_digit(tmp_path: Path):
    context = a_house(tmp_path, a_logged_call())
    context.store.contacts.add("Anna", STRANGER, "")

    done = wished(context, Wish.BLOCK)

    assert (done.well, entries_of(context)) == (False, [])
    assert "Anna" in str(done.said)


def test_a_complaint_is_begun_as_the_command_line_does(tmp_path: Path):
    context = a_house(tmp_path, a_logged_call())

    assert wished(context, Wish.REPORT).well

    (complaint,) = a_client(context).complaints()
    assert (complaint["calls"], complaint["state"]) == ([1], "draft")


def test_a_pause_and_an_expected_call_last_as_long_as_is_said_and_end_by_one_digit(tmp_path: Path):
    context = a_house(tmp_path)

    wished(context, Wish.PAUSE)
    wished(context, Wish.EXPECT)
    status = a_client(context).status()
    wished(context, Wish.RESUME)
    after = a_client(context).status()

    lasting = [status["paused_until"], status["expecting_until"]]
    assert lasting == [
        (FROZEN_NOW + timedelta(hours=hours)).isoformat(timespec="seconds") for hours in (1, 2)
    ]
    assert [after["paused_until"], after["expecting_until"]] == [None, None]


def test_an_announcement_is_kept_first_and_said_by_the_line_afterwards(tmp_path: Path):
    context = a_house(tmp_path)
    changed: list[str] = []
    context.on_sound_changed = changed.append

    kept = wished(context, Wish.ANNOUNCE, sound=wav.a_law_file(b"\x55" * 8000))
    before = (tmp_path / "config.toml").read_text()
    wished(context, Wish.USE_ANNOUNCEMENT)

    assert (kept.well, before, changed) == (True, CONFIG, ["home"])
    assert 'announcement = "home.announcement.wav"' in (tmp_path / "config.toml").read_text()
    assert (tmp_path / "home.announcement.wav").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("sound", [b"", b"RIFF", wav.a_law_file(b"")])
def test_what_is_no_sound_is_not_kept(tmp_path: Path, sound: bytes):
    context = a_house(tmp_path)

    done = wished(context, Wish.ANNOUNCE, sound=sound)

    assert not done.well
    assert not (tmp_path / "home.announcement.wav").exists()


def test_a_fault_of_ours_is_said_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    context = a_house(tmp_path, a_logged_call())
    monkeypatch.setattr(context.store.calls, "page", lambda **_: 1 / 0)

    done = wished(context, Wish.LAST)

    assert (done.well, "the log of the daemon says why" in str(done.said)) == (False, True)
    assert "ZeroDivisionError" in caplog.text


async def test_the_pipeline_carries_it_out_beside_the_loop_and_tells_in_it(tmp_path: Path):
    context = a_house(tmp_path, a_logged_call())
    tasks: list[asyncio.Task[None]] = []

    def spawn(work: Coroutine[None, None, None]) -> None:
        tasks.append(asyncio.ensure_future(work))

    pipeline = CallPipeline(
        context,
        Records(context.store, resident=True),
        Recorder(context.store, context.changed),
        LineStatuses(lambda: None, lambda _: []),
        spawn=spawn,
        next_id=lambda: 2,
    )
    told: list[Done] = []
    line = type("ALine", (), {"name": "home"})()
    pipeline.commanded(line, Command(Wish.LAST, CODE), told.append)
    assert told == []
    await asyncio.gather(*tasks)

    assert [done.call for done in told] == [1]
