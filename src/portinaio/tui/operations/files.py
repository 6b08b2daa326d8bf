"""A file that comes in, looked at before anything of it is taken, with the way back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.api.request import FILE_BYTES
from portinaio.config.regular_file import open_regular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import UsageError
from portinaio.language import ngettext
from portinaio.tui.escape import plain
from portinaio.tui.operations.complaints import dropped
from portinaio.tui.operations.done import Done

if TYPE_CHECKING:
    from portinaio.api.answers import ImportAnswer
    from portinaio.api.client import Client


class Wanted(NamedTuple):
    """A file as the user wants it read."""

    path: str
    kind: str = ""
    """Empty where the file shall say it."""
    region: str = ""
    columns: str = ""
    """Those of the numbers, with commas between."""
    called: str = ""
    """Of a log of calls: which number of the house was called, where it does not say so; empty where nobody says."""


def look(client: Client, wanted: Wanted) -> ImportAnswer:
    """What it is and would change; nothing is changed."""
    return _ask(client, wanted, dry_run=True)


def bring(client: Client, wanted: Wanted) -> Done:
    found = _ask(client, wanted, dry_run=False)
    name = _file(wanted).name
    said = ngettext("%(file)s: %(n)d is new", "%(file)s: %(n)d are new", found["accepted"]) % {
        "file": plain(name),
        "n": found["accepted"],
    }
    if left := found["rejected_count"] + len(found["own"]):
        said += ", " + ngettext("%(n)d was not read", "%(n)d were not read", left) % {"n": left}
    return Done(said, lambda client: client.undo_import(file=name))


def _ask(client: Client, wanted: Wanted, *, dry_run: bool) -> ImportAnswer:
    file = _file(wanted)
    name = file.name if wanted.kind else "/".join(file.absolute().parts[-2:])
    columns = list(filter(None, map(str.strip, wanted.columns.split(","))))
    return client.import_file(
        name,
        _content(file),
        wanted.kind,
        region=wanted.region or None,
        dry_run=dry_run,
        called=wanted.called,
        columns=columns,
    )


def _file(wanted: Wanted) -> Path:
    try:
        return Path(dropped(wanted.path)).expanduser()
    except RuntimeError:  # nobody's home
        return Path(wanted.path)


def _content(file: Path) -> bytes:
    try:
        with open_regular(file) as content:
            data = content.read(FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(
            msg("%(file)s cannot be read: %(reason)s", file=str(file), reason=reason(error))
        ) from error
    if len(data) > FILE_BYTES:
        raise UsageError(
            msg("%(file)s is larger than %(n)d MiB", file=str(file), n=FILE_BYTES >> 20)
        )
    return data
