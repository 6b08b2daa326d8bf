"""config.toml."""

from __future__ import annotations

from portinaio.api.request import BUSY, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from portinaio.api.answers import GuessesAnswer, SettingsAnswer
    from portinaio.api.parameters import Language


class SettingsRequests(Requests):
    @request("GET", "/v1/settings", "Every key of config.toml")
    def settings(self) -> SettingsAnswer: ...

    @request(
        "PUT",
        "/v1/settings",
        "Change keys of config.toml, its comments kept",
        pace=BUSY,
        here_only=(
            "file",
            "env",
            "keyring",
            "certificate",
            "key",
            "host",
            "registrar",
            "proxy",
            "url",
            "recipient",
        ),
    )
    def set_settings(self, values: Mapping[str, Any]) -> SettingsAnswer:
        """By key such as `policy.reported`; null takes a key out of the file. All of them or, where one is wrong, none."""

    @request("GET", "/v1/setup", "Answers for a first run")
    def guesses(self, country: str, language: Language) -> GuessesAnswer:
        """`country` and `language` are those of the window's locale."""
