"""A list site that is published in a folder, and a home that subscribes to it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.config.home import Home
from portinaio.core.evidence import Evidence
from portinaio.core.list_state import ListState
from portinaio.core.numbers.pattern import key, stored
from portinaio.lists.catalogue import Subscription
from portinaio.lists.index.build import build
from portinaio.lists.index.mapped import IndexFile
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.publish.folder import SiteFolder
from portinaio.lists.publish.keys import Keys
from portinaio.lists.publish.publish import Published, Wanted, publish
from portinaio.lists.publish.roots import Roots
from portinaio.lists.publish.signed import Signed
from portinaio.lists.site.manifest import About
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from worlds import FROZEN_NOW, ITALY
from worlds import STRANGER as LISTED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from portinaio.lists.sync.renewal import Renewal

TODAY = FROZEN_NOW.date().toordinal()
OTHERS = tuple(f"+3902000012{n:02d}" for n in range(36, 96))


def row(number: str, **known: object) -> Evidence:
    meant = stored(number)
    told = {"reporters": 3, "last_day": TODAY, **known}
    return Evidence(meant.low, meant.high, **told)  # type: ignore[arg-type]  # named as the fields are


class APublisher:
    def __init__(self, base: Path) -> None:
        self.base = base
        self.home = Home(*[str(base / "publisher")] * 5)
        self.home.make()
        self.now = FROZEN_NOW
        self.place = base / "site"
        self.stick: Path | None = base / "keys"

    @property
    def keys(self) -> Keys:
        return Keys(self.home, self.stick)

    @property
    def signed(self) -> Signed:
        return Signed(SiteFolder(self.place), self.keys, self.now)

    @property
    def roots(self) -> Roots:
        return Roots(self.signed, self.keys)

    @property
    def url(self) -> str:
        return f"{self.place.as_uri()}/"

    def publishes(
        self,
        rows: Iterable[Evidence | str],
        *,
        ranges: bool = False,
        shards: bool = False,
        accept: bool = True,
        **about: str,
    ) -> Published:
        told = [row(one) if isinstance(one, str) else one for one in rows]
        file = self.base / "source.nsx"
        build(told, file, list_date=0, created=int(self.now.timestamp()))
        signed = self.signed
        with signed.folder.sole():
            if not signed.begun:
                Roots(signed, self.keys).begin()
            return publish(
                signed,
                IndexFile(file, "source"),
                About(**about),
                self.now,
                wanted=Wanted(ranges, shards, accept=accept),
            )

    def days_pass(self, days: int) -> None:
        self.now += timedelta(days=days)

    def files(self) -> dict[str, bytes]:
        found = (file for file in sorted(self.place.rglob("*")) if file.is_file())
        return {str(file.relative_to(self.place)): file.read_bytes() for file in found}


class AReader:
    def __init__(self, folder: Path, url: str, root: str, countries: tuple[str, ...] = ()) -> None:
        self.files = ListFiles(folder)
        self.files.make()
        self.state = ListState("spam-it")
        self.now = FROZEN_NOW
        self.limits = Limits(total_s=20.0, wait_s=5.0)
        self.wanted = Subscription(
            "spam-it",
            "Spam",
            (url,),
            "site",
            None,
            0.7,
            24,
            "",
            None,
            root=root,
            countries=countries,
        )

    def renews(self, *, accept: bool = False) -> Renewal:
        context = SyncContext(self.files, lambda _: ITALY, ITALY, self.now, self.limits)
        renewal = renew(self.wanted, self.state, context, accept=accept)
        self.state = renewal.state
        return renewal

    @property
    def index(self) -> ListIndex:
        return ListIndex.open(self.files.index("spam-it"))

    def rows(self) -> list[Evidence]:
        return list(self.index.rows())

    def holds(self, number: str) -> bool:
        return self.index.find(key(number[1:])) is not None


__all__ = ["LISTED", "OTHERS", "TODAY", "APublisher", "AReader", "row"]
