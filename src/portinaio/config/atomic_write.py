"""Write a file as a whole: who reads it meanwhile, or after a power cut, finds what was there before or all that is new."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from threading import get_ident

_FRESH = re.compile(r"\.(\d{1,10})-\d{1,20}\.new")


def write_atomically(path: str | Path, data: bytes, *, durable: bool = True) -> None:
    """Through a file beside it that only its owner reads, as the new one. `OSError`, and nothing has changed.

    What is not `durable` is written faster, and may be lost with the power.
    """
    place = Path(path)
    fresh = place.with_name(f".{os.getpid()}-{get_ident()}.new")  # any other name may be too long
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(descriptor)
        fresh.replace(place)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        if error.filename in {str(fresh), fresh}:  # a name that nobody has given
            error.filename = str(place)
        raise
    _sweep(place.parent)


def _sweep(folder: Path) -> None:
    """Take away what a process that was killed in the middle of this has left."""
    with suppress(OSError):
        for file in folder.iterdir():
            found = _FRESH.fullmatch(file.name)
            if found and not lives(int(found[1])):
                file.unlink(missing_ok=True)


def lives(process: int) -> bool:
    """Whether a process of this id runs, as far as anybody can tell."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True  # somebody else's
    return True
