"""`portinaio contacts`: who is known, and how they come in."""

from __future__ import annotations

import pytest

from portinaio.api.answers import ContactAnswer, ImportAnswer

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{number}\nEND:VCARD\n"


def test_an_address_book_makes_its_people_known(run, tmp_path):
    file = tmp_path / "contacts.vcf"
    file.write_text(CARD.format(name="Anna Bianchi", number="02 0000 1234"))

    answer = run("contacts", "import", str(file))

    last = answer.out.splitlines()[-1]
    assert (last, run("check", "+390200001234", "--json").json["label"]) == (
        "1 number is new, 0 changed, 0 there already, 0 gone",
        "known",
    )


def test_a_thousand_is_written_as_a_thousand_is_read(run, tmp_path):
    file = tmp_path / "contacts.vcf"
    file.write_text("".join(CARD.format(name=n, number=f"+3902000{n:05}") for n in range(1_000)))

    said = [
        run("contacts", *act, str(file)).out.splitlines()[-1] for act in (["import"], ["follow"])
    ]
    said += run("backup", str(tmp_path / "b.zip")).out.splitlines()[:1]

    assert [one for one in said if "1,000" not in one] == []


def test_a_dry_run_says_who_stands_in_an_address_book_and_makes_nobody_known(run, tmp_path):
    file = tmp_path / "contacts.vcf"
    file.write_text(CARD.format(name="Anna Bianchi", number="02 0000 1234"))

    answer = run("contacts", "import", str(file), "--dry-run")

    assert "kept as: Anna Bianchi +390200001234" in answer.out
    assert (answer.out.splitlines()[-1][:9], run("contacts", "--json").json) == ("would be:", [])


@pytest.mark.parametrize(
    ("number", "nearest"),
    [
        ("02[13]00001", "this means several numbers; write one of them"),
        ("0844-0845", "0844*, 0845*"),
        ("0200001234 int. 12", "+390200001234"),
        ("#31#0200001234", "+390200001234"),
        ("*0200001234", "+390200001234"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [
        ("contacts", "add", "Anna"),
        ("companies", "add", "Example", "--number"),
        ("report",),
        ("calls", "--number"),
    ],
    ids=" ".join,
)
def test_a_number_that_would_lose_a_part_is_refused(run, command, number, nearest):
    answer = run(*command, number)

    if command[0] == "calls" and "[" in number:  # the log is asked for patterns, too
        assert (answer.code, answer.err) == (0, "")
        return
    assert (answer.code, nearest in answer.err) == (2, True)


def test_what_cannot_be_read_is_reported_beside_the_answer(run, tmp_path):
    file = tmp_path / "contacts.vcf"
    bad = "".join(CARD.format(name=f"No {n}", number="none") for n in range(13))
    file.write_text(bad + CARD.format(name="Anna Bianchi", number="02 0000 1234"))

    answer = run("contacts", "import", str(file), "--json")

    assert (answer.code, list(answer.json)) == (0, list(ImportAnswer.__annotations__))
    assert (answer.err.count("\n"), answer.err.splitlines()[-1]) == (11, "and 3 more")


@pytest.mark.parametrize("command", [("contacts", "import"), ("import", "--as", "contacts")])
def test_a_book_that_lost_its_people_is_refused_until_the_user_accepts_it(run, tmp_path, command):
    file = tmp_path / "contacts.vcf"
    file.write_text(CARD.format(name="Anna Bianchi", number="02 0000 1234"))
    run(*command, str(file))
    file.write_text("")

    refused = run(*command, str(file))
    known = run("contacts", "--json").json
    accepted = run(*command, str(file), "--accept")

    assert (refused.code, "--accept" in refused.err, len(known)) == (1, True, 1)
    assert (accepted.code, run("contacts", "--json").json) == (0, [])


def test_a_book_with_national_numbers_of_elsewhere_is_read_in_its_country(run, tmp_path):
    file = tmp_path / "contacts.vcf"
    file.write_text(CARD.format(name="Ann", number="202 555 0101"))

    run("contacts", "import", str(file), "--region", "US")

    assert run("contacts", "--json").json[0]["numbers"] == ["+12025550101"]


def test_a_file_that_is_not_there_is_named(run):
    answer = run("contacts", "import", "/nowhere.vcf")

    assert (answer.code, answer.err.startswith("portinaio: /nowhere.vcf cannot be read")) == (
        1,
        True,
    )


def test_a_file_that_no_address_book_fills_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setattr("portinaio.cli.files.LARGEST_MIB", 0)
    file = tmp_path / "film.vcf"
    file.write_text("x" * 11)

    assert "film.vcf is larger than 0 MiB" in run("contacts", "import", str(file)).err


def test_a_contact_is_removed_as_it_is_shown_also_in_another_country(run, house):
    run("contacts", "add", "Telecom", "187")
    (house / "config.toml").write_text('country = "DE"\n')
    (contact,) = run("contacts", "--json").json

    run("contacts", "remove", *contact["numbers"])

    assert run("contacts", "--json").json == []


def test_a_number_is_named_and_forgotten(run):
    added = run("contacts", "add", "Anna", "02", "0000", "1234", "--json")
    known = run("contacts", "--json").json
    run("contacts", "remove", "+390200001234")

    assert (list(added.json), known, run("contacts", "--json").json) == (
        list(ContactAnswer.__annotations__),
        [added.json],
        [],
    )


def test_contacts_are_a_table(run):
    run("contacts", "add", "\u674e\u96f7", "02 0000 1234")
    run("contacts", "add", "Anna", "02 0000 5678")

    head, *rows = run("contacts").out.splitlines()
    assert (head, sorted(rows)) == (
        "name  numbers",
        ["Anna  +390200005678", "\u674e\u96f7  +390200001234"],
    )


def test_no_contact_is_a_sentence_with_what_to_do(run):
    assert "portinaio contacts import" in run("contacts").out


def test_groups_are_shown_where_somebody_is_in_one(run):
    run("contacts", "add", "Anna", "02 0000 5678", "--group", "favourites", "--group", "work")

    assert run("contacts").out.splitlines() == [
        "name  numbers        groups",
        "Anna  +390200005678  favourites, work",
    ]
