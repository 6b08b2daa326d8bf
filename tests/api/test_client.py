"""The client: one way to ask, whether a daemon runs or not."""

from __future__ import annotations

import _thread
import hashlib
import json
import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon
from portinaio.api.client import Client
from portinaio.api.connect import connect
from portinaio.api.local import Local
from portinaio.api.openapi import description
from portinaio.api.remote import CONTRACT, CONTRACT_HEADER, Remote
from portinaio.errors import (
    ConfigError,
    DaemonAwayError,
    NotFoundError,
    PortinaioError,
    UsageError,
)
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
    with Client(Local.at(daemon.home, "en")) as client:
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
    "no such label": (lambda c: c.calls(label="foo"), UsageError),
    "a word for a number": (lambda c: c.insight(days="many"), UsageError),
    "an id of letters": (lambda c: c.call("x"), UsageError),
    "a parameter too many": (lambda c: c.calls(colour="red"), UsageError),
    "no such event": (lambda c: c.mark_complaint(1, "lost"), UsageError),
    "a list that has a slash in its name": (lambda c: c.show_list("a/b"), NotFoundError),
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
    elsewhere = {"runtime": str(tmp_path), "state": str(tmp_path)}
    here = connect(daemon.home._replace(**elsewhere), "en")

    assert (there.daemon, here.daemon) == (True, False)


SPOKEN = f"HTTP/1.1 200 OK\r\n{CONTRACT_HEADER}: {CONTRACT}\r\n\r\n".encode()
OLDER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n"


@contextmanager
def a_dying_daemon(folder: Path, said: bytes, asked: list[bytes] | None = None) -> Iterator[Client]:
    """One that answers the first request with `said`, and is gone; `asked` takes the request."""
    path = str(folder / "dying.sock")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()

        def die() -> None:
            with door.accept()[0] as channel:
                request = channel.recv(1 << 16)
                channel.sendall(said)
                if asked is not None:
                    asked.append(request)

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
    said = SPOKEN + b'event: state\r\ndata: {"calls": ['

    with a_dying_daemon(tmp_path, said) as client, pytest.raises(DaemonAwayError):
        next(client.events())


def test_a_daemon_that_dies_before_its_first_event_is_away(tmp_path: Path) -> None:
    with a_dying_daemon(tmp_path, b"") as client, pytest.raises(DaemonAwayError):
        next(client.events())


@pytest.mark.parametrize(
    ("said", "what"),
    [
        pytest.param(OLDER, "an older version than this program; restart it", id="before any"),
        pytest.param(
            OLDER[:-2] + f"{CONTRACT_HEADER}: {CONTRACT - 1}\r\n\r\n".encode(),
            "an older version",
            id="the contract before ours",
        ),
        pytest.param(
            OLDER[:-2] + f"{CONTRACT_HEADER}: {CONTRACT + 1}\r\n\r\n".encode(),
            "a newer version than this program; update",
            id="the contract after ours",
        ),
    ],
)
@pytest.mark.parametrize(
    ("ask", "content"),
    [
        pytest.param(lambda c: c.lines(), b"[]", id="an answer"),
        pytest.param(lambda c: c.pause(60), b"{}", id="a deed"),
        pytest.param(lambda c: next(c.events()), b"event: state\ndata: {}\n\n", id="events"),
    ],
)
def test_a_daemon_of_another_version_is_a_sentence(
    tmp_path: Path, ask: Callable[[Client], Any], content: bytes, said: bytes, what: str
) -> None:
    with a_dying_daemon(tmp_path, said + content) as client, pytest.raises(PortinaioError) as told:
        ask(client)

    assert what in str(told.value)


def test_a_refusal_of_an_older_daemon_is_no_advice(tmp_path: Path) -> None:
    said = b'HTTP/1.1 404 Not Found\r\n\r\n{"error": "there is no /v1/lines"}'

    with a_dying_daemon(tmp_path, said) as client, pytest.raises(PortinaioError, match="older"):
        client.lines()


def test_a_daemon_of_another_version_is_told_to_do_nothing(tmp_path: Path) -> None:
    asked: list[bytes] = []

    with (
        a_dying_daemon(tmp_path, OLDER + b"{}", asked) as client,
        pytest.raises(PortinaioError),
    ):
        client.pause(60)

    assert [request.split(b" ")[0] for request in asked] == [b"GET"]


def test_a_daemon_is_asked_once_by_which_contract_it_speaks(
    daemon: ADaemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, asked = Remote(daemon.socket, "en"), []
    tell = remote._told

    def told(method: str, path: str, *more: Any) -> tuple[int, Any]:
        asked.append(f"{method} {path}")
        return tell(method, path, *more)

    monkeypatch.setattr(remote, "_told", told)
    Client(remote).expect(60)
    Client(remote).expect_no_more()

    assert asked == ["GET /v1", "POST /v1/expect", "DELETE /v1/expect"]


def test_the_contract_has_another_number_when_its_words_change() -> None:
    told = description()
    words = json.dumps(_without_prose([told["paths"], told["components"]]), sort_keys=True)

    assert (CONTRACT, hashlib.sha256(words.encode()).hexdigest()[:8]) == (68, "ca68bd46")


def _without_prose(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: _without_prose(inner)
            for key, inner in value.items()
            if key not in {"description", "summary"} or isinstance(inner, dict)
        }
    return [_without_prose(inner) for inner in value] if isinstance(value, list) else value


def test_nobody_who_answers_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DaemonAwayError, match="the daemon is not running"):
        Client(Remote(str(tmp_path / "none.sock"), "en")).status()


def test_an_interrupt_just_before_a_wait_for_news_ends_it(remote: Client) -> None:
    """Python asks for interrupts before it waits; one that comes in between is heard at the next look up."""
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    events = remote.events()
    next(events)
    watching = threading.Timer(0.2, _thread.interrupt_main)
    watching.start()

    with pytest.raises(KeyboardInterrupt):
        list(events)
    watching.join()


def test_there_are_no_events_without_a_daemon(local: Client) -> None:
    with pytest.raises(DaemonAwayError):
        local.events()
