"""The client: one way to ask, whether a daemon runs or not."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon
from portinaio.api.client import Client
from portinaio.api.connect import connect
from portinaio.api.local import Local
from portinaio.api.remote import Remote
from portinaio.errors import ConfigError, DaemonAwayError, NotFoundError, UsageError
from worlds import STRANGER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CONFIG = 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\nfile = "none.jsonl"\n'
VCARD = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nTEL:+39 02 0000 0101\r\nEND:VCARD\r\n"


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ADaemon]:
    folder = tmp_path_factory.mktemp("home")
    with ADaemon(folder, CONFIG) as daemon:
        daemon.answers()
        client = Client(Remote(daemon.socket, "en"))
        client.import_contacts("book.vcf", VCARD)
        client.add_entry(STRANGER, "block", note="sells oil, è così")
        yield daemon


@pytest.fixture(scope="module")
def remote(daemon: ADaemon) -> Client:
    return Client(Remote(daemon.socket, "en"))


@pytest.fixture(scope="module")
def local(daemon: ADaemon) -> Iterator[Client]:
    with Client(Local(daemon.home, "en")) as client:
        yield client


QUESTIONS: dict[str, Callable[[Client], Any]] = {
    "a blocked number": lambda c: c.check(STRANGER),
    "a contact": lambda c: c.check("02 0000 0101"),
    "a sales range": lambda c: c.check("+390844000001", at="2026-11-24T14:00+01:00"),
    "odd text": lambda c: c.check("caffè & co?", name="caffè=&#"),
    "calls": lambda c: c.calls(limit=3),
    "entries": lambda c: c.entries(),
    "contacts": lambda c: c.contacts(),
    "lists": lambda c: c.lists(),
    "kinds of line": lambda c: c.line_kinds(),
}


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)
def test_an_answer_is_the_same_with_and_without_a_daemon(
    remote: Client, local: Client, question: Callable[[Client], Any]
) -> None:
    assert question(remote) == question(local)


REFUSED: dict[str, tuple[Callable[[Client], Any], type[Exception]]] = {
    "no such call": (lambda c: c.call(999), NotFoundError),
    "no such entry": (lambda c: c.forget_entry("+390200009999"), NotFoundError),
    "not a number": (lambda c: c.add_contact("Anna", "hello"), UsageError),
    "a page of nothing": (lambda c: c.calls(limit=0), UsageError),
    "no such kind of line": (lambda c: c.add_line("pigeon", "new", {}), ConfigError),
}


@pytest.mark.parametrize(("question", "kind"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_is_the_same_with_and_without_a_daemon(
    remote: Client, local: Client, question: Callable[[Client], Any], kind: type[Exception]
) -> None:
    with pytest.raises(kind) as from_daemon:
        question(remote)
    with pytest.raises(kind) as from_here:
        question(local)

    assert str(from_daemon.value) == str(from_here.value)


def test_an_act_through_the_daemon_is_seen_without_it(remote: Client, local: Client) -> None:
    remote.pause(60)
    paused = local.status()["paused_until"]
    remote.resume()

    assert paused is not None


def test_an_act_beside_the_daemon_is_seen_by_it(remote: Client, local: Client) -> None:
    local.add_contact("Berta", "+390200000202")
    try:
        assert "Berta" in [contact["name"] for contact in remote.contacts()]
    finally:
        local.forget_contact("+390200000202")


def test_a_note_of_many_words_arrives_whole(remote: Client) -> None:
    text = "perché no? " * 2000

    entry = remote.add_entry("+390200000303", "allow", note=text)
    remote.forget_entry("+390200000303")

    assert entry["note"] == text.strip()


def test_events_begin_with_the_state_and_go_on_with_changes(remote: Client) -> None:
    events = remote.events()
    first, state = next(events)
    remote.expect(60)
    second, status = next(events)
    remote.expect_no_more()
    events.close()  # type: ignore[attr-defined]  # a generator

    assert (first, set(state)) == ("state", {"status", "calls"})
    assert second == "status"
    assert status["expecting_until"] is not None


def test_a_client_finds_the_daemon_by_itself(daemon: ADaemon, tmp_path: Path) -> None:
    there = connect(daemon.home, "en")
    here = connect(daemon.home._replace(runtime=str(tmp_path)), "en")

    assert (there.daemon, here.daemon) == (True, False)


@contextmanager
def a_dying_daemon(folder: Path, said: bytes) -> Iterator[Client]:
    """One that answers the first request with `said`, and is gone."""
    path = str(folder / "dying.sock")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()

        def die() -> None:
            with door.accept()[0] as channel:
                channel.recv(1 << 16)
                channel.sendall(said)

        thread = threading.Thread(target=die)
        thread.start()
        yield Client(Remote(path, "en"))
        thread.join()


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"HTTP/1.1 2", id="half a status"),
        pytest.param(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", id="no body"),
        pytest.param(b'HTTP/1.1 200 OK\r\n\r\n[{"id": 1', id="half a body"),
    ],
)
def test_a_daemon_that_dies_over_its_answer_is_a_sentence(tmp_path: Path, said: bytes) -> None:
    with a_dying_daemon(tmp_path, said) as client, pytest.raises(DaemonAwayError):
        client.calls()


def test_a_daemon_that_dies_within_an_event_is_a_sentence(tmp_path: Path) -> None:
    said = b'HTTP/1.1 200 OK\r\n\r\nevent: state\r\ndata: {"calls": ['

    with a_dying_daemon(tmp_path, said) as client, pytest.raises(DaemonAwayError):
        next(client.events())


def test_nobody_who_answers_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DaemonAwayError, match="the daemon is not running"):
        Client(Remote(str(tmp_path / "none.sock"), "en")).status()


def test_there_are_no_events_without_a_daemon(local: Client) -> None:
    with pytest.raises(DaemonAwayError):
        local.events()
