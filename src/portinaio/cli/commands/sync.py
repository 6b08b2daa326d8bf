"""`sync`: ask the lists for news now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.import_summary import changed, gone
from portinaio.cli.progress import with_progress
from portinaio.core.safe_text import printable
from portinaio.language import _, ngettext
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import SyncAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio sync", "portinaio sync phoneblock --accept phoneblock")
    parser.add_argument("names", nargs="*", metavar=_("NAME"), help=_("all where none is named"))
    parser.add_argument(
        "--accept",
        metavar=_("NAME"),
        action="append",
        default=[],
        help=_(
            "take this list, once, although it has less than half of its entries left or holds numbers of public bodies"
        ),
    )


def run(context: CommandContext, given: Namespace) -> int:
    synced = with_progress(context, lambda client: client.sync(given.names, given.accept))
    context.answer(synced, _lines(synced))
    return 1 if any(each["state"] in {"refused", "never"} for each in synced) else 0


def _lines(synced: list[SyncAnswer]) -> Iterator[str]:
    if not synced:
        yield _("No list is subscribed. portinaio lists catalog shows which there are.")
    for each in synced:
        if each["error"]:
            yield printable(f"{each['name']}: {term(each['state'], LIST_STATES)}; {each['error']}")
            continue
        yield f"{each['name']}: {', '.join(_counts(each))}"
        for remark in (each["note"] or "").splitlines():
            yield printable(f"{each['name']}: {remark}")


def _counts(each: SyncAnswer) -> Iterator[str]:
    new, bad = each["accepted"], each["rejected"]
    yield ngettext("%(n)d new", "%(n)d new", new) % {"n": new}
    yield changed(each["updated"])
    yield gone(each["removed"])
    yield ngettext("%(n)d unusable", "%(n)d unusable", bad) % {"n": bad}
