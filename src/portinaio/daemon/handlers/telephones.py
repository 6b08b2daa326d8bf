"""A telephone more at the telephone system behind a line, and the SIP line that is it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.config import edit, secrets
from portinaio.config.line_kinds import line_kind
from portinaio.config.load import load_settings
from portinaio.config.validate import NAME
from portinaio.core.message import msg, untranslated
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.errors import NotFoundError, PortinaioError, UsageError
from portinaio.lines.line import Line, Unconfirmed
from portinaio.lines.line_builder import line_builder

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from portinaio.api.answers import TelephoneAnswer
    from portinaio.daemon.context import Context
    from portinaio.lines.line import Telephone


def add_telephone(context: Context, name: str, called: str, token: str) -> TelephoneAnswer:
    """Nothing is asked of the telephone system under a name that the new line could not have."""
    line, wanted = _line(context, name), called or f"{name}-phone"
    if not NAME.fullmatch(wanted):
        raise UsageError(
            msg(
                "name must be letters, digits, - and _ without spaces, not %(value)r",
                value=wanted[:60],
            )
        )
    if any(one.name == wanted for one in load_settings(context.home.config_file).line):
        raise UsageError(
            msg("there is a line called %(name)s already; choose another name", name=wanted)
        )
    made = line.add_telephone(token)
    if isinstance(made, Unconfirmed):
        return {"line": None, "internal": "", "token": made.token, "methods": list(made.methods)}
    _keep(context, wanted, made)
    return {"line": wanted, "internal": made.internal, "token": "", "methods": []}


def left_behind(context: Context, name: str) -> Callable[[], list[str]]:
    """What takes back what a line has left in the telephone system behind it, and says what came of that."""
    try:
        line = _line(context, name)
    except PortinaioError:  # it can be removed all the same
        return list

    def leave() -> list[str]:
        try:
            said = line.leave()
        except PortinaioError as error:
            trouble = msg(
                "what line %(name)s has barred at the box stays there: %(reason)s; take it out there, where it is called Portinaio",
                name=name,
                reason=error.sentence,
            )
            return [untranslated(trouble)]
        return [untranslated(said)] if said else []

    return leave


def _line(context: Context, name: str) -> Line[Any]:
    for settings in load_settings(context.home.config_file).line:
        if settings.name == name and issubclass(line_kind(settings.kind), Line):
            return line_builder(context.home)(settings)
    raise NotFoundError(msg("there is no line called %(name)s", name=name[:60]))


def _keep(context: Context, name: str, made: Telephone) -> None:
    context.home.make()
    secrets.store(name, made.password, context.home)
    keys = {**made.keys, "password": {"keyring": name}}
    edit.add_line(context.home.config_file, made.kind, name, keys)
    settings_changed(context)
