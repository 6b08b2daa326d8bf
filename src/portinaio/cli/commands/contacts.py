"""`contacts`: who is known, and how they come in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.files import read_file
from portinaio.cli.import_summary import changed, gone, note_rejected
from portinaio.cli.table import table
from portinaio.language import _, ngettext

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
    )
    fetch = parser.add_subcommand("import", _("read an address book; a second time replaces it"))
    fetch.add_argument("file", metavar=_("FILE"))
    fetch.add_argument("--region", metavar=_("CC"), help=_("country of its national numbers"))
    fetch.add_argument(
        "--accept",
        action="store_true",
        help=_("take it although it breaks off, or lacks more than half of what it replaces"),
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
    remove = parser.add_subcommand("remove", _("take a number out"))
    remove.add_argument("number", nargs="+", metavar=_("NUMBER"))


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "import":
            return _import(context, given)
        case "add":
            contact = context.client.add_contact(
                given.name, " ".join(given.number), groups=given.group
            )
            said = _("%(name)s is known by %(number)s") % {
                "name": contact["name"],
                "number": ", ".join(contact["numbers"]),
            }
            return context.answer(contact, [said])
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
    found = context.client.import_contacts(
        name, read_file(given.file), region=given.region, accept=given.accept
    )
    note_rejected(context, found["rejected"], found["rejected_count"])
    for remark in found["remarks"]:
        context.note(remark)
    counts = [
        ngettext("%(n)d contact is new", "%(n)d contacts are new", found["accepted"])
        % {"n": found["accepted"]},
        changed(found["updated"]),
        gone(found["removed"]),
    ]
    return context.answer(found, [", ".join(counts)])
