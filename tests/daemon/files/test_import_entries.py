"""A file of numbers that becomes the user's own entries, and whom of the address book it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ANNA, BRUNO = "+390200001234", "+390200001299"
BLOCKS_ANNA = "with it you block a contact of yours: Anna"
SPARES_ANNA = "Anna, a contact of yours, has such a number and rings all the same"
SPARES_BOTH = "contacts of yours have such numbers and ring all the same: Anna, Bruno"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    client.add_contact("Anna", ANNA)
    client.add_contact("Bruno", BRUNO)
    yield client
    client.context.close()


@pytest.mark.parametrize("dry_run", [False, True])
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        pytest.param([ANNA], [BLOCKS_ANNA], id="the number itself"),
        pytest.param(["+3902*"], [SPARES_BOTH], id="a beginning"),
        pytest.param(["+39020000123*"], [SPARES_ANNA], id="one of them"),
        pytest.param(
            ["+3902*", ANNA],
            [BLOCKS_ANNA, SPARES_ANNA.replace("Anna", "Bruno")],
            id="both",
        ),
        pytest.param(["+390200001235", "+3906*"], [], id="strangers"),
    ],
)
def test_an_import_says_which_contacts_it_means(client, rows, said, dry_run):
    data = "\n".join(rows).encode()

    told = client.import_file("list.txt", data, "block", format="plain", dry_run=dry_run)

    assert list(map(str, told["remarks"])) == said


@pytest.mark.parametrize(("row", "label"), [(ANNA, "reported"), ("+3902*", "known")])
def test_what_it_says_is_what_happens(client, row, label):
    client.import_file("list.txt", row.encode(), "block", format="plain")

    assert client.check(ANNA)["label"] == label


def test_who_is_allowed_rings_anyway(client):
    told = client.import_file("list.txt", ANNA.encode(), "allow", format="plain")

    assert told["remarks"] == []


AMERICAN = "\n".join(f"2025550{n}" for n in range(100, 140)).encode()


def test_numbers_that_look_american_are_no_entries_of_an_italian_list(client):
    with pytest.raises(PortinaioError, match="--region IT --yes"):
        client.import_file("list.txt", AMERICAN, "block", format="plain", region="it")

    assert client.entries() == []


def test_who_insists_on_the_country_has_them_in_it_and_is_told_of_the_other(client):
    told = client.import_file("list.txt", AMERICAN, "block", format="plain", region="IT", sure=True)

    assert "would be of US" in str(told["remarks"][0])
    assert {each["pattern"][:3] for each in client.entries()} == {"+39"}


ITALIAN = "".join(
    f"{area} {n}\n" for area in ("02", "06", "011", "081", "333", "347") for n in (4102938, 5261739)
).encode()
BERLIN_OR_BRESCIA = "".join(f"030 2{n:03}1234\n" for n in range(100, 112)).encode()
GERMAN = "".join(f"0151 2{n:03}1234\n" for n in range(100, 112)).encode()


def test_a_file_of_ones_own_is_of_the_country_of_the_house_where_its_numbers_exist_there_alone(
    client,
):
    told = client.import_file("list.txt", ITALIAN, "block")

    assert (told["accepted"], told["seen"]["country"], told["seen"]["country_from"]) == (
        12,
        "IT",
        "house",
    )
    assert {each["pattern"][:3] for each in client.entries()} == {"+39"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(BERLIN_OR_BRESCIA, "exist in IT, .*such as --region IT", id="of several"),
        pytest.param(GERMAN, "such as --region DE", id="of another"),
        pytest.param(b"02 4100 1234\n", "such as --region IT", id="too few to tell"),
    ],
)
def test_whose_numbers_are_of_other_countries_too_is_asked_with_the_house_named_first(
    client, data, said
):
    with pytest.raises(PortinaioError, match=said):
        client.import_file("list.txt", data, "block")

    assert client.entries() == []
