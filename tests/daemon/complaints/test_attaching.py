"""A file that is put to a complaint, through the socket of a daemon and without one: kept to the last byte, or refused."""

from __future__ import annotations

import os
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import ADaemon, a_client
from portinaio.api.client import Client
from portinaio.api.local import Local
from portinaio.api.remote import Remote
from portinaio.cli import main
from portinaio.core.complaint import LARGEST_ATTACHMENT_BYTES
from portinaio.errors import PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With a draft in it."""
    context = a_context(tmp_path, Clock())
    a_client(context).report(call=1, values=ANSWERS | MARIA)
    context.close()
    for name, value in (("PORTINAIO_HOME", str(tmp_path)), ("PORTINAIO_LANG", "en")):
        monkeypatch.setenv(name, value)
    return tmp_path


@pytest.fixture(params=["with a daemon", "without one"])
def client(home: Path, request: pytest.FixtureRequest) -> Iterator[Client]:
    if request.param == "without one":
        with Client(Local.at(a_context(home, Clock()).home, "en")) as client:
            yield client
        return
    with ADaemon(home, 'country = "IT"\n') as daemon:
        yield Client(Remote(daemon.answers().socket, "en"))


@pytest.mark.parametrize("size", [775_000, 800_000, LARGEST_ATTACHMENT_BYTES], ids="{:_}".format)
def test_a_file_is_kept_to_the_last_byte(client, home, size):
    data = os.urandom(size)

    client.attach(1, "receipt.pdf", data)

    kept = (home / "attachments" / "1" / "receipt.pdf").read_bytes()
    assert sha256(kept).digest() == sha256(data).digest()


@pytest.mark.parametrize("size", [LARGEST_ATTACHMENT_BYTES + 1, 30 << 20], ids="{:_}".format)
def test_a_larger_one_is_refused_with_the_limit(client, home, size):
    with pytest.raises(UsageError) as refused:
        client.attach(1, "receipt.pdf", bytes(size))

    assert str(refused.value) == "receipt.pdf is larger than 20 MB; mail servers take no more"
    assert not (home / "attachments" / "1").exists()


def test_the_command_says_the_same_however_large_the_file_is(client, home, capsys):
    with (home / "film.mp4").open("wb") as film:
        film.truncate(1 << 40)

    code = main(("complaints", "attach", "1", str(home / "film.mp4")))

    assert client.complaint(1)["attachments"] == []
    said = "film.mp4 is larger than 20 MB; mail servers take no more"
    assert (code, said in capsys.readouterr().err) == (2, True)


def test_who_sends_far_too_much_hears_why(client):
    """What no act would take is not even read to its end; the answer is, nevertheless."""
    if not client.daemon:
        pytest.skip("there is no body without a daemon")

    with pytest.raises(PortinaioError, match="larger than the 64 MiB that it may have"):
        client.attach(1, "film.mp4", bytes(60 << 20))
