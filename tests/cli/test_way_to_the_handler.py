"""How many of our functions a request passes through, from the command to what carries it out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import portinaio
from portinaio.cli.commands import check as command
from portinaio.daemon.handlers import judging as handlers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import CodeType, FrameType

OURS = str(Path(portinaio.__file__).parent)
MOST_BETWEEN = 5


def between(outer: CodeType, frame: FrameType) -> list[str]:
    """Our functions on the stack that stand between `outer` and `frame`, the innermost last."""
    return [name for name, code in reversed([*_stack(outer, frame)]) if code is not frame.f_code]


def _stack(outer: CodeType, frame: FrameType | None) -> Iterator[tuple[str, CodeType]]:
    while frame is not None and frame.f_code is not outer:
        code = frame.f_code
        if code.co_filename.startswith(OURS):
            yield f"{Path(code.co_filename).stem}.{code.co_qualname}", code
        frame = frame.f_back


@pytest.mark.parametrize("arguments", [(), ("--json",), ("--at", "14:30")])
def test_a_check_passes_through_few_functions(run, arguments):
    ways: list[list[str]] = []

    def watch(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code is handlers.check.__code__:
            ways.append(between(command.check.__code__, frame))

    sys.setprofile(watch)
    try:
        answer = run("check", "+390200001234", *arguments)
    finally:
        sys.setprofile(None)

    print(*ways[0], sep="\n")  # noqa: T201  # shown where it has grown
    assert (answer.code, len(ways)) == (0, 1)
    assert 0 < len(ways[0]) <= MOST_BETWEEN
