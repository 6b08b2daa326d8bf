"""The line of a FRITZ!Box: its call monitor tells of each call, and nothing of it can be turned away here.

Who turns calls away is a SIP line, an IP telephone at the same box: a call that both hear is one, and its times are those
that the monitor tells. With a user of the box its call list comes into the log, and it bars what the user blocks.
"""

from __future__ import annotations

import asyncio
import secrets
import string
from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.config.line_kind import Remark
from portinaio.core.call import Presentation, Ringing
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.errors import LineError
from portinaio.lines.fritzbox import monitor
from portinaio.lines.fritzbox import settings as keys_of
from portinaio.lines.fritzbox.box import Box, NewTelephone, SecondFactor
from portinaio.lines.fritzbox.errands import Errands, let_go
from portinaio.lines.fritzbox.other_side import other_side
from portinaio.lines.fritzbox.settings import FritzBoxSettings
from portinaio.lines.key_problems import known_by
from portinaio.lines.line import (
    CallEnded,
    Found,
    Line,
    LineState,
    Performed,
    Telephone,
    ToBar,
    Unconfirmed,
)
from portinaio.wire.fritzbox.call_monitor import Dialled, Over, PickedUp, Rang

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.config.line_kind import Problem, Question
    from portinaio.core.message import Message
    from portinaio.core.policy import Decision
    from portinaio.lines.fritzbox.box_troubles import BoxError
    from portinaio.lines.line import CallHandler
    from portinaio.wire.fritzbox.call_monitor import Event

_WATCHES = msg(
    "its call monitor tells who calls, and nothing can be turned away by it; a SIP line registered at the"
    " box, with peer = fritzbox, does that"
)
WAITING, AUTHENTICATED = "waitingforauth", "authenticated"
_LETTERS = string.ascii_letters + string.digits
_NOTHING = ToBar((), 0, asked=False)


def _password() -> str:
    """As long as a box takes, of what any of them takes."""
    return "".join(secrets.choice(_LETTERS) for _ in range(24))


def called_number(said: str, number: str) -> str:
    """The number of the house as config.toml has it, where the box means that, which it names without the area."""
    digits, own = ("".join(filter(str.isdigit, one)) for one in (said, number))
    return number if own and own.endswith(digits.lstrip("0")) else said


