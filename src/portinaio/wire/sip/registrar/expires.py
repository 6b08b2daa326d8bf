"""For how long a registrar keeps our contact, by its answer to REGISTER.

The answer lists the contacts of every telephone of the account, RFC 3261 10.3 step 8, ours as we named it or as the
registrar sees us: a router between, or a registrar that rewrites contacts, makes another host and port of it. A lifetime
that nobody stated for our own contact is not believed for long.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from portinaio.wire.sip import header

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.header import Address
    from portinaio.wire.sip.message import Response

LONGEST_LIFETIME = 86_400  # seconds; who names more than a day means another unit
IN_DOUBT_S = 60  # a guess is made good within a minute

_URI = re.compile(
    r"sips?:(?:([^@]*)@)?(\[[^\]]*\]|[^:;?>@]+)(?::(\d{1,5}))?(?:[;?].*)?",
    re.IGNORECASE | re.DOTALL,
)


class _Endpoint(NamedTuple):
    user: str
    host: str
    port: int


def granted_s(response: Response, local: Local, instance: str = "") -> int | None:
    """Seconds, 0 where the binding has just been taken away; `None` where the answer lists no contact of ours."""
    default = header.whole(response.headers.get("Expires"))
    listed = [
        contact
        for value in response.headers.getlist("Contact")
        for element in header.elements(value)
        if (contact := header.address(element))
    ]
    if not listed:
        return None if default is None else min(default, LONGEST_LIFETIME)
    if instance and (named := [one for one in listed if _instance(one) == instance]):
        return _least_s(named, default, LONGEST_LIFETIME)
    for ours in _names_of_ours(response, local):
        if named := [contact for contact in listed if _endpoint(contact.uri) == ours]:
            return _least_s(named, default, LONGEST_LIFETIME)
    alike = [
        contact
        for contact in listed
        if (endpoint := _endpoint(contact.uri)) and endpoint.user == local.user
    ]
    # Ours, rewritten, or that of another telephone which uses the same name: nobody can tell.
    return _least_s(alike, default, IN_DOUBT_S) if alike else None


def _names_of_ours(response: Response, local: Local) -> tuple[_Endpoint, _Endpoint]:
    """As we named it, and as the registrar saw us, RFC 3581 4."""
    top = header.via(response.headers.get("Via") or "")
    seen = top.parameters if top else {}
    host = seen.get("received") or local.host
    port = header.whole(seen.get("rport")) or local.port
    return (
        _Endpoint(local.user, _plain_host(local.host), local.port),
        _Endpoint(local.user, _plain_host(host), port),
    )


def _least_s(contacts: Iterable[Address], default: int | None, most: int) -> int:
    return min(most, *(_stated_s(contact, default) for contact in contacts))


def _stated_s(contact: Address, default: int | None) -> int:
    text = contact.parameters.get("expires")
    stated = default if text is None else header.whole(text)
    return IN_DOUBT_S if stated is None else stated


def _instance(contact: Address) -> str:
    return contact.parameters.get("+sip.instance", "").strip("<>").lower()


def _endpoint(uri: str) -> _Endpoint | None:
    found = _URI.fullmatch(uri.strip())
    if found is None:
        return None
    return _Endpoint(unquote(found[1] or ""), _plain_host(found[2]), int(found[3] or 5060))


def _plain_host(host: str) -> str:
    """One spelling for each address: without brackets, and IPv6 as short as it goes."""
    host = host.strip("[]").partition("%")[0].lower()
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return host
