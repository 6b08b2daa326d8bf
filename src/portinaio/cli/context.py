"""What a command has at hand: the home, the way to the handlers, and where its answers go."""

from __future__ import annotations

import os
import sys

from portinaio import language
from portinaio.cli.terminal import Verbatim, is_terminal
from portinaio.config.home import find_home
from portinaio.config.language import find_language
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from typing import TextIO

    from portinaio.api.client import Client
    from portinaio.api.request import Transport
    from portinaio.config.home import Home

COLOURS = {
    "known": "32",
    "reported": "31",
    "ok": "32",
    "warning": "33",
    "wrong": "31",
}
"""Of words, in ANSI's numbers. Never alone: the word stands beside it."""


class CommandContext:
    """One a process. `json` is set once the arguments are read."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.home: Home = find_home(environ)
        self.json = False
        self.command = ""
        """Named in the pointer to --help."""
        self._transport: Transport | None = None
        self.language = find_language(self.home.config_file, environ)
        language.use(self.language)
        for stream in (sys.stdout, sys.stderr):
            _forgiving(stream)

    @property
    def client(self) -> Client:
        from portinaio.api.client import Client  # noqa: PLC0415  # as below; `check` needs a single request of it

        return Client(self.transport)

    @property
    def transport(self) -> Transport:
        """The way to the handlers, looked for once."""
        if self._transport is None:
            from portinaio.api.connect import transport  # noqa: PLC0415  # help and usage go without

            self._transport = transport(self.home, language.code())
        return self._transport

    def tell_news(self) -> None:
        """Whoever asks in this process may be the first to open a damaged database; `status` and `doctor` tell of it themselves."""
        if self.command in {"doctor", "status"} or not _has_set_aside(self.home.database):
            return
        if self._transport is None or self._transport.daemon:
            return
        try:
            health = self.client.status()["health"]
        except PortinaioError:  # such as of config.toml, which the command did without
            return
        for one in health:
            if one["code"] == "set_aside":
                self.note(f"portinaio: {one['text']}")

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    def connect(self) -> Client:
        """A new client; the way is looked for again."""
        from portinaio.api.connect import connect  # noqa: PLC0415  # as above

        return connect(self.home, language.code())

    @staticmethod
    def now() -> datetime:
        from portinaio.clock import local_now  # noqa: PLC0415  # as above

        return local_now()

    def answer(self, shape: object, lines: Iterable[str]) -> int:
        """The shape as JSON where that is wanted, else the lines for a person; exit code 0."""
        if self.json:
            self.answer_json(shape, indent=2)
        else:
            self.say(*lines)
        return 0

    def answer_json(self, shape: object, indent: int | None = None) -> None:
        """One JSON value in UTF-8, whatever the terminal speaks. A lone surrogate becomes JSON's own escape."""
        import json  # noqa: PLC0415  # as above

        if reconfigure := getattr(sys.stdout, "reconfigure", None):
            reconfigure(encoding="utf-8", errors="backslashreplace")
        _write(json.dumps(shape, ensure_ascii=False, indent=indent) + "\n")

    @staticmethod
    def say(*lines: str) -> None:
        """Lines to stdout, with nothing in them that a terminal would obey, but our own colours."""
        _write("".join(f"{one}\n" for one in _fitted(lines, sys.stdout)))

    @staticmethod
    def flush() -> None:
        """Bring out what is written; `OSError` where it cannot be, such as on a full disk."""
        if sys.stdout is not None:
            sys.stdout.flush()

    @staticmethod
    def note(*lines: str) -> None:
        """Lines beside the answer, to stderr."""
        if sys.stderr is not None:
            try:
                told = _fitted(map(printable, lines), sys.stderr)
                sys.stderr.write("".join(f"{one}\n" for one in told))
                sys.stderr.flush()
            except OSError:
                return  # nobody is left to be told

    @property
    def colourful(self) -> bool:
        """Whether stdout is a terminal and nobody has asked for no colour."""
        return (
            is_terminal(sys.stdout)
            and not self.environ.get("NO_COLOR")
            and self.environ.get("TERM") != "dumb"
        )

    @property
    def can_draw(self) -> bool:
        """Whether there is a terminal at both ends, and one whose cursor can be moved."""
        both = is_terminal(sys.stdin) and is_terminal(sys.stdout)
        return both and self.environ.get("TERM") != "dumb"

    def coloured(self, text: str, colour: str) -> str:
        """`text` in an ANSI colour such as `31`, where there is colour."""
        return f"\x1b[{colour}m{text}\x1b[0m" if colour and self.colourful else text


def _fitted(lines: Iterable[str], stream: TextIO | None) -> Iterable[str]:
    """Broken between words where there is a terminal with an edge."""
    if not (is_terminal(stream) or os.environ.get("COLUMNS")):
        return lines
    from portinaio.cli.wrap import room_of, wrapped  # noqa: PLC0415  # a pipe goes without

    room = room_of(stream)
    return (
        one
        for line in lines
        for one in ([line] if isinstance(line, Verbatim) else wrapped(line, room))
    )


def silence_stdout() -> None:
    """Nothing more goes out, so that the interpreter does not complain of a broken pipe while it ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return


def _write(text: str) -> None:
    if sys.stdout is None:
        raise PortinaioError(msg("the answer cannot be written: standard output is closed"))
    sys.stdout.write(text)


def _forgiving(stream: TextIO | None) -> None:
    """A character that the terminal does not know is written as its code, never refused."""
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors="backslashreplace")


def _has_set_aside(database: str) -> bool:
    """Whether a damaged database lies beside it."""
    folder, name = os.path.split(database)
    try:
        return any(one.startswith(f"{name}.broken-") for one in os.listdir(folder))  # noqa: PTH208  # pathlib costs `check` 5 ms
    except OSError:
        return False
