"""Address books that are followed at real CardDAV servers, as somebody types it."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from peers.carddav import PASSWORD, SERVERS, Book, serving
from portinaio.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., Any]

pytestmark = pytest.mark.peers


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PORTINAIO_LANG", "en")
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)

    def run(*arguments: str, typed: str = "") -> Any:
        """The answer as JSON, or what was said on stderr."""
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        main([*arguments, "--json"])
        said = capsys.readouterr()
        answer = json.loads(said.out) if said.out else said.err
        return said.err if isinstance(answer, dict) and set(answer) == {"error"} else answer

    return run


@pytest.fixture(params=SERVERS)
def book(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Book]:
    with serving(request.param, tmp_path / "server") as book:
        for n in range(4):
            book.put(f"u{n}", f"Person {n}", f"+39020000010{n}", "CATEGORIES:Family,Friends")
        yield book


def follow(run: Run, book: Book, *options: str) -> Any:
    return run(
        *("contacts", "follow", book.url, "--username", "anna", "--name", "family", *options),
        typed=f"{PASSWORD}\n",
    )


def known(run: Run) -> dict[str, str]:
    return {one["numbers"][0]: one["name"] for one in run("contacts")}


def counts(synced: list[dict[str, Any]]) -> tuple[str, int, int, int]:
    (one,) = synced
    return one["state"], one["accepted"], one["updated"], one["removed"]


def test_the_first_sync_finds_the_book_by_the_server_alone_with_groups(run: Run, book: Book):
    told = follow(run, book)
    groups = {tuple(one["groups"]) for one in run("contacts")}

    assert (told["state"], told["numbers"], groups) == ("ok", 4, {("Family", "Friends")})
    assert run("check", "+390200000102")["label"] == "known"


def test_the_address_of_the_book_itself_is_as_good(run: Run, book: Book):
    assert follow(run, book._replace(url=book.place))["numbers"] == 4


def test_what_is_new_changed_and_deleted_follows_the_server(run: Run, book: Book):
    follow(run, book)
    book.put("u0", "Changed", "+390200000100")
    book.put("u9", "New", "+390200000109")
    book.delete("u1")

    first = run("contacts", "sync")
    second = run("contacts", "sync")

    assert (counts(first), counts(second)) == (("ok", 1, 1, 1), ("ok", 0, 0, 0))
    assert known(run) == {
        "+390200000100": "Changed",
        "+390200000102": "Person 2",
        "+390200000103": "Person 3",
        "+390200000109": "New",
    }


def test_one_number_of_two_people_and_two_numbers_of_one_are_all_known(run: Run, book: Book):
    follow(run, book)
    book.put("u8", "Anna", "+390200000100", "TEL;TYPE=HOME:+390200000108")
    run("contacts", "sync")

    names = {one["name"]: one["numbers"] for one in run("contacts")}

    assert (names["Person 0"], names["Anna"]) == (
        ["+390200000100"],
        ["+390200000100", "+390200000108"],
    )


def test_a_server_that_is_down_leaves_the_contacts_as_they_are(run: Run, book: Book):
    follow(run, book)
    before = known(run)
    book.stop()

    (synced,) = run("contacts", "sync")

    assert (synced["state"], known(run)) == ("stale", before)
    assert "cannot be reached" in run("contacts", "follow")[0]["error"]


def test_a_book_that_lost_most_of_its_people_is_refused_until_the_user_accepts_it(
    run: Run, book: Book
):
    follow(run, book)
    for n in range(3):
        book.delete(f"u{n}")

    (refused,) = run("contacts", "sync")
    held = len(known(run))
    (accepted,) = run("contacts", "sync", "--accept", "family")

    assert (refused["state"], "--accept family" in refused["error"], held) == ("refused", True, 4)
    assert (accepted["state"], len(known(run))) == ("ok", 1)


def test_an_unfollowed_book_leaves_nothing_behind(run: Run, book: Book, tmp_path: Path):
    follow(run, book)
    run("contacts", "unfollow", book.url)

    assert (run("contacts"), run("contacts", "follow")) == ([], [])
    assert [list((tmp_path / "home" / each).iterdir()) for each in ("books", "secrets")] == [[], []]


def test_a_number_of_a_followed_book_is_taken_out_where_it_comes_from(run: Run, book: Book):
    follow(run, book)

    assert "take it out there" in run("contacts", "remove", "+390200000101")
    assert len(known(run)) == 4


def test_a_wrong_password_is_told_and_nothing_is_followed(run: Run, tmp_path: Path):
    with serving("radicale", tmp_path / "server") as book:
        said = run("contacts", "follow", book.url, "--username", "anna", typed="wrong\n")

    assert "refuses the user name or the password" in said
    assert (run("contacts", "follow"), list((tmp_path / "home" / "secrets").iterdir())) == ([], [])


def test_a_password_that_was_changed_leaves_the_contacts_as_they_are(run: Run, tmp_path: Path):
    with serving("radicale", tmp_path / "server") as book:
        book.put("u1", "Anna", "+390200000101")
        follow(run, book)
        run("secret", "set", "family", typed="another\n")
        (synced,) = run("contacts", "sync")

    assert (synced["state"], "password" in synced["error"]) == ("stale", True)
    assert len(known(run)) == 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("IP:127.0.0.1", ""), ("DNS:other.example.net", "cannot be trusted")],
    ids=["a certificate that matches", "one that does not"],
)
def test_a_server_is_believed_only_with_its_own_certificate(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    made = tmp_path / "certificate.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
        f" -subj /CN=test -addext subjectAltName={name} -keyout {made} -out {made}.crt"
    )
    subprocess.run(command.split(), check=True, capture_output=True)  # our own words
    with made.open("ab") as both:
        both.write((tmp_path / "certificate.pem.crt").read_bytes())
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    with serving("radicale", tmp_path / "server", certificate=made) as book:
        book.put("u1", "Anna", "+390200000101")
        told = follow(run, book)

    if sentence:
        assert sentence in told
    else:
        assert told["numbers"] == 1


@pytest.mark.parametrize("kind", SERVERS)
def test_five_hundred_people_come_at_once_and_one_that_changes_alone(
    run: Run, tmp_path: Path, kind: str
):
    with serving(kind, tmp_path / "server") as book:
        for n in range(500):
            book.put(f"u{n}", f"Person {n}", f"+39020000{n:04}")
        whole = follow(run, book)
        book.put("u7", "Changed", "+390200000007")
        (synced,) = run("contacts", "sync")

    assert (whole["numbers"], synced["updated"]) == (500, 1)
    assert synced["bytes"] < 500 * 600  # the versions of all, and one card


def test_cards_that_a_server_should_not_have_are_known_all_the_same(run: Run, tmp_path: Path):
    """Without a UID, with the same as another, and far larger than any card is."""
    with serving("xandikos", tmp_path / "server") as book:
        for place, line, number in (
            ("none", "NOTE:no uid", "+390200000101"),
            ("same1", "UID:same", "+390200000102"),
            ("same2", "UID:same", "+390200000103"),
            ("large", f"UID:large\r\nNOTE:{'x' * (5 << 20)}", "+390200000104"),
        ):
            card = f"BEGIN:VCARD\r\nVERSION:3.0\r\n{line}\r\nFN:{place}\r\nTEL:{number}\r\nEND:VCARD\r\n"
            put = book.client.put(
                f"{book.place}{place}.vcf",
                content=card.encode(),
                headers={"Content-Type": "text/vcard"},
            )
            assert put.is_success, put.text
        told = follow(run, book)
        again = run("contacts", "sync")

    assert (told["numbers"], told["rejected_count"], counts(again)) == (4, 0, ("ok", 0, 0, 0))
    assert known(run) == {
        "+390200000101": "none",
        "+390200000102": "same1",
        "+390200000103": "same2",
        "+390200000104": "large",
    }
