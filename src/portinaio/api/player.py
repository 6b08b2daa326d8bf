"""Play a sound by a program that the system has; for every window the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile

from portinaio.core.message import msg
from portinaio.errors import PortinaioError

PLAYERS = (
    ("aplay", "-q"),
    ("paplay",),
    ("pw-play",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("afplay",),
)
"""Each takes the name of a file behind its options."""
GRACE_S = 10.0  # beyond the length of the sound


def play(sound: bytes, seconds: float) -> str:
    """Returns when it has been heard; the name of the program. `PortinaioError` where there is none, or it fails."""
    found = next((player for player in PLAYERS if shutil.which(player[0])), None)
    if found is None:
        raise PortinaioError(
            msg(
                "no program that plays a sound is here; install one, such as aplay (apt install alsa-utils), or save it"
                " with portinaio calls message ID --out FILE.wav"
            )
        )
    handle, path = tempfile.mkstemp(suffix=".wav")  # of mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(sound)
        done = subprocess.run(  # noqa: S603  # one of ours, and a file of our own
            (*found, path),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds + GRACE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PortinaioError(msg("%(program)s does not play it", program=found[0])) from error
    finally:
        os.unlink(path)  # noqa: PTH108  # it was made so
    if done.returncode:
        why = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PortinaioError(
            msg(
                "%(program)s does not play it: %(why)s",
                program=found[0],
                why=(why or [str(done.returncode)])[-1][:200],
            )
        )
    return found[0]
