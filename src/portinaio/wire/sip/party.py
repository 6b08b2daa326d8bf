"""Who calls, read from an INVITE: number, name, presentation and attestation, RFC 3325, RFC 3323, TS 24.229 7.2A.20.

The network's word comes first: P-Asserted-Identity, then Remote-Party-ID (draft-ietf-sip-privacy-01, which exchanges have kept), then
From, which the caller writes. Of these the first counts that is a telephone number, or says that the caller hides his.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Attestation, Presentation
from portinaio.core.numbers.spelling import not_shown
from portinaio.wire.sip import header, identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.wire.sip.header import Headers
    from portinaio.wire.sip.identity import Identity

MOST_IDENTITIES = 4  # one sip and one tel are allowed, RFC 3325 9.1
HIDING = frozenset({"id", "user", "header"})  # RFC 3323 4.2, RFC 3325 9.3
ANONYMOUS = "anonymous"  # RFC 3323 4.1.1.3

_WISH = re.compile(r"[;,\s]+")
_WORDS = re.compile(r"[a-z]+")
_HIDDEN_NUMBER = frozenset({"full", "uri"})
_VERSTAT_HEADERS = ("Verstat", "P-Verstat")
_VERSTAT = {
    "tn-validation-passed": Attestation.FULL,  # ATIS-1000074: said without a level of A alone
    "tn-validation-passed-a": Attestation.FULL,
    "tn-validation-passed-b": Attestation.PARTIAL,
    "tn-validation-passed-c": Attestation.GATEWAY,
    "tn-validation-failed": Attestation.FAILED,
    "no-tn-validation": Attestation.NONE,
}
_PASSED = "tn-validation-passed"
_LEVELS = {"a": Attestation.FULL, "b": Attestation.PARTIAL, "c": Attestation.GATEWAY}


class Party(NamedTuple):
    calling: str
    """Raw user part of the URI; `anonymous` where the caller hides."""
    called: str
    name: str
    presentation: Presentation
    attestation: Attestation


class _RemoteParty(NamedTuple):
    identity: Identity
    screened: bool
    """Whether an exchange has looked at it."""
    wishes: frozenset[str]


def caller(headers: Headers, *, trusted: bool) -> Party:
    """The parties of a call; what the network asserts counts only from a `trusted` peer. Never raises."""
    origin = identity.identity(headers.get("From") or "")
    asserted = [*_asserted(headers)] if trusted else []
    remote = [*_remote(headers)] if trusted else []
    named = [
        *asserted,
        *(one.identity for one in remote if one.screened),
        *([origin] if origin else []),
        *(one.identity for one in remote if not one.screened),
    ]
    shown = _who_calls(named)
    wishes = frozenset().union(*(one.wishes for one in remote))
    presentation = _presentation(headers, shown, wishes)
    calling, name = shown.user if shown else "", _name(shown, origin)
    if presentation is Presentation.RESTRICTED:
        calling, name = ANONYMOUS, ""  # a number asserted to us, but not for us
    called = identity.identity(headers.get("To") or "")
    return Party(
        calling,
        called.user if called else "",
        "" if "name" in wishes else name,
        presentation,
        _attestation(headers, asserted, origin, shown) if trusted else Attestation.NONE,
    )


def _asserted(headers: Headers) -> Iterator[Identity]:
    """The identities that name somebody, RFC 3325 9.1."""
    values = headers.getlist("P-Asserted-Identity")[:MOST_IDENTITIES]
    elements = (element for value in values for element in _elements(value))
    for element in islice(elements, MOST_IDENTITIES):
        found = identity.identity(element)
        if found and found.user:
            yield found


def _elements(value: str) -> Iterator[str]:
    """Those of one header; a comma in a name without its quotes separates nobody: `Rossi, Mario <sip:…>`."""
    before = ""
    for element in header.elements(value)[: 2 * MOST_IDENTITIES]:
        whole = f"{before}, {element}" if before else element
        before = ""
        if "<" not in element and ":" not in element and any(map(str.isalpha, element)):
            before = whole
        else:
            yield whole
    if before:
        yield before


def _remote(headers: Headers) -> Iterator[_RemoteParty]:
    values = headers.getlist("Remote-Party-ID")[:MOST_IDENTITIES]
    elements = (element for value in values for element in _elements(value))
    for element in islice(elements, MOST_IDENTITIES):
        address = header.address(element)
        if address and address.parameters.get("party", "calling").lower() == "calling":
            wishes = frozenset(_WORDS.findall(address.parameters.get("privacy", "").lower()))
            screened = address.parameters.get("screen", "").lower() == "yes"
            yield _RemoteParty(identity.read(address), screened, wishes)


def _who_calls(named: list[Identity]) -> Identity | None:
    """The first that has a number or hides it; what a trunk calls itself must not stand before the number behind it.

    The code of a telephone, such as `**622`, counts where no number stands behind it.
    """
    code = None
    for each in named:
        if each.is_code:
            code = code or each
        elif each.is_number:
            return each
        elif each.presentation is Presentation.RESTRICTED:
            return code or each
    named = [each for each in named if each.user] or named
    return code or (named[0] if named else None)


def _name(shown: Identity | None, origin: Identity | None) -> str:
    """Where the number itself, or a word for none, stands in its place, there is no name."""
    for each in filter(None, (shown, origin)):
        if each.name:
            is_number = each.name == each.user or not_shown(each.name)
            return "" if is_number else each.name
    return ""


def _presentation(
    headers: Headers, shown: Identity | None, remote_wishes: frozenset[str]
) -> Presentation:
    wishes = {
        wish.lower() for value in headers.getlist("Privacy")[:8] for wish in _WISH.split(value)
    }
    if wishes & HIDING or remote_wishes & _HIDDEN_NUMBER:
        return Presentation.RESTRICTED
    if shown is None:
        return Presentation.UNAVAILABLE
    if shown.is_number or shown.is_code:
        return Presentation.ALLOWED
    by_name = not_shown(shown.name) if shown.name else None
    if Presentation.RESTRICTED in {shown.presentation, by_name}:
        return Presentation.RESTRICTED
    known = shown.user and not (shown.presentation or by_name)
    return Presentation.ALLOWED if known else Presentation.UNAVAILABLE


def _attestation(
    headers: Headers, asserted: list[Identity], origin: Identity | None, shown: Identity | None
) -> Attestation:
    """What the network says of the number that is shown; a failure outweighs all others.

    `Identity` itself stays unread: to check it, its key would have to be fetched from where the caller says.
    """
    apart = [value for name in _VERSTAT_HEADERS for value in headers.getlist(name)[:1]]
    said = [
        v
        for value in (*_verstats(asserted, origin, shown), *apart)
        if (v := value.strip().lower()) in _VERSTAT
    ]
    found = [_VERSTAT[value] for value in said]
    if Attestation.FAILED in found:
        return Attestation.FAILED
    indicator = (headers.get("P-Attestation-Indicator") or "").strip().strip('"').lower()
    level = _LEVELS.get(indicator)
    if level and (not said or said[0] == _PASSED):
        return level
    if said:
        return found[0]
    return Attestation.GATEWAY if shown and shown.doubted else Attestation.NONE


def _verstats(
    asserted: list[Identity], origin: Identity | None, shown: Identity | None
) -> Iterator[str]:
    """Those of the number shown. Beside what is asserted From is believed in a failure alone, since the caller writes it."""
    if shown is None:
        return
    yield shown.verstat
    yield from (one.verstat for one in asserted if one.same_number(shown))
    if origin and _VERSTAT.get(origin.verstat) is Attestation.FAILED and origin.same_number(shown):
        yield origin.verstat
