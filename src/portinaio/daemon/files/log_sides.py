"""Which end of a call is the house, where the telephone system that logged it does not say.

The numbers of the house tell it; else what is no full number is one of its telephones, since strangers have none of those;
else the dial plan, by the names that its contexts usually have. Where nothing tells it, nobody guesses.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.message import Message, msg
from portinaio.core.numbers.number import read
from portinaio.core.numbers.reading import Kind
from portinaio.wire.calllog.past_call import CallType

if TYPE_CHECKING:
    from collections.abc import Collection

    from portinaio.core.numbers.plan import Plan
    from portinaio.core.numbers.reading import Reading
    from portinaio.wire.calllog.past_call import PastCall

_EXTENSION = re.compile(r"\d{2,6}|\*.*|[a-z~][\w~-]*", re.IGNORECASE)
_FROM_OUTSIDE = re.compile(
    r"from-(trunk|pstn|did|sip-external)|incoming|inbound|ext-did|eingehend", re.IGNORECASE
)
_FROM_INSIDE = re.compile(r"from-internal|outgoing|outbound|internal|ausgehend", re.IGNORECASE)
_WITHIN = msg("a call between two telephones of the house")


def sided(row: PastCall, plan: Plan, house: Collection[str]) -> PastCall | Message:
    """The call as incoming or outgoing, or why it is neither. `house` are its numbers, in E.164."""
    caller, called = read(row.party, plan), read(row.own, plan)
    incoming = _is_incoming(row, (caller, called), house)
    if incoming is None:
        if _inside(row.party, caller) and _inside(row.own, called):
            return _WITHIN
        return msg(
            "from %(caller)s to %(called)s, of which neither is known to be yours; --called says which is",
            caller=row.party or "-",
            called=row.own or "-",
        )
    if incoming:
        full = called.kind is Kind.NUMBER
        return row._replace(call_type=CallType.INCOMING, own=row.own if full else "")
    return row._replace(
        call_type=CallType.OUTGOING,
        party=row.own,
        own=row.party if caller.kind is Kind.NUMBER else "",
    )


def _is_incoming(
    row: PastCall, read_as: tuple[Reading, Reading], house: Collection[str]
) -> bool | None:
    caller, called = read_as
    if (caller.number in house) != (called.number in house):
        return called.number in house
    if called.kind is Kind.EMERGENCY:
        return False
    inside = _inside(row.party, caller), _inside(row.own, called)
    if inside[0] != inside[1]:
        return inside[1]
    if _FROM_OUTSIDE.search(row.context):  # some callers have a short number
        return True
    return False if _FROM_INSIDE.search(row.context) and not inside[0] else None


def _inside(text: str, reading: Reading) -> bool:
    """A telephone of the house, or a step of its dial plan; who withholds his number is outside."""
    if reading.presentation is not Presentation.ALLOWED or reading.kind is Kind.NUMBER:
        return False
    return bool(_EXTENSION.fullmatch(text))
