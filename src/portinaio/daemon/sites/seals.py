"""Keys of private sites at home. A new one is kept as the next before anything is closed with it, and takes the place of the old one
when the site is published: whoever is killed between has the key to what lies there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.config import secrets
from portinaio.core.message import msg
from portinaio.errors import ConfigError, UntrustedListError
from portinaio.lists.site.invitation import key_name
from portinaio.lists.site.seal import SEALED, Seal, new_key

if TYPE_CHECKING:
    from portinaio.daemon.context import Context
    from portinaio.lists.publish.signed import Signed


def seal_of(context: Context, signed: Signed) -> Seal | None:
    """Of a private site; `ConfigError` where its key is not here."""
    name = key_name(signed.fingerprint)
    there = signed.sealed_manifest() or b""
    if there[:1] != SEALED:
        return None
    for each in (name, _next(name)):
        key = secrets.look_up(each, context.home)
        if key and _opens(Seal(key), there):
            if each != name:
                take_next(context, signed)
            return Seal(key)
    raise ConfigError(msg("the site is private, and its key is not on this computer"))


def next_seal(context: Context, signed: Signed) -> Seal:
    key = new_key()
    secrets.store(_next(key_name(signed.fingerprint)), key, context.home)
    return Seal(key)


def take_next(context: Context, signed: Signed) -> None:
    """The next key is the key from now on."""
    name = key_name(signed.fingerprint)
    key = secrets.look_up(_next(name), context.home)
    if key:
        secrets.store(name, key, context.home)
        secrets.remove(_next(name), context.home)


def _next(name: str) -> str:
    return f"{name}-next"


def _opens(seal: Seal, data: bytes) -> bool:
    try:
        seal.open(data)
    except UntrustedListError:
        return False
    return True
