"""Formats of lists, one file each. A new one is a file here and a sample beside its expected rows; nothing else.

    FORMAT = Format("acme", "Acme call blocker", sniff, read, write=write)

A module is a format when it has such a `FORMAT`; `intake.format` says what belongs into it, and `freepbx` is a short
one to begin from. One that comes with another package names it as an entry point, and is used like those here:

    [project.entry-points."portinaio.formats"]
    acme = "acme_lists.format:FORMAT"
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.lists.intake.json_items import json_beginning
from portinaio.lists.intake.plugged import plugged_formats

if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.lists.intake.format import Format


class _Found(NamedTuple):
    formats: dict[str, Format]
    faults: dict[str, Message]


@cache
def _found() -> _Found:
    modules = (import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
    own: list[Format] = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    others, faults = plugged_formats({format_.id for format_ in own})
    return _Found({f.id: f for f in sorted((*own, *others), key=lambda f: f.id)}, faults)


def formats() -> dict[str, Format]:
    """Every format by its id."""
    return _found().formats


def faults() -> dict[str, Message]:
    """By its id, why a format that another package brings cannot be used."""
    return _found().faults


def format_named(wanted: str) -> Format:
    if fault := faults().get(wanted):
        raise UsageError(fault)
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
    """The format that a file beginning with `head` most likely has; its `name` decides only between equals.

    One that fails at the file is not the one; where no other is either, its error says so.
    """
    as_json = bool(json_beginning(head))
    best, most, failure = None, 0, None
    for format_ in formats().values():
        if as_json and not format_.json:
            continue
        try:
            sure = format_.sniff(head, name)
        except PortinaioError as error:
            failure = failure or error
            continue
        if sure > 0 and sure >= most:
            best, most = format_, sure
    if best is None and failure:
        raise failure
    return best
