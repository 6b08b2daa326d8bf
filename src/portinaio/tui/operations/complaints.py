"""What the keys do to complaints, each with the way back where there is one. They run in threads."""

from __future__ import annotations

import os
import shlex
from base64 import b64decode
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from portinaio.config.regular_file import open_regular
from portinaio.core.complaint import LARGEST_ATTACHMENT_BYTES
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import HomeError, NotFoundError, UsageError
from portinaio.language import _, formatting, ngettext
from portinaio.tui import call_terms, format_number
from portinaio.tui.escape import plain
from portinaio.tui.operations.done import Done, each, together

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import CallAnswer, FiledAnswer
    from portinaio.api.client import Client

KINDS = ("pdf", "eml", "md", "txt")


class Said(NamedTuple):
    """What the user says of an event."""

    on: str | None = None
    """Today where no day is named."""
    means: str | None = None
    point: str = ""
    signed: bool = False


NOTHING = Said()


def mark(client: Client, complaint_id: int, event: str, said: Said = NOTHING) -> Done:
    """Write down what has happened. Undone, what stood there before stands again."""
    before = client.complaint(complaint_id)
    client.mark_complaint(complaint_id, event, **said._asdict())
    sentence = {
        "sent": _("complaint %(id)d was sent; the clock runs"),
        "received": _("complaint %(id)d was received; the time runs from that day"),
        "insufficient": _("the answer to complaint %(id)d leaves something open"),
        "answered": _("complaint %(id)d was answered"),
        "refused": _("the company refused complaint %(id)d"),
        "extended": _("the company asked for more time for complaint %(id)d"),
        "closed": _("complaint %(id)d is settled"),
    }[event]

    def undo(client: Client) -> None:
        if day := before["days"].get(event):
            client.mark_complaint(complaint_id, event, on=day, point=before["point"])
        else:
            client.unmark_complaint(complaint_id, event)

    return Done(sentence % {"id": complaint_id}, undo)


def mark_all(client: Client, ids: Sequence[int], event: str) -> Done:
    """All of them or, where one is not so far, none."""
    done = each(client, [partial(mark, complaint_id=one, event=event) for one in ids])
    n = len(ids)
    said = ngettext("written down for %(n)d complaint", "written down for %(n)d complaints", n)
    return together(said % {"n": n}, done)


def filed(client: Client, complaint_id: int) -> FiledAnswer | None:
    """`None` where it has gone meanwhile."""
    try:
        return client.complaint(complaint_id)
    except NotFoundError:
        return None


def said_of(call: CallAnswer, contacts: Mapping[str, str], *, mask: bool) -> str:
    """A call in a line, with its id, so that no two are alike."""
    who = format_number.caller(call, contacts, mask=mask)
    at = formatting.moment(call_terms.moment(call["at"]))
    return f"{call['id']} · {at} · {who} · {plain(call['line'])}"


def take_out(client: Client, complaint_id: int, call_id: int) -> Done:
    client.take_out(complaint_id, call_id)
    said = _("call %(call)d is out of draft %(id)d") % {"call": call_id, "id": complaint_id}

    def undo(client: Client) -> None:
        client.put_in(complaint_id, call_id)

    return Done(said, undo)


def discard_all(client: Client, ids: Sequence[int]) -> Done:
    for one in ids:
        client.discard_complaint(one)
    n = len(ids)
    return Done(ngettext("%(n)d complaint is gone", "%(n)d complaints are gone", n) % {"n": n})


def send(client: Client, complaint_id: int, *, again: bool = False) -> Done:
    """What has left the house does not come back."""
    client.send_complaint(complaint_id, confirmed=True, again=again)
    return Done(_("complaint %(id)d is on its way; the clock runs") % {"id": complaint_id})


def discard(client: Client, complaint_id: int) -> Done:
    client.discard_complaint(complaint_id)
    return Done(_("complaint %(id)d is gone") % {"id": complaint_id})


def save(client: Client, complaint_id: int, path: str) -> Done:
    """Write the letter to a file for its owner only; the ending says in which form."""
    file = Path(path).expanduser()
    kind = file.suffix.removeprefix(".").lower()
    if kind not in KINDS:
        raise UsageError(
            msg("the file must end with one of: %(all)s", all=", ".join(f".{k}" for k in KINDS))
        )
    letter = client.letter(complaint_id, kind)
    _write_new(file, b64decode(letter["data"]))
    return _written(file, letter["notice"])


def save_year(client: Client, path: str) -> Done:
    """The report of this year; what it is written to tells in which form."""
    file = Path(path).expanduser()
    kind = file.suffix.lower()
    if kind not in {".pdf", ".txt"}:
        raise UsageError(msg("the file must end with one of: %(all)s", all=".pdf, .txt"))
    if kind == ".txt":
        _write_new(file, client.year()["text"].encode())
        return _written(file, "")
    made = client.year_file()
    _write_new(file, b64decode(made["data"]))
    return _written(file, made["notice"])


def _written(file: Path, notice: str) -> Done:
    said = _("written to %(file)s") % {"file": file}
    return Done(f"{said} · {notice}" if notice else said)


def _write_new(file: Path, data: bytes) -> None:
    """For its owner only, and over no other file."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
    except FileExistsError as error:
        raise UsageError(
            msg("%(file)s is there already; choose another name", file=str(file))
        ) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise HomeError(
            msg("%(file)s cannot be written: %(reason)s", file=str(file), reason=reason(error))
        ) from error


def attach(client: Client, complaint_id: int, path: str) -> Done:
    try:
        file = Path(dropped(path)).expanduser()
        with open_regular(file) as content:
            data = content.read(
                LARGEST_ATTACHMENT_BYTES + 1
            )  # what is larger is refused with a sentence
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            msg("%(file)s cannot be read: %(reason)s", file=path, reason=reason(error))
        ) from error
    attached = client.attach(complaint_id, file.name, data)
    return Done(
        attached["notice"]
        or _("%(name)s is kept with complaint %(id)d") % {"name": file.name, "id": complaint_id}
    )


def dropped(text: str) -> str:
    """The path that a terminal writes for a file that is dropped on it: quoted, escaped or as a URL, or as somebody types it."""
    text = text.strip()
    if text.startswith("file://"):
        return unquote(urlsplit(text).path)
    if is_file(text):  # a name may hold quotes
        return text
    try:
        words = shlex.split(text)
    except ValueError:
        return text
    return words[0] if len(words) == 1 else text


def is_file(path: str) -> bool:
    try:
        return Path(path).expanduser().is_file()
    except (OSError, ValueError, RuntimeError):
        return False
