"""`sync`: ask the lists for news now."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, TypeVar

from portinaio.cli.context import is_terminal
from portinaio.cli.import_summary import changed, gone
from portinaio.cli.table import available, cut, width
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError
from portinaio.language import _, ngettext
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from portinaio.api.answers import SyncAnswer, SyncingAnswer
    from portinaio.api.client import Client
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

LOOK_S = 0.2  # between two looks at how far it has come
BAR = 20  # cells
MIB = 1 << 20

T = TypeVar("T")


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio sync", "portinaio sync phoneblock --accept phoneblock")
    parser.add_argument("names", nargs="*", metavar=_("NAME"), help=_("all where none is named"))
    parser.add_argument(
        "--accept",
        metavar=_("NAME"),
        action="append",
        default=[],
        help=_("take this list although it has less than half of its entries left, once"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    synced = with_progress(context, lambda client: client.sync(given.names, given.accept))
    context.answer(synced, _lines(synced))
    return 1 if any(each["state"] in {"refused", "never"} for each in synced) else 0


def with_progress(context: CommandContext, act: Callable[[Client], T]) -> T:
    """Do `act`; a bar on the terminal shows how far its download has come."""
    if context.json or not is_terminal(sys.stderr):
        return act(context.client)
    done = threading.Event()
    watching = threading.Thread(target=_watch, args=(context.client, done), daemon=True)
    watching.start()
    try:
        return act(context.client)
    finally:
        done.set()
        watching.join()


def _watch(client: Client, done: threading.Event) -> None:
    shown = 0
    while not done.wait(LOOK_S):
        try:
            at = client.syncing()
        except PortinaioError:
            return  # the act itself will say what is wrong
        line = cut(printable(_bar(at[0])), (available() or 80) - 1) if at else ""
        sys.stderr.write("\r" + line + " " * (shown - width(line)))
        sys.stderr.flush()
        shown = width(line)
    sys.stderr.write("\r" + " " * shown + "\r")


def _bar(at: SyncingAnswer) -> str:
    mib = _("%(n).1f MiB") % {"n": at["bytes"] / MIB}
    if not at["whole"]:
        return f"{at['name']}  {mib}"
    full = min(BAR * at["bytes"] // at["whole"], BAR)
    return f"{at['name']}  [{'#' * full}{' ' * (BAR - full)}]  {mib}"


def _lines(synced: list[SyncAnswer]) -> Iterator[str]:
    if not synced:
        yield _("No list is subscribed. portinaio lists catalog shows which there are.")
    for each in synced:
        if each["error"]:
            yield printable(f"{each['name']}: {term(each['state'], LIST_STATES)}; {each['error']}")
            continue
        yield f"{each['name']}: {', '.join(_counts(each))}"
        if each["note"]:
            yield printable(f"{each['name']}: {each['note']}")


def _counts(each: SyncAnswer) -> Iterator[str]:
    new, bad = each["accepted"], each["rejected"]
    yield ngettext("%(n)d new", "%(n)d new", new) % {"n": new}
    yield changed(each["updated"])
    yield gone(each["removed"])
    yield ngettext("%(n)d unusable", "%(n)d unusable", bad) % {"n": bad}
