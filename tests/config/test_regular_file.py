"""Only a regular file is read where somebody names a file: nothing waits for a pipe, and no device is read for ever."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.config.home import Home
from portinaio.config.regular_file import open_regular
from portinaio.config.secrets import reveal
from portinaio.config.settings import Secret
from portinaio.core.reason import reason
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {
    "pipe": "it is a pipe, not a file",
    "device": "it is a device, not a file",
    "folder": "it is a folder",
    "socket": "it is a socket, or nobody is at its other end",
    "nothing": "no such file or folder",
}


@pytest.fixture
def named(tmp_path: Path) -> Iterator[dict[str, Path]]:
    """What may stand in the place of a file, by its kind."""
    places = {kind: tmp_path / kind for kind in KINDS}
    os.mkfifo(places["pipe"])
    places["device"].symlink_to("/dev/zero")
    places["folder"].mkdir()
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(places["socket"]))
        yield places


@pytest.mark.parametrize("linked", [False, True], ids=["itself", "through a link"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_file_is_refused_at_once_with_what_it_is(named, tmp_path, kind, linked):
    path = named[kind]
    if linked:
        path = tmp_path / "link"
        path.symlink_to(named[kind])

    with pytest.raises(OSError) as refused:  # noqa: PT011  # its reason is looked at
        open_regular(path)

    assert str(reason(refused.value)) == KINDS[kind]


def test_a_file_is_read_through_a_link_too(tmp_path):
    (tmp_path / "file").write_bytes(b"+390200001234")
    (tmp_path / "link").symlink_to(tmp_path / "file")

    with open_regular(tmp_path / "link") as file:
        assert file.read() == b"+390200001234"


def test_a_refused_file_is_not_left_open(named):
    before = len(list(Path("/proc/self/fd").iterdir()))

    for _ in range(20):
        with pytest.raises(OSError):  # noqa: PT011  # any
            open_regular(named["pipe"])

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_password_is_not_waited_for_at_a_pipe(named, tmp_path):
    secret = Secret(file=str(named["pipe"]))

    with pytest.raises(ConfigError, match="it is a pipe"):
        reveal(secret, Home(*[str(tmp_path)] * 5))
