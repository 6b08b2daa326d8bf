"""Where everything lies: one folder, or the folders that the system keeps for such things."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.words import words
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_SOCKET_PATH = 107  # bytes; sun_path has 108 with its final NUL


class Home(NamedTuple):
    """Five folders; the same one five times where PORTINAIO_HOME says so."""

    config: str
    data: str
    state: str
    cache: str
    runtime: str

    @property
    def config_file(self) -> str:
        return os.path.join(self.config, "config.toml")  # noqa: PTH118  # pathlib costs `check` 5 ms

    @property
    def database(self) -> str:
        return os.path.join(self.data, "portinaio.db")  # noqa: PTH118  # as above

    @property
    def secrets(self) -> str:
        return os.path.join(self.data, "secrets")  # noqa: PTH118  # as above

    @property
    def memo(self) -> str:
        return os.path.join(self.cache, "memo.json")  # noqa: PTH118  # as above

    @property
    def lock(self) -> str:
        return os.path.join(self.runtime, "portinaio.lock")  # noqa: PTH118  # as above

    @property
    def socket(self) -> str:
        path = os.path.join(self.runtime, "portinaio.sock")  # noqa: PTH118  # as above
        if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
            raise HomeError(
                words(
                    "the path of the socket is longer than the system allows: %(path)s; set PORTINAIO_HOME to a shorter one",
                    path=path,
                )
            )
        return path

    def make(self) -> None:
        """Create the folders, for their owner only."""
        for folder in dict.fromkeys(self):
            try:
                os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103  # as above
            except OSError as error:
                raise HomeError(
                    words(
                        "the folder %(path)s cannot be made: %(reason)s; make it, or set PORTINAIO_HOME to one you may write to",
                        path=folder,
                        reason=error.strerror or error,
                    )
                ) from error


def find_home(environ: Mapping[str, str]) -> Home:
    """The home that the environment names, else the system's own folders."""
    if chosen := environ.get("PORTINAIO_HOME"):
        folder = os.path.abspath(os.path.expanduser(chosen))  # noqa: PTH100, PTH111  # as above
        return Home(folder, folder, folder, folder, folder)
    from platformdirs import PlatformDirs  # noqa: PLC0415  # 10 ms that a set PORTINAIO_HOME spares

    dirs = PlatformDirs("portinaio", appauthor=False)
    # Without a session there is no runtime folder, and a shared one in /tmp is no place for a socket.
    runtime = dirs.user_runtime_dir if environ.get("XDG_RUNTIME_DIR") else dirs.user_state_dir
    return Home(
        dirs.user_config_dir,
        dirs.user_data_dir,
        dirs.user_state_dir,
        dirs.user_cache_dir,
        runtime,
    )
