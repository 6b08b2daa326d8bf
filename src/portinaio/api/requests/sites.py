"""List sites: looked at, published, and who may sign them."""

from __future__ import annotations

from portinaio.api.request import BUSY, HERE, NOTHING, WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import PublishedAnswer, SiteAnswer, SiteKeysAnswer
    from portinaio.api.parameters import SiteKeysAct


class SiteRequests(Requests):
    @request("GET", "/v1/sites", "Look at a list site before it is subscribed", pace=WAITING)
    def site(self, source: str) -> SiteAnswer:
        """`source` is its address, or that of a host that says where it is."""

    @request(
        "POST",
        "/v1/sites/publish",
        "Make or update a list site in a folder of this computer",
        pace=BUSY,
        callers=(HERE,),
        once_by=("site",),
    )
    def publish_site(  # the options of the command
        self,
        source: str,
        site: str,
        *,
        keys: str = "",
        format: str = "",  # the word of the command
        region: str = "",
        about: Mapping[str, str] = NOTHING,
        ranges: bool = True,
        lookup: bool = False,
        url: str = "",
        accept: bool = False,
    ) -> PublishedAnswer:
        """`source` is the whole path of a file, the name of a subscribed list, or `entries` for your own blocks, or `shares` for what you gave to your own list; `site` and `keys`
        are whole paths of folders. `about` has `title publisher licence homepage source appeal`; what is left out stays. `lookup`
        adds what lets others ask about one number. `url` is where the folder is served, to have a look at it.
        With `accept` the list may lack more than half of what the site had.
        """

    @request(
        "GET", "/v1/sites/keys", "Who may sign a site of this computer", pace=BUSY, callers=(HERE,)
    )
    def site_keys(self, site: str, keys: str = "") -> SiteKeysAnswer: ...

    @request(
        "POST",
        "/v1/sites/keys",
        "Change who may sign a site of this computer",
        pace=BUSY,
        callers=(HERE,),
        once_by=("site", "act"),
    )
    def change_site_keys(  # as above
        self,
        site: str,
        act: SiteKeysAct,
        *,
        role: str = "",
        threshold: int = 0,
        url: str = "",
        keys: str = "",
    ) -> SiteKeysAnswer:
        """`init` makes the first ones, `add`, `rotate` and `recover` those of a role, `threshold` says how many must sign, `move` where
        the site is from now on.
        """
