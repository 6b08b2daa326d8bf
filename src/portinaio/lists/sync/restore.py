"""The list that is here already, built anew from its last good download where it is damaged or would be read otherwise now."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.list_state import ListState
from portinaio.core.message import msg
from portinaio.errors import AllowListError, PortinaioError, UntrustedListError
from portinaio.lists.index.changes import fold
from portinaio.lists.index.reader import ListIndex, changes_path
from portinaio.lists.index.swap import note_checked, verified
from portinaio.lists.read_list import AS_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from portinaio.lists.catalogue import Subscription
    from portinaio.lists.sync.build_index import IndexBuilder
    from portinaio.lists.sync.files import ListFiles


class Present(NamedTuple):
    list_index: ListIndex | None
    """`None` where there is none."""
    state: ListState
    """What the server may hear of it: of a list that was built anew, no version and no tag."""


def restored(
    wanted: Subscription, state: ListState, files: ListFiles, builder: IndexBuilder
) -> Present:
    index = None
    with suppress(FileNotFoundError, UntrustedListError):
        index = _verified(wanted.name, files)
        if not _is_read_otherwise(wanted, files):
            return Present(index, state)
    unknown = state._replace(version="", etag="", last_modified="", digest="")
    try:
        version = _rebuild(wanted.name, files, builder)
        if state.state == "ok" and state.checked:
            note_checked(files.index(wanted.name), state.checked.date().toordinal())
        unknown = unknown._replace(version=version)
        return Present(_verified(wanted.name, files), unknown)
    except AllowListError:
        files.remove(wanted.name)
        return Present(None, ListState(wanted.name))
    except (PortinaioError, OSError):
        return Present(index, unknown)


def _is_read_otherwise(wanted: Subscription, files: ListFiles) -> bool:
    """Whether the last good download would become another list now. One of increments is fetched anew instead."""
    info = files.info(wanted.name)
    if info is None or wanted.changes or wanted.root:
        return False
    was = info.complaints, info.innocents, info.reading
    return was != (wanted.complaints, wanted.innocents, AS_NOW)


def _verified(name: str, files: ListFiles) -> ListIndex:
    place = files.index(name)
    verified(place, name)
    with suppress(FileNotFoundError):
        verified(changes_path(place), name)
    index = ListIndex.open(place)
    if index.measured:
        return index
    header = (index.changes or index.base).header
    fold(index, list_date=header.list_date, created=header.created)
    return ListIndex.open(place)


def _rebuild(name: str, files: ListFiles, builder: IndexBuilder) -> str:
    """The version of the list; what changed since is asked for anew."""
    info = files.info(name)
    if info is None:
        raise UntrustedListError(msg("its last good download is damaged too"))

    @contextmanager
    def good() -> Iterator[IO[bytes]]:
        with files.good(name) as (_info, source):
            yield source

    reading, fresh = builder.build(good, info)
    if not builder.knew_days:  # else those of what changed since are among them
        files.keep_sightings(name, builder.fresh_sightings)
    files.install(fresh, name)
    return reading.version
