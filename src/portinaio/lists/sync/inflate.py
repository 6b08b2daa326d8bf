"""Unpacks a compressed body piece by piece, and stops where it becomes more than a list can be.

The library's own decoders would inflate a whole piece before anybody sees how large it is: sixty kilobytes on the wire
can be sixty megabytes in memory. Here no step makes more than `_STEP_BYTES`.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Iterator

GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"
MOST_RATIO = 200  # numbers shrink to a tenth, at best to a fortieth; zeros shrink to a thousandth
INNOCENT_BYTES = 16 << 20  # below this nobody is harmed, whatever the ratio
_STEP_BYTES = 1 << 18
_ANY_HEADER = 32 + zlib.MAX_WBITS  # gzip or zlib


class Inflation(Protocol):
    """The unpacked bytes of one body."""

    def feed(self, piece: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None:
        """`UntrustedListError` where the body ends too early."""


def encodings() -> str:
    """What we tell a server that we understand."""
    return "gzip, deflate, zstd" if _zstd() else "gzip, deflate"


def inflation(encoding: str) -> Inflation:
    """For a Content-Encoding; `UntrustedListError` for one that nobody asked for."""
    match encoding.strip().lower():
        case "" | "identity":
            return Plain()
        case "gzip" | "x-gzip":
            return Deflated()
        case "deflate":
            return Deflated(bare=True)
        case "zstd" if _zstd():
            return Zstandard()
        case _:
            raise UntrustedListError(
                msg(
                    "it is packed in a way that we did not ask for: %(encoding)s",
                    encoding=encoding[:40],
                )
            )


def unpacking(head: bytes) -> Inflation:
    """For a file that is packed itself, as its first bytes say."""
    if head.startswith(GZIP):
        return Deflated()
    if head.startswith(ZSTD) and _zstd():
        return Zstandard()
    return Plain()


class Bound:
    """Counts what comes in and what it becomes."""

    def __init__(self, most_bytes: int) -> None:
        self.packed_bytes = 0
        self.bytes = 0
        self._most_bytes = most_bytes

    def check(self, more: int) -> None:
        self.bytes += more
        if self.bytes > self._most_bytes:
            raise UntrustedListError(
                msg(
                    "it is larger than the %(n)d MiB that a list may have", n=self._most_bytes >> 20
                )
            )
        if self.bytes > max(INNOCENT_BYTES, MOST_RATIO * self.packed_bytes):
            raise UntrustedListError(
                msg("a little of it unpacks to far too much: this is a compression bomb")
            )


class Plain:
    def feed(self, piece: bytes) -> Iterator[bytes]:
        yield piece

    def finish(self) -> None:
        return


class Deflated:
    """gzip, also of several members, and zlib; `bare` also takes deflate without a header, as some servers send it."""

    def __init__(self, *, bare: bool = False) -> None:
        self._bare = bare
        self._inner = zlib.decompressobj(_ANY_HEADER)
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        if piece and not self._begun:
            self._begun = True
            if self._bare and piece[0] & 0x0F != zlib.DEFLATED:
                self._inner = zlib.decompressobj(-zlib.MAX_WBITS)
        more = False
        while piece or more:
            if self._inner.eof:
                if not piece.startswith(GZIP[: len(piece)]):
                    raise UntrustedListError(msg("something else stands behind its packed end"))
                self._inner = zlib.decompressobj(_ANY_HEADER)
            try:
                whole = self._inner.decompress(piece, _STEP_BYTES)
            except zlib.error as error:
                raise _damaged() from error
            yield whole
            more = not self._inner.eof and len(whole) == _STEP_BYTES  # some may still be inside
            piece = self._inner.unconsumed_tail or self._inner.unused_data

    def finish(self) -> None:
        if self._begun and not self._inner.eof:
            raise _cut_short()


class Zstandard:
    """RFC 8878, where the library is there; it is an extra."""

    def __init__(self) -> None:
        self._frames = _zstd()
        assert self._frames  # who makes one has looked
        self._inner = self._frames.ZstdDecompressor()
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(piece)
        while piece or not (self._inner.needs_input or self._inner.eof):
            if self._inner.eof:
                self._inner = self._frames.ZstdDecompressor()
            try:
                whole = self._inner.decompress(piece, _STEP_BYTES)
            except self._frames.ZstdError as error:
                raise _damaged() from error
            yield whole
            piece = self._inner.unused_data if self._inner.eof else b""

    def finish(self) -> None:
        if self._begun and not self._inner.eof:
            raise _cut_short()


def _damaged() -> UntrustedListError:
    return UntrustedListError(msg("it cannot be unpacked: it is damaged"))


def _cut_short() -> UntrustedListError:
    return UntrustedListError(msg("it was cut short: its packed end is missing"))


def _zstd() -> Any:
    """The library's module, or `None`: a part of Python from 3.14 on, before that the extra."""
    for name in ("compression.zstd", "backports.zstd"):
        with suppress(ImportError):
            return import_module(name)
    return None
