"""How a list becomes a file: rows of one number join, the same rows give the same bytes, a swap is one step."""

from __future__ import annotations

import random
import threading

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key, stored
from portinaio.errors import UntrustedListError
from portinaio.lists.index import changes as overlay
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change
from portinaio.lists.index.reader import ListIndex, changes_path
from portinaio.lists.index.swallow_check import refuse_swallowing
from worlds import ITALY

TODAY = 739_944
A_NUMBER = key("390200001234")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "spam.nsx"


def complaint(number=A_NUMBER, **fields):
    return Evidence(number, number, **({"reporters": 1, "last_day": TODAY} | fields))


def built(file, rows, **dates):
    build(rows, file, **({"list_date": TODAY, "created": 1} | dates))
    return ListIndex.open(file)


def row_of(index, number=A_NUMBER):
    return index.detail(index.find(number))


def test_complaints_about_one_number_add_up(file):
    rows = [complaint(first_day=TODAY - n, last_day=TODAY - n, disputes=n % 2) for n in range(5)]

    row = row_of(built(file, rows))

    assert row == complaint(reporters=5, reports=5, disputes=2, first_day=TODAY - 4, last_day=TODAY)


def test_the_latest_complaint_names_category_and_company(file):
    rows = [
        complaint(category="scam", company="Old", last_day=TODAY - 9),
        complaint(category="", company="New"),
        complaint(category="energy", last_day=TODAY - 8),
    ]

    row = row_of(built(file, rows))

    assert (row.category, row.company) == ("energy", "New")


def test_a_curated_entry_has_no_count_until_somebody_counts(file):
    curated = row_of(built(file, [complaint(reporters=None), complaint(reporters=None)]))

    counted = row_of(built(file, [complaint(reporters=None), complaint(reporters=2)]))

    assert (curated.reporters, counted.reporters) == (None, 2)


def test_counts_stop_where_the_column_ends(file):
    row = row_of(built(file, [complaint(reporters=10**9, disputes=10**9, reports=10**12)]))

    assert (row.reporters, row.disputes, row.reports) == (65_534, 65_534, 2**32 - 1)


@pytest.mark.parametrize(
    ("ahead", "kept"),
    [
        pytest.param(1, TODAY, id="where it is tomorrow already"),
        pytest.param(2, 0, id="the day after tomorrow"),
        pytest.param(4000, 0, id="in years"),
    ],
)
def test_a_report_of_a_day_to_come_has_no_day(file, ahead, kept):
    row = row_of(built(file, [complaint(first_day=TODAY + ahead, last_day=TODAY + ahead)]))

    assert (row.first_day, row.last_day) == (kept, kept)


def test_the_order_of_rows_does_not_change_a_byte(tmp_path):
    rows = [complaint(key(str(390_200_000_000 + n % 700)), reporters=n % 7) for n in range(2000)]
    mixed = random.Random(4).sample(rows, len(rows))

    files = [tmp_path / "a.nsx", tmp_path / "b.nsx", tmp_path / "c.nsx"]
    built(files[0], rows)
    built(files[1], mixed)
    build(sorted(rows), files[2], list_date=TODAY, created=1, ordered=True)

    assert len({path.read_bytes() for path in files}) == 1


def test_more_rows_than_memory_holds_are_sorted_on_disk(file, monkeypatch):
    monkeypatch.setattr("portinaio.lists.index.spill.FAN_IN", 3)
    monkeypatch.setattr("portinaio.lists.index.spill.RUN_ROWS", 50)
    numbers = random.Random(4).sample(range(390_200_000_000, 390_200_100_000), 1000)

    index = built(file, [complaint(key(str(n)), company=f"c{n}") for n in numbers])

    assert [row.company for row in index.rows()] == [f"c{n}" for n in sorted(numbers)]


def test_rows_that_mean_no_number_are_refused(file):
    with pytest.raises(UntrustedListError):
        built(file, [Evidence(10, 3)])

    assert not file.exists()


