"""The façade's acts on community lists, and on files that come in and go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.daemon.handlers.contacts import PeopleActs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import (
        AddedListAnswer,
        CatalogueAnswer,
        ExportAnswer,
        ImportAnswer,
        ListAnswer,
        ListDetailAnswer,
        SyncAnswer,
        SyncingAnswer,
    )


class ListActs(PeopleActs):
    """A part of the façade."""

    def lists(self) -> list[ListAnswer]:
        from portinaio.daemon.handlers import list_status  # only where a list is asked for

        return list_status.lists(self.context, self.tongue)

    def catalogue(self) -> CatalogueAnswer:
        from portinaio.daemon.handlers import subscriptions  # as above

        return subscriptions.catalogue(self.context, self.tongue)

    def show_list(self, name: str) -> ListDetailAnswer:
        from portinaio.daemon.handlers import subscriptions  # as above

        return subscriptions.detail(self.context, name, self.tongue)

    def add_list(self, source: str, **wanted: object) -> AddedListAnswer:  # the keys of `ListBody`
        from portinaio.daemon.handlers import subscriptions  # as above

        try:
            return subscriptions.add(self.context, source, wanted, self.tongue, self.asker)
        finally:
            self._config_changed()
            self.lists_changed()

    def remove_list(self, name: str) -> ListAnswer:
        from portinaio.daemon.handlers import subscriptions  # as above

        gone = subscriptions.remove(self.context, name, self.tongue)
        self._config_changed()
        self.lists_changed()
        return gone

    def sync(self, names: Sequence[str] = (), accept: Sequence[str] = ()) -> list[SyncAnswer]:
        from portinaio.daemon.handlers import list_status  # as above

        try:
            synced = self.context.syncs.run(names, accept, self.asker)
        finally:
            self.lists_changed()
            self.status_changed()
        return [list_status.sync_answer(self.context, each, self.tongue) for each in synced]

    def syncing(self) -> list[SyncingAnswer]:
        return [
            {"name": at.name, "bytes": at.bytes, "whole": at.whole}
            for at in self.context.syncs.progress
        ]

    def import_file(  # the options of the command
        self,
        name: str,
        data: bytes,
        kind: str = "",
        format: str = "",  # as above
        region: str | None = None,
        dry_run: bool = False,
        accept: bool = False,
    ) -> ImportAnswer:
        from portinaio.daemon.handlers import exports  # as above

        if kind == "contacts":
            return self.import_contacts(name, data, region, accept, dry_run, format)
        asked = exports.ImportRequest(name, data, kind, format, region, dry_run)
        answer = exports.import_file(self.context, asked, self.tongue)
        if not dry_run:
            self._entries_changed()
        if kind == "calls" and not dry_run:
            self.context.publish("forgotten", lambda _: {"id": None})  # read the log anew
            self.status_changed()
        return answer

    def export(self, format: str, what: str = "block", name: str = "") -> ExportAnswer:  # as above
        from portinaio.daemon.handlers import exports  # as above

        return exports.export(self.context, format, what, name, self.tongue)
