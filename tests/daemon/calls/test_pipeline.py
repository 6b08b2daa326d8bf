"""The pipeline: what becomes of a call between its ring and its line in the log."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from daemon_world import ALine, a_context
from portinaio.core.call import Presentation
from portinaio.core.entry import EntryKind
from portinaio.core.message import rendered
from portinaio.core.names import stored_name
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.pipeline import CallPipeline
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.records import Records
from portinaio.lines.line import CallEnded, LineState, Performed
from worlds import FROZEN_NOW, STRANGER, a_pattern, a_ring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

SALES = "+390844000001"
AMBULANCE = "118"
JUDGE = "portinaio.daemon.calls.pipeline.judge"


class APipeline(CallPipeline):
    """A pipeline whose actions can be waited for, and whose recorder writes when it is asked to."""

    def __init__(self, folder: Path) -> None:
        self.context = a_context(folder)
        self.told: list[tuple[str, Any]] = []
        self.context.publish = lambda name, content: self.told.append(
            (name, rendered(content(), None))
        )
        self.statuses = LineStatuses(lambda: None)
        self.statuses.enter("home", "replay", frozenset(Action))
        self.recorder = Recorder(self.context.store, self.context.changed)
        self.actions: list[asyncio.Task[None]] = []
        super().__init__(
            self.context,
            Records(self.context.store, resident=True),
            self.recorder,
            self.statuses,
            spawn=lambda action: self.actions.append(asyncio.ensure_future(action)),
            next_id=count(7).__next__,
        )

    async def settle(self) -> None:
        await asyncio.gather(*self.actions)
        self.recorder.close()
        await self.recorder.run()


def a_fault(*_: object) -> None:
    raise ZeroDivisionError  # a bug of ours


@pytest.fixture
def pipeline(tmp_path: Path) -> Iterator[APipeline]:
    pipeline = APipeline(tmp_path)
    yield pipeline
    pipeline.context.close()


async def test_a_sales_call_is_rejected_and_logged(pipeline: APipeline) -> None:
    line = ALine(obeys=Performed(Outcome.DONE, "SIP 607"))

    pipeline.ringing(line, "a", a_ring(SALES))
    await pipeline.settle()

    (call,) = pipeline.context.store.calls.page()
    assert (call.id, call.action, call.outcome, call.cause) == (
        7,
        Action.REJECT,
        Outcome.DONE,
        "SIP 607",
    )


async def test_a_call_rings_when_screening_fails(
    pipeline: APipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = ALine()
    monkeypatch.setattr(JUDGE, a_fault)

    pipeline.ringing(line, "a", a_ring(SALES))
    await pipeline.settle()

    assert [decision.action for _, decision in line.told] == [Action.RING]


async def test_a_failed_screening_is_logged_and_counted_in_health(
    pipeline: APipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(JUDGE, a_fault)

    pipeline.ringing(ALine(), "a", a_ring(SALES))
    pipeline.ringing(ALine(), "b", a_ring(SALES))
    await pipeline.settle()

    assert {call.because.text for call in pipeline.context.store.calls.page()} == {
        "screening failed"
    }
    assert str(pipeline.troubles()[0][1]).startswith("screening failed for 2 calls")


def test_a_trial_that_fails_is_told_before_any_call_and_forgotten_when_it_works(
    pipeline: APipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    with monkeypatch.context() as patch:
        patch.setattr(JUDGE, a_fault)
        pipeline.try_out()
        seen += [str(text) for _, text in pipeline.troubles()]
    pipeline.try_out()

    assert seen == [
        "calls cannot be screened, they ring: a fault of the program, ZeroDivisionError; the log of the daemon says more"
    ]
    assert pipeline.troubles() == []


def test_a_trial_goes_the_way_of_every_call_and_leaves_nothing(
    pipeline: APipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[str] = []
    for name in ("outgoing.last_day", "calls.recent"):
        owner, method = name.split(".")
        part = getattr(pipeline.context.store, owner)
        real = getattr(part, method)
        monkeypatch.setattr(
            part, method, lambda *given, n=name, r=real: ways.append(n) or r(*given)
        )

    pipeline.try_out()

    assert sorted(ways) == ["calls.recent", "outgoing.last_day"]
    assert (pipeline.told, pipeline.actions, pipeline.context.store.calls.page()) == ([], [], [])


async def test_a_line_that_breaks_its_promise_leaves_the_call_logged_as_unable(
    pipeline: APipeline,
) -> None:
    pipeline.ringing(ALine(obeys=RuntimeError("no carrier")), "a", a_ring(SALES))
    await pipeline.settle()

    assert pipeline.context.store.calls.page()[0].outcome is Outcome.UNABLE


async def test_a_line_that_hangs_is_given_up(
    pipeline: APipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.calls.pipeline.LONGEST_ACTION_S", 0.001)
    line = ALine()
    line.perform = lambda *_: asyncio.Event().wait()  # type: ignore[method-assign,assignment]  # for ever

    pipeline.ringing(line, "a", a_ring(SALES))
    await pipeline.settle()

    assert pipeline.context.store.calls.page()[0].outcome is Outcome.UNABLE


@pytest.mark.parametrize("early", [True, False], ids=["over before the act", "over after the act"])
async def test_a_call_that_is_over_has_its_times_and_the_cause_of_our_act(
    pipeline: APipeline, early: bool
) -> None:
    line = ALine(obeys=Performed(Outcome.DONE, "SIP 607"))

    pipeline.ringing(line, "a", a_ring(SALES))
    if not early:
        await asyncio.gather(*pipeline.actions)
    pipeline.ended(line, "a", CallEnded(3.5, 0.0, "SIP 487"))
    await pipeline.settle()

    call = pipeline.context.store.calls.page()[0]
    assert (call.rang_s, call.cause) == (3.5, "SIP 607")


async def test_times_that_the_line_has_not_seen_are_unknown_in_the_log(pipeline: APipeline) -> None:
    pipeline.ringing(ALine(), "a", a_ring(STRANGER))
    pipeline.ended(ALine(), "a", CallEnded(None, None, "SIP 480"))
    await pipeline.settle()

    call = pipeline.context.store.calls.page()[0]
    assert (call.rang_s, call.talked_s, call.cause) == (None, None, "SIP 480")


async def test_the_end_of_a_call_that_nobody_announced_is_passed_over(pipeline: APipeline) -> None:
    pipeline.ended(ALine(), "never rang", CallEnded(1.0))

    assert pipeline.told == []


async def test_listeners_hear_of_the_ring_the_act_and_the_end(pipeline: APipeline) -> None:
    line = ALine()

    pipeline.ringing(line, "a", a_ring(SALES))
    await asyncio.gather(*pipeline.actions)
    pipeline.ended(line, "a", CallEnded(2.0))

    assert [(name, shape["outcome"], shape["rang_s"]) for name, shape in pipeline.told] == [
        ("call", None, None),
        ("call", "done", None),
        ("call", "done", 2.0),
    ]


async def test_an_entry_for_one_call_is_used_up_by_it(pipeline: APipeline) -> None:
    pipeline.context.store.entries.add(a_pattern(SALES), EntryKind.ALLOW, "", FROZEN_NOW, once=True)

    pipeline.ringing(ALine(), "a", a_ring(SALES))
    await pipeline.settle()

    assert pipeline.context.store.entries.all(FROZEN_NOW) == []


@pytest.mark.parametrize(
    ("name", "left"),
    [
        pytest.param("Tellows: Spam", [], id="by a call with that name"),
        pytest.param("Anna", ["tellows*"], id="and by no other"),
    ],
)
async def test_an_entry_of_a_name_for_one_call_is_used_up(
    pipeline: APipeline, name: str, left: list[str]
) -> None:
    entries = pipeline.context.store.entries
    entries.add(stored_name("tellows*"), EntryKind.BLOCK, "", FROZEN_NOW, once=True)

    pipeline.ringing(ALine(), "a", a_ring(STRANGER, name=name))
    await pipeline.settle()

    assert [entry.text for entry in entries.all(FROZEN_NOW)] == left


async def test_an_entry_for_one_call_that_spared_a_contact_waits_for_another(
    pipeline: APipeline,
) -> None:
    store = pipeline.context.store
    store.entries.add(a_pattern("+3902*"), EntryKind.BLOCK, "", FROZEN_NOW, once=True)
    store.contacts.add("Anna", STRANGER, "own")

    pipeline.ringing(ALine(), "a", a_ring(STRANGER))
    await pipeline.settle()

    assert [entry.text for entry in store.entries.all(FROZEN_NOW)] == ["+3902*"]


async def test_a_caller_who_bears_the_name_of_a_contact_is_none(pipeline: APipeline) -> None:
    pipeline.context.store.contacts.add("Anna", "+390200005678", "own")

    pipeline.ringing(ALine(), "a", a_ring(STRANGER, name="Anna"))
    await pipeline.settle()

    (call,) = pipeline.context.store.calls.page(limit=1)
    assert (call.label, call.name) == (Label.UNKNOWN, "Anna")


@pytest.mark.parametrize(
    ("calling", "shown"),
    [
        ("Private", Presentation.RESTRICTED),
        ("", Presentation.RESTRICTED),
        ("P", Presentation.RESTRICTED),
        ("+266696687", Presentation.RESTRICTED),
        ("unknown", Presentation.UNAVAILABLE),
        ("O", Presentation.UNAVAILABLE),
        ("asterisk", Presentation.UNAVAILABLE),
        ("0000000", Presentation.UNAVAILABLE),
        (STRANGER, Presentation.ALLOWED),
        ("*17", Presentation.ALLOWED),
    ],
)
async def test_a_word_in_place_of_the_number_is_logged_as_what_it_means(
    pipeline: APipeline, calling: str, shown: Presentation
) -> None:
    pipeline.ringing(ALine(), "a", a_ring(calling))
    await pipeline.settle()

    assert pipeline.context.store.calls.page(limit=1)[0].presentation is shown


async def test_everything_rings_after_an_emergency_call_though_the_disk_is_full(
    pipeline: APipeline,
) -> None:
    line = ALine()

    pipeline.dialled(line, AMBULANCE)
    pipeline.ringing(line, "a", a_ring(SALES))
    await asyncio.gather(*pipeline.actions)

    assert line.told[0][1].action is Action.RING


async def test_an_emergency_call_outlives_a_restart(pipeline: APipeline) -> None:
    pipeline.dialled(ALine(), AMBULANCE)
    await pipeline.settle()

    assert pipeline.context.store.state.get("emergency_call_at") == FROZEN_NOW.isoformat()


async def test_whom_the_user_called_is_known_from_then_on(pipeline: APipeline) -> None:
    pipeline.dialled(ALine(), "02 0000 1234")
    await pipeline.settle()

    assert pipeline.context.store.outgoing.last_day(STRANGER) == FROZEN_NOW.date()


async def test_whom_the_user_called_is_known_though_the_disk_is_full(pipeline: APipeline) -> None:
    line = ALine()

    pipeline.dialled(line, SALES)
    pipeline.ringing(line, "a", a_ring(SALES))
    await asyncio.gather(*pipeline.actions)

    assert line.told[0][1].action is Action.RING


async def test_a_call_for_help_that_was_told_later_counts_for_an_hour_from_then(
    pipeline: APipeline,
) -> None:
    line, later = ALine(), FROZEN_NOW + timedelta(minutes=90)
    pipeline.dialled(line, AMBULANCE)
    pipeline.context.store.state.set("emergency_call_at", later.isoformat())

    pipeline.ringing(line, "a", a_ring(SALES, at=later))
    await asyncio.gather(*pipeline.actions)

    assert line.told[0][1].action is Action.RING


async def test_a_caller_named_in_broken_unicode_is_logged(pipeline: APipeline) -> None:
    pipeline.ringing(ALine(), "a", a_ring(name="caf\udce9"))
    await pipeline.settle()

    assert pipeline.context.store.calls.page()[0].name == "caf\ufffd"


async def test_a_flood_of_calls_without_end_is_forgotten_from_its_beginning(
    pipeline: APipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.calls.live_calls.MOST_LIVE", 2)
    line = ALine()

    for handle in "abc":
        pipeline.ringing(line, handle, a_ring())
    pipeline.ended(line, "a", CallEnded(1.0))
    await pipeline.settle()

    assert [call.rang_s for call in pipeline.context.store.calls.page()] == [None, None, None]


async def test_a_number_is_masked_in_the_log_of_the_daemon(
    pipeline: APipeline, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")

    pipeline.ringing(ALine(), "a", a_ring(SALES))

    assert "+39084•••••01" in caplog.text
    assert SALES not in caplog.text


async def test_a_line_says_on_the_board_how_it_is(pipeline: APipeline) -> None:
    pipeline.state_changed(ALine(), LineState.UP)
    pipeline.ringing(ALine(), "a", a_ring())

    (shape,) = pipeline.statuses.answers()
    assert (shape["state"], shape["calls"]) == ("up", 1)


@pytest.mark.parametrize(
    ("after_s", "rings"),
    [
        pytest.param(0, True, id="it rings"),
        pytest.param(179, True, id="it rings long"),
        pytest.param(180, False, id="its line has lost its end"),
    ],
)
async def test_a_call_may_be_ringing_for_three_minutes(
    pipeline: APipeline, after_s: int, rings: bool
) -> None:
    began = 1000.0
    pipeline._monotonic = lambda: began
    before = pipeline.rings
    pipeline.ringing(ALine(), "a", a_ring())

    pipeline._monotonic = lambda: began + after_s

    assert (before, pipeline.rings) == (False, rings)


async def test_a_call_that_has_ended_rings_no_more(pipeline: APipeline) -> None:
    line = ALine()
    pipeline.ringing(line, "a", a_ring())

    pipeline.ended(line, "a", CallEnded(rang_s=1.0))

    assert not pipeline.rings
