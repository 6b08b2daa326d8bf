"""The API asks before it makes an entry or a contact that may not be what somebody meant."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


@pytest.mark.parametrize("kind", ["block", "allow"])
@pytest.mark.parametrize("pattern", ["03331234567", "3*"])
def test_an_entry_that_is_doubted_takes_a_sure_hand(client, kind, pattern):
    with pytest.raises(UsageError, match="whoever means it says so with sure"):
        client.add_entry(pattern, kind=kind)
    before = client.entries()

    client.add_entry(pattern, kind=kind, sure=True)

    assert (before, len(client.entries())) == ([], 1)


def test_a_contact_that_is_doubted_takes_a_sure_hand(client):
    with pytest.raises(UsageError, match="mobiles take no 0"):
        client.add_contact("Ada", "03331234567")
    before = client.contacts()

    client.add_contact("Ada", "03331234567", sure=True)

    assert (before, len(client.contacts())) == ([], 1)


@pytest.mark.parametrize(
    ("kind", "doubts"),
    [("block", ["this is also Ada, a contact of yours"]), ("allow", []), ("contact", [])],
)
def test_a_preview_doubts_what_would_be_refused(client, kind, doubts):
    client.add_contact("Ada", "0266001234")

    assert list(map(str, client.preview("0266001234", kind=kind)["doubts"])) == doubts


@pytest.mark.parametrize(
    ("pattern", "counts"),
    [
        ("02*", (3, 2)),
        ("020000?234", (2, 1)),
        ("0200[01]*", (3, 2)),
        ("0200[12]*", (0, 0)),
        ("0200001234", (2, 1)),
    ],
)
def test_a_preview_counts_calls_and_callers_of_late(client, pattern, counts):
    numbers = ["+390200001234", "+390200001234", "+390200005678", "+390200005678"]
    days = [1, 89, 2, 91]
    for place, (number, ago) in enumerate(zip(numbers, days, strict=True), 1):
        at = client.context.now() - timedelta(days=ago)
        client.context.store.calls.record(a_logged_call(place, number=number, at=at))

    found = client.preview(pattern)
    assert len(client.calls(number=pattern)) == found["calls"]

    assert (found["recent_calls"], found["recent_callers"]) == counts
