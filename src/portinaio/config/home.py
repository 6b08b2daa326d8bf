"""Where everything lies: one folder, or the folders that the system keeps for such things."""

from __future__ import annotations

import os
import sys

from portinaio.core.message import msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.errors import HomeError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
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
    def catalogue_file(self) -> str:
        """Lists that the user offers to themselves, beside those that come with the program."""
        return os.path.join(self.config, "catalog.toml")

    @property
    def database(self) -> str:
        return os.path.join(self.data, "portinaio.db")

    @property
    def restoring(self) -> str:
        """A file that is there while a restore moves things about, and after one that was killed."""
        return os.path.join(self.data, "restoring.json")

    @property
    def secrets(self) -> str:
        return os.path.join(self.data, "secrets")

    @property
    def lists(self) -> str:
        return os.path.join(self.data, "lists")

    @property
    def books(self) -> str:
        return os.path.join(self.data, "books")

    @property
    def lines(self) -> str:
        """What lines keep from one start to the next."""
        return os.path.join(self.state, "lines")

    @property
    def waiting_notices(self) -> str:
        return os.path.join(self.state, "notices.json")

    @property
    def company_catalogue(self) -> str:
        return os.path.join(self.cache, "companies.json")

    @property
    def messages(self) -> str:
        """What callers said after the tone."""
        return os.path.join(self.lines, "messages")

    @property
    def config_cache(self) -> str:
        return os.path.join(self.cache, "memo.json")

    @property
    def lock(self) -> str:
        return f"{self._beginnings()[-1]}.lock"

    @property
    def socket(self) -> str:
        path = os.path.join(self.runtime, "portinaio.sock")
        if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
            raise HomeError(
                msg(
                    "the path of the socket is longer than the system allows: %(path)s; set PORTINAIO_HOME to a shorter one",
                    path=path,
                )
            )
        return path

    @property
    def sockets(self) -> tuple[str, ...]:
        """Where the daemon may be found; the last is where it opens its socket now."""
        of_service = () if self.service_socket == self.socket else (self.service_socket,)
        return (
            *of_service,
            self.socket,
            *(f"{beginning}.sock" for beginning in self._beginnings()[1:]),
        )

    @property
    def service_socket(self) -> str:
        """That of a service of the system, which outlives the folder of a session."""
        return os.path.join(self.state, "portinaio.sock")

    def _beginnings(self) -> list[str]:
        """In the home and, while that can only be read, beside it."""
        usual = os.path.join(self.runtime, "portinaio")
        if os.access(self.runtime, os.W_OK):
            return [usual]
        from portinaio.config.runtime_dir import beginning  # noqa: PLC0415  # most homes need none

        return [usual, *filter(None, (beginning(self.runtime),))]

    def make(self) -> None:
        """Create the folders, for their owner only."""
        for folder in dict.fromkeys(self):
            try:
                os.makedirs(folder, mode=0o700, exist_ok=True)
            except OSError as error:
                from portinaio.core.reason import reason  # noqa: PLC0415  # a cold `check` has no need of it

                raise HomeError(
                    msg(
                        "the folder %(path)s cannot be made: %(reason)s; make it, or set PORTINAIO_HOME to one you may write to",
                        path=folder,
                        reason=reason(error),
                    )
                ) from error


def find_home(environ: Mapping[str, str]) -> Home:
    """The home that the environment names, else the system's own folders."""
    if chosen := environ.get("PORTINAIO_HOME"):
        folder = os.path.abspath(os.path.expanduser(chosen))
        return Home(folder, folder, folder, folder, folder)
    return _by_specification(environ) if sys.platform == "linux" else _by_library()


def _by_specification(environ: Mapping[str, str]) -> Home:
    """What `platformdirs` answers on Linux, without the 10 ms that it takes to load; a test compares the two."""
    user = os.path.expanduser("~")

    def folder(variable: str, default: str) -> str:
        named = environ.get(variable, "")
        return os.path.join(
            named if os.path.isabs(named) else os.path.join(user, default), "portinaio"
        )

    state = folder("XDG_STATE_HOME", ".local/state")
    return Home(
        folder("XDG_CONFIG_HOME", ".config"),
        folder("XDG_DATA_HOME", ".local/share"),
        state,
        folder("XDG_CACHE_HOME", ".cache"),
        _runtime(environ) or state,
    )


def _runtime(environ: Mapping[str, str]) -> str | None:
    """The session's folder for sockets; `None` without a session, where a shared one in /tmp would be no safe place."""
    named = environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(named):
        return os.path.join(named, "portinaio")
    usual = f"/run/user/{os.getuid()}"  # so that a login without the variable finds the daemon of one with it
    return os.path.join(usual, "portinaio") if os.access(usual, os.W_OK) else None


def _by_library() -> Home:
    from platformdirs import PlatformDirs  # noqa: PLC0415  # as said above

    dirs = PlatformDirs("portinaio", appauthor=False)
    return Home(
        dirs.user_config_dir,
        dirs.user_data_dir,
        dirs.user_state_dir,
        dirs.user_cache_dir,
        dirs.user_runtime_dir,
    )
