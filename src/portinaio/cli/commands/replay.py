"""`replay`: what other rules would have done to the calls of the log, before anybody lives by them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.files import read_file
from portinaio.cli.parser import pairs, whole_number
from portinaio.cli.table import table
from portinaio.config.load import read_text
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, formatting, translate
from portinaio.language.terms import ACTIONS, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

    from portinaio.api.answers import CostlyCallAnswer, ReplayedAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

DAYS = 90  # where nobody says how many
_TABLE = "policy."


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio replay --set policy.unknown=reject",
        "portinaio replay --policy strict.toml --days 365",
        "portinaio replay --list phoneblock",
        "portinaio replay calls.csv --set policy.suspected=silence",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar=_("KEY=VALUE"),
        help=_("an action of the policy, such as policy.unknown=reject"),
    )
    parser.add_argument(
        "--policy",
        metavar=_("FILE"),
        help=_("a file with a [policy] as config.toml has it, in place of yours"),
    )
    parser.add_argument(
        "--list", metavar=_("NAME"), default="", help=_("without this list, and then with it")
    )
    parser.add_argument(
        "--days",
        type=whole_number,
        default=DAYS,
        metavar="N",
        help=_("of the log; 90 where it is left out"),
    )
    _describe_file(parser)


def _describe_file(parser: Parser) -> None:
    parser.add_argument(
        "file",
        nargs="?",
        metavar=_("FILE"),
        help=_("a log of calls that import --as calls reads; your own where it is left out"),
    )
    parser.add_argument(
        "--format", metavar=_("FORMAT"), help=_("of FILE, where its content does not tell")
    )
    parser.add_argument(
        "--region", metavar=_("CC"), help=_("country of the national numbers of FILE")
    )


def run(context: CommandContext, given: Namespace) -> int:
    policy = _actions(pairs(given.set))
    written = _written(given.policy)
    if not (policy or written or given.list):
        raise UsageError(msg("say what to try: --set policy.unknown=reject, --policy or --list"))
    found = context.client.replay(
        policy,
        given.days,
        written=written,
        written_as=given.policy or "",
        list_name=given.list,
        file=Path(given.file).name if given.file else "",
        data=read_file(given.file) if given.file else b"",
        format=given.format or "",
        region=given.region,
    )
    if bad := found["unused"]:
        said = counted("%(n)d row could not be used", "%(n)d rows could not be used", bad)
        context.note(translate(said))
    return context.answer(found, map(printable, _lines(found)))


def _actions(values: Mapping[str, str]) -> dict[str, str]:
    for key in values:
        if not key.startswith(_TABLE):
            raise UsageError(
                msg(
                    "only keys of the policy can be tried, such as policy.unknown, not %(key)s",
                    key=key[:40],
                )
            )
    return {key.removeprefix(_TABLE): value.strip() for key, value in values.items()}


def _written(file: str | None) -> str:
    if file is None:
        return ""
    text = read_text(file)
    if text is None:
        raise UsageError(msg("there is no file %(file)s", file=file))
    if not text.strip():
        raise UsageError(msg("%(file)s is empty: it has no policy to try", file=file))
    return text


def _lines(found: ReplayedAnswer) -> Iterator[str]:
    yield found["says"]
    if not found["costly"]:
        return
    yield ""
    yield _("Calls that you may have wanted, the newest first:")
    head = (_("id"), _("date"), _("number"), _("name"), _("today"), _("would be"), _("because"))
    yield from table(head, map(_row, found["costly"]))


def _row(call: CostlyCallAnswer) -> tuple[str, ...]:
    kinds = (
        (call["answered"], _("you answered it")),
        (call["contact"], _("of a contact")),
        (call["named"], _("came with a name")),
    )
    return (
        str(call["id"] or "-"),
        formatting.moment(datetime.fromisoformat(call["at"])),
        call["number"] or "-",
        call["name"] or "-",
        term(call["was"], ACTIONS),
        term(call["action"], ACTIONS),
        "; ".join([*(said for holds, said in kinds if holds), call["because"]]),
    )