def test_a_build_that_fails_leaves_the_list_of_before(file):
    built(file, [complaint()])

    with pytest.raises(UntrustedListError):
        built(file, [Evidence(0, 0)])

    assert row_of(ListIndex.open(file)) == complaint()
    assert list(file.parent.iterdir()) == [file]


def test_only_its_owner_reads_the_file(file):
    built(file, [complaint()])

    assert file.stat().st_mode & 0o777 == 0o600


def test_a_stretch_of_ten_digits_says_nothing_of_eleven(file):
    stretch = stored("+390200001200..+390200001299")
    index = built(file, [Evidence(stretch.low, stretch.high)])

    assert index.find(key("390200001250"))
    assert index.find(key("3902000012505")) is None


def test_changes_of_more_than_a_twentieth_become_a_new_base(file):
    built(file, [complaint(key(str(390_200_000_000 + n))) for n in range(100)])

    change(file, [complaint(reporters=9)], [], list_date=TODAY, created=2)
    small = changes_path(file)
    assert small.exists()
    news = [complaint(key(str(390_200_005_000 + n))) for n in range(10)]
    result = change(file, news, [], list_date=TODAY, created=3)

    assert not small.exists()
    assert result.entries == 111
    assert row_of(ListIndex.open(file)).reporters == 9


def test_changes_left_over_from_an_earlier_base_are_nothing(file):
    built(file, [complaint(key(str(390_200_000_000 + n))) for n in range(100)])
    change(file, [complaint(reporters=9)], [], list_date=TODAY, created=2)
    leftover = changes_path(file).read_bytes()

    index = ListIndex.open(file)
    overlay.fold(index, list_date=TODAY, created=3)
    changes_path(file).write_bytes(leftover)

    assert ListIndex.open(file).changes is None
    assert row_of(ListIndex.open(file)).reporters == 9


def test_a_reader_keeps_its_generation_until_it_looks_for_another(file):
    old = built(file, [complaint(reporters=2)])

    new = built(file, [complaint(reporters=3)])

    assert (row_of(old).reporters, row_of(new).reporters) == (2, 3)
    assert (old.changed(), new.changed()) == (True, False)


@pytest.mark.parametrize("text", ["+39*", "+3*", "+390000000001..+399999999999", "+1*", "+378*"])
def test_nothing_may_swallow_a_country(text):
    pattern = stored(text)

    said = refuse_swallowing(Evidence(pattern.low, pattern.high), ITALY)

    assert "this would" in str(said)


@pytest.mark.parametrize("text", ["+39112", "+391*", "+39110..+39119", "+3911*"])
def test_nothing_may_swallow_an_emergency_number(text):
    pattern = stored(text)

    said = refuse_swallowing(Evidence(pattern.low, pattern.high), ITALY)

    assert "emergency number" in str(said)


@pytest.mark.parametrize(
    "text", ["+390844*", "+33162*", "+390200001234", "+390200001200..+390200001299", "+1900*"]
)
def test_an_ordinary_range_may_stand(text):
    pattern = stored(text)

    assert refuse_swallowing(Evidence(pattern.low, pattern.high), ITALY) is None


def test_look_ups_while_generations_pass_never_fail_and_never_mix(tmp_path):
    path = tmp_path / "spam.nsx"
    numbers = [key(str(390_200_000_000 + 7 * n)) for n in range(50)]

    def generation(count):
        return [complaint(number, reporters=count) for number in numbers]

    build(generation(1), path, list_date=TODAY, created=1)
    over = threading.Event()

    def swap():
        for count in range(2, 60):
            if count % 3:
                build(generation(count), path, list_date=TODAY, created=count)
            else:
                news = generation(count)[:2]
                change(path, news, [(n, n) for n in numbers[2:]], list_date=TODAY, created=count)
        over.set()

    swapping = threading.Thread(target=swap)
    swapping.start()
    seen = []
    while not over.is_set():
        index = ListIndex.open(path)
        seen.append({hit.reporters for hit in map(index.find, numbers) if hit})
    swapping.join()

    assert {len(reporters) for reporters in seen} == {1}
