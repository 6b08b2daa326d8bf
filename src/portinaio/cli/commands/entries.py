"""`block`, `allow`, `forget` and `entries`: the user's own word on numbers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.cli.doubts import add_yes, make_sure, touched
from portinaio.cli.share_offer import share_offer
from portinaio.cli.table import table
from portinaio.core.covered_contacts import is_exact
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, durations, translate
from portinaio.language.terms import ENTRY_KINDS, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import EntryAnswer, PreviewAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, name: str) -> None:
    if name == "entries":
        return
    parser.add_argument(
        "pattern",
        nargs="*",
        metavar=_("PATTERN"),
        help=_(
            "a number, a beginning such as '0844*', FIRST..LAST, or with ? for any digit and [13] for some: '02[13]?5*'"
        ),
    )
    parser.add_argument(
        "--name",
        metavar=_("TEXT"),
        help=_("instead of a number: the name that the network sends; * stands for any text"),
    )
    if name == "forget":
        parser.examples(
            "portinaio forget +390200001234",
            "portinaio forget '0844*'",
            "portinaio forget --name 'tellows*'",
        )
        return
    parser.examples(
        f"portinaio {name} '02 0000 1234' --note 'energy contracts'",
        f"portinaio {name} '+390844*' --for 30d",
        f"portinaio {name} +390200001200..+390200001299",
        f"portinaio {name} --name 'tellows*'",
    )
    parser.add_argument("--note", metavar=_("TEXT"), default="", help=_("why, for yourself"))
    ends = parser.add_mutually_exclusive_group()
    ends.add_argument("--for", dest="span", metavar="2h", help=_("forget it after this time"))
    ends.add_argument("--until", metavar=_("DATE"), help=_("forget it after this day or time"))
    parser.add_argument("--once", action="store_true", help=_("forget it after the next call"))
    add_yes(parser)


def run(context: CommandContext, given: Namespace) -> int:
    if given.command == "entries":
        return _show(context)
    pattern = _only(given.pattern, given.name)
    if given.command == "forget":
        gone = context.client.forget_entry(pattern, name=given.name)
        said = counted("%(n)d entry forgotten", "%(n)d entries forgotten", len(gone))
        return context.answer(gone, [translate(said)])
    preview = context.client.preview(pattern, name=given.name, kind=given.command)
    question = (
        _("Block %(pattern)s all the same?")
        if given.command == "block"
        else _("Allow %(pattern)s all the same?")
    )
    make_sure(context, preview, question, yes=given.yes)
    entry = context.client.add_entry(
        pattern,
        kind=given.command,
        name=given.name,
        note=given.note,
        until=_until(given, context.now()),
        once=given.once,
        sure=True,
    )
    lines = [*_said(entry, preview, asked=not given.yes)]
    if entry["kind"] == "block" and entry["pattern"] and is_exact(entry["pattern"]):
        lines += [] if context.json else share_offer(context, number=entry["pattern"])
    return context.answer(entry, lines)


def _said(entry: EntryAnswer, preview: PreviewAnswer, *, asked: bool) -> Iterator[str]:
    """What has been asked about is not said again."""
    yield _added(entry)
    if entry["name"] and entry["kind"] == "allow":
        yield _("anybody can send this name; a number is surer, and what is blocked stays blocked")
    if not (asked and preview["doubts"]):
        yield from map(printable, preview["doubts"])
        if not is_exact(entry["pattern"] or "+0"):
            yield from touched(preview)


def _only(patterns: list[str], name: str | None) -> str | None:
    """The one pattern, none beside a name. A shell that finds files for `0844*` puts their names in its place."""
    if not patterns and name is not None:
        return None
    if not patterns or name is not None:
        raise UsageError(msg("give a pattern of numbers or a name, one of the two"))
    if len(patterns) > 1:
        raise UsageError(
            msg(
                "%(count)d arguments arrived instead of one; put the pattern in quotes, like '0844*' or '02 0000 1234'",
                count=len(patterns),
            )
        )
    return patterns[0]


def _until(given: Namespace, now: datetime) -> str | None:
    if given.span is not None:
        return durations.iso(now + durations.span(given.span))
    return durations.iso(durations.end(given.until, now)) if given.until is not None else None


def _added(entry: EntryAnswer) -> str:
    said = _("blocked: %(pattern)s") if entry["kind"] == "block" else _("allowed: %(pattern)s")
    return ", ".join([said % {"pattern": _meant(entry)}, *_limits(entry)])


def _meant(entry: EntryAnswer) -> str:
    """The pattern, or the name in quotation marks."""
    if entry["pattern"] is not None:
        return entry["pattern"]
    return _("“%(name)s”") % {"name": printable(entry["name"] or "")}


def _limits(entry: EntryAnswer) -> list[str]:
    from portinaio.language import formatting  # noqa: PLC0415  # babel, only where there is a date to show

    limits = []
    if entry["until"]:
        limits.append(
            _("until %(moment)s")
            % {"moment": formatting.moment(datetime.fromisoformat(entry["until"]))}
        )
    if entry["once"]:
        limits.append(_("once"))
    return limits


def _show(context: CommandContext) -> int:
    entries = context.client.entries()
    if not entries and not context.json:
        context.say(_("You have blocked and allowed nobody. portinaio block NUMBER begins."))
        return 0
    head = (_("pattern"), _("kind"), _("since"), _("until"), _("note"))
    return context.answer(entries, table(head, map(_row, entries)))


def _row(entry: EntryAnswer) -> tuple[str, str, str, str, str]:
    from portinaio.language import formatting  # noqa: PLC0415  # as above

    created = formatting.day(datetime.fromisoformat(entry["created"]))
    limits = ", ".join(limit.removeprefix(_("until ")) for limit in _limits(entry))
    return _meant(entry), term(entry["kind"], ENTRY_KINDS), created, limits, entry["note"]
