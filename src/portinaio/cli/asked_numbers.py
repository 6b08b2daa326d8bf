"""The numbers that `check` and `report` are asked about, where they are several or come from a list.

A list that a shell takes apart at its spaces arrives in pieces. No two texts of 8 digits make one number, which has 15
at most; so arguments of such length are a number each, and shorter ones are pieces of one, or nobody knows of what.
"""

from __future__ import annotations

import re
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.errors import PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

STDIN = "-"
LONGEST_LINE = (
    1000  # characters, far more than a number and a comment have; the rest is passed over
)
ALONE = LONGEST_E164 // 2 + 1  # digits
TOGETHER = range(
    6, LONGEST_E164 + 2 + 1
)  # digits; short numbers are not written in pieces, and 00 may stand in front

_LINE_END = re.compile(r"\r\n|\r|\n")
_COMMENT = re.compile(r"(?:^|\s)#(?=\s|[^\W\d]|$).*")  # `#31#…` is none


def pieces_of_one(
    arguments: Sequence[str], exists: Callable[[str], bool], command: str = "check"
) -> str | None:
    """The one number that several arguments make; `None` where each is one. `exists`: somebody may have it.

    `UsageError` where they are neither, since nobody is to be judged whose number was not written.
    """
    if STDIN in arguments[1:] or (arguments[0] == STDIN and len(arguments) > 1):
        raise UsageError(msg("- reads numbers from standard input; give it alone"))
    texts = [text for argument in arguments for text in _lines(argument)]
    if len(arguments) == 1 or all(_digits(text) >= ALONE for text in texts):
        return None
    together = " ".join(arguments)
    if _may_be_one(together, exists):
        return together
    raise UsageError(
        msg(
            "%(count)d arguments are neither one number together nor a number each; put a number with spaces in"
            " quotes, and of a list give one a line: portinaio %(command)s - < LIST, or xargs -d '\\n'",
            count=len(arguments),
            command=command,
        )
    )


def each_of(arguments: Sequence[str]) -> Iterator[str]:
    """Each number as it was written; those of standard input as they come."""
    if list(arguments) == [STDIN]:
        yield from _lines_of_stdin()
    for argument in arguments:
        if argument != STDIN:
            yield from _lines(argument)


def _may_be_one(together: str, exists: Callable[[str], bool]) -> bool:
    digits = _digits(together)
    return not digits or (digits in TOGETHER and exists(together))


def _lines(argument: str) -> list[str]:
    """The lines of an argument such as `"$(cat LIST)"`; a text in which not two have digits is one."""
    lines = [line.strip() for line in _LINE_END.split(argument)]
    numbers = [line for line in lines if _digits(line)]
    return [line for line in lines if line] if len(numbers) > 1 else [argument]


def _lines_of_stdin() -> Iterator[str]:
    if sys.stdin is None:
        raise PortinaioError(msg("standard input is closed; nothing can be read from it"))
    source = TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace")
    while line := source.readline(LONGEST_LINE):
        if text := _COMMENT.sub("", line.lstrip("\ufeff")).strip():
            yield text
        while line and line[-1] != "\n":
            line = source.readline(LONGEST_LINE)
    source.detach()


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))
