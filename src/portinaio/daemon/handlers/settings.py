"""config.toml: every key with its sentence, changes that keep the comments, answers for a first run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.api.requests.lists import ListRequests
from portinaio.api.requests.settings import SettingsRequests
from portinaio.config import app_names
from portinaio.config.edit import set_values
from portinaio.config.load import load_settings
from portinaio.core.message import Message, untranslated
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.setting_answers import settings_answer
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.daemon.publishing import publish
from portinaio.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import GuessesAnswer, SettingsAnswer
    from portinaio.api.parameters import Language
    from portinaio.daemon.context import Context


@handles(SettingsRequests.settings)
def settings(context: Context) -> SettingsAnswer:
    return _answer(context)


@handles(SettingsRequests.set_settings)
def set_settings(context: Context, values: Mapping[str, Any]) -> SettingsAnswer:
    file = context.home.config_file
    load_settings(file)  # what was wrong before is told with its line
    context.home.make()
    try:
        set_values(file, values)
    except ConfigError as error:
        raise UsageError(_what(error)) from error
    settings_changed(context)
    publish(context, ListRequests.lists)
    return _answer(context)


def _answer(context: Context) -> SettingsAnswer:
    """With what became of each address book that is followed, beside where it lies, and of names that the app does not know."""
    answer = settings_answer(context.home)
    tui: dict[str, Message] = {}
    for key, remark in app_names.remarks(load_settings(context.home.config_file).tui):
        tui.setdefault(key, remark)
    for one in answer["keys"]:
        if one["key"] in tui:
            one["remark"] = untranslated(tui[one["key"]])
    if context.config.books:
        from portinaio.daemon.books.follow import standing  # noqa: PLC0415  # few follow one

        said = {f"contacts.{name}.url": standing(context, name) for name, _ in context.config.books}
        for one in answer["keys"]:
            if one["key"] in said:
                one["remark"] = untranslated(said[one["key"]])
    return answer


@handles(SettingsRequests.guesses)
def guesses(context: Context, country: str, language: Language) -> GuessesAnswer:
    file = context.home.config_file
    before = load_settings(file)
    return {
        "fresh": not Path(file).exists(),
        "country": before.country or country,
        "language": before.language or language,
        "reported": before.policy.reported or "reject",
        "suspected": before.policy.suspected or before.policy.unknown or "ring",
        "has_line": bool(before.line),
    }


def _what(error: ConfigError) -> object:
    """The sentence without the line of a file that was never written."""
    sentence = error.sentence
    return sentence.values.get("what", sentence) if isinstance(sentence, Message) else sentence
