"""Calls that are turned away one after the other are told in one toast."""

from time import time

from textual.widgets._toast import Toast

from portinaio.tui.calls.rejected_toast import TOGETHER_S, RejectedToasts
from tui.house import a_house, a_sales_call, ago
from tui.terminal import settled, toasts, until, visiting


class AScreen:
    """Shows sentences, and does later what somebody wants later, once a second has passed."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.there = False
        self._later = []
        self.toasts = RejectedToasts(
            lambda call, calls: f"{calls} with {call['id']}",
            self._show,
            shown=lambda: self.there,
            later=self._after,
        )

    def _show(self, sentence: str) -> None:
        self.shown.append(sentence)
        self.there = True

    def _after(self, span_s, act) -> None:
        assert span_s == TOGETHER_S
        self._later.append(act)

    def a_second_passes(self) -> None:
        due, self._later = self._later, []
        for act in due:
            act()


def test_the_first_call_is_told_at_once_and_those_of_the_same_second_together():
    screen = AScreen()

    for n in (1, 2, 3):
        screen.toasts.add(a_sales_call(n))
    screen.a_second_passes()
    screen.a_second_passes()

    assert screen.shown == ["1 with 1", "3 with 3"]


def test_a_call_after_a_quiet_second_is_told_at_once_with_those_that_still_stand_there():
    screen = AScreen()
    screen.toasts.add(a_sales_call(1))
    screen.a_second_passes()

    screen.toasts.add(a_sales_call(2))

    assert screen.shown == ["1 with 1", "2 with 2"]


def test_what_has_left_the_screen_is_counted_no_more():
    screen = AScreen()
    screen.toasts.add(a_sales_call(1))
    screen.a_second_passes()
    screen.there = False

    screen.toasts.add(a_sales_call(2))

    assert screen.shown == ["1 with 1", "1 with 2"]


async def test_a_flood_of_calls_that_are_turned_away_leaves_one_toast():
    house = a_house(calls=[])
    async with visiting(house, notifications=True) as pilot:
        for n in range(1, 41):
            house.ring(a_sales_call(n, f"+390844{n:06d}", at=ago(seconds=1)))
        await until(pilot, lambda: len(pilot.app.screen.query(Toast)) == 1)
        (first,) = pilot.app.screen.query(Toast)
        await until(pilot, lambda: any(one.startswith("40 calls") for one in toasts(pilot)))
        await settled(pilot)

        (toast,) = pilot.app.screen.query(Toast)
        assert toast is first
        assert toast._notification.message.startswith(
            "40 calls were turned away, the last: +39 0844 000 0"
        )
        assert toast._notification.message.endswith("A to allow")


async def test_a_toast_that_tells_of_more_stays_as_long_as_a_new_one():
    house = a_house(calls=[])
    async with visiting(house, notifications=True) as pilot:
        house.ring(a_sales_call(1, at=ago(seconds=1)))
        await until(pilot, lambda: len(pilot.app.screen.query(Toast)) == 1)
        await settled(pilot)
        (note,) = pilot.app._notifications
        note.timeout, note.raised_at = 1.0, time() - 0.5  # a second, of which half is over
        pilot.app.show_rejected("another")
        said, left = note.message, note.time_left
        await until(pilot, lambda: not pilot.app.screen.query(Toast))

    assert (said, left > 0.5) == ("another", True)
