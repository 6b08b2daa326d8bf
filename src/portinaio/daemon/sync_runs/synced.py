"""How one list fared: what the process of a sync says of it in a line of JSON, and what the house reads in that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.evidence import Rejected
from portinaio.core.message import msg
from portinaio.lists.read_as import ReadAs
from portinaio.store.codec import pack_message, unpack_message

if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.lists.sync.renewal import Renewal

GONE = msg("it was removed meanwhile")


class Synced(NamedTuple):
    """`rows` are the first that could not be used."""

    name: str
    state: str
    error: Message | None
    bytes: int = 0
    accepted: int = 0
    updated: int = 0
    removed: int = 0
    rejected: int = 0
    rows: tuple[Rejected, ...] = ()
    remarks: tuple[Message, ...] = ()
    """What is to be said of the list, though its rows could be used."""
    read_as: ReadAs | None = None
    """Of one that has come for the first time."""
    countries: tuple[str, ...] | None = None
    """As `lists.sync.renew.Renewal` has them."""


def told_of(renewal: Renewal) -> dict[str, Any]:
    """As `synced` reads it."""
    state = renewal.state
    return {
        "name": state.name,
        "state": state.state,
        "error": None if state.error is None else pack_message(state.error),
        "bytes": renewal.bytes,
        **renewal.difference._asdict(),
        "rejected": renewal.rejected,
        "rows": [[row.line, row.text, pack_message(row.reason)] for row in renewal.rows],
        "remarks": [pack_message(remark) for remark in renewal.remarks],
        "read_as": _told_read_as(renewal),
        "countries": renewal.countries,
    }


def _told_read_as(renewal: Renewal) -> dict[str, Any] | None:
    if renewal.read_as is None:
        return None
    told = renewal.read_as._asdict()
    told["title"] = pack_message(renewal.read_as.title)
    told["columns"] = list(map(pack_message, renewal.read_as.columns))
    told["mended"] = [(pack_message(what), n) for what, n in renewal.read_as.mended]
    return told


def synced(told: dict[str, Any]) -> Synced:
    error, rows, remarks = told.pop("error"), told.pop("rows"), told.pop("remarks")
    read_as, countries = told.pop("read_as", None), told.pop("countries", None)
    return Synced(
        **told,
        error=None if error is None else unpack_message(error),
        rows=tuple(Rejected(line, text, unpack_message(reason)) for line, text, reason in rows),
        remarks=tuple(map(unpack_message, remarks)),
        read_as=None if read_as is None else _read_as(read_as),
        countries=None if countries is None else tuple(countries),
    )


def _read_as(told: dict[str, Any]) -> ReadAs:
    told["title"] = unpack_message(told["title"])
    told["columns"] = tuple(map(unpack_message, told["columns"]))
    told["mended"] = tuple((unpack_message(what), n) for what, n in told["mended"])
    return ReadAs(**{**told, "first": tuple(told["first"]), "also": tuple(told["also"])})
