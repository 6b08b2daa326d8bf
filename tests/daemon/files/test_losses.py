"""What a format has no place for is told of each file that goes out."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call
from portinaio.core.evidence import CATEGORIES, Evidence
from portinaio.core.numbers.pattern import key
from portinaio.daemon.files.losses import SAYS, Outgoing
from portinaio.lists.formats import formats
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NUMBER = key("390200001234")
WHOLE = Evidence(NUMBER, NUMBER, 5, 6, 3, 738_001, 738_101, "energy", "ACME", "rude")
NOTHING = Evidence(NUMBER, NUMBER)
WRITTEN = [format_ for format_ in formats().values() if format_.write]


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


def lost(format_, *rows: Evidence) -> dict[str, int]:
    outgoing = Outgoing(rows, format_.write, "list")
    for _refused in format_.write(outgoing, BytesIO()):
        outgoing.take_back()
    return {loss["what"]: loss["rows"] for loss in outgoing.losses}


@pytest.mark.parametrize(
    ("format_id", "fields"),
    [
        ("csv", ""),
        ("json", ""),
        ("plain", "reports disputes first_day last_day category note"),
        ("yacb", "reports disputes category note"),
        ("callattendant", "reports disputes first_day last_day note"),
        ("phoneblock-json", "disputes first_day category company note"),
        ("pbbl", "reports disputes first_day last_day category company note"),
    ],
)
def test_each_format_loses_what_it_has_no_place_for(format_id, fields):
    assert lost(formats()[format_id], WHOLE) == dict.fromkeys(fields.split(), 1)


@pytest.mark.parametrize("format_", WRITTEN, ids=lambda f: f.id)
def test_what_is_not_known_cannot_be_lost(format_):
    assert lost(format_, NOTHING) == {}


@pytest.mark.parametrize("format_", WRITTEN, ids=lambda f: f.id)
@pytest.mark.parametrize("field", ["last_day", "company", "note", "category"])
def test_a_field_is_told_for_each_row_that_has_it(format_, field):
    without = WHOLE._replace(**{field: type(getattr(WHOLE, field))()})

    one, two = lost(format_, WHOLE, without), lost(format_, WHOLE, WHOLE)

    assert all(two[each] == 2 for each in two)
    assert one.get(field, 0) == min(two.get(field, 0), 1)


def test_a_kind_of_call_is_lost_only_where_the_format_has_none_for_it():
    phoneblock = formats()["phoneblock-json"]

    found = [
        word for word in CATEGORIES if "category" in lost(phoneblock, WHOLE._replace(category=word))
    ]

    assert ("energy" in found, "scam" in found) == (True, False)


def test_a_note_has_the_place_of_a_name_where_there_is_none():
    assert "note" not in lost(formats()["plain"], WHOLE._replace(company=""))


def test_a_row_that_is_refused_whole_is_not_told_again():
    stretch = WHOLE._replace(high=key("390200001299"))

    found = lost(formats()["freepbx"], stretch, WHOLE)

    assert set(found.values()) == {1}


def test_every_loss_has_a_sentence_for_one_and_for_many():
    assert [str(say(n)) for say in SAYS.values() for n in (1, 2) if str(n) not in str(say(n))] == []


def test_groups_of_contacts_that_a_fritzbox_does_not_know_are_told(client):
    card = f"BEGIN:VCARD\nFN:Anna\nTEL:{STRANGER}\nCATEGORIES:{{}}\nEND:VCARD\n"
    found = {}
    for groups in ("VIP", "VIP,Family"):
        client.import_contacts("a.vcf", card.format(groups).encode())
        for form in ("vcard", "fritzbox"):
            answer = client.export(form, "contacts")
            found[form, groups] = [loss["says"] for loss in answer["losses"]]

    assert found == {
        ("vcard", "VIP"): [],
        ("fritzbox", "VIP"): [],
        ("vcard", "VIP,Family"): [],
        ("fritzbox", "VIP,Family"): ["the groups of 1 number"],
    }


def test_callers_in_plain_text_lose_how_often_and_when_they_called(client):
    for call_id in (1, 2):
        at = FROZEN_NOW - timedelta(days=call_id)
        client.context.store.calls.record(a_logged_call(call_id, at=at))

    assert client.export("csv", "calls")["losses"] == []
    assert [loss["says"] for loss in client.export("plain", "calls")["losses"]] == [
        "how often 1 number has called",
        "the first day of 1 number",
        "the last day of 1 number",
    ]


@pytest.mark.parametrize(
    "ends",
    [{"until": (FROZEN_NOW + timedelta(hours=1)).isoformat()}, {"once": True}],
    ids=["for a time", "once"],
)
def test_a_block_that_ends_is_left_out_and_told(client, ends):
    client.add_entry("+390200001235", kind="block", **ends)
    client.add_entry(STRANGER, kind="block")

    found = client.export("plain")

    assert (found["written"], found["rejected_count"]) == (1, 1)
    assert b"+390200001235" not in b64decode(found["data"])
    assert (
        found["rejected"][0]["text"],
        "a block that ends" in found["rejected"][0]["reason"],
    ) == (
        "+390200001235",
        True,
    )
