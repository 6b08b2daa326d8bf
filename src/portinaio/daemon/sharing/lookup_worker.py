"""`python -m portinaio.daemon.sharing.lookup_worker`: one question about a number, to a list that answers by the first digits of a hash,
or to a list site that has shards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.facts import Hit
from portinaio.core.message import msg
from portinaio.core.score import weight_of
from portinaio.daemon.errands.question import ask
from portinaio.daemon.errands.worker import answer_errand
from portinaio.errors import PortinaioError
from portinaio.lists.index.layout import EPOCH
from portinaio.lists.lookup_by_prefix import asked_as, share_in
from portinaio.lists.site.planes import CURATED
from portinaio.lists.sync.download import Limits

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_BYTES = 1 << 20


SITE_LIMITS = Limits(wire_bytes=2 << 20, total_s=30.0)


def look_up(asked: Mapping[str, str]) -> float:
    """0 to 1. The number itself stays here."""
    return _of_site(asked) if "site" in asked else _of_list(asked)


def _of_site(asked: Mapping[str, str]) -> float:
    from portinaio.lists.sync.site.subscriber import (  # noqa: PLC0415  # an extra
        Subscriber,
        WantedSite,
    )

    url, _, root = asked["site"].rpartition("#")
    now = datetime.now(UTC)
    site = WantedSite(url, root, (), Path(asked["folder"], root[:32]))
    subscriber = Subscriber(site, SITE_LIMITS, now, lambda _so_far, _all: None)
    try:
        told = subscriber.told_of(asked["number"])
    finally:
        subscriber.close()
    if told is None:
        return 0.0
    reporters = None if told.reporters == CURATED else told.reporters
    last = date.fromordinal(EPOCH + told.last)
    return weight_of(Hit("", 1.0, last, reporters, told.disputes), now.date()) / 100


def _of_list(asked: Mapping[str, str]) -> float:
    url = f"{asked['url']}?sha1={asked_as(asked['number'])}"
    answer = ask(url, asked["token"], None, accept="application/json", most_bytes=LARGEST_BYTES)
    if answer.status != 200:
        raise PortinaioError(msg("it answers with the error %(status)d", status=answer.status))
    if not answer.whole:
        raise PortinaioError(msg("its answer cannot be understood"))
    return share_in(answer.body, asked["number"])


if __name__ == "__main__":
    answer_errand(look_up)
