"""`contacts`: who is known, and how they come in."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.doubts import add_yes, make_sure
from portinaio.cli.files import read_file
from portinaio.cli.import_summary import changed, gone, note_rejected, seen_lines, there
from portinaio.cli.progress import sized, with_progress
from portinaio.cli.prompts import asked_passphrase
from portinaio.cli.still_blocked import still_blocked
from portinaio.cli.sync_lines import sync_lines
from portinaio.cli.table import table
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, formatting, translate
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import ContactAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio contacts import contacts.vcf",
        "portinaio contacts add 'Anna Bianchi' '02 0000 1234' --group favourites",
        "portinaio contacts remove +390200001234",
        "portinaio contacts follow https://cloud.example.net --username anna",
        "portinaio contacts follow ~/contacts.vcf",
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    fetch = parser.add_subcommand("import", _("read an address book; a second time replaces it"))
    fetch.add_argument("file", metavar=_("FILE"))
    fetch.add_argument("--region", metavar=_("CC"), help=_("country of its national numbers"))
    fetch.add_argument(
        "--accept",
        action="store_true",
        help=_("take it although it breaks off, or lacks more than half of what it replaces"),
    )
    fetch.add_argument(
        "--dry-run", action="store_true", help=_("say what would change, and change nothing")
    )
    add = parser.add_subcommand("add", _("name a number"))
    add.add_argument("name", metavar=_("NAME"))
    add.add_argument("number", nargs="+", metavar=_("NUMBER"))
    add.add_argument(
        "--group",
        action="append",
        metavar=_("TEXT"),
        help=_("a group that hours may name; several times for several"),
    )
    add_yes(add)
    _describe_following(parser)


def _describe_following(parser: Parser) -> None:
    follow = parser.add_subcommand(
        "follow", _("keep an address book fresh; without one, show which are followed")
    )
    follow.add_argument("source", nargs="?", metavar=_("URL|FILE"))
    follow.add_argument(
        "--username", metavar=_("NAME"), default="", help=_("at the CardDAV server")
    )
    follow.add_argument("--name", metavar=_("NAME"), default="", help=_("what the book is called"))
    follow.add_argument("--region", metavar=_("CC"), help=_("country of its national numbers"))
    unfollow = parser.add_subcommand(
        "unfollow", _("follow it no more, and forget whom it made known")
    )
    unfollow.add_argument("source", metavar=_("NAME|URL|FILE"))
    sync = parser.add_subcommand("sync", _("ask the followed address books for news now"))
    sync.add_argument("names", nargs="*", metavar=_("NAME"), help=_("all where none is named"))
    sync.add_argument(
        "--accept",
        metavar=_("NAME"),
        action="append",
        default=[],
        help=_("take this book, once, although it lacks more than half of its numbers"),
    )
    remove = parser.add_subcommand("remove", _("take a number out"))
    remove.add_argument("number", nargs="+", metavar=_("NUMBER"))


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "import":
            return _import(context, given)
        case "add":
            number = " ".join(given.number)
            preview = context.client.preview(number, kind="contact")
            make_sure(context, preview, _("Name %(pattern)s all the same?"), yes=given.yes)
            contact = context.client.add_contact(given.name, number, groups=given.group, sure=True)
            said = _("%(name)s is known by %(number)s") % {
                "name": contact["name"],
                "number": ", ".join(contact["numbers"]),
            }
            blocked = still_blocked(context, contact["numbers"][0])
            return context.answer(contact, chain([said], blocked))
        case "follow" if given.source:
            return _follow(context, given)
        case "follow":
            return _show_followed(context)
        case "unfollow":
            gone = context.client.unfollow_contacts(_placed(given.source))
            said = _("%(name)s is followed no more") % {"name": gone["name"]}
            return context.answer(gone, [said])
        case "sync":
            return _sync(context, given)
        case "remove":
            forgotten = context.client.forget_contact(" ".join(given.number))
            return context.answer(forgotten, [_("forgotten")])
        case _:
            return _show(context)


def _show(context: CommandContext) -> int:
    contacts = context.client.contacts()
    if not contacts and not context.json:
        context.say(_("Nobody is known yet. portinaio contacts import FILE reads an address book."))
        return 0
    head: tuple[str, ...] = (_("name"), _("numbers"), _("groups"))
    if not any(contact["groups"] for contact in contacts):
        head = head[:-1]  # most address books have none
    return context.answer(contacts, table(head, [_row(each)[: len(head)] for each in contacts]))


def _row(contact: ContactAnswer) -> tuple[str, str, str]:
    return contact["name"], ", ".join(contact["numbers"]), ", ".join(contact["groups"])


def _import(context: CommandContext, given: Namespace) -> int:
    name = Path(given.file).name
    data = read_file(given.file)
    found = with_progress(
        context,
        lambda client: client.import_contacts(
            name, data, region=given.region, accept=given.accept, dry_run=given.dry_run
        ),
        reading=sized(name, len(data)),
        share_of=name,
    )
    if not context.json:
        context.say(*seen_lines(name, found["seen"]))
    note_rejected(context, found["rejected"], found["rejected_count"])
    for remark in found["remarks"]:
        context.note(remark)
    counts = [
        translate(counted("%(n)d number is new", "%(n)d numbers are new", found["accepted"])),
        changed(found["updated"]),
        there(found["unchanged"]),
        gone(found["removed"]),
    ]
    said = ", ".join(counts)
    return context.answer(
        found, [_("would be: %(counts)s") % {"counts": said} if given.dry_run else said]
    )


def _follow(context: CommandContext, given: Namespace) -> int:
    secret = ""
    if given.username:
        secret = asked_passphrase(_("Password for %(name)s:") % {"name": given.username})
        if not secret:
            raise UsageError(msg("a password is needed; nothing was kept"))
    source = _placed(given.source)
    found = with_progress(
        context,
        lambda client: client.follow_contacts(
            source,
            name=given.name,
            username=given.username,
            region=given.region,
            secret=secret,
        ),
    )
    note_rejected(context, found["rejected"], found["rejected_count"])
    for remark in found["remarks"]:
        context.note(remark)
    if found["error"]:  # its server is slow; what is missing comes with the next sync
        context.note(found["error"])
    said = counted(
        "%(name)s is followed; %(n)d number is known by it",
        "%(name)s is followed; %(n)d numbers are known by it",
        found["numbers"],
        name=found["name"],
    )
    return context.answer(found, [translate(said)])


def _placed(source: str) -> str:
    """A file by its whole path, since the daemon runs in another folder; anything else as it is."""
    file = Path(source).expanduser()
    return str(file.absolute()) if "://" not in source and file.exists() else source


def _show_followed(context: CommandContext) -> int:
    books = context.client.books()
    if not books:
        if not context.json:
            context.say(_("No address book is followed. portinaio contacts follow URL|FILE does."))
            return 0
        return context.answer(books, [])
    rows = [
        (
            each["name"],
            formatting.count(each["numbers"]),
            term(each["state"], LIST_STATES),
            formatting.moment(datetime.fromisoformat(each["checked"])) if each["checked"] else "",
            printable(each["error"] or each["url"]),
        )
        for each in books
    ]
    head = (_("name"), _("numbers"), _("state"), _("asked"), _("from where"))
    return context.answer(books, table(head, rows))


def _sync(context: CommandContext, given: Namespace) -> int:
    synced = with_progress(context, lambda client: client.sync_contacts(given.names, given.accept))
    lines = list(sync_lines(synced))
    empty = _("No address book is followed. portinaio contacts follow URL|FILE does.")
    context.answer(synced, lines if synced else [empty])
    return 1 if any(each["state"] in {"refused", "never"} for each in synced) else 0
