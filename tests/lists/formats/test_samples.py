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
    assert len(found) == 1, (
        f"tests/lists/samples wants one {format_id}.* beside {format_id}.expected"
    )
    return found[0]


@pytest.mark.parametrize("format_id", formats())
def test_a_format_reads_its_sample_as_it_stands_beside_it(format_id):
    data = sample(format_id).read_bytes()

    said = shown(reading_of(data, format=format_id, region="IT"))

    assert said == (SAMPLES / f"{format_id}.expected").read_text()


@pytest.mark.parametrize("format_id", formats())
def test_a_format_is_recognised_by_its_content_whatever_the_name(format_id):
    head = sample(format_id).read_bytes()[: 64 * 1024]

    found = recognised(head, "download")

    assert found
    assert found.id == format_id


@pytest.mark.parametrize("format_id", WRITABLE)
def test_what_a_format_writes_it_reads_again(format_id):
    rows = list(reading_of(sample(format_id).read_bytes(), format=format_id, region="IT"))
    out = io.BytesIO()

    lost = list(formats()[format_id].write(iter(rows), out))

    again = list(reading_of(out.getvalue(), format=format_id, region="IT"))
    assert [(r.low, r.high) for r in again] == sorted_if_ordered(format_id, rows, lost)


def sorted_if_ordered(format_id, rows, lost):
    written = [(r.low, r.high) for r in rows]
    assert not lost, "a format must be able to write what it has read"
    return sorted(written) if formats()[format_id].ordered else written


@pytest.mark.parametrize("format_id", WRITABLE)
def test_what_a_format_writes_is_recognised_as_its_own(format_id):
    rows = list(reading_of(sample(format_id).read_bytes(), format=format_id, region="IT"))
    out = io.BytesIO()

    list(formats()[format_id].write(iter(rows), out))

    found = recognised(out.getvalue(), "export")
    assert found
    assert found.id == format_id
