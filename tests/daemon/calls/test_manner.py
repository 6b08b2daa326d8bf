"""Each manner of a line and each wish for each caller: what is decided, what the far end hears, what the log says."""

from __future__ import annotations

import asyncio
from itertools import count
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Hit
from portinaio.core.numbers.pattern import key
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.pipeline import CallPipeline
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.records import Records
from portinaio.lists.lookup import Lookup
from sip_worlds import FakeCallHandler, calling, serving, sip_settings
from worlds import FROZEN_NOW, STRANGER, a_pattern

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.call import Ringing
    from portinaio.lines.line import CallEnded, Line

WISHES = ("ring", "silence", "reject", "answer", "announce")
RING, SILENCE, GONE, ANSWER = ("ring", 180), ("silence", 180), ("ring", 480), ("answer", 200)
DONE = {
    # by what is wished, in the order above: what is done, and what the caller hears of it first
    "sole": (RING, SILENCE, ("reject", 607), ANSWER, ANSWER),
    "forked": (RING, RING, ("reject", 607), ANSWER, ANSWER),
    "serial": (GONE, SILENCE, ("reject", 607), ANSWER, ANSWER),
    "fritzbox": (RING, RING, ("reject", 200), ANSWER, ANSWER),
    "pbx": (GONE, SILENCE, ("reject", 603), ANSWER, ANSWER),
}
WHY_NOT = {
    "silence": "; it cannot be silenced, since other telephones ring on",
    "announce": "; no sentence can be said on this line",
}
CALLERS = {
    "known": "+390200004321",
    "unknown": STRANGER,
    "suspected": "+390200007777",
    "reported": "+390200009999",
    "withheld": "anonymous",
    "hours": STRANGER,
}
CONFIG = """
country = "IT"
[policy]
{key} = {wish}
[[line]]
name = "home"
kind = "sip"
peer = "{peer}"
"""


class SomeLists:
    """One list, which makes one number suspected."""

    def look_up(self, wanted: int, today) -> Lookup:
        listed = wanted == key(CALLERS["suspected"][1:])
        return Lookup((Hit("spam-it", 0.4, today, 3),)) if listed else Lookup()


class Forwarding(FakeCallHandler):
    """Hands on to the pipeline what the line tells."""

    def __init__(self, pipeline: CallPipeline) -> None:
        super().__init__()
        self._pipeline = pipeline

    def ringing(self, line: Line, handle: str, ringing: Ringing) -> None:
        self._pipeline.ringing(line, handle, ringing)

    def ended(self, line: Line, handle: str, ended: CallEnded) -> None:
        self._pipeline.ended(line, handle, ended)


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize(
    ("peer", "wish", "expected"),
    [
        pytest.param(peer, wish, expected, id=f"{peer}: {wish}")
        for peer, all_done in DONE.items()
        for wish, expected in zip(WISHES, all_done, strict=True)
    ],
)
async def test_a_wish_is_carried_out_as_the_manner_can_and_logged_as_it_was(
    tmp_path: Path, peer: str, wish: str, expected: tuple[str, int], caller: str
):
    done, code = expected
    if wish == "announce" and caller in {"suspected", "reported"}:
        done = "hold"
    toml = (
        f'[{{ from = "00:00", to = "23:59", unknown = "{wish}" }}]'
        if caller == "hours"
        else f'"{wish}"'
    )
    context = a_context(tmp_path, CONFIG.format(key=caller, wish=toml, peer=peer))
    context.store.contacts.add("Anna", CALLERS["known"], "")
    context.store.entries.add(a_pattern(CALLERS["reported"]), EntryKind.BLOCK, "", FROZEN_NOW)
    recorder = Recorder(context.store, context.changed)
    actions: list[asyncio.Task[None]] = []
    pipeline = CallPipeline(
        context,
        Records(context.store),
        recorder,
        LineStatuses(lambda: None),
        spawn=lambda action: actions.append(asyncio.ensure_future(action)),
        next_id=count(1).__next__,
    )

    pipeline.rules = pipeline.rules._replace(lists=SomeLists())
    async with (
        serving(sip_settings(peer=peer), Forwarding(pipeline)) as line,
        calling(line) as phone,
    ):
        phone.invite(caller=f"<sip:{CALLERS[caller]}@net.example>")
        heard = await phone.response()
        await asyncio.gather(*actions)
    recorder.close()
    await recorder.run()
    (call,) = context.store.calls.page()
    context.close()

    assert (heard.code, call.action.value, call.outcome.value) == (code, done, "done")
    assert [why for why in WHY_NOT.values() if why in str(call.because)] == (
        [] if wish == done else [WHY_NOT[wish]]
    )
