"""`portinaio contacts follow`: a file that is watched, and what becomes of whom it made known."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from portinaio.api.answers import BookAnswer, SyncAnswer
from portinaio.api.client import Client
from portinaio.api.connect import connect
from portinaio.config.home import find_home

if TYPE_CHECKING:
    from pathlib import Path

ANNA, BRUNO = "+390200000101", "+390200000102"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:{number}\nCATEGORIES:Family\nEND:VCARD\n"


def a_book(*numbers: str) -> str:
    return "".join(CARD.format(name=f"N{number[-1]}", number=number) for number in numbers)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "contacts.vcf"
    file.write_text(a_book(ANNA, BRUNO))
    return file


def known(run) -> list[str]:
    return [number for one in run("contacts", "--json").json for number in one["numbers"]]


def test_a_followed_file_makes_its_people_known_and_says_so(run, file):
    answer = run("contacts", "follow", str(file))

    assert answer.out == "contacts is followed; 2 numbers are known by it\n"
    assert run("check", ANNA, "--json").json["label"] == "known"


def test_a_followed_book_is_shown_with_its_state(run, file):
    run("contacts", "follow", str(file))
    (book,) = run("contacts", "follow", "--json").json

    assert list(book) == list(BookAnswer.__annotations__)
    assert (book["name"], book["state"], book["numbers"], book["error"]) == (
        "contacts",
        "ok",
        2,
        None,
    )


def test_who_is_gone_from_the_file_is_gone_with_the_next_sync(run, file):
    run("contacts", "follow", str(file))
    file.write_text(a_book(BRUNO))

    (synced,) = run("contacts", "sync", "--json").json

    assert list(synced) == list(SyncAnswer.__annotations__)
    assert (synced["removed"], known(run)) == (1, [BRUNO])


@pytest.mark.parametrize("content", ["", "gone", a_book("+390200000109")])
def test_a_file_that_lost_its_people_is_refused_until_the_user_accepts_it(run, file, content):
    run("contacts", "follow", str(file))
    file.write_text(content)

    refused = run("contacts", "sync")
    held = known(run)
    accepted = run("contacts", "sync", "--accept", "contacts")

    assert (refused.code, "--accept contacts" in refused.out, held) == (1, True, [ANNA, BRUNO])
    assert (accepted.code, ANNA in known(run)) == (0, False)


def test_a_file_that_is_away_leaves_its_people_known_and_the_status_says_so(run, file):
    run("contacts", "follow", str(file))
    file.unlink()

    synced = run("contacts", "sync")
    texts = [each["text"] for each in run("status", "--json").json["health"]]

    assert ("cannot be read" in synced.out, known(run)) == (True, [ANNA, BRUNO])
    assert any(text.startswith("contacts contacts:") for text in texts)


def test_a_file_that_was_never_right_is_not_followed(run, tmp_path, house):
    file = tmp_path / "page.html"
    file.write_text("<html>")

    answer = run("contacts", "follow", str(file))

    assert (answer.code, "page is not followed" in answer.err) == (1, True)
    assert "page" not in (house / "config.toml").read_text()


SHARED = '[mail]\nhost = "smtp.example.net"\nusername = "a"\npassword = { keyring = "family" }\n'


@pytest.mark.parametrize(
    ("other", "left"), [("", []), (SHARED, ["family"])], ids=["alone", "shared"]
)
def test_the_password_of_an_unfollowed_book_goes_with_it_unless_something_else_reads_it(  # as asked
    run, house, monkeypatch, other, left
):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    house.mkdir(mode=0o700)
    (house / "config.toml").write_text(
        '[[contacts]]\nname = "family"\nurl = "https://cloud.example.net/"\nusername = "anna"\n'
        f'password = {{ keyring = "family" }}\n{other}'
    )
    (house / "secrets").mkdir(mode=0o700)
    (house / "secrets" / "family").write_text("geheim")

    assert run("contacts", "unfollow", "family").code == 0
    assert [one.name for one in (house / "secrets").iterdir()] == left


def test_a_file_followed_twice_is_followed_once(run, file):
    run("contacts", "follow", str(file))

    assert "is followed already, as contacts" in run("contacts", "follow", str(file)).err


@pytest.mark.parametrize("called", ["by name", "by file"])
def test_an_unfollowed_book_takes_its_people_along(run, file, called):
    run("contacts", "follow", str(file))
    run("contacts", "add", "Ugo", "+390200000103")

    answer = run("contacts", "unfollow", "contacts" if called == "by name" else str(file))

    assert (answer.out, known(run)) == ("contacts is followed no more\n", ["+390200000103"])


def test_a_book_that_nobody_follows_cannot_be_unfollowed(run):
    assert "no address book called family is followed" in run("contacts", "unfollow", "family").err


def test_a_book_of_that_name_is_not_replaced(run, file, tmp_path):
    run("contacts", "import", str(file))
    other = tmp_path / "other.vcf"
    other.write_text(a_book(ANNA))

    answer = run("contacts", "follow", str(other), "--name", "contacts.vcf")

    assert (answer.code, "choose another name" in answer.err) == (2, True)


def test_a_followed_book_is_read_in_its_own_country(run, tmp_path):
    file = tmp_path / "american.csv"
    file.write_text("First Name,Last Name,Mobile Phone\nAnn,B,202 555 0101\n")

    run("contacts", "follow", str(file), "--region", "us")

    assert known(run) == ["+12025550101"]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ('name = "own"\nurl = "file:///a"', "line 2: name must be"),
        ('name = "a b"\nurl = "file:///a"', "line 2: name must be"),
        ('name = "a"\nurl = "file:///a"\nregion = "XX"', "region must be"),
        ('name = "a"\nurl = "file:///a"\npassword = { env = "A" }', "without its username"),
        ('name = "a"\nurl = "file:///a"\nusername = "b"\npassword = {}', "a password is one of"),
        ('name = "a"', "url is missing"),
    ],
)
def test_a_table_of_contacts_that_cannot_be_meant_is_refused_by_its_line(
    run, house, keys, sentence
):
    house.mkdir(exist_ok=True)
    (house / "config.toml").write_text(f"[[contacts]]\n{keys}\n")

    answer = run("status")

    assert (answer.code, sentence in answer.err) == (1, True)


def test_a_book_taken_out_of_the_configuration_by_hand_is_forgotten_with_its_people(
    run, file, house
):
    run("contacts", "follow", str(file))
    (house / "config.toml").write_text("")

    run("contacts", "sync")
    (house / "config.toml").write_text('[[contacts]]\nname = "new"\nurl = "file:///nowhere.vcf"\n')
    run("contacts", "sync")

    assert known(run) == []


@pytest.mark.parametrize(
    ("lost", "said"),
    [(False, "2 numbers are known by it"), (True, "cannot be read")],
    ids=["well", "its file is away"],
)
def test_settings_and_doctor_say_what_became_of_a_book(run, file, house, lost, said):
    run("contacts", "follow", str(file))
    if lost:
        file.unlink()
        run("contacts", "sync")

    with closing(connect(find_home({"PORTINAIO_HOME": str(house)}), "en").transport) as transport:
        keys = Client(transport).settings()["keys"]

    assert said in {one["key"]: one["remark"] for one in keys}["contacts.contacts.url"]
    assert ("cannot be read" in run("doctor").out) is lost
