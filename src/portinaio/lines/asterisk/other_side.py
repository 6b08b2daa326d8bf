"""What is to be written into the dial plan of an Asterisk so that it asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Step
from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ANY = {"", "0.0.0.0", "[::]"}  # noqa: S104  # what the user has written; nothing is bound here


def other_side(keys: Mapping[str, Any]) -> Iterator[Step]:
    host, _, port = str(keys.get("listen") or "127.0.0.1:4573").rpartition(":")
    address = "192.168.1.20" if host in _ANY else host
    place = address if port == "4573" else f"{address}:{port}"
    yield Step(
        msg(
            "extensions.conf, where calls of the provider come in (FreePBX: extensions_custom.conf)"
        ),
        (
            Message(
                "exten => _[+0-9].,1,Set(CALLERID(num)=${FILTER(+0-9A-Za-z,${CALLERID(num)})})"
            ),
            Message(" same => n,MSet(ASKED=${EXTEN},AGIEXITONHANGUP=yes,TIMEOUT(absolute)=5)"),
            Message(f" same => n,AGI(agi://{place}/screen)"),
            Message(" same => n,MSet(TIMEOUT(absolute)=0,AGIEXITONHANGUP=)"),
            Message(' same => n,GotoIf($["${PORTINAIO}" = "reject"]?reject)'),
            Message(" same => n(ring),Dial(PJSIP/phone,60)"),
            Message(" same => n,Hangup()"),
            Message(" same => n(reject),PJSIPHangup(603)"),
            Message(" same => n,Hangup(21)"),
            Message("exten => T,1,Goto(${ASKED},ring)"),
            *([msg("192.168.1.20 stands for this computer")] if host in _ANY else []),
            msg("silence, answer and announce are in the README, under Asked by a dial plan"),
        ),
    )
    yield Step(
        msg("The console of the Asterisk"),
        (Message("asterisk -rx 'dialplan reload'"),),
    )
    if host in _ANY:
        yield Step(
            msg("This computer"),
            (msg("Settings → trusted: the address of the PBX, where it is another computer"),),
        )
