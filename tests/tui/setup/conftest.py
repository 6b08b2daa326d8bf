"""Each first run begins in English, whatever was chosen before."""

import pytest

from portinaio import language


@pytest.fixture(autouse=True)
def english():
    yield
    language.use("en")
