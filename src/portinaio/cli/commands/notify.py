"""`notify`: notices that leave the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.table import table
from portinaio.core.safe_text import printable
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import NotifyAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio notify", "portinaio notify test phone")
    test = parser.add_subcommand("test", _("send a notice now, quiet hours or not"))
    test.add_argument("name", metavar=_("NAME"))


def run(context: CommandContext, given: Namespace) -> int:
    client = context.client
    if given.subcommand == "test":
        answer = client.test_notify(given.name)
        return context.answer(answer, [_("%(name)s has taken the notice.") % {"name": given.name}])
    found = client.notify()
    return context.answer(found, [*_lines(found)] if found else [_nowhere()])


def _lines(found: list[NotifyAnswer]) -> Iterator[str]:
    yield from table(
        (_("name"), _("kind"), _("sent"), _("waiting"), _("lost")),
        [
            (one["name"], one["kind"], str(one["sent"]), str(one["waiting"]), str(one["lost"]))
            for one in found
        ],
    )
    for one in found:
        if one["error"]:
            yield f"{one['name']}: {printable(one['error'])}"


def _nowhere() -> str:
    return _("No notice leaves the house. [[notify]] in config.toml says where one goes.")
