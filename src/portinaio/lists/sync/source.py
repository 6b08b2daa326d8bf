"""Where a list is fetched from: a file at an address, a file a day, or a list site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lists.sync.dated import fetch_days
from portinaio.lists.sync.download import Wanted, fetch
from portinaio.lists.sync.site.subscriber import Subscriber, WantedSite
from portinaio.lists.url import DATE

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.list_state import ListState
    from portinaio.core.message import Message
    from portinaio.lists.catalogue import Subscription
    from portinaio.lists.sync.context import SyncContext
    from portinaio.lists.sync.download import Fetched, Progress

VERSION = "{version}"


class ListSource:
    """Of one list, for one sync; what is fetched lies in `into`."""

    def __init__(
        self, wanted: Subscription, context: SyncContext, token: str, into: Path, progress: Progress
    ) -> None:
        self.bytes = 0
        """On the wire so far."""
        self._wanted = wanted
        self._context = context
        self._token = token
        self._into = into
        self._progress = progress
        self._remarks: tuple[Message, ...] = ()
        self._site = self._subscriber() if wanted.root else None

    @property
    def remarks(self) -> tuple[Message, ...]:
        return self._site.remarks if self._site else self._remarks

    def close(self) -> None:
        if self._site:
            self._site.close()

    def leads_on_from(self, version: str) -> bool:
        """Whether it says what has changed since."""
        if self._site:
            return self._site.leads_on_from(version)
        return bool(self._wanted.changes and version)

    def changes(self, version: str) -> Fetched:
        """Of a version that it leads on from."""
        if self._site:
            return self._site.fetch_changes(self._into, version)
        url = self._wanted.changes.replace(VERSION, version)
        return self._file(Wanted((url,), token=self._token))

    def whole(self, known: ListState) -> Fetched:
        """`NOTHING_NEW` where it is as it was when `known` was written."""
        wanted = self._wanted
        if self._site:
            return self._site.fetch(self._into, known.version)
        if DATE in wanted.urls[0]:
            return self._days()
        return self._file(Wanted(wanted.urls, known.etag, known.last_modified, self._token))

    def _subscriber(self) -> Subscriber:
        wanted, context = self._wanted, self._context
        codes = {context.plan_of(country).calling_code for country in wanted.countries}
        folder = context.list_files.trust(wanted.name)
        site = WantedSite(wanted.urls[0], wanted.root, codes, folder, self._token)
        return Subscriber(site, context.limits, context.now, self._told)

    def _days(self) -> Fetched:
        context = self._context
        found = fetch_days(
            Wanted(self._wanted.urls, token=self._token),
            self._wanted.days,
            context.list_files.days(self._wanted.name),
            self._into,
            context.limits,
            now=context.now,
            progress=self._told,
        )
        self._remarks = found.remarks
        return found.fetched

    def _file(self, asked: Wanted) -> Fetched:
        context = self._context
        return fetch(asked, self._into, context.limits, now=context.now, progress=self._told)

    def _told(self, so_far: int, whole: int | None) -> None:
        self.bytes = so_far
        self._progress(so_far, whole)
