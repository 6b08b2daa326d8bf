"""Links that allow one caller, once: what a notice of a call that was turned away holds, where somebody can follow it.

Kept is the digest of each, so that who reads the database cannot allow anybody. A link holds for two days, and for one press.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portinaio.daemon.context import Context

KEPT = "notices.allow"
"""In the store: digest to number and the second at which it ends."""
LASTS = timedelta(days=2)
MOST = 200  # links at a time; the oldest goes first
PATH = "/allow/"
_LOCK = threading.Lock()


def made(context: Context, number: str) -> str:
    """A new one, to be appended to `PATH`."""
    token = secrets.token_urlsafe(24)
    ends = int((context.now() + LASTS).timestamp())
    with _LOCK:
        kept = _kept(context)
        kept[_digest(token)] = [number, ends]
        newest = sorted(kept.items(), key=lambda one: one[1][1])[-MOST:]
        context.store.state.set(KEPT, json.dumps(dict(newest)))
    return token


def number_of(context: Context, token: str) -> str | None:
    """Whom it would allow; `None` where it has been used, has ended, or is none."""
    with _LOCK:
        found = _kept(context).get(_digest(token))
    return str(found[0]) if found else None


def used(context: Context, token: str) -> str | None:
    """Whom it allows, said once."""
    with _LOCK:
        kept = _kept(context)
        found = kept.pop(_digest(token), None)
        if found:
            context.store.state.set(KEPT, json.dumps(kept))
    return str(found[0]) if found else None


def _kept(context: Context) -> dict[str, list[str | int]]:
    """Those that have not ended."""
    now_s = context.now().timestamp()
    found = json.loads(context.store.state.get(KEPT) or "{}")
    return {digest: one for digest, one in found.items() if one[1] > now_s}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
