"""A publisher and a reader."""

from __future__ import annotations

import pytest

from site_world import LISTED, OTHERS, APublisher, AReader


@pytest.fixture
def publisher(tmp_path):
    return APublisher(tmp_path)


@pytest.fixture
def reader(tmp_path, publisher):
    """Of a site with some numbers, not synced yet."""
    published = publisher.publishes([LISTED, *OTHERS])
    return AReader(tmp_path / "lists", publisher.url, published.fingerprint)
