"""`lists`: what is subscribed, what can be, and how it comes and goes."""

from __future__ import annotations

from argparse import ArgumentTypeError
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.cli.import_summary import note_rejected
from portinaio.cli.lists.shown import (
    catalogue_lines,
    detail_lines,
    format_row,
    list_row,
    offer_lines,
)
from portinaio.cli.lists.site_question import confirmed_site, is_site
from portinaio.cli.lists.summary import added_lines, seen_list, told_of
from portinaio.cli.lists.trial import tried_out
from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import agree, may_ask
from portinaio.cli.table import table
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import AddedListAnswer, OfferAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio lists catalog",
        "portinaio lists add saracroche",
        "portinaio lists add ./numbers.csv --region DE --trust 0.5",
        "portinaio lists add https://lists.example.org/ --country IT --root FINGERPRINT",
    )
    parser.add_subcommand(
        "catalog", _("public lists that can be subscribed, and some that never are")
    )
    parser.add_subcommand("formats", _("formats that lists are read and written in"))
    _describe_add(parser)
    for subcommand, summary in (
        ("remove", _("subscribe no more, and forget what it says")),
        ("show", _("one list in full")),
    ):
        parser.add_subcommand(subcommand, summary).add_argument("name", metavar=_("NAME"))


def _describe_add(parser: Parser) -> None:
    add = parser.add_subcommand("add", _("subscribe to a list"))
    add.add_argument("source", metavar=_("NAME|URL|FILE"))
    add.add_format("--format", help=_("where its content does not tell"))
    add.add_argument("--region", metavar=_("CC"), help=_("country of its national numbers"))
    add.add_columns()
    add.add_argument(
        "--trust", type=_trust, metavar=_("X"), help=_("0 to 1, how much you believe it")
    )
    add.add_argument(
        "--root",
        metavar=_("FINGERPRINT"),
        default="",
        help=_("of a list site: that of its root, as its publisher tells it"),
    )
    add.add_argument(
        "--country",
        dest="countries",
        action="append",
        metavar=_("CC"),
        default=[],
        help=_("of a list site: only numbers of this country; may be said again"),
    )
    _describe_rows(add)
    add.add_argument(
        "--dry-run", action="store_true", help=_("say what it is and would do, and change nothing")
    )
    add.add_argument(
        "--yes", action="store_true", help=_("do not ask, and insist on the country of --region")
    )


