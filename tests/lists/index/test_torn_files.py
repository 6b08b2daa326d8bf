"""A file that is not exactly what was written is refused with a sentence, whatever happened to it."""

from __future__ import annotations

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key, stored
from portinaio.errors import UntrustedListError
from portinaio.lists.index import layout
from portinaio.lists.index.build import build
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.swap import note_checked, verified

TODAY = 739_944


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "spam.nsx"
    single = [
        Evidence(
            key(f"3902000{n:05d}"), key(f"3902000{n:05d}"), 3, 4, n % 2, TODAY, TODAY, "scam", "X"
        )
        for n in range(200)
    ]
    wide = [
        Evidence(*stored(text)[1:3], 3, 4, 1)
        for text in ("+390844*", "+390200001200..+390200001299")
    ]
    build(single + wide, path, list_date=TODAY, created=1)
    return path


def test_a_whole_file_is_believed(file):
    header = verified(file, "spam")

    assert header.n == 200


@pytest.mark.parametrize("share", [0, 0.01, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_not_even_opened(file, share):
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(UntrustedListError, match="spam is damaged"):
        ListIndex.open(file)


def test_a_file_with_something_behind_it_is_not_opened(file):
    file.write_bytes(file.read_bytes() + bytes(8))

    with pytest.raises(UntrustedListError):
        ListIndex.open(file)


CHECKED = range(layout.CHECKED_AT, layout.CHECKED_AT + layout.CHECKED.size)


@pytest.mark.parametrize("place", sorted({*range(0, layout.HEADER_BYTES, 7)} - {*CHECKED}))
def test_a_header_with_a_bit_turned_over_is_not_opened(file, place):
    data = bytearray(file.read_bytes())
    data[place] ^= 0x10
    file.write_bytes(data)

    with pytest.raises(UntrustedListError):
        ListIndex.open(file)


@pytest.mark.parametrize("part", range(layout.END))
def test_a_part_that_never_reached_the_disk_is_found_at_install(file, part):
    begins = ListIndex.open(file).base.header.parts
    data = bytearray(file.read_bytes())
    for place in range(begins[part], begins[part + 1]):
        data[place] ^= 0xFF
    file.write_bytes(data)

    with pytest.raises(UntrustedListError):
        verified(file, "spam")


@pytest.mark.parametrize("content", [b"", b"<html>", b"NSX3\r\n\x1a\n", b"SQLite format 3\0" * 40])
def test_another_kind_of_file_is_refused(tmp_path, content):
    path = tmp_path / "spam.nsx"
    path.write_bytes(content)

    with pytest.raises(UntrustedListError):
        ListIndex.open(path)


def test_changes_that_are_torn_are_refused_too(file, tmp_path):
    (tmp_path / "spam.nsx.changes").write_bytes(b"half a fi")

    with pytest.raises(UntrustedListError):
        ListIndex.open(file)


@pytest.mark.parametrize("place", CHECKED)
def test_a_bit_turned_over_in_the_day_of_the_last_check_is_no_check(file, place):
    note_checked(file, TODAY + 9)
    before = ListIndex.open(file).checked_day
    data = bytearray(file.read_bytes())
    data[place] ^= 0x10
    file.write_bytes(data)

    assert (before, ListIndex.open(file).checked_day) == (TODAY + 9, TODAY)


def test_a_check_is_heard_by_who_has_the_list_open(file):
    index = ListIndex.open(file)

    note_checked(file, TODAY + 9)

    assert (index.checked_day, index.changed()) == (TODAY + 9, False)
