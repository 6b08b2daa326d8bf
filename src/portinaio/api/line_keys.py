"""Whom a new line will ask by TLS: who shows a certificate of its own making is trusted once somebody knows its key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BOX_PORT = 49_443  # of its lists, by TLS
PIN = "tls_pin"


class AskedByTls(NamedTuple):
    """As `line_certificate` takes it."""

    registrar: str
    nearest: str
    nameservers: tuple[str, ...]


def asked_by_tls(kind: str, keys: Mapping[str, Any]) -> Iterator[AskedByTls]:
    """Of several proxies each; nobody where a key is known already."""
    if keys.get(PIN):
        return
    registrar, nearest = _asked(kind, keys)
    for one in nearest:
        if one.lower().startswith("sips:") or ";transport=tls" in one.lower():
            yield AskedByTls(registrar, one, tuple(keys.get("nameservers", ())))


def _asked(kind: str, keys: Mapping[str, Any]) -> tuple[str, list[str]]:
    """A name, and where whoever has it is asked; nowhere where nobody is by TLS."""
    if kind != "fritzbox":
        registrar, proxy = str(keys.get("registrar") or ""), keys.get("proxy") or []
        return registrar, ([proxy] if isinstance(proxy, str) else proxy) or [registrar]
    if not keys.get("username") or keys.get("tls") is False:
        return "", []
    address = str(keys.get("address") or "fritz.box")
    return address, [f"sip:{address}:{keys.get('port') or BOX_PORT};transport=tls"]
