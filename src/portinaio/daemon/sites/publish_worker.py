"""`python -m portinaio.daemon.sites.publish_worker`: publishes a site, or changes its keys, in a process of its own.

It loads The Update Framework and holds a list in memory, neither of which a daemon has a use for afterwards.
"""

from __future__ import annotations

import gc
import os
import tempfile
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.config.home import Home
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.daemon.context import Context
from portinaio.daemon.errands.worker import answer_errand
from portinaio.daemon.sites.host import host_remarks
from portinaio.daemon.sites.published import Note, noted, write_note
from portinaio.daemon.sites.seals import next_seal, seal_of, take_next
from portinaio.daemon.sites.source import OWN, Refused, digest_of, write_index
from portinaio.errors import HomeError, UsageError
from portinaio.lists.index.mapped import IndexFile
from portinaio.lists.site.manifest import About
from portinaio.lists.sync.site.trust import moved, need_tuf
from portinaio.store.codec import pack_message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portinaio.core.message import Message
    from portinaio.lists.publish.keys import Keys
    from portinaio.lists.publish.publish import Published
    from portinaio.lists.publish.signed import Signed

BEFORE_A_LOOK = 200_000  # objects, until the collector looks for circles; rows have none


def work(asked: Mapping[str, Any]) -> dict[str, Any]:
    need_tuf()
    gc.set_threshold(BEFORE_A_LOOK)
    context = Context(Home(*asked["home"]))
    try:
        return _change_keys(context, asked) if "act" in asked else _publish(context, asked)
    except OSError as error:
        raise HomeError(
            msg(
                "%(folder)s cannot be written: %(reason)s",
                folder=asked["site"],
                reason=reason(error),
            )
        ) from error
    finally:
        context.close()


def _publish(context: Context, asked: Mapping[str, Any]) -> dict[str, Any]:
    signed, keys = _site(context, asked)
    signed.seal = seal_of(context, signed) if signed.begun else None
    _refuse_other_kind(signed, private=asked["private"])
    known = noted(context.home, asked["site"])
    options = [asked[key] for key in ("source", "format", "region", "ranges", "lookup")]
    digest = digest_of(context, asked["source"], options)
    begun = signed.begun
    wanted_anew = asked["renew"] or any(asked["about"].values())
    if begun and not wanted_anew and _is_as_noted(signed, known, digest):
        from portinaio.lists.publish.publish import renew  # noqa: PLC0415  # an extra

        with signed.folder.sole():
            published, refused = renew(signed, context.now()), Refused()
    else:
        published, refused = _published(context, asked, signed, keys)
    url = asked["url"] or known.url
    manifest = sha256(signed.manifest() or b"").hexdigest()
    write_note(context.home, asked["site"], Note(digest, manifest, url))
    remarks = [*published.remarks, *([] if begun else _root_remarks(signed, keys))]
    remarks += refused.remarks
    if url:
        remarks += host_remarks(url, signed, context.now())
    return {
        "root": published.fingerprint,
        "serial": published.serial,
        "entries": published.rows,
        "accepted": published.changed,
        "removed": published.gone,
        "rejected": refused.rows,
        "bytes": signed.folder.written,
        "keys_made": not begun,
        "remarks": _packed(remarks),
    }


def _refuse_other_kind(signed: Signed, *, private: bool) -> None:
    """What was published once stays as it was: who has read it knows it."""
    if private and not signed.seal and signed.begun and signed.manifest():
        raise UsageError(
            msg(
                "%(folder)s is published for everybody; take another folder",
                folder=str(signed.folder.place),
            )
        )


def _is_as_noted(signed: Signed, known: Note, digest: str) -> bool:
    """Whether neither the source nor the site has changed since it was published from here."""
    manifest = signed.manifest()
    return bool(
        digest
        and manifest
        and (known.source, known.manifest) == (digest, sha256(manifest).hexdigest())
    )


