"""A list site in memory that signs on demand whatever a test wants it to sign, and serves it over a socket."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from msgspec import structs
from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from list_server import AServer, ok
from portinaio.lists.publish.signed import as_bytes
from portinaio.lists.site.changes import write_changes
from portinaio.lists.site.manifest import (
    TARGET,
    VERSION,
    About,
    Chunk,
    Manifest,
    write_manifest,
    write_table,
)
from portinaio.lists.site.planes import Rows, encode
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.lists.site.manifest import Change

ROLES = ("root", "targets", "snapshot", "timestamp")
DAY = FROZEN_NOW.date().toordinal()
NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@cache
def a_signer(name: str) -> CryptoSigner:
    """The same at each call."""
    assert name
    return CryptoSigner.generate_ed25519()


class ForgedSite:
    """What is signed, and by whom, may be changed at will; `serve` of a path signs it anew."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.signers = {role: [a_signer(role)] for role in ROLES}
        later = FROZEN_NOW + timedelta(days=30)
        self.root = Root(1, expires=later, consistent_snapshot=True)
        for role in ROLES:
            self.root.add_key(a_signer(role).public_key, role)
        self.roots = [self.sign(self.root, self.signers["root"])]
        self.data: dict[str, bytes] = {}
        self.instead: dict[str, Any] = {}
        """By path, what is served in the place of what should be: bytes of a file, or an answer as `AServer` has them."""
        self.hash_instead = ""
        """Signed as that of the manifest, where it is something."""
        self.named = TARGET
        """As what the manifest is signed."""
        self.delegate = ""
        """The role that signs it in the place of targets, where it is something."""
        self.targets = Targets(5, expires=later)
        self.snapshot = Snapshot(5, expires=later)
        self.timestamp = Timestamp(5, expires=later)
        self.manifest = self.of(rows)

    # -- the list

    def of(self, rows: Iterable[Any], serial: int = 1) -> Manifest:
        ordered = sorted(rows)
        singles = [row for row in ordered if row[0] == row[1]]
        wide = [row for row in ordered if row[0] != row[1]]
        self.chunks = tuple(self.chunk(part) for part in (singles, wide) if part)
        return self.with_table(
            Manifest(VERSION, serial, DAY, len(ordered), About(), serial, DAY, b"", 0, 0, ())
        )

    def with_table(self, manifest: Manifest) -> Manifest:
        """That names `chunks` as they are now."""
        table = write_table(self.chunks)
        size = sum(chunk.size for chunk in self.chunks)
        return structs.replace(
            manifest, table=self.put(table), table_size=len(table), snapshot_bytes=size
        )

    def chunk(self, rows: list[Any]) -> Chunk:
        body = encode(Rows.of(rows))
        return Chunk(self.put(body), rows[0][0], len(rows), len(body), rows[0][0] != rows[0][1])

    def put(self, body: bytes) -> bytes:
        digest = sha256(body).digest()
        self.data[f"/data/{digest.hex()}"] = body
        return digest

    def change(self, rows: Iterable[Any], gone: Iterable[tuple[int, int]]) -> bytes:
        changed = {(row[0], row[1]): row for row in rows} | dict.fromkeys(gone)
        return write_changes(changed).data

    # -- what signs it

    @property
    def fingerprint(self) -> str:
        return sha256(self.roots[0]).hexdigest()

    @staticmethod
    def sign(signed: Any, signers: Iterable[CryptoSigner]) -> bytes:
        metadata = Metadata(signed)
        for signer in signers:
            metadata.sign(signer, append=True)
        return as_bytes(metadata)

    def signed(self, role: str) -> bytes:
        return self.sign(getattr(self, role), self.signers[role])

    def bump(self) -> None:
        """Everything above the manifest is one version higher, as after each publication."""
        for role in ("targets", "snapshot", "timestamp"):
            getattr(self, role).version += 1

    def rotate_root(
        self, change: Callable[[Root], None], signers: Iterable[str] = ("root",)
    ) -> None:
        change(self.root)
        self.root.version += 1
        self.roots.append(self.sign(self.root, map(a_signer, signers)))

    def files(self) -> dict[str, bytes]:
        """By path."""
        manifest = write_manifest(self.manifest)
        target = TargetFile.from_data(TARGET, manifest, ["sha256"])
        if self.hash_instead:
            target.hashes["sha256"] = self.hash_instead
        self.targets.targets = {self.named: target}
        delegated = self._delegated() if self.delegate else {}
        targets = self.signed("targets")
        self.snapshot.meta = {
            "targets.json": MetaFile.from_data(self.targets.version, targets, ["sha256"]),
            **{f"{self.delegate}.json": MetaFile(1) for _ in delegated},
        }
        snapshot = self.signed("snapshot")
        self.timestamp.snapshot_meta = MetaFile.from_data(
            self.snapshot.version, snapshot, ["sha256"]
        )
        files = {f"/metadata/{n}.root.json": data for n, data in enumerate(self.roots, 1)}
        return {
            **files,
            **self.data,
            **delegated,
            f"/targets/{target.hashes['sha256']}.{TARGET}": manifest,
            f"/metadata/{self.targets.version}.targets.json": targets,
            f"/metadata/{self.snapshot.version}.snapshot.json": snapshot,
            "/metadata/timestamp.json": self.signed("timestamp"),
        }

    def _delegated(self) -> dict[str, bytes]:
        """Whatever targets would say, said by the role that it trusts with all."""
        role = Targets(1, expires=self.targets.expires, targets=self.targets.targets)
        key = a_signer(self.delegate).public_key
        trusted = DelegatedRole(self.delegate, [key.keyid], 1, terminating=True, paths=["*"])
        self.targets.targets = {}
        self.targets.delegations = Delegations({key.keyid: key}, {self.delegate: trusted})
        data = self.sign(role, [a_signer(self.delegate)])
        return {f"/metadata/1.{self.delegate}.json": data}

    def path(self, ending: str) -> str:
        """Of the one file whose path ends so."""
        (found,) = (path for path in self.files() if path.endswith(ending))
        return found

    def serve(self, path: str) -> Any:
        if path in self.instead:
            answer = self.instead[path]
            return ok(answer) if isinstance(answer, bytes) and answer[:5] != b"HTTP/" else answer
        data = self.files().get(path)
        return NOT_FOUND if data is None else ok(data)


class Served(dict[str, Any]):
    def __init__(self, site: ForgedSite) -> None:
        super().__init__()
        self._site = site

    def get(self, path: str, _otherwise: object = None) -> Any:
        return self._site.serve(path)


def served(server: AServer, site: ForgedSite) -> str:
    server.answers = Served(site)
    return server.url("/")


def single_change(site: ForgedSite, rows: Iterable[Any], serial: int) -> Change:
    from portinaio.lists.site.manifest import Change as Made  # noqa: PLC0415  # for types alone above

    told = list(rows)
    body = site.change(told, ())
    return Made(site.put(body), serial - 1, serial, DAY, len(told), 0, len(body))
