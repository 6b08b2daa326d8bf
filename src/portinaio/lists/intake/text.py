"""From bytes to lines, whatever program wrote them: with or without a byte order mark, in UTF-8, UTF-16 or a Windows
code page, the lines ended by any mixture of CR and LF.

Read in blocks, so that the size of a file costs no memory; one endless line or one endless file is refused.
"""

from __future__ import annotations

import codecs
import io
import re
from itertools import chain, islice
from typing import IO, TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD_BYTES = 64 * 1024  # what a format is recognised by
LONGEST_LINE_MIB = 1  # a list on one line is still read; a disk image is not
LONG_LINES_MIB = 8  # in all; a table of megabytes a row is not
_FEWEST_ENDS = 16  # in a block, where lines have the length that lines have
LARGEST_GIB = 4
CHARACTERS = 120_000  # of a stretch: some thousand rows, and less than a cell may have
_LINES = 1_000  # of a stretch, where lines come one by one
_ENDS, _ODD_ENDS = frozenset("\r\n"), frozenset("\x85\u2028\u2029")
_WINDOWS = "portinaio-windows"
_UTF_8 = re.compile(rb"[\xc2-\xf4](?:[\x80-\xbf]|\Z)")
"""Where a character beyond ASCII begins, or one that may go on in the next block."""


def opened(source: IO[bytes]) -> io.BufferedReader:
    """`source` with a beginning that can be looked at and an end it must come to. Closing it leaves `source` open."""
    return io.BufferedReader(_Blocks(source), HEAD_BYTES)


def head_of(source: io.BufferedReader) -> bytes:
    """The next bytes, which stay where they are."""
    return source.peek(HEAD_BYTES)[:HEAD_BYTES]


def decoded(head: bytes) -> str:
    """The characters of a file's beginning."""
    encoding = encoding_of(head)
    return head.decode(encoding, _errors(encoding)).lstrip("\ufeff")


def encoding_of(head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # UTF-16 that lost its mark: every other byte of plain text is 0.
    if len(head) >= 4 and 0 in head[:4]:
        if not any(head[1:64:2]):
            return "utf-16-le"
        if not any(head[:64:2]):
            return "utf-16-be"
    return "utf-8-sig"


def lines_of(source: io.BufferedReader) -> Iterator[str]:
    """Lines that end with `\\n`; `UntrustedListError` for what has no lines."""
    head = head_of(source)
    encoding = encoding_of(head)
    watched = io.BufferedReader(_Lines(source), HEAD_BYTES)
    text = io.TextIOWrapper(watched, encoding, _errors(encoding), newline=None)
    shown = decoded(head)
    if not _ENDS.intersection(shown) and _ODD_ENDS.intersection(shown):
        return _divided(text)
    return _mended(text) if "\r\r\n" in shown else text


def characters_of(source: io.BufferedReader) -> Iterator[str]:
    """The text in blocks, without regard to lines."""
    encoding = encoding_of(head_of(source))
    text = io.TextIOWrapper(source, encoding, _errors(encoding), newline="")
    return iter(lambda: text.read(HEAD_BYTES), "")


def _errors(encoding: str) -> str:
    return _WINDOWS if encoding == "utf-8-sig" else "replace"


def _divided(text: Iterator[str]) -> Iterator[str]:
    """Lines that end as word processors and mainframes end them."""
    return (f"{line}\n" for whole in text for line in whole.splitlines() or [""])


def _mended(text: Iterator[str]) -> Iterator[str]:
    """Lines of a file copied once too often: they end with CR CR LF, so an empty one follows each."""
    for line in text:
        yield line
        if (after := next(text, "\n")) != "\n":
            yield after


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are no UTF-8 are what Windows wrote in western Europe, and so are those behind them as far as none are UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = _UTF_8.search(error.object, error.end)
    end = found.start() if found else len(error.object)
    return error.object[error.start : end].decode("cp1252", "replace"), end


codecs.register_error(_WINDOWS, _windows)


class WholeLines:
    """Lines that can be taken one by one, and by the stretch."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._given_back = io.StringIO()

    def stretch(self) -> str:
        """Some whole lines; empty at the end."""
        left = self._given_back.read()
        if len(left) >= CHARACTERS:
            return left
        if not isinstance(self._lines, io.TextIOWrapper):
            return left + "".join(islice(self._lines, _LINES))
        fresh = self._lines.read(CHARACTERS)
        if fresh and not fresh.endswith("\n"):
            fresh += self._lines.readline()
        return left + fresh

    def give_back(self, text: str) -> None:
        self._given_back = io.StringIO(text, newline="\n")

    def __iter__(self) -> Iterator[str]:
        return chain(self._given_back, self._lines)


class _Blocks(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub wants any buffer
        block = self._source.read(len(buffer))
        self._watch(block)
        buffer[: len(block)] = block
        return len(block)

    def _watch(self, block: bytes) -> None:
        self._size += len(block)
        if self._size > LARGEST_GIB << 30:
            raise UntrustedListError(msg("the file is larger than %(n)d GiB", n=LARGEST_GIB))


class _Lines(_Blocks):
    """Counts the bytes since the last end of a line, and those in lines of unlikely length."""

    def __init__(self, source: IO[bytes]) -> None:
        super().__init__(source)
        self._long = 0

    def _watch(self, block: bytes) -> None:
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self._size = self._size + len(block) if last < 0 else len(block) - last
        if len(block) == HEAD_BYTES and block.count(b"\n") + block.count(b"\r") < _FEWEST_ENDS:
            self._long += len(block)
        if self._size > LONGEST_LINE_MIB << 20 or self._long > LONG_LINES_MIB << 20:
            raise UntrustedListError(msg("its lines are far too long; this is no list"))
