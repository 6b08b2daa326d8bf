"""What a file is that the user wants to bring in: one look decides over block lists, complaints, address books, logs of
calls and what is none of these. Only what is a block list and nothing else is taken without being asked as what: whoever
takes an address book or a log of calls for one turns away the family. Whatever else it may be is named, and nothing
changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.daemon.files.apple_book import is_apple_book
from portinaio.daemon.files.call_database import as_log
from portinaio.daemon.files.read_book import is_book, is_whole_book
from portinaio.daemon.lists.seen import KINDS
from portinaio.errors import UsageError
from portinaio.lists.formats import format_named, recognised
from portinaio.lists.intake.allowed import named_so
from portinaio.lists.intake.documents.other_files import other_file
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.text import HEAD_BYTES
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from portinaio.lists.intake.format import Format

LONGEST_SHOWN = 80  # characters, of the name of a file
_ALLOWING = re.compile(
    r"white|allow|permit|trusted|contact|adress|address|phone.?book"
    r"|rubrica|contatti|amici|bianca|consentit|permess"
    r"|kontakt|telefonbuch|erlaubt|wei(?:ß|ss)e|blanche|blanca|autoris|carnet|agenda",
    re.IGNORECASE,
)
"""In the name of a file, whose content is then not enough to block anybody."""


class FileKind(NamedTuple):
    kind: str
    """One of `seen.KINDS`; empty where nobody knows."""
    wants: tuple[str, ...] = ()
    """What `--as` may be, the likeliest first."""
    refusal: Message | None = None
    """Why it is not taken before somebody says as what."""


def what_it_is(name: str, data: bytes, format: str) -> FileKind:  # noqa: A002  # the word of the command
    """`UsageError` for what nobody can read numbers in. The folder in which the file lies may stand before its name."""
    file = name.rpartition("/")[2][:LONGEST_SHOWN]
    packed_book = is_apple_book(
        data
    )  # the archive of a Mac is packed and all the same an address book
    if not format and not packed_book and (said := other_file(data[:HEAD_BYTES])):
        raise UsageError(msg("%(file)s: %(what)s", file=file, what=said))
    allows = named_so(name) or bool(_ALLOWING.search(file))
    return _found(file, data, format, allows=allows)


def refuse_misplaced(name: str, data: bytes, kind: str, format: str) -> None:  # noqa: A002  # as above
    """`UsageError` where the file is plainly something else than what the user takes it for, and cannot be read as that."""
    if format:  # that is for whoever reads it to say
        return
    found = what_it_is(name, data, format)
    if not found.kind or kind in found.wants:
        return
    raise UsageError(
        msg(
            "%(file)s is %(what)s, and cannot be read --as %(kind)s; --as %(wants)s is what it can be; nothing was"
            " changed",
            file=name.rpartition("/")[2][:LONGEST_SHOWN],
            what=KINDS[found.kind],
            kind=kind,
            wants=", --as ".join(found.wants),
        )
    )


def _found(file: str, data: bytes, wanted: str, *, allows: bool) -> FileKind:
    format_ = format_named(wanted) if wanted else recognised(data[:HEAD_BYTES], file)
    if which_log(as_log(data)):
        if format_ and format_.beside_log(data):
            return FileKind("calls", ("calls", "block"), _of_both(file))
        wants = ("calls", "block", "allow") if format_ else ("calls",)
        return FileKind("calls", wants, _of_log(file, readable=format_ is not None))
    if not wanted and is_whole_book(data):
        wants = ("contacts", "block", "allow") if format_ else ("contacts",)
        return FileKind("contacts", wants, _of_book(file, readable=True, blocked=bool(format_)))
    if format_ is None:
        return FileKind("")  # nobody can read it, and the reader says so
    return _of_list(file, data, format_, allows=allows)


def _of_list(file: str, data: bytes, format_: Format, *, allows: bool) -> FileKind:
    book = is_book(format_, data)
    known = ("contacts",) if book else ()
    match format_.holds(data):
        case Holds.CALLERS:
            refusal = msg(
                "%(file)s is a table of calls or callers, which cannot be read into your log; --as block blocks"
                " everybody in it; nothing was changed",
                file=file,
            )
            return FileKind("callers", ("block", "allow", *known), refusal)
        case Holds.COMPLAINTS:
            refusal = msg(
                "%(file)s holds complaints, of which a single one says little: portinaio lists add counts them, --as block"
                " blocks every number in it; nothing was changed",
                file=file,
            )
            return FileKind("complaints", ("block", "allow", *known), refusal)
        case Holds.CONTACTS:
            wants = (*known, "block", "allow")
            return FileKind("contacts", wants, _of_book(file, readable=book, blocked=True))
        case Holds.BLOCKED if not allows:
            return FileKind("block", ("block", "allow", *known))
        case _:
            wants = (*known, "block", "allow")
            return FileKind("unsure", wants, _of_anybody(file, readable=book))


def _of_log(file: str, *, readable: bool) -> Message:
    """`readable` as a list, which `--as block` takes it for."""
    if readable:
        return msg(
            "%(file)s is a log of calls: --as calls takes them into your log, --as block blocks everybody in it;"
            " nothing was changed",
            file=file,
        )
    return msg(
        "%(file)s is a log of calls: --as calls takes them into your log; nothing was changed",
        file=file,
    )


def _of_both(file: str) -> Message:
    """Such as the whole database of a blocker."""
    return msg(
        "%(file)s holds a log of calls and blocked numbers: --as calls takes the ones into your log, --as block blocks the"
        " others; nothing was changed",
        file=file,
    )


def _of_book(file: str, *, readable: bool, blocked: bool) -> Message:
    """`readable` as one, and `blocked` where `--as block` can take it for a list."""
    if not blocked:
        return msg(
            "%(file)s is an address book: --as contacts makes its people known; nothing was changed",
            file=file,
        )
    if readable:
        return msg(
            "%(file)s is an address book: --as contacts makes its people known, --as block blocks all of them;"
            " nothing was changed",
            file=file,
        )
    return msg(
        "%(file)s is an address book: saved as vCard, --as contacts makes its people known; as it is, --as block"
        " blocks all of them; nothing was changed",
        file=file,
    )


def _of_anybody(file: str, *, readable: bool) -> Message:
    if readable:
        return msg(
            "it is not plain what the numbers of %(file)s are: --as block blocks them, --as contacts makes them known,"
            " --as allow lets them ring; nothing was changed",
            file=file,
        )
    return msg(
        "it is not plain what the numbers of %(file)s are: --as block blocks them, --as allow lets them ring; nothing"
        " was changed",
        file=file,
    )
