"""SIP as a kind of line: what its keys mean, what they let it do, and what a person is asked."""

from __future__ import annotations

from portinaio.config.line_kind import LineKind
from portinaio.core.message import msg
from portinaio.core.policy import Action
from portinaio.lines.sip import manner
from portinaio.lines.sip.other_side import other_side
from portinaio.lines.sip.presets import presets
from portinaio.lines.sip.questions import FIELDS, keys_of_form, questions
from portinaio.lines.sip.registrar.name_check import name_check
from portinaio.lines.sip.settings import BOUNDS, KEYS, SipSettings, problems


class SipKind(LineKind[SipSettings]):
    settings_type = SipSettings
    calls_itself = True
    title = msg("a SIP account or a PBX: provider, FRITZ!Box, Asterisk")
    short = msg("SIP")
    keys = KEYS
    bounds = BOUNDS
    fields = FIELDS
    problems = staticmethod(problems)
    remarks = staticmethod(manner.remarks)
    examined = staticmethod(name_check)
    questions = staticmethod(questions)
    other_side = staticmethod(other_side)
    presets = staticmethod(presets)
    keys_of_form = staticmethod(keys_of_form)

    @classmethod
    def can(cls, settings: SipSettings) -> frozenset[Action]:
        return manner.abilities(settings)

    @classmethod
    def has_extensions(cls, settings: SipSettings) -> bool:
        return settings.mode == "listen" or settings.peer in {manner.FRITZBOX, manner.PBX}

    @classmethod
    def instead_of_silence(cls, settings: SipSettings) -> Action:
        return Action(settings.instead_of_silence)
