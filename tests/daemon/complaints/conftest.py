"""A mail server that the program trusts, and a house whose letters leave through it."""

from __future__ import annotations

import ssl

import pytest

from mailing import a_house, serving
from postbox import Postbox, a_certificate


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return a_certificate(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def trust(certificate):
    return ssl.create_default_context(cafile=str(certificate))


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def house(tmp_path, postbox, certificate):
    with serving(postbox, certificate) as port:
        client = a_house(tmp_path, port)
        yield client
        client.context.close()
