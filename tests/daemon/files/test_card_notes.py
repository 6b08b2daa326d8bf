"""Numbers in the notes of cards make nobody known, and are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path, 'country = "IT"\n'))
    client.context.home.make()
    yield client
    client.context.close()


def card(n: int, note: str) -> str:
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:Anna {n}\nTEL:+3902000012{n:02}\nNOTE:{note}\nEND:VCARD\n"


@pytest.mark.parametrize(
    ("notes", "told"),
    [
        (
            ["al mare 02 0000 9901"],
            ["a number within a note is not read, line 5: al mare 02 0000 9901"],
        ),
        (
            ["amica", "casa: 02 0000 9901", "o 02 0000 9902"],
            ["numbers within 2 notes are not read; the first, line 11: casa: 02 0000 9901"],
        ),
        (["nata il 24/11/1980", "al terzo piano, 20121 Milano"], []),
    ],
)
def test_numbers_in_notes_are_told_with_the_first(client: AClient, notes, told):
    book = "".join(card(n, note) for n, note in enumerate(notes)).encode()

    answer = client.import_file("x.vcf", book, "contacts")

    assert (answer["accepted"], answer["remarks"]) == (len(notes), told)
    assert {number for each in client.contacts() for number in each["numbers"]} == {
        f"+3902000012{n:02}" for n in range(len(notes))
    }
