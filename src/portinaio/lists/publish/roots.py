"""Who may sign a site: keys made, added, replaced, and what is done on the day when one is lost.

Each change is a new root, signed by those who could sign the one before and those who can from now on. A key that goes
goes in two steps, so that at any moment what lies there is signed by somebody whom the newest root names: first the new
one comes beside it and signs, then it is taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from portinaio.core.message import counted, msg
from portinaio.errors import UsageError
from portinaio.lists.publish.keys import ONLINE, ROLES, ROOT
from portinaio.lists.publish.signed import ROOT_DAYS, as_bytes
from portinaio.lists.sync.site.trust import MOVED, with_slash
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    from collections.abc import Collection

    from portinaio.lists.publish.keys import Keys
    from portinaio.lists.publish.signed import Signed

MOST_KEYS = 9  # of one role


class Roots:
    def __init__(self, signed: Signed, keys: Keys) -> None:
        self._signed = signed
        self._keys = keys

    def begin(self) -> None:
        """The first root, and a key for each role."""
        if self._signed.begun:
            raise UsageError(
                msg("%(folder)s has its keys already", folder=str(self._signed.folder.place))
            )
        root = Root(1, expires=self._signed.until(ROOT_DAYS), consistent_snapshot=True)
        for role in ROLES:
            root.add_key(self._keys.make(role).public_key, role)
        self._put(Metadata(root), before=None)

    def add(self, role: str) -> None:
        """One more key, with which alone as many must sign as before."""
        root = self._signed.root()
        if len(root.signed.roles[role].keyids) >= MOST_KEYS:
            raise UsageError(msg("a role has at most %(n)d keys", n=MOST_KEYS))
        key = self._keys.make(role).public_key
        self._change(lambda root: root.add_key(key, role))
        self._sign_anew({role})

    def threshold(self, role: str, n: int) -> None:
        keyids = self._signed.root().signed.roles[role].keyids
        if not 1 <= n <= len(keyids):
            raise UsageError(
                counted(
                    "%(role)s has %(n)d key, and that one must sign",
                    "%(role)s has %(n)d keys, so from 1 to %(n)d of them may have to sign",
                    len(keyids),
                    role=role,
                )
            )
        self._change(lambda root: setattr(root.roles[role], "threshold", n))
        self._sign_anew({role})

    def rotate(self, role: str) -> None:
        """New keys in the place of all that the role has."""
        self._replace(role, set(self._signed.root().signed.roles[role].keyids))

    def recover(self, role: str = "") -> None:
        """New keys in the place of those that are not at hand; of all online roles where none is named, whether or not they are.

        So clients forget the highest version that a thief's timestamp may have shown them.
        """
        if not role:
            for each in ONLINE:
                self._replace(each, set(self._signed.root().signed.roles[each].keyids))
            return
        keyids = self._signed.root().signed.roles[role].keyids
        lost = {keyid for keyid in keyids if self._keys.signer(keyid) is None}
        if not lost:
            raise UsageError(
                msg("every key of %(role)s is here; rotate makes new ones all the same", role=role)
            )
        self._replace(role, lost)

    def move(self, url: str) -> None:
        """Say where the site is from now on; it has to be there, too."""
        address = with_slash(read_url(url).url)
        self._change(lambda root: root.unrecognized_fields.update({MOVED: address}))

    def _replace(self, role: str, old: Collection[str]) -> None:
        fresh = [self._keys.make(role).public_key for _ in old]

        def come(root: Root) -> None:
            for key in fresh:
                root.add_key(key, role)

        def go(root: Root) -> None:
            for keyid in sorted(old):
                root.revoke_key(keyid, role)

        self._change(come)
        self._sign_anew({role})
        self._change(go)

    def _change(self, change: object) -> None:
        before = self._signed.root()
        root = Metadata.from_bytes(as_bytes(before))
        root.signatures.clear()
        change(root.signed)  # type: ignore[operator]  # each is a function of the root
        root.signed.version += 1
        root.signed.expires = self._signed.until(ROOT_DAYS)
        self._put(root, before)

    def _put(self, root: Metadata[Root], before: Metadata[Root] | None) -> None:
        keyids = {*root.signed.roles[ROOT].keyids}
        if before:
            keyids |= {*before.signed.roles[ROOT].keyids}
        self._signed.sign(root, sorted(keyids))
        try:
            root.signed.verify_delegate(ROOT, root.signed_bytes, root.signatures)
            if before:
                before.signed.verify_delegate(ROOT, root.signed_bytes, root.signatures)
        except RepositoryError as error:
            raise self._signed.lacks_keys(ROOT, sorted(keyids)) from error
        name = f"metadata/{root.signed.version}.root.json"
        self._signed.folder.put(name, as_bytes(root))

    def _sign_anew(self, roles: Collection[str]) -> None:
        if ROOT in roles:
            return
        manifest = self._signed.manifest()
        if manifest is not None:
            self._signed.update(manifest, anew=True)
