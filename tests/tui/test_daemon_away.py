"""The daemon comes and goes; the window stays and says so."""

from __future__ import annotations

from portinaio.errors import DaemonAwayError
from portinaio.tui.event_stream import Connected, Disconnected, EventStream, News
from portinaio.tui.state import Connection
from tui.house import a_call, a_house, a_line, a_list, a_sales_call, ago
from tui.terminal import an_app, press, settled, until, visiting, words_on


def connected(pilot, connection: Connection):
    return lambda: pilot.app.session.state.connection is connection


async def test_a_lost_daemon_is_told_and_the_calls_stay():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        house.leave()
        await until(pilot, connected(pilot, Connection.LOST))
        await settled(pilot)

        assert "The screener has stopped" in words_on(pilot)
        assert "+39 02 0000 1234" in words_on(pilot)


async def test_the_window_finds_a_daemon_that_is_back():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        house.leave()
        await until(pilot, connected(pilot, Connection.LOST))
        house.come_back()
        pilot.app.event_stream.reconnect_now()
        await until(pilot, connected(pilot, Connection.UP))
        await settled(pilot)

        assert "The screener has stopped" not in words_on(pilot)


async def test_a_call_appears_the_moment_the_line_rings():
    house = a_house()

    async with visiting(house) as pilot:
        house.ring(a_call(1, at=ago(seconds=3), outcome=None))
        await until(pilot, lambda: "+39 02 0000 1234" in words_on(pilot))

        assert "3 s    ◉" in words_on(pilot)


async def test_a_call_that_has_been_decided_says_what_was_done():
    house = a_house()

    async with visiting(house) as pilot:
        house.ring(a_sales_call(1, at=ago(seconds=3), outcome=None))
        house.ring(a_sales_call(1, at=ago(seconds=3)))
        await until(pilot, lambda: "■" in words_on(pilot))

        assert "rejected" in words_on(pilot)


async def test_a_forgotten_call_goes_from_the_screen():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        house.tell("forgotten", {"id": 2})
        await until(pilot, lambda: "555" not in words_on(pilot))

        assert "+39 02 0000 1234" in words_on(pilot)


async def test_a_line_that_goes_down_is_told_in_a_sentence():
    house = a_house()

    async with visiting(house) as pilot:
        house.lines_ = [a_line(state="retrying", error="the registrar does not answer")]
        house.tell("status", house.status())
        await until(pilot, lambda: "registrar" in words_on(pilot))

        assert "Calls there ring as usual." in words_on(pilot)


async def test_a_line_that_comes_up_and_lists_that_are_fetched_show_in_the_header():
    house = a_house(lines=[a_line(state="retrying")], lists=[])

    async with visiting(house) as pilot:
        house.tell("lines", [a_line("office")])
        house.tell("lists", [a_list()])
        await until(pilot, lambda: "lists 2 h old" in words_on(pilot))

        assert "● office" in words_on(pilot)


async def test_older_calls_are_fetched_when_the_cursor_comes_near_the_end():
    house = a_house(calls=[a_call(n, at=ago(minutes=2 * n)) for n in range(1, 501)])

    async with visiting(house) as pilot:
        first = len(list(pilot.app.session.log.calls()))
        await press(pilot, "end")
        await until(pilot, lambda: len(list(pilot.app.session.log.calls())) > first)

        assert (first, len(list(pilot.app.session.log.calls()))) == (200, 400)


async def test_a_house_without_a_daemon_is_not_asked_in_vain():
    house = a_house()
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "p")

        assert house.paused_until is None


class Stopping(list):
    """What the event stream told; after `enough` messages it is stopped, so that the test needs no thread."""

    def __init__(self, enough: int) -> None:
        super().__init__()
        self.enough = enough
        self.event_stream: EventStream | None = None

    def tell(self, message) -> None:
        self.append(message)
        if len(self) >= self.enough and self.event_stream:
            self.event_stream.stop()


def test_the_pauses_between_tries_grow():
    house = a_house()
    house.daemon = False
    told = Stopping(8)
    told.event_stream = EventStream(house.connect, told.tell, pauses_s=(0.0, 0.001, 0.002))

    told.event_stream._run()

    assert [one.pause_s for one in told if isinstance(one, Disconnected)] == [
        0.0,
        0.001,
        0.002,
        0.002,
    ]


def test_a_stream_that_breaks_off_in_the_middle_is_a_daemon_that_left():
    class Torn:
        daemon = True

        def events(self):
            yield "state", {}
            raise ValueError("half an event")

    told = Stopping(3)
    told.event_stream = EventStream(Torn, told.tell, pauses_s=(0.0,))

    told.event_stream._run()

    assert [type(one) for one in told] == [Connected, News, Disconnected]
    assert isinstance(told[-1].error, DaemonAwayError)


def test_a_field_may_speak_before_the_first_screen_is_there():
    """It does on Python 3.13, where its screen is put up later than it is filled."""
    app = an_app(a_house())

    app.clear_selection()

    assert app._exception is None
