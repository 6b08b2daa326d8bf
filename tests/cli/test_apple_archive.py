"""`portinaio contacts import` of the folder that Contacts on a Mac exports."""

from __future__ import annotations

from daemon.files.test_apple_book import ANNA, BRUNO, CLUB, a_database


def test_a_folder_is_read_like_a_file(run, tmp_path):
    source = tmp_path / "Contatti.abbu" / "Sources" / "1"
    source.mkdir(parents=True)
    (source / "AddressBook-v22.abcddb").write_bytes(a_database())

    run("contacts", "import", str(tmp_path / "Contatti.abbu"))
    known = [number for one in run("contacts", "--json").json for number in one["numbers"]]

    assert known == [ANNA, BRUNO, CLUB]


def test_another_folder_is_no_file(run, tmp_path):
    refused = run("contacts", "import", str(tmp_path))

    assert (refused.code, "cannot be read" in refused.err) == (1, True)


def test_without_a_word_as_what_it_is_named_and_nothing_changes(run, tmp_path):
    source = tmp_path / "Contatti.abbu"
    source.mkdir()
    (source / "AddressBook-v22.abcddb").write_bytes(a_database())

    named = run("import", str(source), "--yes")

    assert (named.code, "is an address book" in named.err) == (2, True)
    assert run("contacts", "--json").json == []
