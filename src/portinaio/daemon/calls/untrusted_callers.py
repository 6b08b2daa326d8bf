"""Who called a line and was not trusted: remembered while the line is served, and said with what to write if it is a PBX."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, counted

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.api.answers import UntrustedAnswer
    from portinaio.lines.line import UntrustedCall

MOST = 8  # addresses a line


class UntrustedCaller(NamedTuple):
    call: UntrustedCall
    """The latest."""
    calls: int
    last: datetime

    @property
    def answer(self) -> UntrustedAnswer:
        return {
            "address": self.call.address,
            "calls": self.calls,
            "last": self.last.isoformat(timespec="seconds"),
            "trusted": list(self.call.trusted),
        }


def joined(
    callers: tuple[UntrustedCaller, ...], call: UntrustedCall, at: datetime
) -> tuple[UntrustedCaller, ...]:
    """With one more call, newest first. Where there are too many, an address of the internet goes before a PBX does."""
    before = [one for one in callers if one.call.address == call.address]
    others = [one for one in callers if one.call.address != call.address]
    calls = 1 + sum(one.calls for one in before)
    if len(others) >= MOST:
        far = [one for one in others if not one.call.trusted]
        others.remove((far or others)[-1])
    return UntrustedCaller(call, calls, at), *others


def notes(callers: tuple[UntrustedCaller, ...]) -> list[Message]:
    """One sentence for each address of a private network, and one for all of the internet."""
    near = [_may_be_a_pbx(one) for one in callers if one.call.trusted]
    far = [one for one in callers if not one.call.trusted]
    return [*near, *([_scanner(far)] if far else [])]


def _may_be_a_pbx(caller: UntrustedCaller) -> Message:
    return counted(
        "%(address)s is not trusted, so %(n)d call from there, on %(at)s, was neither answered nor"
        " screened; if it is your PBX, give this line in config.toml: %(key)s",
        "%(address)s is not trusted, so %(n)d calls from there, the last on %(at)s, were neither"
        " answered nor screened; if it is your PBX, give this line in config.toml: %(key)s",
        caller.calls,
        address=caller.call.address,
        at=_minute(caller.last),
        key=f"trusted = {json.dumps(caller.call.trusted)}",
    )


def _scanner(callers: list[UntrustedCaller]) -> Message:
    return counted(
        "%(n)d call from the internet got no answer, the last on %(at)s from %(address)s: most"
        " likely a scanner, for which the router should keep the port of this line closed; if it is"
        " your provider, add that address to trusted of this line",
        "%(n)d calls from the internet got no answer, the last on %(at)s from %(address)s: most"
        " likely scanners, for which the router should keep the port of this line closed; if it is"
        " your provider, add that address to trusted of this line",
        sum(one.calls for one in callers),
        address=callers[0].call.address,
        at=_minute(callers[0].last),
    )


def _minute(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M")
