"""A list site before anybody believes it: where it is, and the fingerprint that is to be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.daemon.asker import Asker
from portinaio.daemon.errands.errand import run_errand
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    from portinaio.api.answers import SiteAnswer
    from portinaio.daemon.context import Context

MODULE = "portinaio.daemon.sites.look_worker"
PATIENCE_S = 120.0
_BROKEN = msg("the look at the site ended before there was an answer")


def look(context: Context, source: str, asker: Asker | None) -> SiteAnswer:
    """`PortinaioError` says why there is none."""
    address = read_url(source)
    never = load_catalogue(context.home.catalogue_file).refusal(address.host)
    if never:
        from portinaio.daemon.lists.subscriptions import refuse  # noqa: PLC0415  # reads the catalogue

        refuse(never)
    found: SiteAnswer = run_errand(
        MODULE, {"url": address.url}, asker or Asker(), PATIENCE_S, _BROKEN
    )
    return found
