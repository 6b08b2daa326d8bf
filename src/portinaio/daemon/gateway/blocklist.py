"""The numbers that the house blocks, as a list that a device keeps: whole, or what has changed since a version."""

from __future__ import annotations

from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import quoteattr

from starlette.responses import Response

from portinaio.api.encoding import encoded
from portinaio.core.entry import EntryKind
from portinaio.core.message import msg
from portinaio.daemon.files.exports import outgoing_entries
from portinaio.daemon.gateway.asked import ForbiddenError, prepared_answer
from portinaio.daemon.gateway.derived.list_formats import write
from portinaio.errors import UsageError
from portinaio.store.devices.device import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.core.entry import Entry
    from portinaio.daemon.context import Context
    from portinaio.daemon.gateway.asked import Asked

VOTES = 100
"""More than any limit that an app may be set to. 0 takes a number back."""
RATING = "E_ADVERTISING"
MOST = 5000  # PhoneBlock's own limit
_HEADER_BYTES, _RECORD_BYTES = 16, 8
LEAST_BYTES, MOST_BYTES = 65536, 524288


class _Item(NamedTuple):
    phone: str
    votes: int
    last_activity: int
    """Milliseconds since 1970."""


def blocked(context: Context) -> list[Entry]:
    """Single numbers, blocked for good, in their order."""
    found = [
        entry
        for entry in context.store.entries.all(context.now())
        if entry.kind is EntryKind.BLOCK and entry.exact and not entry.once and entry.until is None
    ]
    return sorted(found, key=lambda entry: entry.text)


def refuse_ungiven(asked: Asked) -> None:
    """`ForbiddenError` where the device is not given the numbers that the house blocks."""
    if not asked.device.has(BLOCK):
        raise ForbiddenError(msg("this device is not given the numbers that the house blocks"))


def answer(asked: Asked) -> Response:
    refuse_ungiven(asked)
    _refuse_wrong(asked)
    match asked.query.get("format", ""):
        case "binary":
            what = f"binary {_count(asked, 'maxBytes')}"
            return prepared_answer(asked, what, "application/octet-stream", lambda: _binary(asked))
        case "" | "json" | "xml" as wanted:
            accepts = asked.headers.get("accept", "")
            return _listed(
                asked, as_xml=wanted == "xml" or (not wanted and accepts.endswith("/xml"))
            )
        case _:
            raise UsageError(msg("the format is json, xml or binary"))


def _listed(asked: Asked, *, as_xml: bool) -> Response:
    since, limit = _count(asked, "since"), _count(asked, "limit")
    if since is not None and limit is not None:
        raise UsageError(msg("since and limit exclude each other"))
    what = f"{'xml' if as_xml else 'json'} {since} {limit}"
    media_type = "application/xml" if as_xml else "application/json"
    return prepared_answer(
        asked, what, media_type, lambda: _list(asked.context, since, limit, as_xml=as_xml)
    )


def _list(context: Context, since: int | None, limit: int | None, *, as_xml: bool) -> bytes:
    entries = blocked(context)
    handed_out = context.store.handed_out
    version = handed_out.note("numbers", {entry.text: millis_text(entry) for entry in entries})
    items = [_Item(entry.text, VOTES, millis(entry.created)) for entry in entries]
    if since and (changes := handed_out.since("numbers", since)):
        items = [item for item in items if item.phone in changes.changed]
        items += [_Item(number, 0, millis(context.now())) for number in changes.gone]
    elif limit is not None:
        items = items[: min(limit, MOST)]
    return _as_xml(items, version) if as_xml else _as_json(items, version)


def _as_json(items: Iterable[_Item], version: int) -> bytes:
    numbers = [
        {
            "phone": item.phone,
            "votes": item.votes,
            "rating": RATING,
            "lastActivity": item.last_activity,
        }
        for item in items
    ]
    return encoded({"numbers": numbers, "version": version})


def _as_xml(items: Iterable[_Item], version: int) -> bytes:
    rows = "".join(
        f'<phone-info phone="{item.phone}" votes="{item.votes}" rating="{RATING}"'
        f' last-activity="{item.last_activity}"/>'
        for item in items
    )
    return f'<blocklist version="{version}"><numbers>{rows}</numbers></blocklist>'.encode()


def _refuse_wrong(asked: Asked) -> None:
    """Whatever the format is, though only the binary one needs these."""
    if asked.query.get("type", "community") not in {"community", "personal"}:
        raise UsageError(msg("the type is community or personal"))
    for name in ("minDirect", "minRange"):
        _count(asked, name)  # the house has decided already
    most = _count(asked, "maxBytes")
    if most is not None and not LEAST_BYTES <= most <= MOST_BYTES:
        raise UsageError(
            msg("maxBytes is from %(least)d to %(most)d", least=LEAST_BYTES, most=MOST_BYTES)
        )


def _binary(asked: Asked) -> bytes:
    most = _count(asked, "maxBytes")
    rows = outgoing_entries(asked.context)
    out = BytesIO()
    write(
        "pbbl", islice(rows, None if most is None else (most - _HEADER_BYTES) // _RECORD_BYTES), out
    )
    return out.getvalue()


def xml_answer(tag: str, content: dict[str, Any]) -> Response:
    """Fields as attributes, their names as PhoneBlock's XML has them."""
    told = " ".join(
        f"{_dashed(name)}={quoteattr(_text(value))}"
        for name, value in content.items()
        if not isinstance(value, list)
    )
    inner = "".join(
        f"<{_dashed(name)}>{''.join(_element(each) for each in value)}</{_dashed(name)}>"
        for name, value in content.items()
        if isinstance(value, list)
    )
    return Response(f"<{tag} {told}>{inner}</{tag}>", media_type="application/xml")


def _element(content: dict[str, Any]) -> str:
    told = " ".join(f"{_dashed(name)}={quoteattr(_text(value))}" for name, value in content.items())
    return f"<phone-info {told}/>"


def _dashed(name: str) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _count(asked: Asked, name: str) -> int | None:
    text = asked.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise UsageError(msg("%(name)s is a whole number, not %(text)r", name=name, text=text[:40]))
    return int(text)


def millis(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def millis_text(entry: Entry) -> str:
    return str(millis(entry.created))
