"""The whole house in one file, and back."""

from __future__ import annotations

from portinaio.api.request import BUSY, HERE, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import BackupAnswer, RestoredAnswer, RestorePlanAnswer


class BackupRequests(Requests):
    @request(
        "POST",
        "/v1/backup",
        "Write everything into one file of this computer",
        pace=BUSY,
        callers=(HERE,),
        once_by=("file",),
    )
    def backup(self, file: str, passphrase: str = "") -> BackupAnswer:
        """`file` is a whole path, of a file that is not there yet. With a passphrase the passwords are in it, encrypted."""

    @request(
        "GET",
        "/v1/restore",
        "What a backup would put in place of what there is",
        pace=BUSY,
        callers=(HERE,),
    )
    def restore_plan(self, file: str) -> RestorePlanAnswer: ...

    @request(
        "POST",
        "/v1/restore",
        "Put a backup in place of all that there is",
        pace=BUSY,
        callers=(HERE,),
        once_by=("file",),
    )
    def restore(self, file: str, passphrase: str = "") -> RestoredAnswer:
        """What was there before is kept as a backup of its own."""
