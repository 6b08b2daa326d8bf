"""What config.toml has of a list site: an address that ends in `/`, and the root that somebody has confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.catalogue import SITE
from portinaio.lists.site.fingerprint import read_fingerprint
from portinaio.lists.site.manifest import LARGEST_BYTES, TARGET, read_manifest
from portinaio.lists.sync.files import ListFiles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.daemon.context import Context
    from portinaio.lists.site.manifest import About


def about_of(context: Context, name: str) -> About | None:
    """What the site of a list said of itself when it was last believed."""
    file = ListFiles(Path(context.home.lists)).trust(name) / TARGET
    try:
        return read_manifest(file.read_bytes()[:LARGEST_BYTES]).about
    except (OSError, UntrustedListError):
        return None


def is_site(url: str) -> bool:
    return url.endswith("/")


def site_keys(keys: Mapping[str, Any]) -> dict[str, Any]:
    """`UsageError` where nobody has confirmed a root: the address alone says who answers there today, not who speaks."""
    url = keys["url"]
    if not keys.get("root"):
        raise UsageError(
            msg(
                "%(url)s is a list site, and who subscribes confirms its root: compare the fingerprint with what its publisher says,"
                " then portinaio lists add %(url)s --root FINGERPRINT",
                url=url,
            )
        )
    return {
        "url": url if is_site(url) else f"{url}/",
        "format": SITE,
        "root": read_fingerprint(keys["root"]),
    }
