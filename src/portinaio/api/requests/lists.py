"""Community lists."""

from __future__ import annotations

from portinaio.api.request import BUSY, WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        AddedListAnswer,
        CatalogueAnswer,
        CountAnswer,
        FormatAnswer,
        GivenUpAnswer,
        ListAnswer,
        ListDetailAnswer,
        ListRowsAnswer,
        SyncAnswer,
        SyncingAnswer,
    )
    from portinaio.api.parameters import Days, RowsOnPage


class ListRequests(Requests):
    @request("GET", "/v1/lists", "Community lists")
    def lists(self) -> list[ListAnswer]: ...

    @request(
        "POST",
        "/v1/lists",
        "Subscribe",
        pace=WAITING,
        here_only=("file", "env", "keyring", "certificate", "key"),
        once_by=("source",),
    )
    def add_list(  # the keys of a list
        self,
        source: str,
        *,
        format: str = "",  # the word of the command line
        region: str | None = None,
        trust: float | None = None,
        origin: str = "",
        complaints: bool | None = None,
        vetted: bool | None = None,
        sure: bool = False,
        columns: Sequence[str] = (),
        root: str = "",
        countries: Sequence[str] = (),
        token: Mapping[str, str] | None = None,
    ) -> AddedListAnswer:
        """`source` is a name of the catalogue, or the address of a list; `token` says where the access token lies: `keyring`,
        `env` or `file`. `sure` insists on the region, now and at each sync, although the numbers look like another country's.
        An address that ends in `/` is a list site: `root` is the fingerprint of its first root, as `site` tells it and
        somebody has confirmed, and `countries` are those wanted.
        """

    @request(
        "POST",
        "/v1/lists/trials",
        "Try a list out",
        pace=WAITING,
        here_only=("file", "env", "keyring", "certificate", "key"),
        once_by=("source", "fetch"),
    )
    def try_list(  # as above
        self,
        source: str,
        *,
        format: str = "",  # as above
        region: str | None = None,
        trust: float | None = None,
        origin: str = "",
        complaints: bool | None = None,
        vetted: bool | None = None,
        sure: bool = False,
        columns: Sequence[str] = (),
        root: str = "",
        countries: Sequence[str] = (),
        token: Mapping[str, str] | None = None,
        fetch: bool = True,
    ) -> AddedListAnswer:
        """What it would be to subscribe. The list is fetched, and no call is judged by it; `add_list` of the same need not fetch
        it again. Without `fetch` nobody is asked, and only the kind of list speaks.
        """

    @request("DELETE", "/v1/lists/trials/{name}", "Give up a list that was tried out", pace=BUSY)
    def give_up_list(self, name: str) -> GivenUpAnswer: ...

    @request("GET", "/v1/lists/catalog", "Lists on offer")
    def catalogue(self, country: str = "") -> CatalogueAnswer:
        """As it is for the house, or for another country."""

    @request("GET", "/v1/lists/formats", "Formats of lists")
    def formats(self) -> list[FormatAnswer]: ...

    @request("GET", "/v1/lists/caught", "Reported calls that each list spoke against")
    def caught(self, days: Days = 30) -> list[CountAnswer]: ...

    @request("GET", "/v1/lists/{name}/rows", "A look inside a list")
    def list_rows(self, name: str, number: str = "", limit: RowsOnPage = 100) -> ListRowsAnswer:
        """Where `number` is given, what the list says of it."""

    @request("GET", "/v1/lists/{name}", "One list")
    def show_list(self, name: str) -> ListDetailAnswer: ...

    @request("DELETE", "/v1/lists/{name}", "Subscribe no more", pace=BUSY)
    def remove_list(self, name: str) -> ListAnswer: ...

    @request("POST", "/v1/sync", "Ask lists for news", pace=WAITING)
    def sync(self, names: Sequence[str] = (), accept: Sequence[str] = ()) -> list[SyncAnswer]:
        """All lists where none is named; those in `accept` may, once, shrink by more than half or hold numbers of public bodies."""

    @request("GET", "/v1/sync", "How far a sync has come")
    def syncing(self) -> list[SyncingAnswer]: ...
