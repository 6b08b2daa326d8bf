"""`lists`: what is subscribed, what can be, and how it comes and goes."""

from __future__ import annotations

from argparse import ArgumentTypeError
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.cli.import_summary import note_rejected
from portinaio.cli.list_summary import added_lines, seen_list, told_of
from portinaio.cli.list_trial import tried_out
from portinaio.cli.lists.site_question import confirmed_site, is_site
from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import agree, may_ask
from portinaio.cli.table import table
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, formatting, ngettext, translate
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import (
        AddedListAnswer,
        CatalogueAnswer,
        FormatAnswer,
        ListAnswer,
        ListDetailAnswer,
        OfferAnswer,
    )
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


INNOCENTS = "innocents"
"""A kind of list, of which nobody asks how much it is believed."""


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio lists catalog",
        "portinaio lists add saracroche",
        "portinaio lists add ./numbers.csv --region DE --trust 0.5",
        "portinaio lists add https://lists.example.org/ --country IT --root FINGERPRINT",
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    parser.add_subcommand(
        "catalog", _("public lists that can be subscribed, and some that never are")
    )
    parser.add_subcommand("formats", _("formats that lists are read and written in"))
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
    add.add_argument(
        "--dry-run", action="store_true", help=_("say what it is and would do, and change nothing")
    )
    add.add_argument(
        "--yes", action="store_true", help=_("do not ask, and insist on the country of --region")
    )
    _describe_the_rest(parser)


def _describe_the_rest(parser: Parser) -> None:
    for subcommand, summary in (
        ("remove", _("subscribe no more, and forget what it says")),
        ("show", _("one list in full")),
    ):
        parser.add_subcommand(subcommand, summary).add_argument("name", metavar=_("NAME"))


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "catalog":
            offered = context.client.catalogue()
            if offered["fault"]:
                context.note(offered["fault"])
            return context.answer(offered, map(printable, _catalogue(offered)))
        case "formats":
            found = context.client.formats()
            head = (_("format"), _("title"), _("export writes"))
            return context.answer(found, table(head, map(_format, found)))
        case "add":
            return _add(context, given)
        case "remove":
            gone = context.client.remove_list(given.name)
            return context.answer(gone, [_("list %(name)s is gone") % {"name": gone["name"]}])
        case "show":
            shown = context.client.show_list(given.name)
            return context.answer(shown, map(printable, _detail(shown)))
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
    return context.answer(lists, table(head, map(_row, lists)))


def _row(each: ListAnswer) -> tuple[str, str, str, str, str]:
    state = term(each["state"], LIST_STATES)
    if said := each["error"] or each["note"]:
        state = f"{state}; {said}"
    return (
        each["name"],
        str(each["entries"]),
        "-" if each["kind"] == INNOCENTS else f"{each['trust']:g}",
        _moment(each["updated"]),
        state,
    )


def _moment(iso: str | None) -> str:
    return formatting.moment(datetime.fromisoformat(iso)) if iso else "-"


def _detail(shown: ListDetailAnswer) -> Iterator[str]:
    spared = shown["kind"] == INNOCENTS
    yield f"{shown['name']}: {shown['title']}"
    rows = (
        (_("address"), shown["url"]),
        (_("publisher"), shown["publisher"]),
        (_("homepage"), shown["homepage"]),
        (_("licence"), shown["licence"]),
        (_("about"), shown["says"]),
        (_("format"), shown["format"]),
        (_("region"), shown["region"] or ""),
        (_("kind"), _("numbers of public bodies, spared what lists say") if spared else ""),
        (_("trust"), "" if spared else f"{shown['trust']:g}"),
        (_("origin"), shown["origin"]),
        (_("rows"), _("complaints, each of which is one report") if shown["complaints"] else ""),
        (_("vetted"), _("each counts as two reporters at least") if shown["vetted"] else ""),
        (_("entries"), str(shown["entries"])),
        (_("version"), shown["version"] or ""),
        (_("updated"), _moment(shown["updated"])),
        (_("checked"), _moment(shown["checked"])),
        (_("every"), _hours(shown["every_hours"])),
        (_("state"), term(shown["state"], LIST_STATES)),
        (_("effect"), shown["effect_says"]),
        (_("age"), shown["fresh_says"]),
        (_("reason"), shown["error"] or ""),
        (_("remark"), shown["note"] or ""),
    )
    width = max(len(title) for title, _text in rows)
    for title, text in rows:
        if text:
            yield f"  {title:<{width}}  {text}"


def _hours(n: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}


def _catalogue(offered: CatalogueAnswer) -> Iterator[str]:
    yield from offered["remark"].splitlines()
    for offer in offered["lists"]:
        mark = _(" (subscribed)") if offer["subscribed"] else ""
        yield f"{offer['name']}{mark}"
        yield from _offer(offer)
    yield _("never subscribed")
    for never in offered["never"]:
        yield f"  {never['name']}: {never['reason']}"


def _offer(offer: OfferAnswer) -> Iterator[str]:
    yield f"  {offer['title']}"
    yield f"  {offer['says']}"
    if offer["note"]:
        yield f"  {offer['note']}"
    yield "  " + _("publisher: %(publisher)s, %(homepage)s") % {
        "publisher": offer["publisher"],
        "homepage": offer["homepage"],
    }
    yield "  " + _("licence: %(licence)s") % {"licence": offer["licence"]}
    country = offer["country"] if offer["country"] != "*" else _("the whole world")
    said = _("country: %(country)s, trust: %(trust)s")
    if offer["kind"] == INNOCENTS:
        said = _("country: %(country)s")
    yield "  " + said % {"country": country, "trust": f"{offer['trust']:g}"}
    yield f"  {offer['effect_says']}"
    if offer["account"]:
        yield "  " + _("needs %(account)s") % {"account": offer["account"]}


def _format(each: FormatAnswer) -> tuple[str, str, str]:
    return each["id"], each["error"] or each["title"], " ".join(each["writes"]) or "-"


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
    if not may_ask(context):
        raise UsageError(
            msg("nothing is subscribed unasked; say --yes where nobody is there to answer")
        )
    kind = context.client.try_list(source, **wanted, fetch=False)
    if offer:
        context.say(offer["name"], *map(printable, _offer({**offer, **_effect(kind)})))
    else:
        context.say(
            printable(source),
            "  " + _("not of the catalogue: nobody has looked at it"),
            printable(f"  {kind['effect_says']}"),
        )
    here = source.startswith("file:")
    if not here and not agree(_("Fetch it, to see what it would do?")):
        return False
    tried = tried_out(context, source, wanted)
    context.say(*seen_list(source, tried), *told_of(tried))
    note_rejected(context, tried["rows"], tried["rejected"])
    if agree(_("Subscribe to it?")):
        return True
    context.client.give_up_list(tried["name"])
    return False


def _effect(kind: AddedListAnswer) -> Any:
    """Of a list at the trust that is wanted, which may be another than that of the catalogue."""
    return {key: kind[key] for key in ("trust", "effect", "effect_says")}
