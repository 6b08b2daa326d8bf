"""What is to be said of a line beforehand: what its policy policies and it cannot do, and a peer that is not what it seems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg, untranslated
from portinaio.core.policy import instead

if TYPE_CHECKING:
    from portinaio.api.answers import HealthAnswer
    from portinaio.config.policies import Policies


def remarks(policies: Policies, name: str) -> list[tuple[str, Message]]:
    """Code and sentence, without the name of the line; none for a line that config.toml does not know."""
    line = policies.lines.get(name)
    if line is None:
        return []
    found = [
        ("instead", instead(action, line.can))
        for action in line.named_actions
        if action not in line.can
    ]
    if line.unmarked_box:
        found.append(
            (
                "peer",
                msg(
                    "%(box)s is a FRITZ!Box, but peer does not say so: after a reject its telephones ring on;"
                    ' set line.%(name)s.peer to "fritzbox" in Settings or in config.toml',
                    box=line.unmarked_box,
                    name=name,
                ),
            )
        )
    return found


def remark_answers(policies: Policies, name: str) -> list[HealthAnswer]:
    return [{"code": code, "text": untranslated(text)} for code, text in remarks(policies, name)]
