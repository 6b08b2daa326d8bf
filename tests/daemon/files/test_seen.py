"""What a file is, said before anything of it is taken."""

from __future__ import annotations

import pytest

from daemon_world import AClient, a_client, a_context
from portinaio.errors import UsageError

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nTEL:+390200001234\nTEL:+393330000001\nEND:VCARD\n"
BLOCKED = "+390200001234\n+393330000001\n+390844*\n+39390200001235\nno number\n"
ANDROID = """<?xml version="1.0"?><calls count="3">
<call number="+390200001234" duration="10" date="1795168800000" type="1" presentation="1"/>
<call number="" duration="10" date="1795168900000" type="1" presentation="2"/>
<call number="+393330000001" duration="10" date="1795255200000" type="2" presentation="1"/>
</calls>"""


@pytest.fixture
def client(tmp_path) -> AClient:
    return a_client(a_context(tmp_path))


def seen(client, name, text, kind="", **more):
    return client.import_file(name, text.encode(), kind, dry_run=True, **more)["seen"]


def test_a_block_list_is_told_with_its_kinds_its_first_numbers_and_what_is_mended(client):
    found = seen(client, "blocked.txt", BLOCKED)

    assert (found["kind"], found["format"], found["numbers"], found["looked_at"]) == (
        "block",
        "plain",
        4,
        4,
    )
    assert {each["kind"]: each["count"] for each in found["kinds"]} == {
        "fixed_line": 2,
        "mobile": 1,
        "range": 1,
    }
    assert found["first"] == ["+390200001234", "+393330000001", "+390844*"]
    assert found["mended"] == ["1 number: the country code stood there twice"]
    assert [each.partition(":")[0] for each in found["unread"]] == ["one row, line 5"]


@pytest.mark.parametrize(
    ("text", "more", "country"),
    [
        pytest.param("+390200001234\n", {}, (None, "file"), id="each says its own"),
        pytest.param("0200001234\n", {"region": "it"}, ("IT", "said"), id="somebody says it"),
        pytest.param("+390200001234\n", {"region": "DE"}, (None, "file"), id="said in vain"),
    ],
)
def test_the_country_of_a_list_is_told_with_who_says_so(client, text, more, country):
    found = seen(client, "blocked.txt", text, **more)

    assert (found["country"], found["country_from"]) == country


def test_numbers_that_nobody_has_are_told(client):
    found = seen(client, "blocked.txt", "+49100000000\n+390200001235\n")

    assert {"kind": "unassigned", "count": 1} in found["kinds"]


@pytest.mark.parametrize(
    ("name", "text", "kind", "wants"),
    [
        pytest.param("people.vcf", CARD, "contacts", "contacts", id="an address book"),
        pytest.param("calls.xml", ANDROID, "calls", "calls", id="a log of calls"),
    ],
)
def test_a_dry_run_says_what_else_a_file_is_and_as_what_it_comes_in(
    client, name, text, kind, wants
):
    answer = client.import_file(name, text.encode(), dry_run=True)

    assert (answer["seen"]["kind"], answer["seen"]["wants"][0]) == (kind, wants)
    assert f"--as {wants}" in (answer["refusal"] or "")
    assert (answer["accepted"], client.entries(), client.contacts()) == (0, [], [])


def test_people_of_an_address_book_are_told_by_name(client):
    found = seen(client, "people.vcf", CARD, "contacts")

    assert found["first"] == ["Anna +390200001234, +393330000001"]
    assert (found["numbers"], found["country"], found["country_from"]) == (2, "IT", "house")


def test_withheld_calls_and_days_of_a_log_are_told(client):
    found = seen(client, "calls.xml", ANDROID, "calls")

    assert {each["kind"]: each["count"] for each in found["kinds"]}["withheld"] == 1
    assert (
        "2 calls came in, from 20 Nov 2026 to 20 Nov 2026; 1 number was called" in found["says"][0]
    )


def test_what_is_there_already_is_counted(client):
    client.import_file("blocked.txt", b"+390200001234\n")

    again = client.import_file("blocked.txt", b"+390200001234\n+390200001235\n")

    assert (again["accepted"], again["unchanged"]) == (1, 1)


@pytest.mark.parametrize(
    ("name", "text", "kind", "says"),
    [
        pytest.param("people.vcf", CARD, "calls", "an address book", id="people as calls"),
        pytest.param(
            "blocked.txt", "+390200001234\n", "calls", "a block list", id="a list as calls"
        ),
        pytest.param("calls.xml", ANDROID, "contacts", "a log of calls", id="calls as people"),
    ],
)
def test_a_file_that_is_taken_for_something_else_is_named(client, name, text, kind, says):
    with pytest.raises(UsageError, match=says):
        client.import_file(name, text.encode(), kind)


@pytest.mark.parametrize("kind", ["", "block", "allow", "calls"])
def test_a_backup_is_named_with_restore_whatever_it_is_taken_for(client, kind):
    backup = b"PK\x03\x04" + bytes(26) + b"manifest.json{}"

    with pytest.raises(UsageError, match="portinaio restore"):
        client.import_file("house.zip", backup, kind)
