"""A list that comes as a file a day: which days are asked for, how often, and what becomes of their rows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from list_server import AServer, ok
from portinaio.core.message import render
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.sync.dated import YOUNG_DAYS
from synced_list import AList
from worlds import FROZEN_NOW

TODAY = FROZEN_NOW.date()
HEAD = "Company_Phone_Number,Created_Date,Subject\n"
CALLER, OTHER = "2025550101", "2125550102"
MISSING = ok(b"", status="404 Not Found")
BUSY = ok(b"", "Retry-After: 60", status="503 Busy")


class Published(dict):
    """The days that a publisher has put on the web; every other is not found."""

    def get(self, path, _default=None):
        return super().get(path, MISSING)

    def put(self, back: int, *numbers: str, head: str = HEAD, tags: tuple[str, ...] = ()) -> None:
        day = TODAY - timedelta(days=back)
        rows = "".join(f"{number},{day} 10:00:00,Other\n" for number in numbers)
        self[f"/{day}.csv"] = ok((head + rows).encode(), *tags)


@pytest.fixture
def published(server):
    server.answers = Published()
    return server.answers


@pytest.fixture
def dated(a_list, published):  # noqa: ARG001  # where it lies
    a_list.wanted = a_list.wanted._replace(
        urls=(a_list.server.url("/{date}.csv"),), format="ftc", days=10
    )
    return a_list


def row_of(a_list, number):
    index = ListIndex.open(a_list.list_files.index("spam-it"))
    hit = index.find(key("1" + number))
    return None if hit is None else index.detail(hit)


def asked(a_list) -> list[date]:
    paths = [request.split(" ", 2)[1] for request in a_list.server.asked]
    a_list.server.asked.clear()
    return sorted(date.fromisoformat(path[1:11]) for path in paths)


def days(*back: int) -> list[date]:
    return sorted(TODAY - timedelta(days=n) for n in back)


def written(day: date) -> str:
    """As an English reader writes it."""
    return f"{day.day} {day:%b} {day.year}"


def test_the_rows_of_all_days_become_one_list(dated, published):
    published.put(0, CALLER)
    published.put(3, CALLER, OTHER)

    renewal = dated.renews()

    row = row_of(dated, CALLER)
    first, last = days(0, 3)
    assert (renewal.state.state, renewal.state.entries) == ("ok", 2)
    assert (row.reporters, row.first_day, row.last_day) == (2, first.toordinal(), last.toordinal())


def test_just_the_last_days_are_asked_for(dated, published):
    published.put(0, CALLER)

    dated.renews()

    assert asked(dated) == days(*range(10))


def test_a_day_that_is_no_longer_young_is_asked_for_once(dated, published):
    for back in (2, 8):
        published.put(back, CALLER)
    dated.renews()
    asked(dated)

    dated.renews()

    assert asked(dated) == days(*range(6))


def test_a_day_that_is_here_is_asked_for_with_what_its_server_said(dated, published):
    published.put(1, CALLER, tags=('ETag: "one"',))
    dated.renews()
    published[f"/{TODAY - timedelta(days=1)}.csv"] = ok(b"", status="304 Not Modified")
    dated.server.asked.clear()

    renewal = dated.renews()

    (request,) = [each for each in dated.server.asked if "If-None-Match" in each]
    assert (renewal.state.state, '"one"' in request, row_of(dated, CALLER).reporters) == (
        "ok",
        True,
        1,
    )


def test_a_day_that_was_corrected_takes_the_place_of_what_it_was(dated, published):
    published.put(1, CALLER, CALLER)
    dated.renews()
    published.put(1, OTHER)

    dated.renews()

    assert (row_of(dated, CALLER), row_of(dated, OTHER).reporters) == (None, 1)


def test_a_day_that_comes_late_is_taken(dated, published):
    published.put(4, CALLER)
    dated.renews()
    published.put(3, OTHER)

    renewal = dated.renews()

    assert (renewal.difference.accepted, row_of(dated, OTHER).reporters) == (1, 1)


def test_a_day_that_its_publisher_has_taken_away_still_counts(dated, published):
    published.put(1, CALLER)
    published.put(2, OTHER)
    dated.renews()
    del published[f"/{TODAY - timedelta(days=2)}.csv"]

    dated.renews()

    assert row_of(dated, OTHER).reporters == 1


def test_days_that_fall_behind_take_their_rows_with_them(dated, published):
    published.put(0, OTHER)
    published.put(8, CALLER)
    dated.renews()
    dated.now = FROZEN_NOW + timedelta(days=2)

    renewal = dated.renews()

    folder = dated.list_files.folder / ".days" / "spam-it"
    assert (renewal.difference.removed, row_of(dated, CALLER)) == (1, None)
    assert min(file.name for file in folder.iterdir()) == (TODAY - timedelta(days=7)).isoformat()


def test_a_server_in_trouble_leaves_the_list_and_what_was_fetched_of_it(dated, published):
    published.put(6, CALLER)
    dated.renews()
    published.put(0, OTHER)
    published[f"/{TODAY - timedelta(days=1)}.csv"] = BUSY

    renewal = dated.renews()
    del published[f"/{TODAY - timedelta(days=1)}.csv"]
    asked(dated)
    again = dated.renews()

    assert (renewal.state.state, renewal.wait_s, row_of(dated, CALLER).reporters) == (
        "stale",
        60,
        1,
    )
    assert (again.state.state, row_of(dated, OTHER).reporters) == ("ok", 1)


def test_nothing_new_changes_nothing(dated, published):
    published.put(2, CALLER)
    dated.renews()
    before = dated.list_files.index("spam-it").stat().st_ino

    renewal = dated.renews()

    assert (renewal.state.state, dated.list_files.index("spam-it").stat().st_ino) == ("ok", before)


def test_an_address_without_any_day_is_told(dated):
    renewal = dated.renews()

    assert (renewal.state.state, render(renewal.state.error, None)) == (
        "never",
        "none of the last 10 days has a file at its address",
    )


PAGE = ok(b"<html>", "Content-Type: text/html")
BROKEN = [
    pytest.param(PAGE, "it sends text/html, and that is not a list", id="a page"),
    pytest.param(ok(b"<html>"), "a list of a file a day must be a table or plain text", id="tags"),
    pytest.param(ok(b""), "it is empty", id="nothing"),
]


@pytest.mark.parametrize(("answer", "reason"), BROKEN)
@pytest.mark.parametrize("back", [0, 1, 9])
def test_one_day_that_is_none_is_left_out_and_told(dated, published, answer, reason, back):
    published.put(2, CALLER)
    published[f"/{days(back)[0]}.csv"] = answer

    renewal = dated.renews()

    told = [render(remark, None) for remark in renewal.remarks]
    assert (renewal.state.state, row_of(dated, CALLER).reporters) == ("ok", 1)
    assert told == [f"the file of {written(days(back)[0])} was left out: {reason}"]


@pytest.mark.parametrize(("answer", "reason"), BROKEN)
def test_a_list_of_which_no_day_can_be_used_is_refused(dated, published, answer, reason):
    for day in days(*range(10)):
        published[f"/{day}.csv"] = answer

    renewal = dated.renews()

    assert (renewal.state.state, render(renewal.state.error, None)) == ("refused", reason)


def test_a_day_that_was_none_is_asked_for_until_it_comes(dated, published):
    published.put(1, OTHER)
    published[f"/{days(YOUNG_DAYS + 1)[0]}.csv"] = PAGE
    dated.renews()
    published.put(YOUNG_DAYS + 1, CALLER)

    dated.renews()

    assert row_of(dated, CALLER).reporters == 1


def test_what_was_read_of_a_day_counts_though_a_page_comes_in_its_place(dated, published):
    published.put(1, CALLER)
    dated.renews()
    published[f"/{days(1)[0]}.csv"] = PAGE

    renewal = dated.renews()

    assert (renewal.state.state, row_of(dated, CALLER).reporters, len(renewal.remarks)) == (
        "ok",
        1,
        1,
    )


def test_a_day_with_other_columns_is_left_out_and_told(dated, published):
    published.put(0, CALLER)
    published.put(2, OTHER, head="Created_Date,Company_Phone_Number,Subject\n")

    renewal = dated.renews()

    told = [render(remark, None) for remark in renewal.remarks]
    assert (renewal.state.entries, row_of(dated, OTHER)) == (1, None)
    assert told == [
        f"the file of {written(days(2)[0])} has other columns than the newest one, and was left out"
    ]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", ""])
def test_plain_files_are_joined_row_by_row(dated, published, mark, end):
    dated.wanted = dated.wanted._replace(format="plain")
    for back, number in ((0, "+12025550101"), (1, "+12125550102"), (2, "+13125550103")):
        published[f"/{days(back)[0]}.csv"] = ok((mark + number + end).encode())

    renewal = dated.renews()

    assert (renewal.state.state, renewal.state.entries, renewal.rejected) == ("ok", 3, 0)


def test_json_of_a_day_is_told_to_be_no_table(dated, published):
    published[f"/{TODAY}.csv"] = ok(b'[{"number": "+12025550101"}]')

    assert "must be a table or plain text" in render(dated.renews().state.error, None)


def test_a_damaged_day_is_told_and_fetched_again(dated, published):
    published.put(7, CALLER)
    dated.renews()
    file = dated.list_files.folder / ".days" / "spam-it" / days(7)[0].isoformat()
    file.write_bytes(file.read_bytes()[:-12])

    damaged, mended = dated.renews(), dated.renews()

    assert ("is damaged here" in render(damaged.state.error, None), mended.state.state) == (
        True,
        "ok",
    )


def test_another_address_begins_anew(dated, published):
    published.put(7, CALLER)
    dated.renews()
    dated.wanted = dated.wanted._replace(urls=(dated.server.url("/{date}.csv?new"),))

    assert dated.renews().state.state == "stale"


def test_a_list_that_is_removed_leaves_no_days_behind(dated, published):
    published.put(0, CALLER)
    dated.renews()

    dated.list_files.remove("spam-it")

    assert list((dated.list_files.folder / ".days").iterdir()) == []


def test_files_of_days_in_a_folder_are_walked_as_well(dated, tmp_path):
    for back in (0, 3):
        (tmp_path / f"{days(back)[0]}.csv").write_text(f"{HEAD}{CALLER},{days(back)[0]},Other\n")
    dated.wanted = dated.wanted._replace(
        urls=((tmp_path / "{date}.csv").as_uri().replace("%7B", "{").replace("%7D", "}"),)
    )

    assert (dated.renews().state.state, row_of(dated, CALLER).reporters) == ("ok", 2)


class Model:
    """What the rules of `dated` come to, told once more in the simplest way."""

    def __init__(self) -> None:
        self.here: dict[date, list[str] | None] = {}

    def sync(self, today: date, there: dict[date, list[str]], window: int) -> Counter[str]:
        for back in range(window):
            day = today - timedelta(days=back)
            if day in self.here and back > YOUNG_DAYS:
                continue
            if day in there:
                self.here[day] = there[day]
            else:
                self.here.setdefault(day, None)
        first = today - timedelta(days=window - 1)
        self.here = {day: rows for day, rows in self.here.items() if day >= first}
        return Counter(number for rows in self.here.values() for number in rows or ())


PUBLISHED = st.dictionaries(
    st.integers(0, 14), st.lists(st.sampled_from([CALLER, OTHER, "3125550103"]), min_size=1, max_size=3)
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(PUBLISHED, st.integers(0, 4)), min_size=1, max_size=4))
def test_each_day_counts_once_whatever_comes_late_or_goes(steps):
    with TemporaryDirectory() as folder, AServer() as server:
        web, model, now = Path(folder, "web"), Model(), FROZEN_NOW
        web.mkdir()
        a_list = AList(Path(folder, "lists"), server)
        a_list.wanted = a_list.wanted._replace(
            urls=(f"file://{web}/{{date}}.csv",), format="ftc", days=10
        )
        for published, later in steps:
            now += timedelta(days=later)
            there = {now.date() - timedelta(days=back): rows for back, rows in published.items()}
            for file in web.iterdir():
                file.unlink()
            for day, rows in there.items():
                web.joinpath(f"{day}.csv").write_text(
                    HEAD + "".join(f"{n},{day},Other\n" for n in rows)
                )
            a_list.now = now

            state = a_list.renews(accept=True).state.state

            wanted = model.sync(now.date(), there, 10)
            found = {n: row_of(a_list, n).reporters for n in wanted} if state == "ok" else {}
            assert found == wanted, (state, steps)
