"""Each file in `transcripts` is what a server said; it is read whole, in threes and byte by byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.wire.ncid.calls import Began, Calls, Made, Over
from portinaio.wire.ncid.lines import LineReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
WHOLE = 1 << 20


def shown(news: Iterable[Began | Over | Made]) -> Iterator[str]:
    for one in news:
        match one:
            case Began():
                yield f'= began {one.handle} {one.number} {one.presentation.value} "{one.name}" {one.label}'
            case Over():
                yield f"= over {one.handle} rang {one.rang_s} talked {one.talked_s} {one.hung_up}".rstrip()
            case Made():
                yield f"= made {one.number}"


def played(script: str, size: int) -> Iterator[str]:
    """The script, with what becomes of each line in place of what it says of that."""
    reader, calls, now = LineReader(), Calls(), 0.0
    for line in script.splitlines():
        if line.startswith("= "):
            continue
        yield line
        if line.startswith("at "):
            now = float(line[3:])
        elif line == "due":
            yield from shown(calls.due(now))
        elif line.startswith("< "):
            data = line[2:].encode("utf-8").decode("unicode_escape").encode("latin-1") + b"\r\n"
            for start in range(0, len(data), size):
                for said in reader.feed(data[start : start + size]):
                    yield from shown(calls.take(said, now))


@pytest.mark.parametrize("size", [WHOLE, 3, 1], ids=["whole", "threes", "bytes"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_server_is_understood(path: Path, size: int) -> None:
    script = path.read_text(encoding="utf-8")

    assert list(played(script, size)) == script.splitlines()
