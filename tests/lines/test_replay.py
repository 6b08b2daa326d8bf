"""The simulated line: plays a script and does to its calls whatever is decided."""

from __future__ import annotations

import asyncio
import os
from importlib import resources
from typing import TYPE_CHECKING

import pytest

from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import CallEnded, LineState, Performed
from portinaio.lines.replay import DEMO, ReplayLine, ReplaySettings
from portinaio.wire.replay import read_script
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from portinaio.core.call import Ringing
    from portinaio.core.message import Message
    from portinaio.lines.line import Line


class ADesk:
    """Decides the same for every call and remembers what it saw."""

    def __init__(self, action: Action) -> None:
        self._decision = Decision(action, msg("so it is"))
        self._acts: list[asyncio.Task[None]] = []
        self.rang: list[Ringing] = []
        self.performed: list[Performed] = []
        self.over: list[CallEnded] = []
        self.states: list[LineState] = []

    def ringing(self, line: Line, handle: str, ringing: Ringing) -> None:
        self.rang.append(ringing)
        self._acts.append(asyncio.ensure_future(self._act(line, handle)))

    async def _act(self, line: Line, handle: str) -> None:
        self.performed.append(await line.perform(handle, self._decision))

    def ended(self, line: Line, handle: str, ended: CallEnded) -> None:
        del line, handle
        self.over.append(ended)

    def dialled(self, line: Line, called: str) -> None:
        raise AssertionError((line, called))

    def state_changed(self, line: Line, state: LineState, error: Message | None = None) -> None:
        del line, error
        self.states.append(state)


class Time:
    """Passes at once, and is remembered."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        for _ in range(3):
            await asyncio.sleep(0)


@pytest.fixture
def play(tmp_path: Path) -> Callable[..., tuple[ReplayLine, Time]]:
    def make(script: str, **settings: object) -> tuple[ReplayLine, Time]:
        (tmp_path / "calls.jsonl").write_text(script, encoding="utf-8")
        table = ReplaySettings(
            name="demo", kind="replay", file=str(tmp_path / "calls.jsonl"), **settings
        )  # type: ignore[arg-type]  # named as the fields are
        time = Time()
        line = ReplayLine(table, sleep=time)
        line.now = lambda: FROZEN_NOW
        return line, time

    return make


@pytest.mark.parametrize(
    ("action", "performed", "ended"),
    [
        (Action.RING, Performed(Outcome.DONE), CallEnded(9.0, 5.0)),
        (Action.SILENCE, Performed(Outcome.DONE), CallEnded(9.0, 5.0)),
        (Action.REJECT, Performed(Outcome.DONE, "SIP 607"), None),
        (Action.ANSWER, Performed(Outcome.DONE, "SIP 200"), None),
        (Action.ANNOUNCE, Performed(Outcome.DONE, "SIP 200"), None),
    ],
)
async def test_a_call_ends_as_it_was_decided(
    play: Callable[..., tuple[ReplayLine, Time]],
    action: Action,
    performed: Performed,
    ended: CallEnded | None,
) -> None:
    line, _ = play('{"calling": "+390200001234", "rings_s": 9, "talks_s": 5}')
    handler = ADesk(action)

    await line.run(handler)

    assert handler.performed == [performed]
    assert len(handler.over) == 1
    assert ended is None or handler.over == [ended]


async def test_a_caller_whom_nobody_answers_hangs_up(
    play: Callable[..., tuple[ReplayLine, Time]],
) -> None:
    line, _ = play('{"calling": "+390200001234", "rings_s": 9}')
    handler = ADesk(Action.RING)

    await line.run(handler)

    assert handler.over == [CallEnded(9.0, 0.0, "SIP 487")]


async def test_a_decision_after_the_end_is_too_late(
    play: Callable[..., tuple[ReplayLine, Time]],
) -> None:
    line, _ = play('{"calling": "1"}')

    performed = await line.perform("1", Decision(Action.REJECT, msg("so it is")))

    assert performed == Performed(Outcome.TOO_LATE)


async def test_speed_shortens_every_wait(play: Callable[..., tuple[ReplayLine, Time]]) -> None:
    line, time = play('{"calling": "1", "after_s": 2, "rings_s": 8, "talks_s": 4}', speed=4.0)

    await line.run(ADesk(Action.RING))

    assert time.slept == [0.5, 2.0, 1.0]


async def test_the_script_is_what_the_network_said(
    play: Callable[..., tuple[ReplayLine, Time]],
) -> None:
    line, _ = play('{"calling": "02 0000 1234", "name": "Anna"}', number="+390200000001")
    handler = ADesk(Action.RING)

    await line.run(handler)

    (ringing,) = handler.rang
    assert (ringing.line, ringing.calling, ringing.called, ringing.name, ringing.at) == (
        "demo",
        "02 0000 1234",
        "+390200000001",
        "Anna",
        FROZEN_NOW,
    )


async def test_a_line_that_is_stopped_stops_at_once(
    play: Callable[..., tuple[ReplayLine, Time]],
) -> None:
    line, _ = play('{"calling": "1", "rings_s": 9}')
    line._sleep = lambda _: asyncio.Event().wait()  # type: ignore[assignment,return-value]  # for ever
    running = asyncio.ensure_future(line.run(ADesk(Action.RING)))
    await asyncio.sleep(0)

    running.cancel()

    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "cannot be read: no such file"),
        (b"\xff", "is not UTF-8 text; save it"),
        (b"#" * (4 << 20) + b"\n", "is too large"),
    ],
    ids=["no file", "not text", "too large"],
)
async def test_a_script_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "calls.jsonl"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(LineError, match=told):
        await ReplayLine(ReplaySettings(name="demo", kind="replay", file=str(file))).run(
            ADesk(Action.RING)
        )


async def test_a_script_that_is_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "calls.jsonl")
    line = ReplayLine(
        ReplaySettings(name="demo", kind="replay", file=str(tmp_path / "calls.jsonl"))
    )

    with pytest.raises(LineError, match="it is a pipe"):
        await line.run(ADesk(Action.RING))


async def test_a_speed_of_nothing_is_refused() -> None:
    with pytest.raises(LineError, match="speed must be above 0"):
        await ReplayLine(ReplaySettings(name="demo", kind="replay", speed=0.0)).run(
            ADesk(Action.RING)
        )


async def test_the_demo_comes_with_the_program() -> None:
    time = Time()
    handler = ADesk(Action.RING)

    await ReplayLine(ReplaySettings(name="demo", kind="replay"), sleep=time).run(handler)

    assert len(handler.over) == len(handler.rang) > 50


def test_the_demo_shows_six_kinds_of_caller_within_three_seconds() -> None:
    text = resources.files("portinaio.lines").joinpath(DEMO).read_text(encoding="utf-8")
    first = read_script(text, DEMO)[:6]

    assert sum(call.after_s for call in first) < 3
    assert len({call.calling for call in first}) == 6
