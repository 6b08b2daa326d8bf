"""A site of this computer, published or with other keys: checked here, done in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg, untranslated
from portinaio.daemon.asker import Asker
from portinaio.daemon.errands.errand import run_errand
from portinaio.errors import UsageError
from portinaio.store.codec import unpack_message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.daemon.context import Context

MODULE = "portinaio.daemon.sites.publish_worker"
PATIENCE_S = 3000.0
ABOUT = ("title", "publisher", "licence", "homepage", "source", "appeal")
LONGEST_TEXT = 300  # characters
LONGEST_PATH = 4000
ROLES = ("root", "targets", "snapshot", "timestamp")
OF_A_ROLE = ("add", "rotate", "threshold")
_BROKEN = msg("it ended before it was done; what is published is whole, as it was or new")


def publish(context: Context, asked: Mapping[str, Any], asker: Asker | None) -> dict[str, Any]:
    about = dict(asked["about"])
    for name, text in about.items():
        if name not in ABOUT:
            raise UsageError(
                msg(
                    "of a site can be said: %(names)s, and not %(name)r",
                    names=" ".join(ABOUT),
                    name=name[:40],
                )
            )
        if len(text) > LONGEST_TEXT or not text.isprintable():
            raise UsageError(
                msg("%(name)s is a line of at most %(n)d letters", name=name, n=LONGEST_TEXT)
            )
    return _done(context, {**asked, "about": about}, asker)


def change_keys(context: Context, asked: Mapping[str, Any], asker: Asker | None) -> dict[str, Any]:
    act, role = asked["act"], asked["role"]
    if act in OF_A_ROLE and role not in ROLES:
        raise UsageError(msg("say of which role: %(roles)s", roles=" ".join(ROLES)))
    if role and role not in ROLES:
        raise UsageError(msg("a role is one of %(roles)s", roles=" ".join(ROLES)))
    return _done(context, asked, asker)


def _done(context: Context, asked: Mapping[str, Any], asker: Asker | None) -> dict[str, Any]:
    for name in ("site", "keys"):
        path = asked[name]
        if path and (not path.startswith("/") or len(path) > LONGEST_PATH or "\0" in path):
            raise UsageError(
                msg("name the folder with its whole path, not %(file)r", file=path[:80])
            )
    told: dict[str, Any] = run_errand(
        MODULE, {**asked, "home": context.home}, asker or Asker(), PATIENCE_S, _BROKEN
    )
    remarks = [untranslated(unpack_message(remark)) for remark in told["remarks"]]
    return {"site": asked["site"], **told, "remarks": remarks}
