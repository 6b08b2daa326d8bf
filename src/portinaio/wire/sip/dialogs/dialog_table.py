"""All dialogs that are alive, by each of the names that a message may know one by, and when each wants to be woken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.deadlines import Deadlines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.wire.sip.dialogs.dialog import Dialog
    from portinaio.wire.sip.dialogs.refresh import Refresh
    from portinaio.wire.sip.transaction import TransactionKey


class DialogTable:
    def __init__(self) -> None:
        self._by_handle: dict[str, Dialog] = {}
        self._by_id: dict[tuple[str, str, str], Dialog] = {}
        self._by_invite: dict[TransactionKey, Dialog] = {}
        self._by_request: dict[str, Dialog] = {}
        """By the branch of our latest request."""
        self.refreshes: dict[str, Refresh] = {}
        """Of the calls that are kept, where the session timer wants signs of life of us; by handle."""
        self._deadlines: Deadlines[str] = Deadlines()
        self.held = 0
        """Bytes of all their INVITEs."""

    def __len__(self) -> int:
        return len(self._by_handle)

    def all(self) -> list[Dialog]:
        return list(self._by_handle.values())

    def find(self, handle: str) -> Dialog | None:
        return self._by_handle.get(handle)

    def in_dialog(self, dialog: tuple[str, str, str]) -> Dialog | None:
        return self._by_id.get(dialog)

    def of_invite(self, key: TransactionKey) -> Dialog | None:
        return self._by_invite.get(key)

    def of_request(self, branch: str) -> Dialog | None:
        return self._by_request.get(branch)

    def add(self, dialog: Dialog) -> None:
        self._keep(dialog)
        self._by_id[dialog.dialog_id] = dialog
        self._by_invite[dialog.transaction.key] = dialog
        self.watch(dialog)

    def asks(self, dialog: Dialog) -> None:
        """A request of ours is under way, perhaps in a call that was over already."""
        self._keep(dialog)
        self._by_request[dialog.branch] = dialog
        self._by_id[dialog.dialog_id] = dialog
        self.watch(dialog)

    def asked(self, dialog: Dialog) -> None:
        """Of the latest request nothing more is expected by its name."""
        self._by_request.pop(dialog.branch, None)

    def forget(self, dialog: Dialog) -> None:
        self._deadlines.set(dialog.handle, None)
        if self._by_handle.pop(dialog.handle, None) is not None:
            self.held -= dialog.size
        self._by_id.pop(dialog.dialog_id, None)
        self._by_invite.pop(dialog.transaction.key, None)
        self._by_request.pop(dialog.branch, None)
        self.refreshes.pop(dialog.handle, None)

    def watch(self, dialog: Dialog) -> None:
        """Something that it waits for has changed."""
        if dialog.handle in self._by_handle:
            refresh = self.refreshes.get(dialog.handle)
            moments = (dialog.deadline, refresh.deadline if refresh else None)
            due = min((moment for moment in moments if moment is not None), default=None)
            self._deadlines.set(dialog.handle, due)

    def _keep(self, dialog: Dialog) -> None:
        if dialog.handle not in self._by_handle:
            self._by_handle[dialog.handle] = dialog
            self.held += dialog.size

    def next_deadline(self) -> float | None:
        return self._deadlines.next()

    def due(self, now: float) -> Iterator[Dialog]:
        for handle in self._deadlines.due(now):
            yield self._by_handle[handle]
