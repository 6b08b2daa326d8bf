"""A list on a server, and the home that it is subscribed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from list_server import AServer
from synced_list import AList

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        yield server


@pytest.fixture
def a_list(tmp_path: Path, server: AServer) -> AList:
    return AList(tmp_path / "lists", server)
