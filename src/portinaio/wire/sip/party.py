"""Who calls, read from an INVITE: number, name, presentation and attestation, RFC 3325, RFC 3323, TS 24.229 7.2A.20.

Values come from a stranger's telephone: each is read with tolerance, cut to a length, and freed of control characters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from portinaio.core.call import Attestation, Presentation
from portinaio.core.numbers.spelling import RESTRICTED, is_extension_code
from portinaio.core.safe_text import one_line
from portinaio.wire.sip import header

if TYPE_CHECKING:
    from sipmessage import Headers

    from portinaio.wire.sip.header import Address

LONGEST = 128  # characters of a number or name
MOST_IDENTITIES = 4  # one sip and one tel are allowed, RFC 3325 9.1
HIDING = frozenset({"id", "user", "header"})  # RFC 3323 4.2, RFC 3325 9.3
ANONYMOUS = "anonymous"  # RFC 3323 4.1.1.3

DIALLED = range(3, 19)  # digits, with a prefix for abroad; what has fewer is how a trunk is called
_DIALABLE = re.compile(r"[+*#]*[\d(][\d\-.() *#]*", re.ASCII)  # RFC 3966
_VERSTAT = re.compile(r"verstat\s*=\s*\"?([A-Za-z-]{1,64})", re.IGNORECASE)
_VERSTAT_HEADERS = ("Verstat", "P-Verstat")
_ATTESTATIONS = {
    "tn-validation-passed": Attestation.FULL,  # ATIS-1000074: said without a level of A alone
    "tn-validation-passed-a": Attestation.FULL,
    "tn-validation-passed-b": Attestation.PARTIAL,
    "tn-validation-passed-c": Attestation.GATEWAY,
    "tn-validation-failed": Attestation.FAILED,
}


class Party(NamedTuple):
    calling: str
    """Raw user part of the URI; `anonymous` where the caller hides."""
    called: str
    name: str
    presentation: Presentation
    attestation: Attestation


def caller(headers: Headers, *, trusted: bool) -> Party:
    """The parties of a call; what the network asserts counts only from a `trusted` peer. Never raises."""
    origin = header.address(headers.get("From") or "")
    asserted = _asserted(headers) if trusted else []
    shown = _who_calls([*asserted, *([origin] if origin else [])])
    calling = user_of(shown.uri) if shown else ""
    name = _name(shown, origin)
    presentation = _presentation(headers, calling)
    if presentation is Presentation.RESTRICTED:
        calling, name = ANONYMOUS, ""  # a number asserted to us, but not for us
    called = header.address(headers.get("To") or "")
    return Party(
        calling,
        user_of(called.uri) if called else "",
        name,
        presentation,
        _attestation(headers) if trusted else Attestation.NONE,
    )


def user_of(uri: str) -> str:
    """`+39…` of `sip:+39…;verstat=…@host;user=phone` and of `tel:+39…;phone-context=…`; empty for a host alone."""
    scheme, colon, rest = uri.partition(":")
    if not colon:
        return one_line(uri, LONGEST, mark="")
    if scheme.lower() != "tel":
        user, at, _ = rest.partition("@")
        if not at:
            return ""
        rest = user
    number = rest.partition(";")[0]
    if scheme.lower() != "tel":
        number = number.partition(":")[0]  # user:password
    return one_line(unquote(number, errors="replace"), LONGEST, mark="")


def _asserted(headers: Headers) -> list[Address]:
    """The identities that name somebody, RFC 3325 9.1."""
    elements = [
        element
        for value in headers.getlist("P-Asserted-Identity")[:MOST_IDENTITIES]
        for element in header.elements(value)[:MOST_IDENTITIES]
    ]
    found = map(header.address, elements[:MOST_IDENTITIES])
    return [each for each in found if each and user_of(each.uri)]


def _who_calls(named: list[Address]) -> Address | None:
    """The first that has a number or hides it; what a trunk calls itself must not stand before the number behind it.

    The code of a telephone, such as `**622`, counts where no number stands behind it.
    """
    code = None
    for each in named:
        user = user_of(each.uri)
        if is_extension_code(user):
            code = code or each
        elif _is_number(user):
            return each
        elif user and user.casefold() in RESTRICTED:
            return code or each
    return code or (named[0] if named else None)


def _is_number(user: str) -> bool:
    digits = "".join(filter(str.isdigit, user)).lstrip("0")
    return _DIALABLE.fullmatch(user) is not None and len(digits) in DIALLED


def _name(shown: Address | None, origin: Address | None) -> str:
    name = shown.name if shown else ""
    if not name and origin is not None:
        name = origin.name
    return one_line(name, LONGEST, mark="")


def _presentation(headers: Headers, calling: str) -> Presentation:
    wishes = {
        wish.strip().lower() for value in headers.getlist("Privacy") for wish in value.split(";")
    }
    if wishes & HIDING or calling.lower() == ANONYMOUS:
        return Presentation.RESTRICTED
    return Presentation.ALLOWED if calling else Presentation.UNAVAILABLE


def _attestation(headers: Headers) -> Attestation:
    """The `verstat` of the asserted identity, of From, or of a header of its own; a failure outweighs all others."""
    stated = [*headers.getlist("P-Asserted-Identity")[:2], *headers.getlist("From")[:1]]
    values = [found[1] for text in stated for found in _VERSTAT.finditer(text)]
    for name in _VERSTAT_HEADERS:
        values += [value.strip() for value in headers.getlist(name)[:1]]
    known = [_ATTESTATIONS[v] for value in values if (v := value.lower()) in _ATTESTATIONS]
    if Attestation.FAILED in known:
        return Attestation.FAILED
    return known[0] if known else Attestation.NONE
