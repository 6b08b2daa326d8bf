"""One question to a process of its own, which fetches something and ends: what a line of JSON asks, another one answers."""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from threading import Timer
from typing import TYPE_CHECKING, Any

from portinaio import errors
from portinaio.config.interpreter import command
from portinaio.errors import PortinaioError
from portinaio.store.codec import unpack_message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.core.message import Message
    from portinaio.daemon.asker import Asker


def run_errand(
    module: str, asked: Mapping[str, Any], asker: Asker, patience_s: float, broken_off: Message
) -> Any:
    """What it answers. Where it says why there is nothing, that error with its own sentence, so that who asked knows whose fault it
    is; `PortinaioError` with `broken_off` where it ended without an answer: it was killed, its time was over, or nobody waits."""
    with subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
        command(module), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        asker.on_leaving(child.kill)
        assert child.stdin is not None  # both are asked for above
        assert child.stdout is not None
        alarm = Timer(patience_s, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            with suppress(BrokenPipeError):  # it has ended already; that there is no answer says so
                child.stdin.write(json.dumps(asked).encode() + b"\n")
                child.stdin.flush()
            line = child.stdout.readline()
        finally:
            alarm.cancel()
            child.kill()
    if not line.endswith(b"\n"):
        raise PortinaioError(broken_off)
    told = json.loads(line)
    if "failed" in told:
        raise _error(told["kind"])(unpack_message(told["failed"]))
    return told["answer"]


def _error(kind: str) -> type[PortinaioError]:
    found = getattr(errors, kind, None)
    return (
        found if isinstance(found, type) and issubclass(found, PortinaioError) else PortinaioError
    )
