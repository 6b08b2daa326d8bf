"""What keys of config.toml mean that several kinds of line have, and what cannot be meant by them."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from portinaio.config.line_kind import Problem, Remark
from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PIN = re.compile(r"(?:sha-?256:)?((?:[0-9a-f]{2}:?){32})", re.IGNORECASE)


def of_networks(line: str, trusted: Iterable[str]) -> Iterator[Problem]:
    for network in trusted:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            yield Problem(
                "trusted",
                msg(
                    "trusted of line %(name)s must be like 192.168.1.0/24, not %(value)r",
                    name=line,
                    value=network,
                ),
            )


def of_pin(line: str, pin: str) -> Iterator[Problem]:
    if pin and pinned_key(pin) is None:
        yield Problem(
            "tls_pin",
            msg(
                "tls_pin of line %(name)s must be 64 digits of a SHA-256, as `lines add` shows them, not %(value)r",
                name=line,
                value=pin[:80],
            ),
        )


def known_by(pin: str) -> Iterator[Remark]:
    """By which key whoever is asked by TLS is known, so that it can be compared with what a box shows."""
    if pin:
        said = msg("whom it asks is known by the key sha256:%(key)s", key=pinned_key(pin) or "?")
        yield Remark("key", said, quiet=True)


def pinned_key(text: str) -> str | None:
    """SHA-256 of a public key in 64 digits, however it was written; `None` where it is none."""
    found = _PIN.fullmatch(text.strip())
    return found[1].replace(":", "").lower() if found else None
