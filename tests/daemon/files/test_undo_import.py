"""An import is taken back as one, and then the house is as it was before."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon_world import a_client, a_context
from portinaio.errors import NotFoundError, UsageError
from worlds import FROZEN_NOW

NUMBERS = [f"+3902000012{n:02}" for n in range(6)]
MANY = st.lists(st.sampled_from(NUMBERS), min_size=1, unique=True)


@pytest.fixture
def client(tmp_path):
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


def a_list(numbers):
    return "\n".join(f"{number},energy" for number in numbers).encode()


def a_book(people):
    return "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{number}\nEND:VCARD\n" for number, name in people
    ).encode()


def a_backup_of_calls(rows):
    """As SMS Backup & Restore writes it: 1 came in, 2 went out."""
    moments = [int((FROZEN_NOW - timedelta(hours=1 + n)).timestamp() * 1000) for n in range(9)]
    calls = "".join(
        f'<call number="{number}" date="{moments[n]}" type="{1 + n % 2}"/>\n'
        for n, number in enumerate(rows)
    )
    return f"<calls>\n{calls}</calls>\n".encode()


def house(client):
    """What the user can take out of it, and whom he has called."""
    return (
        [{**one, "id": 0} for one in client.entries()],
        client.contacts(),
        client.calls(),
        client.context.store.outgoing.days(),
    )


IMPORTS = st.one_of(
    st.builds(lambda n: ("l.csv", a_list(n), "block"), MANY),
    st.builds(lambda n: ("l.csv", a_list(n), "allow"), MANY),
    st.builds(
        lambda n, name: ("a.vcf", a_book((each, name) for each in n), "contacts"),
        MANY,
        st.sampled_from(["Anna", "Bruno"]),
    ),
    st.builds(lambda n: ("calls.xml", a_backup_of_calls(n), "calls"), MANY),
)


@settings(max_examples=15, deadline=None)
@given(before=st.lists(IMPORTS, max_size=2), last=IMPORTS, noted=st.sampled_from(NUMBERS))
def test_what_is_imported_and_taken_back_was_never_there(before, last, noted):
    with TemporaryDirectory() as folder:
        client = a_client(a_context(Path(folder)))
        client.context.home.make()
        client.add_entry(noted, kind="block", note="by hand", sure=True)
        for name, data, kind in before:
            client.import_file(name, data, kind, accept=True)
        was = house(client)

        name, data, kind = last
        client.import_file(name, data, kind, accept=True)
        client.undo_import()

        assert house(client) == was
        client.context.close()


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("l.csv", a_list(NUMBERS), "block"),
        ("a.vcf", a_book((n, "Anna") for n in NUMBERS), "contacts"),
        ("calls.xml", a_backup_of_calls(NUMBERS), "calls"),
    ],
)
def test_it_says_what_it_took_back_and_does_so_once(client, name, data, kind):
    brought = client.import_file(name, data, kind)["accepted"]

    undone = client.undo_import()

    assert (undone["file"], undone["kind"], undone["removed"], undone["left"]) == (
        name,
        kind,
        brought,
        0,
    )
    with pytest.raises(NotFoundError, match="no import that could be taken back"):
        client.undo_import()


def test_a_dry_run_is_nothing_to_take_back(client):
    client.import_file("l.csv", a_list(NUMBERS), "block", dry_run=True)

    with pytest.raises(NotFoundError):
        client.undo_import()


def test_an_entry_that_was_changed_since_stays(client):
    client.import_file("l.csv", a_list(NUMBERS[:2]), "block")
    client.add_entry(NUMBERS[0], kind="block", note="mine now", sure=True)

    undone = client.undo_import()

    assert (undone["removed"], undone["left"]) == (1, 1)
    assert [one["note"] for one in client.entries()] == ["mine now"]


def test_who_was_taken_out_of_a_book_since_stays_out(client):
    client.import_file("a.vcf", a_book([(NUMBERS[0], "Anna"), (NUMBERS[1], "Bruno")]), "contacts")
    client.import_file("a.vcf", a_book([(n, "Carlo") for n in NUMBERS[:3]]), "contacts")
    client.forget_contact(NUMBERS[0])

    client.undo_import()

    assert [(one["name"], one["numbers"]) for one in client.contacts()] == [("Bruno", [NUMBERS[1]])]


def test_a_call_that_a_complaint_tells_of_stays(client):
    client.import_file("calls.xml", a_backup_of_calls(NUMBERS[:1]), "calls")
    (call,) = client.calls()
    client.report(call=call["id"], recipient="controller")

    undone = client.undo_import()

    assert (undone["left"], [one["id"] for one in client.calls()]) == (1, [call["id"]])


def test_the_next_start_can_take_it_back_too(tmp_path):
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    client.import_file("l.csv", a_list(NUMBERS), "block")
    client.context.close()

    again = a_client(a_context(tmp_path))
    again.undo_import()

    assert again.entries() == []
    again.context.close()


def test_a_book_that_is_followed_by_now_is_left_to_its_source(tmp_path):
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    client.import_file("family", a_book([(NUMBERS[0], "Anna")]), "contacts")
    client.context.close()
    book = '[[contacts]]\nname = "family"\nurl = "https://cloud.example.net/"\nusername = "a"\n'
    again = a_client(a_context(tmp_path, book))

    with pytest.raises(UsageError, match="followed by now"):
        again.undo_import()

    assert len(again.contacts()) == 1
