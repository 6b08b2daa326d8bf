"""What a file is that the user wants to bring in without saying as what.

Only what is a block list and nothing else is one: whoever takes an address book or a log of calls for one turns away
the family. Whatever else it may be, the answer names it and what to do, and nothing changes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.daemon.files.read_book import is_book, is_whole_book
from portinaio.errors import UsageError
from portinaio.lists.formats import format_named, recognised
from portinaio.lists.intake.allowed import named_so
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.text import HEAD_BYTES
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from portinaio.core.message import Message

LONGEST_SHOWN = 80  # characters, of the name of a file
_ALLOWING = re.compile(
    r"white|allow|permit|trusted|contact|adress|address|phone.?book"
    r"|rubrica|contatti|amici|bianca|consentit|permess"
    r"|kontakt|telefonbuch|erlaubt|wei(?:ß|ss)e|blanche|blanca|autoris|carnet|agenda",
    re.IGNORECASE,
)
"""In the name of a file, whose content is then not enough to block anybody."""


def refuse_doubtful(name: str, data: bytes, format: str) -> None:  # noqa: A002  # the word of the command
    """`UsageError` for what is not plainly a block list. The folder in which it lies may stand before its name."""
    file = name.rpartition("/")[2][:LONGEST_SHOWN]
    allows = named_so(name) or bool(_ALLOWING.search(file))
    if refusal := _refusal(file, data, format, allows=allows):
        raise UsageError(refusal)


def _refusal(file: str, data: bytes, wanted: str, *, allows: bool) -> Message | None:
    format_ = format_named(wanted) if wanted else recognised(data[:HEAD_BYTES], file)
    if which_log(data):
        if format_ and format_.beside_log(data):
            return _of_both(file)
        return _of_log(file, readable=format_ is not None)
    if not wanted and is_whole_book(data):
        return _of_book(file, readable=True)
    if format_ is None:
        return None  # nobody can read it, and the reader says so
    match format_.holds(data):
        case Holds.CALLERS:
            return msg(
                "%(file)s is a table of calls or callers, which cannot be read into your log; --as block blocks"
                " everybody in it; nothing was changed",
                file=file,
            )
        case Holds.COMPLAINTS:
            return msg(
                "%(file)s holds complaints, of which a single one says little: portinaio lists add counts them, --as block"
                " blocks every number in it; nothing was changed",
                file=file,
            )
        case Holds.CONTACTS:
            return _of_book(file, readable=is_book(format_, data))
        case Holds.BLOCKED if not allows:
            return None
        case _:
            return _of_anybody(file, readable=is_book(format_, data))


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


def _of_book(file: str, *, readable: bool) -> Message:
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
