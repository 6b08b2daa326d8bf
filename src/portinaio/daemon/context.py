"""What every handler is given: home, configuration, database and subscribers, each opened when it is first needed."""

from __future__ import annotations

import os
from functools import cached_property

from portinaio.clock import local_now
from portinaio.daemon.config_cache import Config, load_config, written_stamps
from portinaio.daemon.handed_in import HandedIn
from portinaio.daemon.records import Passes, Records
from portinaio.daemon.screening import Rules

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from typing import Any

    from portinaio.api.answers import (
        SyncingAnswer,
    )
    from portinaio.config.home import Home
    from portinaio.config.stamp import Stamp
    from portinaio.core.message import Message
    from portinaio.daemon.being_read import FilesBeingRead
    from portinaio.daemon.config_cache import ListConfig
    from portinaio.daemon.sync_runs.run import Progress
    from portinaio.daemon.sync_runs.runner import SyncRunner
    from portinaio.daemon.sync_runs.synced import Synced
    from portinaio.lists.lookup import OpenLists
    from portinaio.store.database import Store


class Context(HandedIn):
    """One a process; fit for several threads once it is open."""

    def __init__(
        self,
        home: Home,
        *,
        environ: Mapping[str, str] = os.environ,
        now: Callable[[], datetime] = local_now,
    ) -> None:
        super().__init__()
        self.home = home
        self.environ = environ
        self.now = now
        self.since: datetime | None = None
        """When the daemon started; `None` in a process that is not the daemon."""
        self.passes = Passes()
        """Of callers who pressed the digit that was asked for; those who judge calls and those who explain them share it."""
        self.sending: dict[int, Message] = {}
        """By id of the complaint, how far its letter has come on the way out."""
        self.remarks: dict[str, Message] = {}
        """By code, what is off without being wrong; `doctor` tells."""
        self.stamps: dict[str, Stamp] = {}
        """Of config.toml and the user's catalogue, from before they were last read."""
        self.revision = 0
        """Goes up when entries, names or moments have changed; the calls that are logged leave it as it is."""
        if os.path.exists(home.restoring):
            from portinaio.daemon.restore_journal import finish_restore  # noqa: PLC0415  # after a power cut

            if said := finish_restore(home, now()):
                self.remarks["restore"] = said

    @cached_property
    def config(self) -> Config:
        return load_config(self.home, self.environ)

    @cached_property
    def store(self) -> Store:
        """Opened, and made where there is none."""
        from portinaio.store.database import open_store  # noqa: PLC0415  # a `check` in an empty home needs none

        self.home.make()
        return open_store(self.home.database, self.now(), thorough=self.since is not None)

    @cached_property
    def open_lists(self) -> OpenLists | None:
        """The subscribed lists; `None` where there are none, and then nothing of them is loaded."""
        if not self.config.lists:
            return None
        return self.opened(self.config.lists)

    def opened(self, configs: Iterable[ListConfig]) -> OpenLists:
        """These lists, side by side, for as long as somebody asks them."""
        from portinaio.lists.lookup import OpenLists  # noqa: PLC0415  # a `check` without lists needs none of it

        folder = self.home.lists
        open_lists = OpenLists(folder)
        for config in configs:
            path = os.path.join(folder, f"{config.name}.nsx")
            open_lists.add(
                config.name,
                config.trust,
                path,
                origin=config.origin,
                complaints=bool(config.complaints),
                vetted=config.vetted,
            )
        return open_lists

    @cached_property
    def tried(self) -> dict[str, tuple[dict[str, Any], Synced]]:
        """By name, the list that was tried out last: the keys that it would have, and how its sync went."""
        return {}

    @cached_property
    def being_read(self) -> FilesBeingRead:
        from portinaio.daemon.being_read import FilesBeingRead  # noqa: PLC0415  # a `check` reads none

        return FilesBeingRead()

    @cached_property
    def syncs(self) -> SyncRunner:
        from portinaio.daemon.sync_runs.runner import SyncRunner  # noqa: PLC0415  # as above

        return SyncRunner(self.home, self._sync_told)

    @property
    def rules(self) -> Rules:
        """What calls are judged by, as config.toml and the subscribed lists have it now."""
        config = self.config
        return Rules(
            config.policies, config.plan, config.ranges, self.open_lists, config.own_numbers
        )

    @cached_property
    def records(self) -> Records:
        """Without making a database: where there is none, nothing is known."""
        there = "store" in self.__dict__ or os.path.exists(self.home.database)
        records = Records(self.store if there else None)
        records.passes = self.passes
        return records

    def changed(self) -> None:
        """Forget what was built from the store or from config.toml."""
        self.revision += 1
        self.__dict__.pop("records", None)

    def config_changed(self) -> None:
        """config.toml has changed. Where it is wrong, everything stays as it was."""
        self.stamps.update(written_stamps(self.home))
        self.__dict__["config"] = load_config(self.home, self.environ)
        self.__dict__.pop("open_lists", None)
        self.changed()

    def _sync_told(self, at: list[Progress]) -> None:
        here: list[SyncingAnswer] = [
            {"name": one.name, "bytes": one.bytes, "whole": one.whole} for one in at
        ]
        self.publish("syncing", lambda: here)

    def close(self) -> None:
        """Who asks afterwards opens it anew."""
        self.changed()
        store = self.__dict__.pop("store", None)
        if store is not None:
            store.close()
