"""Each file in `transcripts` is what an Asterisk said by FastAGI; it is read whole, in threes and byte by byte."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.wire.asterisk.agi import Agi, AgiError, Facts, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.txt"))
WHOLE = 1 << 20


def taken(agi: Agi, data: bytes) -> Iterator[str]:
    try:
        found = agi.receive(data)
    except AgiError:
        yield "= refused"
        return
    for one in found:
        if isinstance(one, Facts):
            yield f'= call {one.unique_id} {one.caller} {one.presentation.value} "{one.name}" to {one.called} at {one.script}'
        elif isinstance(one, Reply):
            yield f"= reply {one.code} {one.text}"
        else:
            yield "= hung up"


def played(script: str, size: int) -> Iterator[str]:
    """The script, with what becomes of each line in place of what it says of that."""
    agi = Agi()
    for line in script.splitlines():
        if line.startswith("= "):
            continue
        yield line
        if line[:1] == "<":
            data = line[2:].encode() + b"\n"
            for start in range(0, len(data), size):
                yield from taken(agi, data[start : start + size])


@pytest.mark.parametrize("size", [WHOLE, 3, 1], ids=["whole", "threes", "bytes"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_asterisk_is_understood(path: Path, size: int) -> None:
    script = path.read_text(encoding="utf-8")

    assert list(played(script, size)) == script.splitlines()
