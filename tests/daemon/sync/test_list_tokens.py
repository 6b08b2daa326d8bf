"""A list that wants an access token, subscribed to over HTTP: the token's place is told, never the token itself."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon
from list_server import AServer, ok

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BACKEND = "keyring.backends.null.Keyring"
TOKEN = "s3cr3t-t0ken"
ROWS = b"".join(b"+3902000%05d\n" % number for number in range(100))


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        server.answers["/list.txt"] = ok(ROWS)
        yield server


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[ADaemon]:
    with ADaemon(tmp_path, PYTHON_KEYRING_BACKEND=BACKEND, LIST_TOKEN=TOKEN) as daemon:
        yield daemon.answers()


def subscribed(daemon: ADaemon, server: AServer, token: object) -> Any:
    wanted = {"source": server.url("/list.txt"), "format": "plain", "token": token}
    return daemon.ask("/v1/lists", "POST", wanted)


@pytest.mark.parametrize(
    ("place", "value"), [("keyring", "stairs"), ("file", "token.txt"), ("env", "LIST_TOKEN")]
)
def test_a_list_is_subscribed_with_the_place_of_its_token(
    daemon: ADaemon, server: AServer, tmp_path: Path, place: str, value: str
) -> None:
    daemon.ask("/v1/secrets", "PUT", {"name": "stairs", "password": TOKEN})
    (tmp_path / "token.txt").write_text(TOKEN)

    added = subscribed(daemon, server, {place: value})

    assert (added["name"], added["accepted"]) == ("list", 100)
    assert f"Authorization: Bearer {TOKEN}\r\n".lower() in server.asked[0].lower()
    config = (tmp_path / "config.toml").read_text()
    assert tomllib.loads(config)["list"][0]["token"] == {place: value}
    assert TOKEN not in config
    assert TOKEN not in daemon.end()[1]


@pytest.mark.parametrize(
    ("token", "sentence"),
    [
        (TOKEN, "Expected `object | null`, got `str` - at `$.token`"),
        ({}, "a password is one of"),
        ({"keyring": "a", "file": "b"}, "a password is one of"),
        ({"value": TOKEN}, "there is no key value"),
        ({"keyring": 7}, "Expected `str`, got `int`"),
        ({"env": "NO_SUCH_VARIABLE"}, "the environment has no variable NO_SUCH_VARIABLE"),
    ],
    ids=["the token itself", "no place", "two places", "another key", "a number", "not there"],
)
def test_a_token_without_a_place_is_refused_and_nothing_is_left_of_it(
    daemon: ADaemon, server: AServer, tmp_path: Path, token: object, sentence: str
) -> None:
    refused = subscribed(daemon, server, token)

    assert sentence in refused["error"]
    assert (TOKEN in refused["error"], daemon.ask("/v1/lists"), server.asked) == (False, [], [])
    left = [file for file in tmp_path.rglob("*") if file.is_file() and TOKEN in _content(file)]
    assert left == []
    assert TOKEN not in daemon.end()[1]


def _content(file: Path) -> str:
    return file.read_bytes().decode("latin-1")
