"""How a list is asked for: what the same bytes could be read into otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lists.read_list import AS_NOW
from portinaio.lists.sync.files import DownloadInfo

if TYPE_CHECKING:
    from portinaio.lists.catalogue import Subscription


def asked_of(wanted: Subscription) -> DownloadInfo:
    """As a download of it would be read now; without what only the download itself tells."""
    return DownloadInfo(
        wanted.urls[0],
        wanted.format,
        wanted.region,
        0,
        "",
        wanted.complaints,
        AS_NOW,
        wanted.innocents,
        columns="\n".join(wanted.columns),
        site=" ".join((wanted.root, *sorted(wanted.countries))).strip(),
    )
