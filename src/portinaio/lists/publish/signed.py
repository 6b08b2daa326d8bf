"""The signed files of a site: who may sign what, and the chain from the timestamp down to the manifest.

Promises end at midnights, so that the same site published twice on a day is the same to the byte.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)
from tuf.api.serialization.json import JSONSerializer

from portinaio.core.message import msg
from portinaio.errors import ConfigError, UntrustedListError
from portinaio.lists.publish.keys import ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from portinaio.lists.site.manifest import TARGET

if TYPE_CHECKING:
    from portinaio.lists.publish.folder import SiteFolder
    from portinaio.lists.publish.keys import Keys
    from portinaio.lists.site.seal import Seal

ROOT_DAYS = 730
TARGETS_DAYS = 120
TIMESTAMP_DAYS = 14  # a list that nobody publishes for a fortnight is not believed any more
RENEWED_AT = 0.5  # of their time is left when targets and snapshot are signed anew without a change
_DAYS = {ROOT: ROOT_DAYS, TARGETS: TARGETS_DAYS, SNAPSHOT: TARGETS_DAYS, TIMESTAMP: TIMESTAMP_DAYS}


class Signed:
    """Of one site."""

    def __init__(
        self, folder: SiteFolder, keys: Keys, now: datetime, seal: Seal | None = None
    ) -> None:
        """`seal` is that of a private site."""
        self.seal = seal
        self.folder = folder
        self._keys = keys
        self._midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)

    # -- what there is

    @property
    def begun(self) -> bool:
        return self.folder.has("metadata/1.root.json")

    @property
    def fingerprint(self) -> str:
        return sha256(self.folder.read("metadata/1.root.json") or b"").hexdigest()

    def root(self) -> Metadata[Root]:
        """The newest. `ConfigError` where there is none."""
        versions = [name.partition(".") for name in self.folder.names("metadata")]
        roots = [int(v) for v, _, rest in versions if rest == "root.json" and v.isdigit()]
        if not roots:
            raise ConfigError(
                msg(
                    "%(folder)s has no keys yet; portinaio publish keys init makes them",
                    folder=str(self.folder.place),
                )
            )
        found = self._read(f"metadata/{max(roots)}.root.json")
        assert found is not None  # it was named just now
        return found

    def current(self, role: str) -> Metadata[Any] | None:
        """As the timestamp has it, whatever else lies there."""
        if role == TIMESTAMP:
            return self._read("metadata/timestamp.json")
        if role == SNAPSHOT:
            timestamp = self.current(TIMESTAMP)
            version = timestamp and timestamp.signed.snapshot_meta.version
        else:
            snapshot = self.current(SNAPSHOT)
            version = snapshot and snapshot.signed.meta["targets.json"].version
        return self._read(f"metadata/{version}.{role}.json") if version else None

    def sealed_manifest(self) -> bytes | None:
        """As it lies there."""
        targets = self.current(TARGETS)
        if targets is None or TARGET not in targets.signed.targets:
            return None
        return self.folder.read(_target_path(targets.signed.targets[TARGET]))

    def manifest(self) -> bytes | None:
        data = self.sealed_manifest()
        return self.seal.open(data) if data and self.seal else data

    def _read(self, path: str) -> Metadata[Any] | None:
        data = self.folder.read(path)
        if data is None:
            return None
        try:
            return Metadata.from_bytes(data)
        except RepositoryError as error:
            raise UntrustedListError(
                msg(
                    "%(file)s of the site cannot be read: %(reason)s",
                    file=path,
                    reason=str(error)[:200],
                )
            ) from error

    # -- what is signed anew

    def update(self, manifest: bytes, *, anew: bool = False) -> None:
        """The chain over this manifest; what need not change stays as it is. `anew` signs all of it, as with other keys."""
        root = self.root()
        manifest = self.seal.close(manifest) if self.seal else manifest
        targets, new_targets = self._targets(root, manifest, anew=anew)
        snapshot, new_snapshot = self._snapshot(root, targets, anew=anew or new_targets)
        self._timestamp(root, snapshot, anew=anew or new_snapshot)
        self._forget(targets, snapshot)

    def _targets(
        self, root: Metadata[Root], manifest: bytes, *, anew: bool
    ) -> tuple[Metadata[Any], bool]:
        target = TargetFile.from_data(TARGET, manifest, ["sha256"])
        now = self.current(TARGETS)
        if now and not anew and now.signed.targets == {TARGET: target} and self._lasts(now):
            return now, False
        self.folder.put(_target_path(target), manifest)
        fresh = Metadata(
            Targets(_behind(now), expires=self._until(TARGETS), targets={TARGET: target})
        )
        return self._write(root, TARGETS, fresh), True

    def _snapshot(
        self, root: Metadata[Root], targets: Metadata[Any], *, anew: bool
    ) -> tuple[Metadata[Any], bool]:
        now = self.current(SNAPSHOT)
        if now and not anew and self._lasts(now):
            return now, False
        meta = {"targets.json": _meta(targets)}
        fresh = Metadata(Snapshot(_behind(now), expires=self._until(SNAPSHOT), meta=meta))
        return self._write(root, SNAPSHOT, fresh), True

    def _timestamp(self, root: Metadata[Root], snapshot: Metadata[Any], *, anew: bool) -> None:
        now = self.current(TIMESTAMP)
        if now and not anew and now.signed.expires == self._until(TIMESTAMP):
            return
        fresh = Metadata(
            Timestamp(_behind(now), expires=self._until(TIMESTAMP), snapshot_meta=_meta(snapshot))
        )
        self._write(root, TIMESTAMP, fresh)

    def _write(self, root: Metadata[Root], role: str, fresh: Metadata[Any]) -> Metadata[Any]:
        self.sign(fresh, root.signed.roles[role].keyids)
        try:
            root.verify_delegate(role, fresh)
        except RepositoryError as error:
            raise self.lacks_keys(role, root.signed.roles[role].keyids) from error
        named = "timestamp" if role == TIMESTAMP else f"{fresh.signed.version}.{role}"
        self.folder.put(f"metadata/{named}.json", as_bytes(fresh))
        return fresh

    def sign(self, metadata: Metadata[Any], keyids: list[str]) -> None:
        """With every one of these keys that is at hand."""
        for keyid in sorted(keyids):
            if signer := self._keys.signer(keyid):
                metadata.sign(signer, append=True)

    def lacks_keys(self, role: str, keyids: list[str]) -> ConfigError:
        away = [keyid[:16] for keyid in keyids if not self._keys.signer(keyid)]
        return ConfigError(
            msg(
                "the role %(role)s needs more keys than are here; these are missing: %(keys)s. Say with --keys where they are, or"
                " replace them: portinaio publish keys recover",
                role=role,
                keys=", ".join(away) or "-",
            )
        )

    def until(self, days: int) -> datetime:
        return self._midnight + timedelta(days=days)

    def _until(self, role: str) -> datetime:
        return self.until(_DAYS[role])

    def _lasts(self, metadata: Metadata[Any]) -> bool:
        left = metadata.signed.expires - self._midnight
        return bool(left > timedelta(days=TARGETS_DAYS * RENEWED_AT))

    def _forget(self, targets: Metadata[Any], snapshot: Metadata[Any]) -> None:
        """All but these and those before them, which somebody may be reading."""
        keep = {name for name in self.folder.names("metadata") if name.endswith(".root.json")}
        keep.add("timestamp.json")
        for role, signed in ((TARGETS, targets.signed), (SNAPSHOT, snapshot.signed)):
            keep |= {f"{signed.version - back}.{role}.json" for back in range(2)}
        self.folder.keep_only("metadata", keep)
        named = {_target_path(targets.signed.targets[TARGET])}
        before = self._read(f"metadata/{targets.signed.version - 1}.targets.json")
        if before:
            named |= {_target_path(target) for target in before.signed.targets.values()}
        self.folder.keep_only("targets", {path.removeprefix("targets/") for path in named})


def as_bytes(metadata: Metadata[Any]) -> bytes:
    return metadata.to_bytes(JSONSerializer(compact=True))


def _meta(metadata: Metadata[Any]) -> MetaFile:
    return MetaFile.from_data(metadata.signed.version, as_bytes(metadata), ["sha256"])


def _behind(now: Metadata[Any] | None) -> int:
    return now.signed.version + 1 if now else 1


def _target_path(target: TargetFile) -> str:
    return f"targets/{target.hashes['sha256']}.{target.path}"
