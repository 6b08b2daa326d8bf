"""Keys of a line: from `KEY=VALUE` texts, and from questions where somebody is there to ask."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from portinaio.cli.prompts import ask, ask_hidden, choose, may_ask
from portinaio.config.explain import choices_of
from portinaio.config.line_kinds import line_kind
from portinaio.config.validate import NAME
from portinaio.core.message import Message, msg
from portinaio.errors import UsageError
from portinaio.language import _, translate
from portinaio.language.choices import code_of, one_of, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import LineKeyAnswer, LineKindAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.config.line_kind import Question

PLACES = ("keyring", "env", "file")
"""Where a password may lie; `keyring:home` on the command line."""
YES, NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


def keys_from(kind: LineKindAnswer, texts: Mapping[str, str]) -> dict[str, Any]:
    """The texts as values of the types that the keys have. `UsageError` for a key that the kind has not."""
    known = {key["key"]: key for key in kind["keys"]}
    shape = line_kind(kind["kind"]).settings_type
    return {
        name: _one_of(name, text, choices)
        if (choices := choices_of(shape, _known(name, known)["key"]))
        else _value(known[name], text)
        for name, text in texts.items()
    }


def ask_name(default: str) -> str:
    """A name that config.toml takes, and asked again until it is one."""
    question = _("Name of the line?")
    while not NAME.fullmatch(name := ask(question, default)):
        question = _("Letters, digits, - and _ without spaces, please. Name of the line?")
    return name


def ask_missing(context: CommandContext, kind: str, name: str, keys: dict[str, Any]) -> None:
    """Ask for what the kind wants to know, and keep its password; where nobody can answer, say what is taken for granted."""
    asks = line_kind(kind).questions
    if not may_ask(context):
        context.note(
            *(translate(one.assumed) for one in asks({"name": name, **keys}) if one.assumed)
        )
        return
    asked: set[str] = set()
    while left := [one for one in asks({"name": name, **keys}) if one.key not in asked]:
        question = left[0]
        asked.add(question.key)
        if question.secret:
            _ask_password(context, translate(question.text), name, keys)
        elif answer := _answer(context, question):
            keys.update(
                {question.key: answer}
                if question.choices
                else _meant(context, kind, question.key, answer)
            )
        elif question.assumed:
            context.note(translate(question.assumed))


def _meant(context: CommandContext, kind: str, key: str, text: str) -> dict[str, Any]:
    """What a text says of the line; for the name of a provider what is known of it, which is told."""
    meant = line_kind(kind).keys_of_form({key: text})
    if meant.get(key) != text:
        for one in line_kind(kind).presets():
            if one.keys and one.keys.items() <= meant.items():
                context.note(*map(translate, one.said))
                break
    return meant


def _answer(context: CommandContext, question: Question) -> str:
    if question.said:
        context.say(translate(question.said))
    if question.certain:
        return question.guess
    text = translate(question.text)
    if question.choices:
        told = [
            f"{said(one)}: {translate(means)}" for one, means in question.choices.items() if means
        ]
        context.say(*told)
        return choose(text, tuple(question.choices), question.guess)
    while not (answer := ask(text)) and not question.optional:
        pass
    return answer


def _ask_password(context: CommandContext, text: str, name: str, keys: dict[str, Any]) -> None:
    if password := ask_hidden(text):
        context.client.keep_secret(name, password)
        keys["password"] = {"keyring": name}


def _known(name: str, known: Mapping[str, LineKeyAnswer]) -> LineKeyAnswer:
    if name in known:
        return known[name]
    if near := get_close_matches(name, known, n=1, cutoff=0.5):
        raise UsageError(
            msg("there is no key %(key)s; did you mean %(near)s?", key=name[:40], near=near[0])
        )
    raise UsageError(
        msg("there is no key %(key)s; there are: %(all)s", key=name[:40], all=", ".join(known))
    )


def _one_of(name: str, text: str, choices: list[str]) -> str:
    """The code of what was said in any language."""
    if code := code_of(text.strip(), choices):
        return code
    raise UsageError(
        msg(
            "%(key)s cannot be %(value)s; it is one of %(choices)s",
            key=name,
            value=repr(text[:40]),
            choices=one_of(choices),
        )
    )


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
