"""`import`: read a file of another program into your own entries, contacts or calls."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.cli.file_questions import columns_of, country_of
from portinaio.cli.files import read_file
from portinaio.cli.import_summary import (
    changed,
    gone,
    note_rejected,
    seen_lines,
    tell_broken_off,
    there,
)
from portinaio.cli.progress import sized, with_progress
from portinaio.cli.prompts import agree, ask, may_ask
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _, translate, translate_error

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import ImportAnswer, SeenAnswer
    from portinaio.api.client import Client
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

KINDS = ("block", "allow", "contacts", "calls")


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio import blacklist.csv --dry-run",
        "portinaio import blocked.txt --as block --region DE",
        "portinaio import blocked.txt --as block --region GB --yes",
        "portinaio import customers.csv --as block --column caller --column fax",
        "portinaio import contacts.vcf --as contacts",
        "portinaio import calls.xml --as calls --line home",
        "portinaio import --undo",
    )
    parser.add_argument("files", metavar=_("FILE"), nargs="*")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=KINDS,
        default="",
        help=_("what the numbers become; where it is left out, only a block list is taken"),
    )
    parser.add_format("--format", help=_("where its content does not tell"))
    parser.add_argument("--region", metavar=_("CC"), help=_("country of its national numbers"))
    parser.add_columns()
    parser.add_argument(
        "--yes",
        action="store_true",
        help=_("insist on the country of --region, and on numbers that look like a slip"),
    )
    parser.add_argument(
        "--own", action="store_true", help=_("block numbers of your own lines and profile, too")
    )
    _describe_calls_and_undoing(parser)


def _describe_calls_and_undoing(parser: Parser) -> None:
    parser.add_argument(
        "--line",
        metavar=_("NAME"),
        default="",
        help=_("of calls: whose number was called, where their log does not say it"),
    )
    parser.add_argument(
        "--called", metavar=_("NUMBER"), default="", help=_("of calls: the number that was called")
    )
    parser.add_argument(
        "--undo",
        action="store_true",
        help=_("take the last import back as one, but for what you have changed since"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what would change, and change nothing")
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help=_(
            "take an address book although it breaks off, or lacks more than half of what it replaces"
        ),
    )


def run(context: CommandContext, given: Namespace) -> int:
    if given.undo:
        if given.files:
            raise UsageError(msg("--undo takes the last import back, and wants no file"))
        return _take_back(context)
    if not given.files:
        raise UsageError(msg("say which file is to be read"))
    if len(given.files) == 1:
        return _bring_in(context, given, given.files[0])
    told = [_one_of(context, given, file) for file in given.files]
    if context.json:
        context.answer_json({"files": [shape for _code, shape in told]}, indent=2)
    return max(code for code, _shape in told)


def _one_of(context: CommandContext, given: Namespace, file: str) -> tuple[int, dict[str, Any]]:
    """How one of several files went, and what became of it: what is wrong with it does not keep the others out."""
    try:
        found = _brought_in(context, given, file)
    except PortinaioError as error:
        name, said = Path(file).name, translate_error(error)
        context.note(said if name in said else f"{name}: {said}")
        return 2 if isinstance(error, UsageError) else 1, {"file": file, "error": said}
    lines = _tell(context, given, Path(file).name, found)
    context.say(*(() if context.json else lines))
    return 2 if found["refusal"] else 0, {"file": file, **found}


def _bring_in(context: CommandContext, given: Namespace, path: str) -> int:
    found = _brought_in(context, given, path)
    lines = _tell(context, given, Path(path).name, found)
    return context.answer(found, lines) or (2 if found["refusal"] else 0)


def _brought_in(context: CommandContext, given: Namespace, path: str) -> ImportAnswer:
    data, file = read_file(path), Path(path)
    choice = {"region": given.region, "columns": given.columns}

    def bring(called: str, *, dry_run: bool, own: bool = False) -> ImportAnswer:
        def work(client: Client) -> ImportAnswer:
            return client.import_file(
                # Whoever does not say what it is may have said it with the folder.
                file.name if given.kind else "/".join(file.absolute().parts[-2:]),
                data,
                given.kind,
                format=given.format or "",
                dry_run=dry_run,
                accept=given.accept,
                called=called,
                line=given.line,
                sure=given.yes,
                own=own,
                **choice,
            )

        return with_progress(context, work, reading=sized(file.name, len(data)), share_of=file.name)

    called = given.called
    unsaid = given.kind == "calls" and not (called or given.line or given.dry_run)
    if unsaid and may_ask(context) and bring("", dry_run=True)["remarks"]:
        # Once a call is in the log without it, it stays so: it is what the log observed.
        called = ask(_("Which of your numbers was called? Enter leaves it open:"))
    own = given.own
    if given.kind in {"", "block", "allow"} and may_ask(context):
        looked = bring(called, dry_run=True)
        if _asked(looked["seen"], file.name, choice):
            looked = bring(called, dry_run=True)
        blocks = given.kind != "allow" and not (own or given.dry_run)
        own = own or (blocks and bool(looked["own"]) and agree(_own_question(looked)))
    began = context.now().replace(microsecond=0)
    try:
        return bring(called, dry_run=given.dry_run, own=own)
    except KeyboardInterrupt:
        if not given.dry_run:
            tell_broken_off(context, file.name, began)
        raise


def _asked(seen: SeenAnswer, file: str, choice: dict[str, Any]) -> bool:
    """Whether the person at the terminal has chosen what the file leaves open; it stands in `choice` then."""
    if countries := tuple(seen["countries"]):
        choice["region"] = country_of(file, countries)
        return True
    columns = columns_of(seen)
    choice["columns"] = columns or choice["columns"]
    return bool(columns)


def _tell(context: CommandContext, given: Namespace, file: str, found: ImportAnswer) -> list[str]:
    """What is wrong with it is said at once, beside the answer; back come the lines of that."""
    if not context.json:
        context.say(*seen_lines(file, found["seen"]))
    if found["refusal"]:
        refusal = found["refusal"]
        context.note(*found["remarks"])
        context.note(refusal if file in refusal else f"{printable(file)}: {refusal}")
        return []
    note_rejected(context, found["rejected"], found["rejected_count"])
    if found["own"]:
        context.note(
            _("left out, as a number of yours: %(numbers)s; --own blocks it too")
            % {"numbers": ", ".join(found["own"])}
        )
    for remark in found["remarks"]:
        context.note(remark)
    counts = [
        translate(counted("%(n)d is new", "%(n)d are new", found["accepted"])),
        changed(found["updated"]),
        there(found["unchanged"]),
        gone(found["removed"]),
    ]
    said = ", ".join(counts)
    return [_("would be: %(counts)s") % {"counts": said} if given.dry_run else said]


def _own_question(found: ImportAnswer) -> str:
    return _("The file holds a number of yours: %(numbers)s. Block it, too?") % {
        "numbers": ", ".join(found["own"])
    }


def _take_back(context: CommandContext) -> int:
    undone = context.client.undo_import()
    counts = [gone(undone["removed"])]
    n = undone["restored"]
    if n:
        counts.append(translate(counted("%(n)d as before", "%(n)d as before", n)))
    n = undone["left"]
    if n:
        counts.append(
            translate(
                counted(
                    "%(n)d was changed since, and stays", "%(n)d were changed since, and stay", n
                )
            )
        )
    said = _("the import of %(file)s is taken back: %(counts)s") % {
        "file": printable(undone["file"]),
        "counts": ", ".join(counts),
    }
    return context.answer(undone, [said])
