"""Every format has a sample here beside what it must say: adding a format is one file, a sample, and its rows."""

import io
from pathlib import Path

import pytest

from list_worlds import reading_of, shown
from portinaio.lists.formats import formats, recognised

SAMPLES = Path(__file__).parents[1] / "samples"
WRITABLE = [f.id for f in formats().values() if f.write]


def sample(format_id):
    found = [p for p in SAMPLES.glob(f"{format_id}.*") if p.suffix != ".expected"]
    assert len(found) == 1, f"tests/lists/samples wants one {format_id}.* and {format_id}.expected"
    return found[0].read_bytes()


def expected(format_id):
    """What its sample must say; empty where nobody has written it down, and the failing test shows it."""
    file = SAMPLES / f"{format_id}.expected"
    return file.read_text() if file.exists() else ""


def is_of_lines(format_id):
    """A text whose lines end as Unix ends them, and that can be read."""
    data = sample(format_id)
    return b"\0" not in data and b"\r" not in data and "Error: " not in expected(format_id)


OF_LINES = list(filter(is_of_lines, formats()))


def rows_of(data, format_id):
    return list(reading_of(data, format=format_id, region="IT"))


def written(rows, format_id):
    out = io.BytesIO()
    lost = list(formats()[format_id].write(iter(rows), out))
    return out.getvalue(), lost


@pytest.mark.parametrize("format_id", formats())
def test_a_format_reads_its_sample_as_it_stands_beside_it(format_id):
    data = sample(format_id)

    said = shown(reading_of(data, format=format_id, region="IT"))

    assert said == expected(format_id)


@pytest.mark.parametrize("format_id", formats())
def test_a_format_is_recognised_by_its_content_whatever_the_name(format_id):
    head = sample(format_id)[: 64 * 1024]

    found = recognised(head, "download")

    assert found
    assert found.id == format_id


@pytest.mark.parametrize("format_id", WRITABLE)
def test_what_a_format_writes_it_reads_again(format_id):
    rows = rows_of(sample(format_id), format_id)

    data, lost = written(rows, format_id)

    again = rows_of(data, format_id)
    assert (sorted(r[:2] for r in again), lost) == (sorted(r[:2] for r in rows), [])


@pytest.mark.parametrize("format_id", WRITABLE)
def test_what_a_format_writes_is_recognised_as_its_own(format_id):
    rows = rows_of(sample(format_id), format_id)

    data, _ = written(rows, format_id)

    found = recognised(data, "export")
    assert found
    assert found.id == format_id


@pytest.mark.parametrize("format_id", WRITABLE)
def test_an_export_needs_no_region_to_be_read(format_id):
    rows = rows_of(sample(format_id), format_id)

    data, _ = written(rows, format_id)

    again = reading_of(data, format=format_id)
    assert sorted(r[:2] for r in again) == sorted(r[:2] for r in rows)


@pytest.mark.parametrize("format_id", WRITABLE)
def test_an_export_of_nothing_is_still_a_list(format_id):
    data, lost = written([], format_id)

    assert not lost
    assert not list(reading_of(data or b"\n# empty", format=format_id))


@pytest.mark.parametrize("format_id", OF_LINES)
@pytest.mark.parametrize("end", [b"\r\n", b"\r\r\n"], ids=["CR LF", "CR CR LF"])
def test_the_ends_of_lines_change_nothing(format_id, end):
    data = sample(format_id)

    other = reading_of(data.replace(b"\n", end), format=format_id, region="IT")

    rows = [row for row in other if row]
    assert [r[:2] for r in rows] == [r[:2] for r in rows_of(data, format_id)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
@pytest.mark.parametrize("format_id", ["csv", "plain", "ncid", "freepbx", "json", "jcblock"])
def test_the_character_set_changes_nothing(format_id, encoding):
    text = sample(format_id).decode().replace("Energia", "Società")

    other = rows_of(text.encode(encoding), format_id)

    assert other == rows_of(text.encode(), format_id)


@pytest.mark.parametrize("format_id", ["csv", "plain", "ncid", "freepbx", "jcblock", "nophonespam"])
def test_a_last_line_without_an_end_is_read_too(format_id):
    data = sample(format_id)

    other = rows_of(data.rstrip(b"\n"), format_id)

    assert other == rows_of(data, format_id)
