"""One call is one call: by whichever lines it comes, and however often a PBX tries again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon_world import ALine
from one_call_world import GIVEN_BACK, PICKED_UP, House
from portinaio.core.entry import EntryKind
from portinaio.core.policy import Action, Outcome
from portinaio.lines.line import CallEnded, Performed
from worlds import FROZEN_NOW, STRANGER, a_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


REFUSED = CallEnded(0.01, 0.0, "SIP 607")
GAVE_UP = CallEnded(12.0, 0.0, "SIP 487")
CANCELLED = CallEnded(12.0, None, "SIP 487")
FRIEND = "+390200005678"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.context.close()


class Second(NamedTuple):
    """What comes after a first leg on the line home, at second 0."""

    at_s: float
    line: str = "office"
    caller: str = STRANGER
    name: str = ""
    first: str = ""
    """What the network called the first leg."""
    over_at_s: float | None = None
    """When the first was over, and how."""
    how: CallEnded = GAVE_UP
    comes_back_s: float = 5.0


HIDDEN = "anonymous"


@pytest.mark.parametrize(
    ("second", "calls"),
    [
        pytest.param(Second(0.1), 1, id="a PBX that rings two lines at once"),
        pytest.param(Second(60), 1, id="and the second a while later"),
        pytest.param(Second(180), 1, id="as long as any proxy lets it ring"),
        pytest.param(Second(180.1), 2, id="what never ends swallows no other call"),
        pytest.param(Second(0.1, caller=FRIEND), 2, id="somebody else at the same time"),
        pytest.param(Second(0.1, line="home"), 2, id="two calls at once on one line"),
        pytest.param(
            Second(0.1, line="home", name="x", first="x"), 1, id="unless the network says otherwise"
        ),
        pytest.param(Second(0.1, name="y", first="x"), 1, id="a PBX gives each leg a name"),
        pytest.param(
            Second(59, name="x", first="x", over_at_s=0, how=REFUSED),
            1,
            id="a proxy that tries the second line after the first",
        ),
        pytest.param(
            Second(61, name="x", first="x", over_at_s=0, how=REFUSED),
            2,
            id="a name that comes again later",
        ),
        pytest.param(
            Second(1, caller=FRIEND, name="x", first="x"), 2, id="another caller by that name"
        ),
        pytest.param(
            Second(0.9, over_at_s=0, how=REFUSED), 1, id="turned away before the second leg came"
        ),
        pytest.param(
            Second(1, over_at_s=0, how=REFUSED), 2, id="a robot that redials on another line"
        ),
        pytest.param(
            Second(0.9, line="home", over_at_s=0, how=REFUSED),
            2,
            id="a robot that redials on the same line",
        ),
        pytest.param(
            Second(12.9, over_at_s=12, how=CANCELLED), 1, id="a PBX that goes to the next line"
        ),
        pytest.param(Second(13, over_at_s=12, how=CANCELLED), 2, id="or a person who tries it"),
        pytest.param(
            Second(7.9, line="home", over_at_s=3, how=GIVEN_BACK), 1, id="given back, and come back"
        ),
        pytest.param(
            Second(8, line="home", over_at_s=3, how=GIVEN_BACK), 2, id="but not after long"
        ),
        pytest.param(
            Second(32.9, line="home", over_at_s=3, how=GIVEN_BACK, comes_back_s=30),
            1,
            id="a PBX takes longer",
        ),
        pytest.param(
            Second(33, line="home", over_at_s=3, how=GIVEN_BACK, comes_back_s=30),
            2,
            id="but not for ever",
        ),
        pytest.param(Second(0.5, caller=HIDDEN), 1, id="two lines at once for a hidden number"),
        pytest.param(Second(0.6, caller=HIDDEN), 2, id="nobody knows who hides it the next time"),
        pytest.param(Second(0.1, caller=HIDDEN, line="home"), 2, id="two hidden ones on one line"),
    ],
)
async def test_when_two_legs_are_one_call(house: House, second: Second, calls: int) -> None:
    caller = HIDDEN if second.caller == HIDDEN else STRANGER
    first = house.rings(caller=caller, at_s=0, name=second.first)
    if second.over_at_s is not None:
        house.ends(first, at_s=second.over_at_s, how=second.how)

    house.line(second.line).comes_back_s = second.comes_back_s
    house.rings(second.line, second.caller, at_s=second.at_s, name=second.name)

    assert len(await house.log()) == calls


async def test_two_hidden_legs_are_one_call_where_the_network_says_so(house: House) -> None:
    house.rings(caller=HIDDEN, at_s=0, name="x")
    house.rings("office", HIDDEN, at_s=5, name="x")

    assert len(await house.log()) == 1


async def test_a_number_in_another_spelling_is_the_same_caller(house: House) -> None:
    house.rings(caller="0200001234", at_s=0)
    house.rings("office", "+390200001234", at_s=0.1)

    assert len(await house.log()) == 1


async def test_the_second_leg_gets_what_was_decided_for_the_first(tmp_path: Path) -> None:
    house = House(tmp_path, unknown="reject")
    house.rings(at_s=0)
    house.rings("office", at_s=0.1)

    await house.log()

    house.context.close()
    assert house.decided == [("home", Action.REJECT), ("office", Action.REJECT)]


async def test_and_what_its_line_cannot_do_falls_to_the_next_gentler_thing(tmp_path: Path) -> None:
    house = House(tmp_path, unknown="silence")
    house.rings(at_s=0)
    house.rings("office", at_s=0.1)

    (call,) = await house.log()

    house.context.close()
    assert house.decided == [("home", Action.SILENCE), ("office", Action.RING)]
    assert call.action is Action.SILENCE


async def test_an_entry_for_one_call_lets_both_legs_in_and_is_used_up(tmp_path: Path) -> None:
    house = House(tmp_path, unknown="reject")
    house.context.store.entries.add(a_pattern(STRANGER), EntryKind.ALLOW, "", FROZEN_NOW, once=True)
    house.rings(at_s=0)
    house.rings("office", at_s=0.1)

    await house.log()

    left = house.context.store.entries.all(FROZEN_NOW)
    house.context.close()
    assert (house.decided, left) == ([("home", Action.RING), ("office", Action.RING)], [])


async def test_a_flood_of_other_callers_makes_a_second_leg_a_call_of_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.calls.live_calls.MOST_KNOWN", 2)
    for place, caller in enumerate((STRANGER, FRIEND, "+390200004321")):
        house.rings(caller=caller, at_s=place / 10, name=caller)
    for caller in (STRANGER, FRIEND):
        house.rings("office", caller, at_s=0.5, name=caller)

    assert [call.number for call in await house.log()].count(STRANGER) == 2


async def test_a_call_is_known_by_its_name_after_its_caller_was_forgotten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portinaio.daemon.calls.live_calls.MOST_KNOWN", 2)
    house.rings(at_s=0, name="x")
    for place, caller in enumerate((FRIEND, "+390200004321")):
        house.rings(caller=caller, at_s=0.1 * place)
    house.rings("office", at_s=0.5, name="x")

    assert len(await house.log()) == 3


async def test_a_call_that_cannot_be_compared_is_a_call_of_its_own(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: object) -> None:
        raise ZeroDivisionError  # a bug of ours

    monkeypatch.setattr("portinaio.daemon.calls.pipeline.read_ringing", fault)
    house.rings(at_s=0)
    house.rings("office", at_s=0.1)

    assert len(await house.log()) == 2


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        pytest.param([(GAVE_UP, 12), (CallEnded(11.5, 0.0, "SIP 487"), 12)], (12.0, 0.0, "SIP 487"), id="given up on both"),
        pytest.param([(GIVEN_BACK, 3), (CallEnded(11.5, 0.0, "SIP 487"), 12)], (12.0, 0.0, "SIP 487"), id="the second was there to the end"),
        pytest.param([(CANCELLED, 12), (GIVEN_BACK, 20)], (None, None, "SIP 480"), id="the second was not"),
        pytest.param([(CANCELLED, 12), (CallEnded(11.5, 0.0, "SIP 487"), 12.1)], (12.0, 0.0, "SIP 487"), id="who knows that nobody talked"),
        pytest.param([(CANCELLED, 12), (CallEnded(11.5, None, "SIP 487"), 12.1)], (12.0, None, "SIP 487"), id="nobody knows"),
        pytest.param([(PICKED_UP, 1.7), (CallEnded(0.1, None, "SIP 487"), 0.6)], (0.2, 1.5, None), id="one line picked up"),
        pytest.param([(GAVE_UP, 12), None], (None, None, None), id="the second rings on"),
    ],
)  # fmt: skip
async def test_the_times_are_those_of_the_call_from_its_first_ring(
    house: House,
    ends: list[tuple[CallEnded, float] | None],
    told: tuple[float | None, float | None, str | None],
) -> None:
    lines = ("home", "office")
    handles = [house.rings(line, at_s=at_s) for line, at_s in zip(lines, (0, 0.5), strict=True)]
    for end, line, handle in zip(ends, lines, handles, strict=True):
        if end:
            house.ends(handle, line, at_s=end[1], how=end[0])

    (call,) = await house.log()

    assert (call.rang_s, call.talked_s, call.cause) == told


@pytest.mark.parametrize(
    ("first", "second", "outcome", "cause"),
    [
        (Performed(Outcome.DONE, "SIP 607"), Performed(Outcome.TOO_LATE), Outcome.DONE, "SIP 607"),
        (Performed(Outcome.TOO_LATE), Performed(Outcome.DONE, "SIP 200"), Outcome.DONE, "SIP 200"),
        (Performed(Outcome.UNABLE), Performed(Outcome.TOO_LATE), Outcome.TOO_LATE, None),
        (Performed(Outcome.UNABLE), Performed(Outcome.UNABLE), Outcome.UNABLE, None),
    ],
)
async def test_what_one_leg_did_is_done(
    house: House, first: Performed, second: Performed, outcome: Outcome, cause: str | None
) -> None:
    house.lines["home"] = ALine("home", obeys=first)
    house.lines["office"] = ALine("office", obeys=second)
    house.rings(at_s=0)
    house.rings("office", at_s=0.1)

    (call,) = await house.log()

    assert (call.outcome, call.cause) == (outcome, cause)


async def test_a_call_on_two_lines_counts_once_among_the_short_ones(house: House) -> None:
    for at_s in (0, 600, 1200):
        one, other = house.rings(at_s=at_s), house.rings("office", at_s=at_s + 0.1)
        for handle, line in ((one, "home"), (other, "office")):
            house.ends(handle, line, at_s=at_s + 2, how=CallEnded(2.0, 0.0, "SIP 487"))
        await house.log()

    calls = await house.log()

    assert [len(calls), *("burst" in [f.code for f in call.findings] for call in calls)] == [
        3, False, False, False,
    ]  # fmt: skip


class ATry(NamedTuple):
    """In eighths of a second, which no computer rounds."""

    pause_s: float
    """From the end of the one before."""
    lines: tuple[str, ...]
    """A leg on each, an eighth of a second apart."""
    rings_s: float
    """Where it is let in, until the caller gives up; 0 where we give it back."""


class Expectation:
    """The same rule in other words: at each call one looks back at all of them."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, float, bool]] = []
        """Beginning, end as far as we saw, and whether that was the caller's end."""

    def rings(self, at_s: float) -> bool:
        tries = [
            end_s
            for place, (began_s, end_s, seen) in enumerate(self.calls)
            if seen and self._after_a_pause(began_s, self.calls[:place]) and at_s - end_s <= 180
        ]
        return bool(tries) and self._after_a_pause(at_s, self.calls)

    def comes_back(self, at_s: float) -> bool:
        if not self.calls:
            return False
        _, end_s, seen = self.calls[-1]
        return not seen and at_s - end_s < 5

    @staticmethod
    def _after_a_pause(at_s: float, calls: list[tuple[float, float, bool]]) -> bool:
        """What is given back is not over, so its beginning counts."""
        return all(at_s - (end_s if seen else began_s) >= 10 for began_s, end_s, seen in calls)


