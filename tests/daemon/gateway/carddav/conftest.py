"""A telephone that is given the address books of a house."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gateway_world import ANNA, SOLD
from portinaio.core.contact import Contact

if TYPE_CHECKING:
    from gateway_world import AHouse, Telephone


@pytest.fixture
def phone(house: AHouse) -> Telephone:
    house.context.store.contacts.replace_source("book", [Contact("Anna; Bianchi", (ANNA,), "book")])
    house.client.add_entry(SOLD, kind="block", note="private")
    house.context.changed()
    return house.telephone(given=["block", "contacts"])
