"""What the log amounts to, on one screen and on one page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from portinaio import language
from portinaio.errors import HomeError
from portinaio.tui.insight import charts, panels
from portinaio.tui.insight.page import page
from tui.house import a_call, a_house, a_sales_call, now
from tui.shelf_scenes import tally, with_insight
from tui.terminal import NARROW, WIDE, press, toasts, until, visiting, words_on


def spans(house) -> list[int]:
    return [asked["days"] for name, asked in house.asked if name == "insight"]


async def test_6_counts_the_calls_by_label():
    house = a_house(calls=[a_sales_call(1), a_sales_call(2), a_call(3)])

    async with visiting(house) as pilot:
        await press(pilot, "6")

        assert "3 calls   ■ 2 reported   □ 1 unknown   ◆ 0 known" in words_on(pilot)


async def test_it_says_how_many_of_the_unknown_were_suspected():
    async with visiting(with_insight()) as pilot:
        await press(pilot, "6")

        assert "27 unknown, 13 suspected" in words_on(pilot)


async def test_it_names_the_lists_that_spoke_up():
    async with visiting(with_insight(), size=WIDE) as pilot:
        await press(pilot, "6")

        assert "Lists that spoke up" in words_on(pilot)
        assert "given-up" in words_on(pilot)


async def test_it_says_how_the_spared_ringing_is_computed():
    async with visiting(with_insight()) as pilot:
        await press(pilot, "6")

        assert "17 minutes" in words_on(pilot)
        assert "49 refused calls × 21 s, the median of how long" in words_on(pilot)


async def test_it_claims_no_minutes_before_a_call_has_been_timed():
    async with visiting(a_house(calls=[a_sales_call(1)])) as pilot:
        await press(pilot, "6")

        assert "1 refused call" in words_on(pilot)
        assert "minute" not in words_on(pilot)


async def test_less_than_a_minute_is_told_in_seconds():
    house = with_insight()
    house.counted |= {"refused": 2, "spared_s": 42}

    async with visiting(house) as pilot:
        await press(pilot, "6")

        assert "42 seconds" in words_on(pilot)


async def test_space_counts_over_another_span():
    house = with_insight()

    async with visiting(house) as pilot:
        await press(pilot, "6", "space")

    assert (spans(house)[0], spans(house)[-1]) == (30, 90)


@pytest.mark.parametrize("tongue", ["en", "it", "de"])
@pytest.mark.parametrize("width", [30, 46, 70])
def test_each_week_is_one_line_of_the_width_it_has(tongue, width):
    found = with_insight().insight(30)

    language.use(tongue)
    try:
        lines = panels.weeks(found, width).plain.splitlines()
    finally:
        language.use("en")

    assert {cell_len(line) for line in lines} == {width}


async def test_a_new_call_is_counted_at_once():
    house = a_house(calls=[a_call(1)])

    async with visiting(house) as pilot:
        await press(pilot, "6")
        house.ring(a_sales_call(2))
        await until(pilot, lambda: "2 calls" in words_on(pilot))


async def test_a_page_is_written_only_after_a_yes(tmp_path):
    path = tmp_path / "page.md"

    async with visiting(with_insight()) as pilot:
        await press(pilot, "6", "ctrl+s", "ctrl+u", *str(path), "enter")
        before = path.exists()
        await press(pilot, "y")

    assert (before, "| reported | 58 |" in path.read_text(encoding="utf-8")) == (False, True)


async def test_a_file_that_is_there_is_replaced_only_after_a_warning(tmp_path):
    path = tmp_path / "page.md"
    path.write_text("mine", encoding="utf-8")

    async with visiting(with_insight()) as pilot:
        await press(pilot, "6", "ctrl+s", "ctrl+u", *str(path), "enter")
        asked = " ".join(words_on(pilot).replace("│", " ").split())
        await press(pilot, "escape")

    assert "it will be replaced" in asked
    assert path.read_text(encoding="utf-8") == "mine"


async def test_a_page_that_cannot_be_written_says_why(tmp_path):
    async with visiting(with_insight()) as pilot:
        await press(pilot, "6", "ctrl+s", "ctrl+u", *str(tmp_path / "no" / "page.md"), "enter", "y")

        assert "cannot be written: no such file or folder" in toasts(pilot)[0]


async def test_a_full_disk_leaves_the_page_that_was_there(tmp_path, monkeypatch):
    path = tmp_path / "page.md"
    path.write_text("mine", encoding="utf-8")

    def fail(*_):
        raise OSError(28, "No space left on device")

    async with visiting(with_insight()) as pilot:
        await press(pilot, "6", "ctrl+s", "ctrl+u", *str(path), "enter")
        monkeypatch.setattr("pathlib.Path.replace", fail)
        await press(pilot, "y")

        assert "cannot be written" in toasts(pilot)[0]
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("page.md", "mine")]


async def test_masked_ranges_stay_masked():
    async with visiting(with_insight(), size=WIDE) as pilot:
        await press(pilot, "6", "m")

        assert "+390844123" not in words_on(pilot)


async def test_a_refusal_is_told():
    house = with_insight()
    house.refuse = HomeError("the disk fails to read")

    async with visiting(house) as pilot:
        await press(pilot, "6")

        assert "the disk fails to read" in words_on(pilot)


def test_the_page_names_companies_as_text():
    found = with_insight().insight()
    found["companies"] = [{"name": "a|b`\x1b[31m", "calls": 1}]

    assert "| `a/b'` | 1 |" in page(found, [], now())


def test_the_page_tells_suspected_from_unknown_and_which_lists_spoke_up():
    written = page(with_insight().insight(), [("Spam | reports", 31)], now())

    assert "| 26 Oct 2026 | 9 | 2 | 2 | 1 |" in written
    assert "| `Spam / reports` | 31 |" in written


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=30), st.integers(1, 8))
def test_columns_are_of_one_height_and_width(values, height):
    lines = charts.columns(values, height, 3, "red")

    assert [line.cell_length for line in lines] == [3 * len(values)] * height


@pytest.mark.parametrize("value", [1, 1_000_000])
def test_one_call_is_seen_beside_a_million(value):
    assert charts.bar(value, 1_000_000, 20).strip()


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(1, 80))
def test_a_stacked_bar_keeps_its_width(reported, unknown, known, width):
    one = {"monday": "", "suspected": unknown // 2, **tally(reported, unknown, known)}

    assert charts.stacked(one, max(1, charts.total(one)), width).cell_length == width


def test_insight_export_asked_80(picture):
    assert picture(
        with_insight(), NARROW, "6", "ctrl+s", "ctrl+u", *"/tmp/page-of-ours.md", "enter"
    )
