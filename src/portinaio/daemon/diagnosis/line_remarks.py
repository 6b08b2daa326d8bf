"""What is to be said of a line beforehand: what its policy policies and it cannot do, and a peer that is not what it seems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.config.line_kinds import line_kind
from portinaio.core.decide import instead
from portinaio.core.message import untranslated
from portinaio.daemon.diagnosis import asked_first

if TYPE_CHECKING:
    from portinaio.api.answers import HealthAnswer
    from portinaio.config.policies import Policies
    from portinaio.core.message import Message


def remarks(policies: Policies, name: str) -> list[tuple[str, Message, bool]]:
    """Code, sentence without the name of the line, and whether all is well; none for a line that config.toml does not know."""
    line = policies.lines.get(name)
    if line is None:
        return []
    found = [
        ("instead", instead(action, line.can, line.policy.instead_of_silence), False)
        for action in line.named_actions
        if action not in line.can and not line_kind(line.kind).watches
    ]
    return [*found, *line.remarks]


def remark_answers(policies: Policies, name: str) -> list[HealthAnswer]:
    """Those that somebody should do something about."""
    return [_answer(code, text) for code, text, quiet in remarks(policies, name) if not quiet]


def aside_answers(policies: Policies, name: str) -> list[HealthAnswer]:
    """What is as it should be. Whether we are asked first `doctor` alone knows, which has kept what a call has shown."""
    return [
        _answer(code, text)
        for code, text, quiet in remarks(policies, name)
        if quiet and code != asked_first.CODE
    ]


def _answer(code: str, text: Message) -> HealthAnswer:
    return {"code": code, "text": untranslated(text)}
