"""Digest access authentication of the client: RFC 3261 22, RFC 7616 and RFC 8760."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip.header import unquoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.wire.sip.message import Response

ALGORITHMS = {"md5": "md5", "sha-256": "sha256", "sha-512-256": "sha512_256"}
LONGEST = 4096  # characters of a challenge

_PARAMETER = re.compile(r'(?<![\w-])([\w-]++)\s*+=\s*+("(?:[^"\\]|\\.)*+"|[^\s,"]+)', re.DOTALL)


class Challenge(NamedTuple):
    """A `Digest` challenge that we can answer."""

    proxy: bool
    """From a 407: the answer goes into Proxy-Authorization."""
    parameters: Mapping[str, str]

    @property
    def stale(self) -> bool:
        """The password was right and only the nonce too old."""
        return self.parameters.get("stale", "").lower() == "true"

    @property
    def algorithm(self) -> str:
        return self.parameters.get("algorithm", "MD5")


class Login(NamedTuple):
    username: str
    password: str


def challenged_by(response: Response) -> Challenge | None:
    """The challenge of a 401 or a 407."""
    proxy = response.code == 407
    values = response.headers.getlist("Proxy-Authenticate" if proxy else "WWW-Authenticate")
    return challenge(values, proxy=proxy)


def challenge(values: Iterable[str], *, proxy: bool) -> Challenge | None:
    """The first of several challenges that we can answer, RFC 8760 2.4: the server's order is its preference."""
    for value in values:
        scheme, _, rest = value[:LONGEST].strip().partition(" ")
        if scheme.lower() != "digest":
            continue
        found = Challenge(proxy, _parameters(rest))
        if _answerable(found):
            return found
    return None


def authorization(  # noqa: PLR0913, PLR0917  # all that is hashed
    asked: Challenge, login: Login, method: str, uri: str, cnonce: str, nth: int = 1
) -> tuple[str, str]:
    """Name and value of the header that answers the challenge, for the `nth` time by its nonce."""
    given = asked.parameters
    realm, nonce = given["realm"], given["nonce"]
    ha1 = _hash(asked.algorithm, f"{login.username}:{realm}:{login.password}")
    ha2 = _hash(asked.algorithm, f"{method}:{uri}")
    values = {"username": login.username, "realm": realm, "nonce": nonce, "uri": uri}
    if "qop" in given:
        count = f"{nth:08x}"
        values["response"] = _hash(asked.algorithm, f"{ha1}:{nonce}:{count}:{cnonce}:auth:{ha2}")
        values["cnonce"] = cnonce
        plain = f", qop=auth, nc={count}"
    else:  # RFC 2617 allowed servers to do without
        values["response"] = _hash(asked.algorithm, f"{ha1}:{nonce}:{ha2}")
        plain = ""
    if "opaque" in given:
        values["opaque"] = given["opaque"]
    if "algorithm" in given:
        plain += f", algorithm={asked.algorithm}"
    name = "Proxy-Authorization" if asked.proxy else "Authorization"
    return name, "Digest " + ", ".join(f"{k}={_quoted(v)}" for k, v in values.items()) + plain


def _parameters(text: str) -> dict[str, str]:
    return {name.lower(): unquoted(value) for name, value in _PARAMETER.findall(text)}


def _answerable(asked: Challenge) -> bool:
    given = asked.parameters
    offered = {qop.strip().lower() for qop in given.get("qop", "auth").split(",")}
    known = asked.algorithm.lower() in ALGORITHMS and _available(asked.algorithm)
    return bool(given.get("nonce")) and "realm" in given and known and "auth" in offered


def _available(algorithm: str) -> bool:
    """Some builds of OpenSSL leave SHA-512/256 out."""
    return ALGORITHMS[algorithm.lower()] in hashlib.algorithms_available


def _hash(algorithm: str, text: str) -> str:
    return hashlib.new(
        ALGORITHMS[algorithm.lower()], text.encode(), usedforsecurity=False
    ).hexdigest()


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
