"""Tables in another order: the same key in each place, remembered for as long as the app runs."""

from __future__ import annotations

import pytest

from tui.filing import a_complaint
from tui.house import a_call, a_house, a_line, a_list, a_sales_call, ago
from tui.terminal import WIDE, press, settled, until, visiting, words_on


def an_entry(entry_id, pattern, kind, until=None):
    made = {"name": "", "note": "", "once": False, "created": ago(days=9 - entry_id)}
    return {"id": entry_id, "pattern": pattern, "kind": kind, "until": until, **made}


def a_full_house():
    house = a_house(
        calls=[
            a_call(1, "+390200005678", line="office"),
            a_sales_call(2, "+390844000002"),
            a_call(3, "+390200001234", line="attic"),
            a_call(4, None),
        ],
        lists=[
            a_list("zeta", title="Zeta", entries=10, updated=ago(hours=1)),
            a_list("alpha", title="Alpha", entries=30, updated=ago(hours=2)),
            a_list("mid", title="Mid", entries=20, updated=ago(hours=9)),
        ],
        lines=[
            a_line("zoo", calls=3),
            a_line("attic", "refused", "no", calls=1),
            a_line("mill", "retrying", "wait", calls=9),
        ],
        contacts={"+390200000001": "Anna", "+390200000003": "Bice", "+390200000002": "Carla"},
    )
    house.own = [
        an_entry(1, "+390200007773", "block"),
        an_entry(2, "+390200007771", "allow"),
        an_entry(3, "+390200007772", "block", ago(days=-2)),
    ]
    house.filed = [
        a_complaint(1, company="Zeta Luce", created="2026-11-01T10:00:00+01:00"),
        a_complaint(2, company="Alpha Gas", created="2026-11-03T10:00:00+01:00"),
        a_complaint(3, company="Mid Web", created="2026-11-02T10:00:00+01:00"),
    ]
    return house


CALLS = ("0000 5678", "0844 000 002", "0000 1234", "withheld")
LISTS = ("Zeta", "Alpha", "Mid")
ENTRIES = ("0000 7773", "0000 7771", "0000 7772")
BOOK = ("Anna", "Bice", "Carla")
LINES = ("zoo", "attic", "mill")
CASES = ("Zeta Luce", "Alpha Gas", "Mid Web")


def order_of(words: tuple[str, ...], shown: str) -> list[str]:
    """As they stand below each other in the table at the left."""
    left = "\n".join(line[:78] for line in shown.partition("╭")[2].splitlines())
    at = {word: left.index(word) for word in words if word in left}
    return sorted(at, key=at.__getitem__)


@pytest.mark.parametrize(
    ("place", "words", "orders"),
    [
        pytest.param(
            "1",
            CALLS,
            {"by number": [2, 0, 1, 3], "by score": [1, 0, 2, 3], "by line": [2, 1, 3, 0]},
            id="calls",
        ),
        pytest.param(
            "2",
            LISTS,
            {"by name": [1, 2, 0], "by size": [1, 2, 0], "by age": [2, 1, 0]},
            id="lists",
        ),
        pytest.param(
            "3",
            ENTRIES,
            {"by number": [1, 2, 0], "by kind": [1, 2, 0], "by expiry": [2, 1, 0]},
            id="entries",
        ),
        pytest.param("9", BOOK, {"by number": [0, 2, 1], "by address book": [0, 1, 2]}, id="book"),
        pytest.param(
            "5",
            LINES,
            {"by name": [1, 2, 0], "by state": [1, 2, 0], "by calls": [2, 0, 1]},
            id="lines",
        ),
        pytest.param(
            "4",
            CASES,
            {"by company": [1, 2, 0], "by recipient": [2, 1, 0], "by day": [1, 2, 0]},
            id="complaints",
        ),
    ],
)
async def test_z_goes_from_one_order_to_the_next_and_back(place, words, orders):
    async with visiting(a_full_house(), size=WIDE) as pilot:
        await press(pilot, place)
        usual = order_of(words, words_on(pilot))
        for title, expected in orders.items():
            await press(pilot, "z")
            shown = words_on(pilot)

            assert title in shown
            assert order_of(words, shown) == [words[at] for at in expected], title
        await press(pilot, "z")

        assert order_of(words, words_on(pilot)) == usual
        assert not any(title in words_on(pilot) for title in orders)


async def test_an_order_is_remembered_while_one_looks_elsewhere():
    async with visiting(a_full_house(), size=WIDE) as pilot:
        await press(pilot, "9", "z", "1")
        elsewhere = words_on(pilot)
        await press(pilot, "9")

        assert "by number" in words_on(pilot)
        assert "by number" not in elsewhere


async def test_a_call_that_comes_takes_its_place_in_the_order():
    house = a_full_house()

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "z")
        house.ring(a_call(9, "+390200003000", at=ago()))
        await until(pilot, lambda: "0000 3000" in words_on(pilot))
        words = (*CALLS, "0000 3000")
        found = order_of(words, words_on(pilot))

    assert found.index("0000 3000") == 1


async def test_another_order_is_of_all_calls_and_not_of_the_first_page():
    calls = [a_call(n, f"+3902000{n:05}") for n in range(1, 451)]

    async with visiting(a_house(calls=calls), size=WIDE) as pilot:
        await press(pilot, "z")
        await settled(pilot)

        assert len(pilot.app.session.log.rows) >= 450
