"""Formats of lists, one file each. A new one is a file here and a sample beside its expected rows; nothing else.

A module is a format when it has an `ID`, and then says:

    ID, TITLE                   what it is called by programs and by people
    sniff(head, name)           how sure one can be of it, 0 to 100
    read(source, context)       its rows, in a stream
    write(rows, out)            where it can be written; yields the rows that it cannot hold
    write_contacts(rows, out)   where a file of it can say that numbers are known and not to be blocked
    write_callers(rows, out)    where it can say that they have called, and no more
    holds(data)                 which of these a file is, where it need not be a block list
    REGION                      where its national notation is of one country by definition
    ORDERED                     where `read` yields in the order of keys, each pattern once
    JSON                        where it is JSON: what begins as JSON is no other format
    SAYS_SO                     where each row says whether it allows its number or blocks it
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.json_items import json_beginning

if TYPE_CHECKING:
    from types import ModuleType


@cache
def formats() -> dict[str, Format]:
    """Every format by its id."""
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    found = sorted((_format(module) for module in modules if hasattr(module, "ID")), key=_id)
    return {a.id: a for a in found}


def format_named(wanted: str) -> Format:
    if wanted not in formats():
        raise UsageError(
            msg(
                "no list format is called '%(name)s'; there are %(formats)s",
                name=wanted[:40],
                formats=" ".join(formats()),
            )
        )
    return formats()[wanted]


def recognised(head: bytes, name: str) -> Format | None:
    """The format that a file beginning with `head` most likely has; its `name` decides only between equals."""
    as_json = bool(json_beginning(head))
    possible = [format_ for format_ in formats().values() if format_.json or not as_json]
    sure, best = max(
        ((format_.sniff(head, name), format_.id) for format_ in possible), default=(0, "")
    )
    return formats()[best] if sure > 0 else None


def _format(module: ModuleType) -> Format:
    return Format(
        id=module.ID,
        title=module.TITLE,
        sniff=module.sniff,
        read=module.read,
        holds=getattr(module, "holds", _blocked),
        write=getattr(module, "write", None),
        write_contacts=getattr(module, "write_contacts", None),
        write_callers=getattr(module, "write_callers", None),
        region=getattr(module, "REGION", None),
        ordered=getattr(module, "ORDERED", False),
        json=getattr(module, "JSON", False),
        says_so=getattr(module, "SAYS_SO", False),
    )


def _blocked(_data: bytes) -> Holds:
    return Holds.BLOCKED


def _id(format_: Format) -> str:
    return format_.id