class FritzBoxLine(Line[FritzBoxSettings]):
    settings_type = FritzBoxSettings
    title = msg("a FRITZ!Box, whose call monitor tells who calls")
    short = msg("FRITZ!Box")
    keys: ClassVar = keys_of.KEYS
    bounds: ClassVar = keys_of.BOUNDS
    fields = keys_of.FIELDS
    watches = True
    makes_telephones = True
    can_be_found = "address"
    other_side = staticmethod(other_side)

    def __init__(
        self,
        settings: FritzBoxSettings,
        password: str | None = None,
        folder: str = "",
    ) -> None:
        super().__init__(settings, password, folder)
        self._troubles: dict[str, tuple[LineState, Message]] = {}
        """By what is done at the box, the monitor first."""
        self._told: tuple[LineState, Message | None] | None = None

    @classmethod
    def can(cls, settings: FritzBoxSettings) -> frozenset[Action]:
        del settings
        return frozenset({Action.RING})

    @classmethod
    def has_extensions(cls, settings: FritzBoxSettings) -> bool:
        del settings
        return True

    @classmethod
    def problems(cls, settings: FritzBoxSettings) -> Iterable[Problem]:
        return keys_of.problems(settings)

    @classmethod
    def remarks(cls, settings: FritzBoxSettings) -> Iterable[Remark]:
        yield Remark("watches", _WATCHES, quiet=True)
        yield from known_by(settings.tls_pin)

    @classmethod
    def questions(cls, keys: Mapping[str, Any]) -> Iterable[Question]:
        return keys_of.questions(keys)

    @property
    def box(self) -> Box:
        return Box(self.settings, self.password or "", self.state_folder)

    def address_book(self, which: str = "") -> bytes:
        return self.box.phonebook(which or "0")

    def add_telephone(self, token: str = "") -> Telephone | Unconfirmed:
        own, box = self.settings, self.box
        if not own.username:
            raise LineError(
                msg(
                    "for a telephone line %(name)s needs a user of the box; set username",
                    name=own.name,
                )
            )
        if token and (state := box.second_factor()) != AUTHENTICATED:
            if state != WAITING:
                raise LineError(
                    msg(
                        "it was not confirmed at the box (%(state)s); begin again", state=state[:40]
                    )
                )
            return Unconfirmed(token)
        new = NewTelephone(f"portinaio{secrets.randbelow(9000) + 1000}", _password(), "Portinaio")
        made = box.add_telephone(new, token)
        if isinstance(made, SecondFactor):
            return Unconfirmed(made.token, made.methods)
        keys = {"mode": "registrar", "registrar": own.address, "username": new.username}
        number = {"number": own.number} if own.number else {}
        return Telephone("sip", {**keys, "peer": "fritzbox", **number}, new.password, made)

    def leave(self) -> Message | None:
        if self.settings.barring != "own":
            return None
        return let_go(self.box)

    @classmethod
    def around(cls) -> Iterable[Found]:
        from portinaio.lines.fritzbox.discover import find_boxes  # noqa: PLC0415  # once in a lifetime

        return [Found(box.name, {"address": box.address}) for box in find_boxes()]

    async def run(self, handler: CallHandler) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(
                monitor.listen(
                    self.settings,
                    lambda events: self._tell(handler, events),
                    lambda trouble: self._heard(handler, trouble),
                )
            )
            if self.settings.username:
                tasks.create_task(self._errands(handler).run())

    async def perform(self, handle: str, decision: Decision) -> Performed:
        del handle
        return Performed(Outcome.DONE if decision.action is Action.RING else Outcome.UNABLE)

    def _errands(self, handler: CallHandler) -> Errands:
        own = self.settings
        return Errands(
            self.box,
            calls=(lambda data: handler.call_list(self, data)) if own.call_list else None,
            wanted=(lambda: handler.to_bar(self)) if own.barring == "own" else lambda: _NOTHING,
            told=lambda code, said, error: self._went(handler, code, said, error),
        )

    # -- what the box says

    def _heard(self, handler: CallHandler, trouble: Message | None) -> None:
        self._set(handler, "monitor", (LineState.RETRYING, trouble) if trouble else None)

    def _went(
        self, handler: CallHandler, code: str, said: Message | None, error: BoxError | None
    ) -> None:
        handler.noted(self, code, said)
        state = LineState.REFUSED if error and error.refused else LineState.RETRYING
        self._set(handler, code, (state, error.message) if error else None)

    def _set(
        self, handler: CallHandler, code: str, trouble: tuple[LineState, Message] | None
    ) -> None:
        """The line is as its worst part is."""
        if trouble:
            self._troubles[code] = trouble
        else:
            self._troubles.pop(code, None)
        state, text = next(
            (
                self._troubles[one]
                for one in ("monitor", "call_list", "barring")
                if one in self._troubles
            ),
            (LineState.UP, None),
        )
        if (state, text) != self._told:  # the same trouble again, an hour of tries, is told once
            self._told = state, text
            handler.state_changed(self, state, text)

    def _tell(self, handler: CallHandler, events: Iterable[Event]) -> None:
        for event in events:
            match event:
                case Rang():
                    handler.ringing(self, event.handle, self._ringing(event))
                case Dialled(called):
                    handler.dialled(self, called)
                case PickedUp(handle, by):
                    handler.answered(self, handle, by)
                case Over(handle, rang_s, talked_s):
                    handler.ended(self, handle, CallEnded(rang_s, talked_s))

    def _ringing(self, event: Rang) -> Ringing:
        return Ringing(
            self.name,
            self.now(),
            event.caller,
            called_number(event.called, self.settings.number),
            presentation=Presentation.ALLOWED if event.caller else Presentation.RESTRICTED,
            own_system=True,
        )
