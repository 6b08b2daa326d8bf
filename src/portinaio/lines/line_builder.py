"""Lines of the kinds that are installed, made of what config.toml says of them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, cast

from portinaio.config.language import find_language
from portinaio.config.line_kinds import line_kind
from portinaio.config.secrets import reveal
from portinaio.config.settings import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.config.home import Home
    from portinaio.config.settings import LineSettings
    from portinaio.core.policy import Action
    from portinaio.lines.line import Line

    Build = Callable[[LineSettings], Line[Any]]


def line_builder(home: Home, named: Callable[[str], Iterable[Action]] = lambda _: ()) -> Build:
    """Builds lines of the kinds that are installed, their passwords revealed; `named` is what the policy of a line names."""

    def build(settings: LineSettings) -> Line[Any]:
        password = getattr(settings, "password", None)
        secret = reveal(password, home) if isinstance(password, Secret) else None
        kind = cast("type[Line[Any]]", line_kind(settings.kind))
        line = kind(settings, secret, home.config)
        line.state_folder = home.lines
        line.wanted = frozenset(named(settings.name))
        line.language = find_language(home.config_file, os.environ)
        return line

    return build