the_tries = st.lists(
    st.builds(
        ATry,
        st.sampled_from([1.25, 4.875, 5, 9.875, 10, 60, 179, 180, 180.125]),
        st.sampled_from([("home",), ("office",), ("home", "office"), ("office", "home")]),
        st.sampled_from([0, 2, 30]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=20, deadline=None)
@given(the_tries)
def test_whatever_the_lines_and_the_pauses_a_person_rings_and_a_robot_does_not(
    tmp_path_factory: pytest.TempPathFactory, plan: list[ATry]
) -> None:
    house = House(tmp_path_factory.mktemp("house"), unknown="reject", office="reject")
    wanted = Expectation()

    async def played() -> None:
        now_s = 0.0
        for each in plan:
            now_s += each.pause_s
            back = wanted.comes_back(now_s)
            action = Action.RING if back or wanted.rings(now_s) else Action.REJECT
            legs = [
                (house.rings(line, at_s=now_s + place / 8), line, place)
                for place, line in enumerate(each.lines)
            ]
            await house.log()
            assert {house.line(line).told[-1][1].action for line in each.lines} == {action}
            end_s = now_s + 1
            for handle, line, place in legs:
                how = CallEnded(1 - place / 8, 0.0, "SIP 607")
                if action is Action.RING:
                    end_s = now_s + (each.rings_s or 3)
                    gave_up = CallEnded(each.rings_s - place / 8, 0.0, "SIP 487")
                    how = gave_up if each.rings_s else GIVEN_BACK
                house.ends(handle, line, at_s=end_s, how=how)
            began_s = wanted.calls.pop()[0] if back else now_s
            wanted.calls.append((began_s, end_s, how is not GIVEN_BACK))
            now_s = end_s
            assert len(await house.log()) == len(wanted.calls)

    asyncio.run(played())
    house.context.close()
