"""A person's own editor, opened on a copy, so that what is not right never takes the place of what is."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.files import write_private
from portinaio.cli.prompts import agree
from portinaio.config.edit import replace_text
from portinaio.config.load import parse_settings, read_text
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import ConfigError, PortinaioError
from portinaio.language import _, translate_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.cli.context import CommandContext

EDITORS = ("sensible-editor", "editor", "nano", "vi")
"""Looked for in this order where neither VISUAL nor EDITOR names one."""


def edit_by_hand(file: str, context: CommandContext) -> bool:
    """Whether config.toml is another now. `PortinaioError` where it is not; what was written stays beside it."""
    before, draft = read_text(file), Path(file).with_name("config.edit.toml")
    _begin(draft, before or "")
    while True:
        _open(draft, context.environ)
        text = read_text(str(draft)) or ""
        if text == (before or ""):
            draft.unlink()
            return False
        try:
            parse_settings(text, file)
            break
        except ConfigError as error:
            context.note(f"portinaio: {translate_error(error)}")
        if not agree(_("Open the editor again?")):
            raise _left_beside(draft)
    if (lost := _most_is_lost(before or "", text)) and not agree(lost):
        raise _left_beside(draft)
    if read_text(file) != before:
        raise PortinaioError(
            msg(
                "%(file)s was changed by another meanwhile and is left alone; what you wrote is kept in %(draft)s",
                file=file,
                draft=draft,
            )
        )
    replace_text(file, text)
    draft.unlink()
    return True


def _left_beside(draft: Path) -> PortinaioError:
    return PortinaioError(
        msg("config.toml is as before; what you wrote is kept in %(file)s", file=draft)
    )


def _most_is_lost(before: str, text: str) -> str:
    """What to ask where less than half of the keys of before are left, as an editor leaves that saves half a file."""
    try:
        there = set(_keys(tomllib.loads(before)))
    except tomllib.TOMLDecodeError:
        return ""  # it could not be used; whatever is right is better
    kept = there.intersection(_keys(tomllib.loads(text)))
    if len(kept) * 2 >= len(there):
        return ""
    said = _(
        "Keys that config.toml sets: %(before)d; left in what you wrote: %(kept)d. Take it all the same?"
    )
    return said % {"before": len(there), "kept": len(kept)}


def _keys(value: object, at: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Of all that is set; tables of a list go by their names."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from _keys(one, (*at, key))
    elif isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        for place, one in enumerate(value):
            yield from _keys(one, (*at, str(one.get("name", place))))
    elif at:
        yield at


def _begin(draft: Path, text: str) -> None:
    """Lay the copy out; one that was not right last time is never thrown away unasked."""
    if draft.exists() and agree(
        _("Go on with %(file)s, which you wrote last time?") % {"file": draft}
    ):
        return
    try:
        write_private(draft, text)
    except OSError as error:
        raise PortinaioError(
            msg("%(file)s cannot be written: %(reason)s", file=draft, reason=reason(error))
        ) from error


def _open(draft: Path, environ: Mapping[str, str]) -> None:
    command = editor_of(environ)
    try:
        ended = subprocess.run((*command, str(draft)), check=False)  # noqa: S603  # the user's own editor, no shell
    except OSError as error:
        raise PortinaioError(
            msg("%(editor)s cannot be started: %(reason)s", editor=command[0], reason=reason(error))
        ) from error
    if ended.returncode:
        raise PortinaioError(
            msg(
                "%(editor)s ended with %(code)d; config.toml is as before, what you wrote is kept in %(file)s",
                editor=command[0],
                code=ended.returncode,
                file=draft,
            )
        )


def editor_of(environ: Mapping[str, str]) -> list[str]:
    """Program and arguments, as VISUAL or EDITOR say. `PortinaioError` where there is none."""
    for variable in ("VISUAL", "EDITOR"):
        try:
            named = shlex.split(environ.get(variable, ""))
        except ValueError as error:
            raise PortinaioError(
                msg("%(variable)s is no command: its quotes are not closed", variable=variable)
            ) from error
        if named:
            return named
    for name in EDITORS:
        if found := shutil.which(name):
            return [found]
    raise PortinaioError(msg("no editor was found; name yours in the variable EDITOR"))
