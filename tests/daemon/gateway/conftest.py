from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway_world import AHouse

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[AHouse]:
    house = AHouse(tmp_path)
    yield house
    house.devices.close()
    house.context.close()
