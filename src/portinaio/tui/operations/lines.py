"""What is done to the lines of config.toml. A password goes where only its owner reads, and never into the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done

if TYPE_CHECKING:
    from portinaio.api.client import Client


class WantedLine(NamedTuple):
    """A line as the user has typed it."""

    kind: str
    name: str
    keys: dict[str, Any]
    password: str = ""


def add(client: Client, wanted: WantedLine) -> Done:
    name, keys = wanted.name, dict(wanted.keys)
    if any(one["name"] == name for one in client.lines()):  # its password must not be overwritten
        raise UsageError(
            msg("there is a line called %(name)s already; choose another name", name=name)
        )
    if wanted.password:
        keys["password"] = {"keyring": name}
    client.add_line(wanted.kind, name, keys)
    if wanted.password:
        try:
            client.keep_secret(name, wanted.password)
        except PortinaioError:
            client.remove_line(name)
            raise

    def undo(client: Client) -> None:
        client.remove_line(name)
        if wanted.password:
            client.forget_secret(name)

    return Done(_("line %(line)s is in config.toml") % {"line": plain(name)}, undo)


def remove(client: Client, name: str) -> Done:
    """There is no way back: its keys and their comments stood in config.toml alone."""
    gone = client.remove_line(name)
    said = _("line %(line)s is gone") % {"line": plain(name)}
    return Done("; ".join((said, *map(plain, gone["notes"]))))


def call_itself(client: Client, name: str) -> Done:
    """What the call showed; other telephones may ring."""
    answer = client.try_order(name)
    said = _("line %(name)s: %(state)s")
    return Done(said % {"name": plain(name), "state": plain(answer["text"])})


def set_password(client: Client, name: str, password: str) -> Done:
    """Where config.toml says that it lies; in the keyring where it says nothing yet."""
    client.keep_secret(name, password)
    key = f"line.{name}.password"
    if not any(one["key"] == key and one["value"] for one in client.settings()["keys"]):
        client.set_settings({key: {"keyring": name}})
    return Done(_("the password of line %(line)s is kept") % {"line": plain(name)})
