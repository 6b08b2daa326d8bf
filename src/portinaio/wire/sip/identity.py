"""One identity of a caller, as a header names it: the user part of its URI, what the network says of it, and whether it hides.

Values come from a stranger's telephone: each is read with tolerance, cut to a length, and freed of control characters.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from portinaio.core.call import Presentation
from portinaio.core.numbers.spelling import ON_KEYS, completed, is_extension_code, not_shown
from portinaio.core.safe_text import one_line
from portinaio.wire.sip import header

LONGEST = 128  # characters of a number or name
LONGEST_WRITTEN = 1_000  # characters of a name before its encoding is undone
DIALLED = range(3, 19)  # digits, with a prefix for abroad; what has fewer is how a trunk is called

_DIALABLE = re.compile(r"[+*#]*[\d(][\d\-.() *#]*", re.ASCII)  # RFC 3966
_APART = re.compile(r"\D+", re.ASCII)
FULL = (
    7  # digits, from which on the end of a number is taken for the whole of it in another notation
)
_INVALID_HOSTS = {
    "anonymous.invalid": Presentation.RESTRICTED,  # RFC 3323 4.1.1.3
    "unknown.invalid": Presentation.UNAVAILABLE,  # TS 29.163 7.2.3.2.6
}
_NUMBERS = frozenset({"tel"})
_ACCOUNTS = frozenset({"sip", "sips"})


class Identity(NamedTuple):
    user: str
    """User part of the URI, its number completed by `phone-context`; empty for a host alone."""
    name: str
    """As it is displayed."""
    verstat: str
    """What the network found out, TS 24.229 7.2A.20, in lower case; from the parameters of this identity alone."""
    presentation: Presentation | None
    """What stands in place of a number; `None` for all else."""
    doubted: bool
    """A `?` before the number: the network does not vouch for it."""
    is_code: bool
    """How a telephone of a house is called, such as `**622`."""
    digits: str
    """Of a telephone number, without zeros in front; empty for all else."""

    @property
    def is_number(self) -> bool:
        return bool(self.digits)

    def same_number(self, other: Identity) -> bool:
        """Whether both are one number, in whatever notation: the shorter one is the end of the longer."""
        one, two = sorted((self.digits, other.digits), key=len)
        return bool(one) and (one == two or (len(one) >= FULL and two.endswith(one)))


def identity(value: str) -> Identity | None:
    """Of one element of a header; `None` where nobody can tell what it says."""
    found = header.address(value)
    return read(found) if found else None


def read(address: header.Address) -> Identity:
    user, host, parameters = _parts(address.uri)
    doubted = user[:1] == "?" and user[1:2] in {"+", *"0123456789"}
    if doubted:
        user = user[1:]
    if parameters:
        user = completed(user, parameters.get("phone-context", ""))
    user = one_line(user, LONGEST, mark="")
    verstat = parameters.get("verstat") or address.parameters.get("verstat", "")
    presentation = _in_place(user, host)
    is_code = user[:1] in {"*", "#"} and is_extension_code(user)
    return Identity(
        user,
        displayed(address.name) if address.name else "",
        verstat.strip().lower(),
        presentation,
        doubted,
        is_code,
        "" if presentation or is_code else _digits(user),
    )


def _digits(user: str) -> str:
    if _DIALABLE.fullmatch(user) is None:
        return ""
    digits = _APART.sub("", user).lstrip("0")
    return digits if len(digits) in DIALLED else ""


def user_of(uri: str) -> str:
    """`+39…` of `sip:+39…;verstat=…@host;user=phone` and of `tel:02…;phone-context=+39`; empty for a host alone."""
    return read(header.Address("", uri, {})).user


def displayed(name: str) -> str:
    """A display name without the encoding of mails, which some exchanges use, RFC 2047."""
    if "=?" in name:
        name = _decoded(name[:LONGEST_WRITTEN])
    return one_line(name, LONGEST, mark="")


def _decoded(name: str) -> str:
    from email.errors import HeaderParseError  # noqa: PLC0415  # hardly an exchange encodes
    from email.header import decode_header, make_header  # noqa: PLC0415  # as above

    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, ValueError):
        return name


def _parts(uri: str) -> tuple[str, str, dict[str, str]]:
    """User, host and parameters of a URI, those in the user part before those behind the host."""
    scheme, colon, rest = uri.partition(":")
    if not colon:
        return uri, "", {}
    if scheme.strip().lower() in _NUMBERS:
        number, *pieces = rest.partition("?")[0].split(";")
        return _plain(number), "", _parameters(pieces)
    user, at, host = rest.partition("@")
    if not at:
        user, host = "", rest
    user, *inside = user.split(";")
    if scheme.strip().lower() in _ACCOUNTS:
        user = user.partition(":")[0]  # user:password
    host, *behind = host.partition("?")[0].split(";")
    return _plain(user), _bare(host), _parameters([*inside, *behind])


def _plain(text: str) -> str:
    return unquote(text, errors="replace") if "%" in text else text


def _bare(host: str) -> str:
    return host.partition(":")[0].strip().lower().rstrip(".")


def _parameters(pieces: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in pieces[: header.MOST_PARAMETERS]:
        name, _, value = piece.partition("=")
        found.setdefault(name.strip().lower(), _plain(header.unquoted(value.strip())))
    return found


def _in_place(user: str, host: str) -> Presentation | None:
    if host in _INVALID_HOSTS:
        return _INVALID_HOSTS[host]
    if not user:
        return None
    if user[0] == "+" or user[:2] == "00":  # without, they may be a number of some country
        spelled = _APART.sub("", user).removeprefix("00")
        return ON_KEYS.get(spelled) or (not_shown(user) if user[0] == "0" else None)
    return not_shown(user)
