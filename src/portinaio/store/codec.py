"""How times, texts and sentences become columns, and come back.

A moment is two columns: microseconds since 1970 in UTC, which sort and compare, and its offset in minutes, which gives
the clock on the wall back. A sentence is JSON; `json` is loaded when the first one is met, since `check` meets none.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from portinaio.core.message import Message

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from typing import Any

LARGEST = 2**63 - 1  # SQLite's integers
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_MINUTE = timedelta(minutes=1)
_UNWRITABLE = "\ufffd"
_DEEPEST = 8  # sentences within sentences; ours have two


def micros(at: datetime) -> int:
    """Microseconds since 1970 in UTC; `at` must be aware."""
    return (at - _EPOCH) // _MICROSECOND


def offset(at: datetime) -> int:
    """Minutes east of UTC."""
    return (at.utcoffset() or timedelta()) // _MINUTE


def moment(since_epoch: int, minutes: int) -> datetime:
    """What no calendar holds is its nearest end: one odd row must not hide all others."""
    try:
        zone = timezone(timedelta(minutes=minutes)) if minutes else UTC
        return (_EPOCH + since_epoch * _MICROSECOND).astimezone(zone)
    except (OverflowError, ValueError):
        return _LAST if since_epoch > 0 else _FIRST


def countable(number: int) -> int:
    """An id or limit that a person typed, as SQLite can count it; too large a one meets no row either way."""
    return min(number, LARGEST)


def writable(text: str) -> str:
    """`text` as SQLite can hold and search it: no lone surrogates, and no NUL, at which its functions stop."""
    if text.isascii() and "\0" not in text:
        return text
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", _UNWRITABLE)


def json_column(value: object) -> str:
    import json  # noqa: PLC0415  # keeps json off the cold path of `check`

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_of(column: str) -> Any:
    import json  # noqa: PLC0415  # as above

    return json.loads(column)


def message_column(sentence: Message) -> str:
    return json_column(pack_message(sentence))


def message_of(column: str) -> Message:
    return unpack_message(json_of(column))


def pack_message(sentence: Message, depth: int = 0) -> list[Any]:
    """A sentence as JSON has it: text, values, plural; a value that is a list is a sentence again."""
    values = {writable(place): _value(value, depth) for place, value in sentence.values.items()}
    return [writable(sentence.text), values, writable(sentence.plural)]


def unpack_message(parts: list[Any]) -> Message:
    text, values, plural = parts
    return Message(
        text,
        {
            place: unpack_message(value) if isinstance(value, list) else value
            for place, value in values.items()
        },
        plural,
    )


def _value(value: object, depth: int) -> object:
    if isinstance(value, Message) and depth < _DEEPEST:
        return pack_message(value, depth + 1)
    if value is None or isinstance(value, bool | int | float):
        return value
    return writable(str(value))
