"""Files of other programs, in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.files import FileRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.message import msg
from portinaio.daemon.answers import iso
from portinaio.daemon.dispatch import handles
from portinaio.daemon.files import exports, imports
from portinaio.daemon.files.import_request import ImportRequest
from portinaio.daemon.handlers.contacts import (
    import_contacts,
    publish_contacts,
    refuse_followed_book,
)
from portinaio.daemon.handlers.entries import publish_entries
from portinaio.daemon.publishing import publish
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import (
        BeingReadAnswer,
        ExportAnswer,
        ImportAnswer,
        LastImportAnswer,
        UndoneImportAnswer,
    )
    from portinaio.api.parameters import ExportKind, ImportKind
    from portinaio.daemon.context import Context


@handles(FileRequests.import_file)
def import_file(  # the options of the command
    context: Context,
    name: str,
    data: bytes,
    kind: ImportKind = "",
    *,
    format: str = "",  # the word of the command
    region: str | None = None,
    dry_run: bool = False,
    accept: bool = False,
    called: str = "",
    line: str = "",
    sure: bool = False,
    own: bool = False,
    columns: Sequence[str] = (),
) -> ImportAnswer:
    if (called or line) and kind != "calls":
        raise UsageError(msg("--called and --line belong to a log of calls: --as calls"))
    if columns and kind in {"calls", "contacts"}:
        raise UsageError(msg("--column belongs to numbers: --as block or --as allow"))
    if kind == "contacts":
        return import_contacts(
            context, name, data, region=region, accept=accept, dry_run=dry_run, format=format
        )
    asked = ImportRequest(
        name, data, kind, format, region, dry_run, called, line, sure, own, tuple(columns)
    )
    with context.being_read.reading(name.rpartition("/")[2], len(data)) as far:
        answer = imports.import_file(context, asked._replace(far=far))
    if not dry_run:
        publish_entries(context)
    if kind == "calls" and not dry_run:
        context.publish("forgotten", lambda: {"id": None})  # read the log anew
        publish(context, ServiceRequests.status)
    return answer


@handles(FileRequests.being_read)
def being_read(context: Context) -> list[BeingReadAnswer]:
    return [
        {"name": each.name, "bytes": each.bytes, "whole": each.whole}
        for each in context.being_read.all
    ]


@handles(FileRequests.last_import)
def last_import(context: Context) -> LastImportAnswer:
    imported = context.store.last_import.get()
    if imported is None:
        raise NotFoundError(msg("there is no import that could be taken back"))
    return {"file": imported.file, "kind": imported.kind, "at": iso(imported.at)}


@handles(FileRequests.undo_import)
def undo_import(context: Context, *, file: str = "") -> UndoneImportAnswer:
    last = context.store.last_import
    imported = last.get()
    if imported and file not in {"", imported.file}:
        raise UsageError(
            msg(
                "the last import is by now that of %(file)s; nothing was changed",
                file=imported.file,
            )
        )
    if imported and imported.kind == "contacts":
        refuse_followed_book(context, imported.file)
    taken = last.take_back() if imported else None
    if imported is None or taken is None:
        raise NotFoundError(msg("there is no import that could be taken back"))
    match imported.kind:
        case "contacts":
            publish_contacts(context)
        case "calls":
            context.changed()
            context.publish("forgotten", lambda: {"id": None})  # read the log anew
            publish(context, ServiceRequests.status)
        case _:
            publish_entries(context)
    return {
        "file": imported.file,
        "kind": imported.kind,
        "at": iso(imported.at),
        "removed": taken.removed,
        "restored": taken.restored,
        "left": taken.left,
    }


@handles(FileRequests.export)
def export(
    context: Context,
    format: str,  # the word of the command
    what: ExportKind = "block",
    name: str = "",
) -> ExportAnswer:
    return exports.export(context, format, what, name)
