"""What the app says of how long a call rang and who talked: nothing that no line has seen."""

from __future__ import annotations

import pytest

from tui.house import a_call, a_house
from tui.terminal import WIDE, press, until, visiting, words_on


@pytest.mark.parametrize(
    ("seen", "said"),
    [
        pytest.param({"talked_s": 0.0}, True, id="nobody talked"),
        pytest.param({"talked_s": 61.0}, False, id="somebody did"),
        pytest.param({"talked_s": None}, False, id="another telephone may have been picked up"),
        pytest.param({"talked_s": 0.1, "cause": "SIP 200"}, True, id="the line itself picked up"),
        pytest.param({"talked_s": None, "cause": "SIP 200"}, False, id="at once with another"),
    ],
)
async def test_a_card_says_never_answered_only_where_that_is_known(seen, said):
    async with visiting(a_house(calls=[a_call(1, **seen)]), size=WIDE) as pilot:
        await until(pilot, lambda: "1 call in " in words_on(pilot))

        assert ("never answered" in words_on(pilot)) == said


@pytest.mark.parametrize(
    ("seen", "words"),
    [
        pytest.param({"rang_s": 12.0}, "rang 12 s", id="how long it rang"),
        pytest.param({"rang_s": 12.0, "talked_s": None}, "rang 12 s", id="though not who took it"),
        pytest.param({"rang_s": None, "talked_s": None}, "rang", id="nobody has seen its end"),
        pytest.param({"rang_s": 3.0, "talked_s": 61.0}, "rang talked 1:01", id="a conversation"),
        pytest.param(
            {"action": "reject", "rang_s": 0.0, "talked_s": 0.1, "cause": "SIP 200"},
            "rejected 4 ms · SIP 200",
            id="the line picked up and talked to nobody",
        ),
    ],
)
async def test_the_history_of_a_number_tells_the_times_of_the_call_alone(seen, words):
    async with visiting(a_house(calls=[a_call(1, **seen)])) as pilot:
        await press(pilot, "enter")

        (row,) = [one for one in words_on(pilot).splitlines() if " home " in one]
        assert row.split(" home ")[1].strip(" │") == words
