"""A publisher of a list site, and a reader who follows it."""

from __future__ import annotations

import pytest

from publishing import a_reader
from site_world import LISTED, OTHERS, APublisher


@pytest.fixture
def publisher(tmp_path):
    return APublisher(tmp_path)


@pytest.fixture
def published(publisher):
    publisher.publishes([LISTED, *OTHERS])
    reader = a_reader(publisher)
    assert reader.renews().state.error is None
    return publisher, reader
