"""The façade's acts on config.toml: every key with its sentence, changes that keep the comments, answers for a first run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from portinaio.core.message import Message
from portinaio.daemon.handlers.part import Part
from portinaio.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import GuessesAnswer, SettingsAnswer


class SettingActs(Part):
    """A part of the façade."""

    def settings(self) -> SettingsAnswer:
        from portinaio.daemon.handlers.setting_answers import settings_answer  # reads strictly

        return settings_answer(self.context.home, self.tongue)

    def set_settings(self, values: Mapping[str, Any]) -> SettingsAnswer:
        """All of them or, where one is wrong, none."""
        from portinaio.config.edit import set_values  # the editor is heavy
        from portinaio.config.load import load_settings  # as above

        file = self.context.home.config_file
        load_settings(file)  # what was wrong before is told with its line
        self.context.home.make()
        try:
            set_values(file, values)
        except ConfigError as error:
            raise UsageError(_what(error)) from error
        self._config_changed()
        self.lists_changed()
        return self.settings()

    def guesses(self, country: str, language: str) -> GuessesAnswer:
        from portinaio.config.load import load_settings  # as above

        file = self.context.home.config_file
        before = load_settings(file)
        return {
            "fresh": not os.path.exists(file),
            "country": before.country or country,
            "language": before.language or language,
            "reported": before.policy.reported or "reject",
            "has_line": bool(before.line),
        }


def _what(error: ConfigError) -> object:
    """The sentence without the line of a file that was never written."""
    sentence = error.sentence
    return sentence.values.get("what", sentence) if isinstance(sentence, Message) else sentence
