"""Where everything lies: one folder, or the folders that the system keeps for such things."""

from __future__ import annotations

import os
import stat
import sys
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
        return os.path.join(self.config, "config.toml")

    @property
    def database(self) -> str:
        return os.path.join(self.data, "portinaio.db")

    @property
    def secrets(self) -> str:
        return os.path.join(self.data, "secrets")

    @property
    def memo(self) -> str:
        return os.path.join(self.cache, "memo.json")

    @property
    def lock(self) -> str:
        return os.path.join(self.runtime, "portinaio.lock")

    @property
    def socket(self) -> str:
        path = os.path.join(self.runtime, "portinaio.sock")
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
                os.makedirs(folder, mode=0o700, exist_ok=True)
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
        folder = os.path.abspath(os.path.expanduser(chosen))
        return Home(folder, folder, folder, folder, folder)
    return _by_specification(environ) or _by_library()


def _by_specification(environ: Mapping[str, str]) -> Home | None:
    """Where the XDG base directory specification puts things, for the plain case; loading a library takes 10 ms.

    `None` where the library has to weigh something: another system, no own runtime folder, relative paths.
    """
    user = environ.get("HOME", "")
    runtime = environ.get("XDG_RUNTIME_DIR") or (
        f"/run/user/{os.getuid()}" if sys.platform == "linux" else ""
    )
    folders = [
        environ.get("XDG_CONFIG_HOME") or f"{user}/.config",
        environ.get("XDG_DATA_HOME") or f"{user}/.local/share",
        environ.get("XDG_STATE_HOME") or f"{user}/.local/state",
        environ.get("XDG_CACHE_HOME") or f"{user}/.cache",
        runtime,
    ]
    # Below /run/user nobody else can put another folder in its place.
    if not runtime.startswith("/run/user/") or not all(map(os.path.isabs, folders)):
        return None
    try:
        found = os.lstat(runtime)
    except OSError:
        return None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        return None
    return Home(*(os.path.join(folder, "portinaio") for folder in folders))


def _by_library() -> Home:
    import warnings  # noqa: PLC0415  # the library warns where it takes a folder below /tmp; we do not mind

    from platformdirs import PlatformDirs  # noqa: PLC0415  # 10 ms that a set PORTINAIO_HOME spares

    dirs = PlatformDirs("portinaio", appauthor=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return Home(
                dirs.user_config_dir,
                dirs.user_data_dir,
                dirs.user_state_dir,
                dirs.user_cache_dir,
                dirs.user_runtime_dir,
            )
        except OSError as error:
            raise HomeError(
                words(
                    "there is no safe folder for the socket: %(reason)s; set PORTINAIO_HOME",
                    reason=error,
                )
            ) from error