def _describe_rows(add: Parser) -> None:
    """How much one of them counts."""
    add.add_argument(
        "--complaints",
        action="store_true",
        default=None,
        help=_("each of its rows is one complaint, and one alone counts for nothing"),
    )
    add.add_argument(
        "--vetted",
        action="store_true",
        default=None,
        help=_("its publisher asks for two reports, or a confirmed one: each row counts as two"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "catalog":
            offered = context.client.catalogue()
            if offered["fault"]:
                context.note(offered["fault"])
            return context.answer(offered, map(printable, catalogue_lines(offered)))
        case "formats":
            found = context.client.formats()
            head = (_("format"), _("title"), _("export writes"))
            return context.answer(found, table(head, map(format_row, found)))
        case "add":
            return _add(context, given)
        case "remove":
            gone = context.client.remove_list(given.name)
            return context.answer(gone, [_("list %(name)s is gone") % {"name": gone["name"]}])
        case "show":
            shown = context.client.show_list(given.name)
            return context.answer(shown, map(printable, detail_lines(shown)))
        case _:
            return _show(context)


def _trust(text: str) -> float:
    with suppress(ValueError):
        trust = float(text)
        if 0 <= trust <= 1:
            return trust
    raise ArgumentTypeError(_("a trust is from 0 to 1, such as 0.8, not %(text)s") % {"text": text})


def _show(context: CommandContext) -> int:
    lists = context.client.lists()
    if not lists and not context.json:
        context.say(_("No list is subscribed. portinaio lists catalog shows which there are."))
        return 0
    head = (_("name"), _("entries"), _("trust"), _("updated"), _("state"))
    return context.answer(lists, table(head, map(list_row, lists)))


def _add(context: CommandContext, given: Namespace) -> int:
    source, offer = _source(context, given.source)
    if offer is None and is_site(source):
        source, given.root = confirmed_site(context, source, given.root, sure=given.yes)
    wanted: dict[str, Any] = {
        "region": given.region,
        "trust": given.trust,
        "complaints": given.complaints,
        "vetted": given.vetted,
        "columns": given.columns,
        "root": given.root,
        "countries": given.countries,
        "sure": bool(given.region and given.yes),
    }
    if given.format:
        wanted["format"] = given.format
    if given.dry_run:
        return _only_seen(context, source, wanted)
    if not given.yes and not _agreed(context, source, offer, wanted):
        context.note(_("nothing was subscribed"))
        return 1
    added = with_progress(context, lambda client: client.add_list(source, **wanted))
    if given.yes and not context.json:
        context.say(*seen_list(source, added))
    note_rejected(context, added["rows"], added["rejected"])
    if not given.yes:
        return context.answer(added, added_lines(added))
    return context.answer(added, [*told_of(added), *added_lines(added)])


def _only_seen(context: CommandContext, source: str, wanted: dict[str, Any]) -> int:
    """What it is and what it would do; nothing of it stays."""
    tried = tried_out(context, source, wanted)
    context.client.give_up_list(tried["name"])
    if not context.json:
        context.say(*seen_list(source, tried))
    note_rejected(context, tried["rows"], tried["rejected"])
    remarks = (printable(f"{tried['name']}: {one}") for one in (tried["note"] or "").splitlines())
    would = counted("would be: %(n)d entry", "would be: %(n)d entries", tried["entries"])
    return context.answer(tried, [*told_of(tried), *remarks, translate(would)])


def _source(context: CommandContext, text: str) -> tuple[str, OfferAnswer | None]:
    """What to subscribe to, and what the catalogue says of it. A path becomes an address, since the daemon lives elsewhere."""
    offers = {offer["name"]: offer for offer in context.client.catalogue()["lists"]}
    if text in offers:
        return text, offers[text]
    for offer in offers.values():
        if offer["url"] == text:
            return text, offer
    path = Path(text).expanduser()
    if "://" not in text and ("/" in text or path.exists()):
        uri = path.absolute().as_uri()
        return (f"{uri}/" if path.is_dir() else uri), None
    return text, None


def _agreed(
    context: CommandContext, source: str, offer: OfferAnswer | None, wanted: dict[str, Any]
) -> bool:
    """Twice where somebody else is asked for the list: what it would do shows only once it is here."""
    kind = context.client.try_list(source, **wanted, fetch=False)  # also whether it can be at all
    here = source.startswith("file:")
    if not may_ask(context):
        if here:  # what it is, and what it leaves open, can be said at once
            tried = _shown(context, source, wanted)
            context.client.give_up_list(tried["name"])
        raise UsageError(
            msg("nothing is subscribed unasked; say --yes where nobody is there to answer")
        )
    if offer:
        context.say(offer["name"], *map(printable, offer_lines({**offer, **_effect(kind)})))
    else:
        context.say(
            printable(source),
            "  " + _("not of the catalogue: nobody has looked at it"),
            printable(f"  {kind['effect_says']}"),
        )
    if not here and not agree(_("Fetch it, to see what it would do?")):
        return False
    tried = _shown(context, source, wanted)
    if agree(_("Subscribe to it?")):
        return True
    context.client.give_up_list(tried["name"])
    return False


def _shown(context: CommandContext, source: str, wanted: dict[str, Any]) -> AddedListAnswer:
    """A list on trial, told."""
    tried = tried_out(context, source, wanted)
    if not context.json:
        context.say(*seen_list(source, tried), *told_of(tried))
    note_rejected(context, tried["rows"], tried["rejected"])
    return tried


def _effect(kind: AddedListAnswer) -> Any:
    """Of a list at the trust that is wanted, which may be another than that of the catalogue."""
    return {key: kind[key] for key in ("trust", "effect", "effect_says")}
