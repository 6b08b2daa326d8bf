"""What is to be done at the router, at the provider or in a PBX, so that calls come by a SIP line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Step
from portinaio.core.message import Message, msg
from portinaio.lines.sip import manner
from portinaio.lines.sip.presets import form_of_user, provider_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BOX = (
    Step(
        msg("fritz.box in a browser"),
        (
            msg("Telephony → Telephony Devices → [ Configure New Device ]"),
            msg("(●) Telephone  →  (●) LAN/WLAN (IP telephone)"),
            msg("user name and password: those given here"),
            msg("incoming calls: every number that is to be screened"),
        ),
    ),
    Step(
        msg("The box, or a telephone at it"),
        (msg("the box asks to confirm: press a button of it, or dial the code that is shown"),),
    ),
)
_ROUTER = Step(
    msg("Your router"),
    (
        msg("where the account may be registered only once, take it out of the router,"),
        msg("or leave it there and register here at the router, as one more telephone of it"),
    ),
)
_CLIP = Step(
    msg("The provider again: who calls"),
    (
        msg("[x] show the caller's number (CLIP); with some it is a paid option,"),
        msg("and without it every caller is withheld"),
    ),
)
_DIAL_PLAN = (
    Step(
        msg("pjsip.conf of the Asterisk"),
        (
            Message("[portinaio]       [portinaio]"),
            Message("type=endpoint     type=aor"),
            Message("aors=portinaio    qualify_frequency=10"),
            Message("context=nothing   contact=sip:portinaio@192.168.1.20:5060\\;transport=tcp"),
            Message("disallow=all"),
            Message("allow=alaw,ulaw"),
            Message("direct_media=no"),
            msg("192.168.1.20 stands for this computer"),
        ),
    ),
    Step(
        msg(
            "extensions.conf, where calls of the provider come in (FreePBX: extensions_custom.conf)"
        ),
        (
            Message(
                "exten => _[+0-9].,1,Set(CALLERID(num)=${FILTER(+0-9A-Za-z,${CALLERID(num)})})"
            ),
            Message(" same => n,Dial(PJSIP/portinaio,35)"),
            Message(' same => n,GotoIf($["${HANGUPCAUSE}" = "21"]?away)'),
            Message(" same => n,Dial(PJSIP/phone,60)"),
            Message(" same => n(away),Hangup(21)"),
        ),
    ),
    Step(
        msg("This computer"),
        (
            msg("Settings → listen: tcp:0.0.0.0:5060, and a transport of the Asterisk is of TCP;"),
            msg("by UDP a caller waits for 32 s where Portinaio has just ended"),
            msg("Settings → trusted: the address of the PBX, where it is another computer"),
        ),
    ),
)


def other_side(keys: Mapping[str, Any]) -> Iterator[Step]:
    if keys.get("mode") != "registrar":
        yield from _DIAL_PLAN
        return
    if keys.get("peer") == manner.FRITZBOX or manner.box_of(keys):
        yield from _BOX
        return
    if keys.get("peer") == manner.PBX:
        yield Step(
            msg("The PBX"),
            (
                msg("a new SIP extension; user name and password: those given here"),
                msg("incoming calls: this extension first and alone, then the telephones"),
            ),
        )
        return
    yield _portal(keys)
    if keys.get("registrations") != "several":
        yield _ROUTER
    yield _CLIP


def _portal(keys: Mapping[str, Any]) -> Step:
    provider = provider_of(keys)
    seen = [
        msg("look for VoIP, SIP, or a router of your own (in Italy “modem libero”); it shows"),
        msg("registrar or proxy = provider here"),
        msg("user name = user name here, spelt as it is there"),
        msg("SIP password = password here; it is not the one of the portal"),
    ]
    if provider is None:
        return Step(msg("Portal or letter of your provider"), tuple(seen))
    seen += form_of_user(provider)
    return Step(msg("Portal or letter of %(title)s", title=provider.title), tuple(seen))
