"""`lines`: the lines that are screened."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from portinaio.cli.files import read_beginning
from portinaio.cli.lines import telephone, trace
from portinaio.cli.lines.keys import ask_missing, ask_name, keys_from
from portinaio.cli.lines.pin import ask_pin
from portinaio.cli.lines.provider_sheet import sheet
from portinaio.cli.parser import pairs
from portinaio.cli.prompts import may_ask
from portinaio.cli.table import table
from portinaio.config.line_kinds import line_kind
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _
from portinaio.language.terms import LINE_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterator

    from portinaio.api.answers import FoundLineAnswer, LineAnswer, LineKindAnswer, ProviderAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


QUIET = 0.1  # of full scale at its loudest
MOST_BYTES = 18 << 20  # a minute of stereo at 48,000 Hz and 24 bits


def describe(parser: Parser, _name: str) -> None:
    parser.examples(
        "portinaio lines add sip --name home --set mode=registrar --set registrar=sip.example.net"
        " --set username=me --set password=keyring:home",
        "portinaio lines add sip --provider sipgate",
        "portinaio lines test home",
        "portinaio lines announcement home notice.wav",
        "portinaio lines trace home --watch",
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    parser.add_subcommand("kinds", _("which kinds there are, and their keys"))
    parser.add_subcommand("providers", _("which providers are known, and how surely"))
    parser.add_subcommand("sheet", _("what to ask a provider, to send or to read out"))
    _describe_add(parser)
    for subcommand, summary in (
        ("test", _("try whether a line works")),
        ("remove", _("take a line out of config.toml")),
    ):
        parser.add_subcommand(subcommand, summary).add_argument("name", metavar=_("NAME"))
    parser.add_subcommand("find", _("what in the house a line could be made of"))
    phone = parser.add_subcommand(
        "telephone", _("have the box behind a line make an IP telephone, which turns calls away")
    )
    phone.add_argument("name", metavar=_("NAME"))
    phone.add_argument(
        "--as", dest="called", metavar=_("NAME"), default="", help=_("name of the new line")
    )
    announcement = parser.add_subcommand(
        "announcement", _("give a line a sentence of your own voice, a WAV file, for announce")
    )
    announcement.add_argument("name", metavar=_("NAME"))
    announcement.add_argument("file", metavar="FILE.wav")
    trace = parser.add_subcommand(
        "trace", _("show the headers of the latest calls, numbers masked, for a bug report")
    )
    trace.add_argument("name", metavar=_("NAME"))
    trace.add_argument("--watch", action="store_true", help=_("then those of calls as they come"))


def _describe_add(parser: Parser) -> None:
    add = parser.add_subcommand("add", _("add a line to config.toml"))
    add.add_argument("kind", metavar=_("KIND"))
    add.add_argument("--name", metavar=_("NAME"), help=_("the kind where it is left out"))
    add.add_argument(
        "--provider",
        metavar=_("PROVIDER"),
        help=_("one of lines providers; what is known of it is set"),
    )
    add.add_argument(
        "--set",
        metavar=_("KEY=VALUE"),
        action="append",
        default=[],
        help=_("a key of config.toml; lists with commas; may stand several times"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    if act := _APART.get(given.subcommand):
        return act(context, given)
    match given.subcommand:
        case "kinds":
            kinds = context.client.line_kinds()
            return context.answer(kinds, _kinds(kinds))
        case "providers":
            providers = context.client.line_providers()
            return context.answer(providers, _providers(providers))
        case "sheet":
            questions = sheet()
            return context.answer(questions, questions)
        case "add":
            return _add(context, given)
        case "test":
            line = context.client.test_line(given.name)
            context.answer(line, [_tested(line), *notes_of(line)])
            screened = not any(caller["trusted"] for caller in line["untrusted"])
            return 0 if line["state"] == "up" and screened else 1
        case "trace":
            return trace.run(context, given.name, watch=given.watch)
        case "remove":
            line = context.client.remove_line(given.name)
            gone = _("line %(name)s is gone") % {"name": line["name"]}
            return context.answer(line, [gone, *map(printable, line["notes"])])
        case _:
            return _show(context)


def _find(context: CommandContext, _given: Namespace) -> int:
    found = context.client.found_lines()
    nothing = [_("Nothing was found that a line could be made of.")]
    said = [printable(f"{one['kind']}: {one['title']}, {_values(one)}") for one in found]
    return context.answer(found, said or nothing)


def _values(found: FoundLineAnswer) -> str:
    return ", ".join(f"{key}={value}" for key, value in found["keys"].items())


def _show(context: CommandContext) -> int:
    lines = context.client.lines()
    if not lines and not context.json:
        context.say(_("There is no line yet. portinaio setup adds one."))
        return 0
    head = (_("name"), _("kind"), _("calls"), _("state"))
    rows = table(head, map(_row, lines))
    notes = [*(note for line in lines for note in notes_of(line))]
    return context.answer(lines, [*rows, *notes, *(one for line in lines for one in _asides(line))])


def _announcement(context: CommandContext, given: Namespace) -> int:
    kept = context.client.set_announcement(given.name, read_beginning(given.file, MOST_BYTES))
    said = _("line %(name)s says %(file)s now, %(time)s s of it") % {
        "name": kept["line"],
        "file": kept["file"],
        "time": f"{kept['seconds']:.1f}",
    }
    quiet = (
        [_("it is very quiet; speak nearer to the microphone")] if kept["loudness"] < QUIET else []
    )
    return context.answer(kept, [said, *quiet])


def _row(line: LineAnswer) -> tuple[str, str, str, str]:
    state = term(line["state"], LINE_STATES)
    if line["error"]:
        state = f"{state}; {line['error']}"
    return line["name"], line["kind"], str(line["calls"]), state


def notes_of(line: LineAnswer) -> Iterator[str]:
    """What is to be known of a line though it works."""
    for note in (*(remark["text"] for remark in line["remarks"]), *line["notes"]):
        yield "! " + printable(
            _("line %(name)s: %(state)s") % {"name": line["name"], "state": note}
        )


def _asides(line: LineAnswer) -> Iterator[str]:
    """What is as it should be, so that no mark stands before it."""
    for aside in line["asides"]:
        yield "  " + printable(
            _("line %(name)s: %(state)s") % {"name": line["name"], "state": aside["text"]}
        )


def _tested(line: LineAnswer) -> str:
    said = _("line %(name)s: %(state)s") % {
        "name": line["name"],
        "state": term(line["state"], LINE_STATES),
    }
    return printable(f"{said}; {line['error']}" if line["error"] else said)


def _kinds(kinds: list[LineKindAnswer]) -> Iterator[str]:
    for kind in kinds:
        yield f"{kind['kind']}: {kind['title']}"
        width = max(len(key["key"]) for key in kind["keys"])
        for key in kind["keys"]:
            yield f"  {key['key']:<{width}}  {key['text']}"


def _providers(providers: list[ProviderAnswer]) -> Iterator[str]:
    rows = [
        (one["name"], one["title"], one["country"], one["mark"], one["date"], one["source"])
        for one in providers
    ]
    head = (_("name"), _("provider"), _("country"), _("mark"), _("date"), _("source"))
    yield from table(head, rows)
    yield _("A: several sources agree; B: one configuration that worked; C: old, told and not set.")
    yield _("None was tried by us. Does yours work, or not? Tell us, with portinaio lines test.")


def _preset(context: CommandContext, kind: str, name: str | None) -> dict[str, Any]:
    """The keys of a provider, after what is to be known of it was said."""
    if name is None:
        return {}
    known = {one["name"]: one for one in context.client.line_providers() if one["kind"] == kind}
    wanted = _letters(name)
    for one in known.values():
        if wanted in {_letters(one["name"]), _letters(one["title"])}:
            context.note(*map(printable, one["said"]))
            return dict(one["keys"])
    near = get_close_matches(name.casefold(), known, n=1, cutoff=0.6)  # they are many and short
    if near:
        raise UsageError(
            msg(
                "no provider %(name)s is known; did you mean %(near)s?",
                name=name[:40],
                near=near[0],
            )
        )
    raise UsageError(
        msg(
            "no provider %(name)s is known; portinaio lines providers shows those that are, and portinaio lines"
            " sheet what to ask yours",
            name=name[:40],
        )
    )


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _found(context: CommandContext, kind: str, keys: dict[str, Any]) -> dict[str, Any]:
    """Where it lies, for a kind that can be found; the first of several, which is said."""
    if not line_kind(kind).can_be_found or line_kind(kind).can_be_found in keys:
        return {}
    for one in context.client.found_lines():
        if one["kind"] == kind:
            context.note(
                printable(
                    _("found: %(title)s, %(keys)s") % {"title": one["title"], "keys": _values(one)}
                )
            )
            return dict(one["keys"])
    return {}


def _add(context: CommandContext, given: Namespace) -> int:
    kinds = {kind["kind"]: kind for kind in context.client.line_kinds()}
    if given.kind not in kinds:
        raise UsageError(
            msg(
                "there is no kind of line called %(kind)s; there are: %(kinds)s",
                kind=given.kind[:40],
                kinds=", ".join(kinds),
            )
        )
    keys = keys_from(kinds[given.kind], pairs(given.set))
    keys = {**_preset(context, given.kind, given.provider), **keys}
    named = given.name or keys.pop("name", None)
    if named is None:
        named = ask_name(given.kind) if may_ask(context) else given.kind
    if any(line["name"] == named for line in context.client.lines()):
        # Before its password is asked for, which would be kept over that of the other.
        raise UsageError(
            msg("there is a line called %(name)s already; choose another name", name=named)
        )
    keys = {**_found(context, given.kind, keys), **keys}
    asks_password = "password" not in keys
    ask_missing(context, given.kind, named, keys)
    try:
        ask_pin(context, given.kind, keys)
    except PortinaioError:
        if asks_password and "password" in keys:
            context.client.forget_secret(named)
        raise
    line = context.client.add_line(given.kind, named, keys)
    said = _("line %(name)s is in config.toml") % {"name": line["name"]}
    return context.answer(line, [said, *notes_of(line)])


_APART: dict[str | None, Callable[[CommandContext, Namespace], int]] = {
    "find": _find,
    "announcement": _announcement,
    "telephone": lambda context, given: telephone.run(context, given.name, given.called),
}