def _published(
    context: Context, asked: Mapping[str, Any], signed: Signed, keys: Keys
) -> tuple[Published, Refused]:
    """The source is read before anything is written: who has named a wrong one has no site with keys of it."""
    from portinaio.lists.publish.publish import Wanted, publish  # noqa: PLC0415  # an extra
    from portinaio.lists.publish.roots import Roots  # noqa: PLC0415  # as above

    with tempfile.TemporaryDirectory(prefix="portinaio-publish-") as folder:
        index = Path(folder, "site.nsx")
        refused = write_index(context, asked, index, begun=bool(signed.begun and signed.manifest()))
        with signed.folder.sole():
            if not signed.begun:
                Roots(signed, keys).begin()
            fresh = None
            if asked["private"] and (asked["renew"] or not signed.seal):
                fresh = next_seal(context, signed)
            file, about = IndexFile(index, "site"), About(**asked["about"])
            own = asked["source"] in OWN
            wanted = Wanted(
                asked["ranges"],
                shards=asked["lookup"],
                empty=own,
                seal=fresh,
                accept=own or asked["accept"],
            )
            published = publish(signed, file, about, context.now(), wanted)
            if fresh:
                take_next(context, signed)
    return published, refused


def _change_keys(context: Context, asked: Mapping[str, Any]) -> dict[str, Any]:
    from portinaio.lists.publish.roots import Roots  # noqa: PLC0415  # an extra

    signed, keys = _site(context, asked)
    signed.seal = seal_of(context, signed) if signed.begun else None
    roots = Roots(signed, keys)
    acts: dict[str, Callable[[], None]] = {
        "init": roots.begin,
        "add": partial(roots.add, asked["role"]),
        "rotate": partial(roots.rotate, asked["role"]),
        "threshold": partial(roots.threshold, asked["role"], asked["threshold"]),
        "recover": partial(roots.recover, asked["role"]),
        "move": partial(roots.move, asked["target"]),
        "show": lambda: None,
    }
    if asked["act"] == "show":
        return _keys_answer(signed, keys)
    with signed.folder.sole():
        acts[asked["act"]]()
    return _keys_answer(signed, keys)


def _site(context: Context, asked: Mapping[str, Any]) -> tuple[Signed, Keys]:
    from portinaio.lists.publish.folder import SiteFolder  # noqa: PLC0415  # an extra
    from portinaio.lists.publish.keys import Keys  # noqa: PLC0415  # as above
    from portinaio.lists.publish.signed import Signed  # noqa: PLC0415  # as above

    context.home.make()
    keys = Keys(context.home, Path(asked["keys"]) if asked["keys"] else None)
    return Signed(SiteFolder(Path(asked["site"])), keys, context.now()), keys


def _keys_answer(signed: Signed, keys: Keys) -> dict[str, Any]:
    from portinaio.lists.publish.keys import ROLES  # noqa: PLC0415  # an extra

    root = signed.root().signed
    return {
        "site": str(signed.folder.place),
        "root": signed.fingerprint,
        "version": root.version,
        "expires": root.expires.date().isoformat(),
        "moved": moved(root),
        "roles": [
            {
                "role": role,
                "threshold": root.roles[role].threshold,
                "keys": [
                    {"id": keyid[:16], "where": keys.where(keyid)}
                    for keyid in root.roles[role].keyids
                ],
            }
            for role in ROLES
        ],
        "remarks": _packed(_root_remarks(signed, keys)),
    }


def _root_remarks(signed: Signed, keys: Keys) -> Sequence[Message]:
    """Where a root key lies in the home, where whoever takes the home takes the site."""
    keyids = signed.root().signed.roles["root"].keyids
    files = [file for keyid in keyids if (file := keys.file(keyid))]
    at_home = [str(file) for file in files if file.parent == keys.own]
    if not at_home:
        return ()
    return (
        msg(
            "the key of the root lies in %(file)s; move it to a stick that you keep in a drawer. Publishing does without it, and"
            " --keys says where it is when keys change",
            file=", ".join(at_home),
        ),
    )


def _packed(remarks: Sequence[Message]) -> list[Any]:
    return [pack_message(remark) for remark in remarks]


def _begin() -> None:
    os.umask(0o022)  # what is published is read by a web server
    answer_errand(work)


if __name__ == "__main__":
    _begin()
