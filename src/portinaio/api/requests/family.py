"""Private sites: one home's blocks for those it invites."""

from __future__ import annotations

from portinaio.api.request import BUSY, HERE, WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import AddedListAnswer, FamilyAnswer, InvitationAnswer, ListAnswer


class FamilyRequests(Requests):
    @request(
        "POST",
        "/v1/family/invite",
        "Publish your blocks for those who are invited",
        pace=BUSY,
        callers=(HERE,),
        once_by=("site",),
    )
    def invite(
        self, site: str, url: str = "", keys: str = "", *, renew: bool = False
    ) -> InvitationAnswer:
        """`site` and `keys` are whole paths of folders; `url` is where the folder is served, and is kept. `renew` closes it with another
        key: who had joined joins again with the new word, and whom nobody gives it reads nothing that comes.
        """

    @request("GET", "/v1/family", "Private lists that were joined")
    def family(self) -> list[FamilyAnswer]: ...

    @request(
        "POST",
        "/v1/family",
        "Join by an invitation",
        pace=WAITING,
        callers=(HERE,),
        once_by=("invitation",),
    )
    def join_family(self, invitation: str, trust: float | None = None) -> AddedListAnswer: ...

    @request("DELETE", "/v1/family/{name}", "Leave, and forget the key", pace=BUSY, callers=(HERE,))
    def leave_family(self, name: str) -> ListAnswer: ...
