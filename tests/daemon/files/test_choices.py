"""Entries with a choice of digits that come from a file, go into one, and come back."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


def entries(client: AClient) -> list[str | None]:
    return [entry["pattern"] for entry in client.entries()]


@pytest.mark.parametrize("kind", ["block", "allow"])
def test_an_imported_pattern_is_one_entry(client, kind):
    told = client.import_file("list.txt", b"+3902?5*\n+3902[31]*\n", kind, format="plain")

    assert (told["accepted"], entries(client)) == (2, ["+3902?5*", "+3902[13]*"])


@pytest.mark.parametrize(
    ("number", "label"), [("0225000000", "unknown"), ("0213000000", "reported")]
)
def test_an_imported_pattern_means_its_numbers_alone(client, number, label):
    client.import_file("list.txt", b"+3902[13]*\n", "block", format="plain")

    assert client.check(number)["label"] == label


@pytest.mark.parametrize(
    ("format_id", "written", "lost"),
    [
        ("plain", 1, {}),
        ("csv", 1, {}),
        ("json", 1, {}),
        ("spamblocker", 1, {}),
        ("yacb", 2, {"pattern": 1}),
        ("ncid", 2, {"pattern": 1}),
    ],
)
def test_an_exported_pattern_is_one_or_told_to_be_several(client, format_id, written, lost):
    client.add_entry("02[13]*", kind="block", sure=True)

    found = client.export(format_id)

    told = {loss["what"]: loss["rows"] for loss in found["losses"] if loss["what"] == "pattern"}
    assert (found["written"], told) == (written, lost)


@pytest.mark.parametrize("format_id", ["plain", "csv", "json", "spamblocker", "yacb", "ncid"])
@pytest.mark.parametrize(
    ("number", "label"), [("0225000000", "unknown"), ("0213000000", "reported")]
)
def test_what_was_exported_blocks_the_same_callers(client, format_id, number, label):
    client.add_entry("02[13]*", kind="block", sure=True)
    data = b64decode(client.export(format_id)["data"])
    client.forget_entry("+3902[13]*")

    client.import_file("list", data, "block", format=format_id)

    assert client.check(number)["label"] == label


def test_a_pattern_that_comes_to_too_much_is_told(client):
    client.add_entry("02????5*", kind="block", sure=True)

    found = client.export("ncid")

    assert (found["written"], [str(bad["reason"]) for bad in found["rejected"]]) == (
        0,
        ["this format has no such pattern, and it comes to too many beginnings"],
    )


@pytest.mark.parametrize("kind", ["block", "allow"])
@pytest.mark.parametrize("head", ["", "number\n"])
@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("+3903331234567", "mobiles take no 0: +393331234567 exists"),
        ("03331234567", "mobiles take no 0: +393331234567 exists"),
        ("+39266001234", "missing 0? +390266001234 exists"),
    ],
)
def test_a_slip_in_an_imported_file_is_named_with_its_line(client, kind, head, text, hint):
    data = f"{head}+390266001234\n{text}\n".encode()
    how = {"format": "csv" if head else "plain", "region": "IT"}

    told = client.import_file("list.csv", data, kind, **how)
    kept = entries(client)
    client.import_file("list.csv", data, kind, **how, sure=True)

    line = 3 if head else 2
    assert [(bad["line"], str(bad["reason"])) for bad in told["rejected"]] == [(line, hint)]
    assert (kept, len(entries(client))) == (["+390266001234"], 2)
