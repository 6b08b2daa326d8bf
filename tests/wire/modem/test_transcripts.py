"""Each file in `transcripts` is what a modem said; it is read whole, in threes and byte by byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.wire.modem.ringing import Began, Over, Ringer
from portinaio.wire.modem.words import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
WHOLE = 1 << 20


def shown(news: Iterable[Began | Over]) -> Iterator[str]:
    for one in news:
        if isinstance(one, Began):
            caller = one.caller
            yield f'= began {one.handle} {caller.number} {caller.presentation.value} "{caller.name}"'
        else:
            yield f"= over {one.handle} rang {one.rang_s}"


def played(script: str, size: int) -> Iterator[str]:
    """The script, with what becomes of each line in place of what it says of that."""
    reader, ringer, now = WordReader(), Ringer(), 0.0
    for line in script.splitlines():
        if line.startswith("= "):
            continue
        yield line
        if line.startswith("at "):
            now = float(line[3:])
            yield from shown(ringer.due(now))
        elif line.startswith("< "):
            data = line[2:].encode().decode("unicode_escape").encode("latin-1") + b"\r\n"
            for start in range(0, len(data), size):
                for word in reader.feed(data[start : start + size]):
                    yield from shown(ringer.take(word, now))


@pytest.mark.parametrize("size", [WHOLE, 3, 1], ids=["whole", "threes", "bytes"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_modem_is_understood(path: Path, size: int) -> None:
    script = path.read_text(encoding="utf-8")

    assert list(played(script, size)) == script.splitlines()
