"""The memory that the C library keeps for later."""

from __future__ import annotations

import asyncio
import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest

from portinaio.daemon.process.memory import EVERY_S, give_back_memory

DATAGRAMS = 400
RECEIVES = f"""
import resource, socket, sys
from portinaio.daemon.process.memory import keep_little
if sys.argv[1] == "little":
    keep_little()
near, far = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range({DATAGRAMS}):
        far.send(b"x" * 600)
        near.recv(256 * 1024)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
faults()
print(faults())
"""


def _resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


async def test_memory_that_is_free_goes_back_to_the_system() -> None:
    library = ctypes.CDLL(None)
    if not hasattr(library, "malloc_trim"):
        pytest.skip("this C library keeps nothing")
    library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    pieces = [library.malloc(20_000) for _ in range(2_500)]
    for piece in pieces:
        ctypes.memset(ctypes.c_void_p(piece), 1, 20_000)
    for piece in pieces[:-1]:  # the last keeps what lies below it from going by itself
        library.free(piece)
    before, waited = _resident_mib(), []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) > 1:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await give_back_memory(sleep=sleep)
    after = _resident_mib()
    library.free(pieces[-1])

    assert before - after > 30
    assert waited == [EVERY_S] * 2


def faults_of(manner: str) -> int:
    told = subprocess.run(
        [sys.executable, "-c", RECEIVES, manner], capture_output=True, text=True, check=True
    )
    return int(told.stdout)


def test_a_datagram_that_comes_in_asks_the_system_for_no_memory() -> None:
    if not hasattr(ctypes.CDLL(None), "mallopt"):
        pytest.skip("this C library has no knobs")
    if faults_of("as it is") < DATAGRAMS:
        pytest.skip("this C library asks for none anyway")

    assert faults_of("little") < DATAGRAMS / 10
