"""`config`: what config.toml says, where it lies, and a change of it in one's own editor that is looked at before it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio import language
from portinaio.api.client import Client
from portinaio.cli.commands.lines import notes_of
from portinaio.cli.house.editor import edit_by_hand
from portinaio.cli.prompts import may_ask
from portinaio.cli.terminal import Verbatim
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import SettingsAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.description = _("Without a second word: the keys that config.toml sets.")
    parser.examples("portinaio config", "portinaio config edit", 'cat "$(portinaio config path)"')
    parser.add_subcommand("path", _("where config.toml lies; --json names the other folders too"))
    parser.add_subcommand(
        "edit", _("open it in your editor; what cannot be right does not take its place")
    )


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "path":
            home = context.home
            folders = {**home._asdict(), "file": home.config_file}
            return context.answer(folders, [Verbatim(home.config_file)])
        case "edit":
            return _edit(context)
        case _:
            settings = context.client.settings()
            return context.answer(settings, _lines(settings))


def _lines(settings: SettingsAnswer) -> Iterator[str]:
    yield settings["file"]
    written = [one for one in settings["keys"] if one["value"] is not None]
    if not written:
        yield "  " + _("sets nothing: every key has its default")
    for one in written:
        yield Verbatim(f"  {printable(one['key'])} = {_as_toml(one['value'])}")
        if one["remark"]:
            yield f"    {printable(one['remark'])}"


def _as_toml(value: object) -> str:
    import tomlkit  # noqa: PLC0415  # the other subcommands go without

    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update(value)
        return printable(inline.as_string())
    return printable(tomlkit.item(value).as_string())


def _edit(context: CommandContext) -> int:
    file = context.home.config_file
    if not may_ask(context):
        raise PortinaioError(msg("an editor needs a terminal; the file is %(file)s", file=file))
    context.home.make()
    changed = edit_by_hand(file, context)
    if not changed:
        return context.answer({"file": file, "changed": False}, [_("nothing was changed")])
    said = _("%(file)s is changed; a daemon that runs reads it by itself") % {"file": file}
    return context.answer({"file": file, "changed": True}, [said, *_remarks(context)])


def _remarks(context: CommandContext) -> Iterator[str]:
    """What lines will not do as it is written now: a daemon that runs knows the file of a moment ago."""
    from portinaio.api.local import Local  # noqa: PLC0415  # the other subcommands go without

    local = Local.at(context.home, language.code())
    try:
        for line in Client(local).lines():
            yield from notes_of(line)
    finally:
        local.close()
