"""What a person at the terminal sees while something takes long: a line on stderr that leaves no trace."""

from __future__ import annotations

import sys
import threading
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from portinaio.cli.table import available, cut, width
from portinaio.cli.terminal import is_terminal
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portinaio.api.answers import SyncingAnswer
    from portinaio.api.client import Client
    from portinaio.cli.context import CommandContext

LOOK_S = 0.2  # between two looks at how far it has come
UNSAID_S = 2.0  # for which nobody wonders whether anything goes on
BAR = 20  # cells
MIB = 1 << 20

T = TypeVar("T")


def with_progress(  # noqa: PLR0913  # what is shown meanwhile, one of them
    context: CommandContext,
    work: Callable[[Client], T],
    waiting_for: str = "",
    *,
    reading: str = "",
    share_of: str = "",
    writing: str = "",
    stage: Callable[[Client], str] | None = None,
) -> T:
    """What `work` returns. Meanwhile a bar shows how far its download has come, or how long it waits for whom, or reads or
    writes what; `share_of` names a file that is read, to show how much of it has been, and `stage` asks what it is at, where it
    has several things to do.
    """
    if context.json or not is_terminal(sys.stderr):
        return work(context.client)
    done = threading.Event()
    told = _downloaded()
    for what, says in ((waiting_for, _waited), (reading, _read), (writing, _written)):
        told = says(what) if what else told
    if share_of:
        told = _shared(share_of, told)
    if stage:
        told = _staged(stage, told)
    watching = threading.Thread(target=_watch, args=(context.client, told, done), daemon=True)
    watching.start()
    try:
        return work(context.client)
    finally:
        done.set()
        watching.join()


def sized(file: str, size_bytes: int) -> str:
    """A file as it is named while it is read; a small one is read before anybody asks how large it is."""
    if size_bytes < MIB:
        return file
    return _("%(file)s, %(n).1f MiB") % {"file": file, "n": size_bytes / MIB}


def _watch(client: Client, told: Callable[[Client], str], done: threading.Event) -> None:
    shown = 0
    while not done.wait(LOOK_S):
        try:
            line = cut(printable(told(client)), (available() or 80) - 1)
        except PortinaioError:
            return  # the work itself will say what is wrong
        sys.stderr.write("\r" + line + " " * (shown - width(line)))
        sys.stderr.flush()
        shown = width(line)
    sys.stderr.write("\r" + " " * shown + "\r")


def _downloaded() -> Callable[[Client], str]:
    """How far it has come, or for how long its server has not sent anything."""
    began: dict[str, float] = {}

    def told(client: Client) -> str:
        at = client.syncing()
        if not at:
            return ""
        seconds = monotonic() - began.setdefault(at[0]["name"], monotonic())
        if at[0]["bytes"] or seconds < UNSAID_S:
            return _bar(at[0])
        return _("waiting for the server of %(name)s, %(n)d s") % {
            "name": at[0]["name"],
            "n": seconds,
        }

    return told


def _waited(whom: str) -> Callable[[Client], str]:
    return _lasted(_("waiting for %(whom)s, %(n)d s"), {"whom": whom})


def _staged(
    stage: Callable[[Client], str], otherwise: Callable[[Client], str]
) -> Callable[[Client], str]:
    return lambda client: stage(client) or otherwise(client)


def _read(file: str) -> Callable[[Client], str]:
    return _lasted(_("reading %(file)s, %(n)d s"), {"file": file})


def _written(what: str) -> Callable[[Client], str]:
    return _lasted(_("writing %(what)s, %(n)d s"), {"what": what})


def _shared(file: str, lasted: Callable[[Client], str]) -> Callable[[Client], str]:
    """What `lasted` says, once it says anything, with the share of the file that has been read."""

    def told(client: Client) -> str:
        said = lasted(client)
        at = (
            next((one for one in client.being_read() if one["name"] == file), None)
            if said
            else None
        )
        if at is None or not at["whole"]:
            return said
        percent = 100 * at["bytes"] // at["whole"]
        return f"{_drawn(at['bytes'], at['whole'])} {percent} %  {said}"

    return told


def _lasted(sentence: str, values: Mapping[str, str]) -> Callable[[Client], str]:
    """`sentence` with the seconds so far."""
    began = monotonic()

    def told(_client: Client) -> str:
        seconds = monotonic() - began
        if seconds < UNSAID_S:
            return ""
        return sentence % {**values, "n": seconds}

    return told


def _bar(at: SyncingAnswer) -> str:
    mib = _("%(n).1f MiB") % {"n": at["bytes"] / MIB}
    if not at["whole"]:
        return f"{at['name']}  {mib}"
    return f"{at['name']}  {_drawn(at['bytes'], at['whole'])}  {mib}"


def _drawn(part: int, whole: int) -> str:
    full = min(BAR * part // whole, BAR)
    return f"[{'#' * full}{' ' * (BAR - full)}]"
