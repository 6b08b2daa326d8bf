"""`complaints`: what was drafted and sent, and what comes next."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.complaints.events import describe_events, mark
from portinaio.cli.complaints.sending import send
from portinaio.cli.complaints.standing import day, doubts, standing
from portinaio.cli.files import read_beginning
from portinaio.cli.parser import whole_number
from portinaio.cli.table import table
from portinaio.cli.terminal import Verbatim
from portinaio.config.language import find_country
from portinaio.core.complaint import LARGEST_ATTACHMENT_BYTES
from portinaio.core.message import msg
from portinaio.countries.recipients import recipient_name, use_country
from portinaio.errors import UsageError
from portinaio.language import _, ngettext
from portinaio.language.complaint_mail import mail_lines
from portinaio.language.terms import COMPLAINT_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import ComplaintAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

KINDS = ("txt", "md", "pdf", "eml", "evidence")


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Your complaints, newest first. A letter leaves when you send it; what was sent stays on file as it was."
    )
    parser.examples(
        "portinaio complaints",
        "portinaio complaints show 3 --format pdf --out ~/complaints",
        "portinaio complaints sent 3 --by pec",
        "portinaio complaints received 3 --on 2026-11-20",
        "portinaio complaints answered 3",
        "portinaio complaints insufficient 3 --point 'where my number comes from'",
        "portinaio complaints without 3 17",
        "portinaio complaints ics > deadlines.ics",
        "portinaio complaints year 2026 --format pdf --out ~/complaints",
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    show = _with_id(parser.add_subcommand("show", _("the letter, and how it stands")))
    show.add_argument("--format", choices=KINDS, default="txt", help=_("of the letter"))
    show.add_argument("--out", metavar=_("DIR"), help=_("write it to a file in this folder"))
    send = _with_id(
        parser.add_subcommand("send", _("send it by mail, through the server of config.toml"))
    )
    send.add_argument("--yes", action="store_true", help=_("send without asking once more"))
    send.add_argument(
        "--again", action="store_true", help=_("send it although it may have been sent already")
    )
    describe_events(parser)
    _describe_files_and_calls(parser)


def _describe_files_and_calls(parser: Parser) -> None:
    attach = _with_id(
        parser.add_subcommand("attach", _("put a file to it, such as an answer or a receipt"))
    )
    attach.add_argument("file", metavar=_("FILE"))
    for name, summary in (
        ("without", _("take a call out of a draft; it stays in the log")),
        ("with", _("put a call into a draft, such as one that was taken out")),
    ):
        moved = _with_id(parser.add_subcommand(name, summary))
        moved.add_argument("call", type=whole_number, metavar=_("CALL"))
    _with_id(parser.add_subcommand("discard", _("take a draft away")))
    parser.add_subcommand("ics", _("the deadlines, for a calendar"))
    year = parser.add_subcommand("year", _("calls, companies and outcomes of a year, on one page"))
    year.add_argument("year", nargs="?", type=whole_number, metavar=_("YEAR"))
    year.add_argument(
        "--share", action="store_true", help=_("without numbers and names of persons")
    )
    year.add_argument("--format", choices=("txt", "pdf", "json"), default="txt")
    year.add_argument("--out", metavar=_("DIR"), help=_("write it to a file in this folder"))


def run(context: CommandContext, given: Namespace) -> int:
    use_country(find_country(context.home.config_file, context.environ))
    match given.subcommand:
        case None:
            return _list(context)
        case "ics":
            calendar = context.client.calendar()
            return context.answer(calendar, map(Verbatim, calendar["ics"].splitlines()))
        case "show":
            return _show(context, given)
        case "year":
            return _year(context, given)
        case "send":
            return send(context, given)
        case "attach":
            name = Path(given.file).name
            data = read_beginning(
                given.file, LARGEST_ATTACHMENT_BYTES + 1
            )  # the house says what it keeps
            attached = context.client.attach(given.id, name, data)
            notice = attached["notice"]
            said = (
                [notice, *standing(attached)]
                if notice
                else [_("%(name)s is kept with it") % {"name": name}]
            )
            return context.answer(attached, said)
        case "without" | "with":
            return _move(context, given)
        case "discard":
            gone = context.client.discard_complaint(given.id)
            return context.answer(gone, [_("forgotten")])
        case _:
            filed = mark(context, given)
            return context.answer(filed, [*standing(filed), *doubts(filed)])


def _move(context: CommandContext, given: Namespace) -> int:
    """A call out of a draft, or back, with what undoes it."""
    out = given.subcommand == "without"
    moved = context.client.take_out if out else context.client.put_in
    draft = moved(given.id, given.call)
    n = len(draft["calls"])
    said = ngettext(
        "draft %(id)d is about %(n)d call now; undo: %(command)s",
        "draft %(id)d is about %(n)d calls now; undo: %(command)s",
        n,
    )
    back = f"portinaio complaints {'with' if out else 'without'} {given.id} {given.call}"
    return context.answer(draft, [said % {"id": draft["id"], "n": n, "command": back}])


def _with_id(parser: Parser) -> Parser:
    parser.add_argument("id", type=whole_number, metavar=_("ID"))
    return parser


def _list(context: CommandContext) -> int:
    complaints = context.client.complaints()
    if not complaints and not context.json:
        context.say(_("There is no complaint yet. portinaio report CALL drafts one."))
        return 0
    head = (_("id"), _("state"), _("recipient"), _("company"), _("due"), _("next"))
    return context.answer(complaints, table(head, map(_row, complaints)))


def _row(complaint: ComplaintAnswer) -> tuple[str, ...]:
    return (
        str(complaint["id"]),
        term(complaint["state"], COMPLAINT_STATES),
        recipient_name(complaint["recipient"]),
        complaint["company"],
        day(complaint["due"]) if complaint["due"] else "",
        complaint["advice"],
    )


def _show(context: CommandContext, given: Namespace) -> int:
    filed = context.client.complaint(given.id)
    context.note(*standing(filed), *doubts(filed), *mail_lines(filed["mails"]))
    if given.out is None and given.format in {"pdf", "eml", "evidence"}:
        raise UsageError(msg("%(format)s needs --out and a folder", format=given.format))
    if given.out is None and given.format == "txt":
        return context.answer(filed, [filed["text"].rstrip("\n")])
    letter = context.client.letter(given.id, given.format)
    if letter["notice"]:
        context.note(letter["notice"])
    content = b64decode(letter["data"])
    if given.out is None:
        return context.answer(filed, [Verbatim(content.decode().rstrip("\n"))])
    from portinaio.cli.files import write_private  # noqa: PLC0415  # only with --out

    file = write_private(Path(given.out) / letter["name"], content)
    return context.answer(filed, [_("written to %(file)s") % {"file": file}])


def _year(context: CommandContext, given: Namespace) -> int:
    if given.format == "pdf":
        if given.out is None:
            raise UsageError(msg("%(format)s needs --out and a folder", format="pdf"))
        made = context.client.year_file(year=given.year, share=given.share)
        if made["notice"]:
            context.note(made["notice"])
        return _saved(context, made, given.out, made["name"], b64decode(made["data"]))
    told = context.client.year(year=given.year, share=given.share)
    written = (
        json.dumps(told, ensure_ascii=False, indent=2) + "\n"
        if given.format == "json"
        else told["text"]
    )
    if given.out is None:
        return context.answer(told, written.splitlines())
    name = f"portinaio-{told['year']}.{given.format}"
    return _saved(context, told, given.out, name, written.encode())


def _saved(context: CommandContext, answer: object, out: str, name: str, content: bytes) -> int:
    from portinaio.cli.files import write_private  # noqa: PLC0415  # only with --out

    file = write_private(Path(out) / name, content)
    return context.answer(answer, [_("written to %(file)s") % {"file": file}])
