"""Keys of a line: from `KEY=VALUE` texts, and from questions where somebody is there to ask."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from portinaio.cli.prompts import ask, ask_hidden, choose, may_ask
from portinaio.config import manner
from portinaio.config.validate import NAME
from portinaio.core.message import Message, msg
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import LineKeyAnswer, LineKindAnswer
    from portinaio.cli.context import CommandContext

PLACES = ("keyring", "env", "file")
"""Where a password may lie; `keyring:home` on the command line."""
YES, NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


def keys_from(kind: LineKindAnswer, texts: Mapping[str, str]) -> dict[str, Any]:
    """The texts as values of the types that the keys have. `UsageError` for a key that the kind has not."""
    known = {key["key"]: key for key in kind["keys"]}
    return {name: _value(_known(name, known), text) for name, text in texts.items()}


def ask_name(default: str) -> str:
    """A name that config.toml takes, and asked again until it is one."""
    question = _("Name of the line?")
    while not NAME.fullmatch(name := ask(question, default)):
        question = _("Letters, digits, - and _ without spaces, please. Name of the line?")
    return name


def ask_missing(context: CommandContext, kind: str, name: str, keys: dict[str, Any]) -> None:
    """Ask for what a SIP line needs, and keep its password; where nobody can answer, say what is taken for granted."""
    if kind != "sip":
        return
    if not may_ask(context):
        if "peer" not in keys and not manner.box_of(keys):
            taken = _("line %(name)s: peer is not given, so nobody else is taken to ring on it")
            context.note(taken % {"name": name})
        return
    if "mode" not in keys:
        context.say(_("listen: a PBX calls us. registrar: we register at a provider or router."))
        keys["mode"] = choose(_("Mode"), ("listen", "registrar"), "listen")
    if keys["mode"] == "registrar":
        _fill(keys, "registrar", _("Host name of the registrar?"))
    if "peer" not in keys:
        keys["peer"] = _who_else_rings(context, keys)
    if keys["mode"] == "registrar":
        _fill(keys, "username", _("User name?"))
        _ask_password(context, name, keys)


def _fill(keys: dict[str, Any], key: str, question: str) -> None:
    while not keys.get(key):
        keys[key] = ask(question)


def _who_else_rings(context: CommandContext, keys: Mapping[str, Any]) -> str:
    if box := manner.box_of(keys):
        said = _(
            "%(box)s is a FRITZ!Box: good calls are left to its telephones, and a reject picks up and hangs up."
        )
        context.say(said % {"box": box})
        return manner.FRITZBOX
    context.say(*(f"{peer}: {translate(answer)}" for peer, answer in manner.PEERS.items()))
    question = _("Does another telephone ring on this line?")
    return choose(question, tuple(manner.PEERS), manner.guessed_peer(keys))


def _ask_password(context: CommandContext, name: str, keys: dict[str, Any]) -> None:
    if "password" not in keys and (password := ask_hidden(_("Password (Enter for none):"))):
        context.client.keep_secret(name, password)
        keys["password"] = {"keyring": name}


def _known(name: str, known: Mapping[str, LineKeyAnswer]) -> LineKeyAnswer:
    if name in known:
        return known[name]
    if near := get_close_matches(name, known, n=1, cutoff=0.5):
        raise UsageError(
            msg("there is no key %(key)s; did you mean %(near)s?", key=name[:40], near=near[0])
        )
    raise UsageError(msg("there is no key %(key)s", key=name[:40]))


def _value(key: LineKeyAnswer, text: str) -> Any:
    name, default = key["key"], key["default"]
    if not text.isascii() and text != text.encode("utf-8", "replace").decode("utf-8"):
        raise _misfit(name, msg("UTF-8 text"), text)  # bytes that the terminal made surrogates of
    if name == "password":
        place, colon, where = text.partition(":")
        if not colon or place not in PLACES or not where:
            raise UsageError(
                msg("password says where it lies: keyring:NAME, env:NAME or file:PATH")
            )
        return {place: where}
    match default:
        case bool():
            if text.lower() not in YES | NO:
                raise _misfit(name, msg("true or false"), text)
            return text.lower() in YES
        case int() | float():
            try:
                return type(default)(text)
            except ValueError:
                raise _misfit(name, msg("a number"), text) from None
        case list() | tuple():
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text


def _misfit(name: str, wanted: Message, text: str) -> UsageError:
    return UsageError(
        msg("%(key)s must be %(wanted)s, not %(got)s", key=name, wanted=wanted, got=repr(text[:40]))
    )
