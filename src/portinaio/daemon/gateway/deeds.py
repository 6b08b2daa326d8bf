"""What a device does to one number: it reports it, allows it, and takes that back.

A report is a block of that number, an allow an allow. What stood there before is remembered and put back when the device
takes its deed back; a deed of another device, or of somebody at the house, it cannot take back.
"""

from __future__ import annotations

import json
from threading import Lock
from typing import TYPE_CHECKING

from portinaio.core.entry import EntryKind
from portinaio.core.message import msg
from portinaio.core.numbers.number import read_caller
from portinaio.core.numbers.pattern import Pattern, stored
from portinaio.core.numbers.reading import Kind
from portinaio.core.safe_text import one_line
from portinaio.daemon.answers import iso
from portinaio.daemon.clock import moment
from portinaio.daemon.entries.doubts import doubts
from portinaio.daemon.gateway.look_up import meant
from portinaio.daemon.handlers.devices import publish_devices
from portinaio.daemon.handlers.entries import publish_entries
from portinaio.errors import NotFoundError, UsageError
from portinaio.store.devices.device import Deed, Device

if TYPE_CHECKING:
    from portinaio.core.entry import Entry
    from portinaio.daemon.context import Context

LONGEST_NOTE = 200
_ONE_AT_A_TIME = Lock()
_DOUBTFUL = msg("the house would not block this number by a telephone's word; do it at Portinaio")
_NO_NUMBER = msg("this is not one telephone number")


def report(context: Context, device: Device, text: str, comment: str = "") -> str:
    """Block a number; itself in E.164. `UsageError` where it is none, or one that may not be blocked so."""
    return _set(context, device, text, EntryKind.BLOCK, comment)


def allow(context: Context, device: Device, text: str, comment: str = "") -> str:
    return _set(context, device, text, EntryKind.ALLOW, comment)


def take_back(context: Context, device: Device, text: str, kind: EntryKind | None = None) -> str:
    """What this device has done to a number. `NotFoundError` where that was nothing, or somebody has done otherwise since."""
    number = number_of(context, text)
    with _ONE_AT_A_TIME:
        deed = context.store.devices.deed_on(number)
        if deed is None or deed.device != device.name or kind not in {None, deed.kind}:
            raise NotFoundError(
                msg("%(name)s has done nothing to this number that counts", name=device.name)
            )
        context.store.entries.remove(number)
        context.store.devices.forget_deed(deed.entry)
        if deed.former:
            _put_back(context, stored(number), json.loads(deed.former))
    _tell(context)
    return number


def number_of(context: Context, text: str) -> str:
    """In E.164. `UsageError` where `text` is none, or means more than one."""
    rules = context.rules
    reading = read_caller(meant(text, rules, context.now().date()), rules.plan)
    if reading.number is None or reading.kind not in {Kind.NUMBER, Kind.SHORT}:
        raise UsageError(_NO_NUMBER)
    return reading.number


def _set(context: Context, device: Device, text: str, kind: EntryKind, comment: str) -> str:
    number = number_of(context, text)
    pattern = stored(number)
    if kind is EntryKind.BLOCK:
        _refuse_doubtful(context, pattern)
    with _ONE_AT_A_TIME:
        before = _exact(context, number)
        if before and before.kind is kind and not before.once and before.until is None:
            return number  # it is so already, and stays whose it was
        former = _remembered(context, before) if before else ""
        context.store.entries.remove(number)
        note = one_line(comment, LONGEST_NOTE).strip()
        said = f"{device.name}: {note}" if note else device.name
        entry = context.store.entries.add(pattern, kind, said, context.now())
        context.store.devices.note_deed(
            Deed(entry.id, device.name, number, kind, context.now(), former)
        )
    _tell(context)
    return number


def _refuse_doubtful(context: Context, pattern: Pattern) -> None:
    """Without the reason, which may be that it is a contact's, or one of the house."""
    if doubts(context, pattern.text, pattern, "block"):
        raise UsageError(_DOUBTFUL)


def _exact(context: Context, number: str) -> Entry | None:
    found = [
        entry
        for entry in context.store.entries.all(context.now())
        if entry.exact and entry.text == number
    ]
    return found[-1] if found else None


def _remembered(context: Context, entry: Entry) -> str:
    """With whose deed it was, so that it is that device's again."""
    deed = context.store.devices.deed_on(entry.text)
    its = deed is not None and deed.entry == entry.id
    return json.dumps(
        {
            "kind": entry.kind.value,
            "note": entry.note,
            "until": iso(entry.until) if entry.until else None,
            "once": entry.once,
            "device": deed.device if its and deed else "",
            "former": deed.former if its and deed else "",
        },
        ensure_ascii=False,
    )


def _put_back(context: Context, pattern: Pattern, former: dict[str, object]) -> None:
    until = moment(str(former["until"])) if former["until"] else None
    if until and until <= context.now():
        return
    kind = EntryKind(str(former["kind"]))
    entry = context.store.entries.add(
        pattern, kind, str(former["note"]), context.now(), until, bool(former["once"])
    )
    if former["device"]:
        context.store.devices.note_deed(
            Deed(
                entry.id,
                str(former["device"]),
                pattern.text,
                kind,
                context.now(),
                str(former["former"]),
            )
        )


def _tell(context: Context) -> None:
    publish_entries(context)
    publish_devices(context)
