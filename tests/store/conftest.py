import pytest

from portinaio.store.database import open_store
from worlds import FROZEN_NOW


@pytest.fixture
def path(tmp_path):
    return tmp_path / "portinaio.db"


@pytest.fixture
def store(path):
    with open_store(path, FROZEN_NOW) as store:
        yield store
