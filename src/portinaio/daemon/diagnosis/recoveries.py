"""What is said of databases that were set aside: once as news, and then by the doctor for as long as they lie there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.message import Message, counted, msg
from portinaio.store.recovery.recoveries import KNOWN, LEFT, TAKEN_BACK, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context
    from portinaio.store.recovery.recoveries import Recovery

_TABLES = {
    "calls": msg("calls"),
    "counts": msg("counts of old calls"),
    "entries": msg("entries"),
    "contacts": msg("numbers in the contacts"),
    "dialled": msg("numbers that you called"),
    "complaints": msg("complaints"),
    "complaint_calls": msg("calls in complaints"),
    "attachments": msg("attachments"),
    "profile": msg("your own data for letters"),
    "companies": msg("companies"),
    "company_numbers": msg("numbers of companies"),
    "lists": msg("what is known of lists"),
    "state": msg("small settings"),
    "seals": msg("seals"),
    "last_import": msg("what the last import changed"),
    "shares": msg("reports given to lists"),
    "devices": msg("devices"),
    "device_deeds": msg("what devices did"),
    "device_cards": msg("cards that devices have written"),
    "handed_out": msg("what devices were given to keep"),
}


def news(context: Context) -> Iterator[Message]:
    """What nobody has been told yet."""
    for recovery in context.store.recoveries.all():
        if not recovery.seen:
            yield msg("%(news)s; portinaio doctor tells more", news=summary(context, recovery))
    yield from waiting(context)


def waiting(context: Context) -> Iterator[Message]:
    """Of files that no start of the daemon has looked at, for want of one or of room."""
    from portinaio.store.recovery.files import set_aside_files  # noqa: PLC0415  # whoever opens the app needs none of it

    path = Path(context.home.database)
    known = {recovery.file for recovery in context.store.recoveries.all()}
    try:
        found = set_aside_files(path)
    except OSError:  # of a home that cannot be read, other sentences tell
        return
    for name in found:
        if name not in known:
            yield msg(
                "a database that was set aside lies at %(path)s and waits to be taken back; see that the disk has room, and restart the"
                " daemon",
                path=str(path.with_name(name)),
            )


def examined(context: Context) -> Iterator[tuple[str, Message]]:
    """State and sentence of each file that lies aside, with all its numbers the first time."""
    for recovery in context.store.recoveries.all():
        if recovery.seen and not _place(context, recovery).exists():
            continue
        yield "ok" if recovery.seen else "warning", summary(context, recovery)
        if not recovery.seen:
            yield from (("warning", each) for each in _details(context, recovery))
    yield from (("warning", each) for each in waiting(context))


def summary(context: Context, recovery: Recovery) -> Message:
    path = str(_place(context, recovery))
    if recovery.way == TAKEN_BACK:
        return msg(
            "a sound database had been set aside, and what was in it is back; the file still lies at %(path)s",
            path=path,
        )
    if recovery.way == KNOWN:
        return msg(
            "what had been set aside is in this database already; the file still lies at %(path)s",
            path=path,
        )
    if recovery.way == LEFT:
        return msg("a damaged database of before lies at %(path)s", path=path)
    if not any(n for table, n in recovery.rows.items() if table in _TABLES):
        return msg(
            "the database was broken; it lies at %(path)s, and a new one was begun", path=path
        )
    if recovery.lost:
        return msg(
            "the database was damaged, and what could be read of it is saved; the damaged file lies at %(path)s",
            path=path,
        )
    return msg(
        "the database was damaged, and all that was in it is saved; the damaged file lies at %(path)s",
        path=path,
    )


def passed_over(n: int) -> Message:
    return counted(
        "%(n)d row of the database makes no sense and is passed over; portinaio doctor tells more",
        "%(n)d rows of the database make no sense and are passed over; portinaio doctor tells more",
        n,
    )


def odd_rows(context: Context) -> Iterator[tuple[str, Message]]:
    """Where they stand, after a look at every row."""
    for table, n in context.store.look_at_all_rows().items():
        what = _TABLES.get(table) or msg("other rows")
        yield (
            "warning",
            msg("%(what)s: %(n)d make no sense and are passed over", what=what, n=n),
        )


def _details(context: Context, recovery: Recovery) -> Iterator[Message]:
    for table, what in _TABLES.items():
        rows, lost = recovery.rows.get(table, 0), recovery.lost.get(table, 0)
        if lost == UNKNOWN:
            yield msg("%(what)s: saved %(rows)d; some are lost", what=what, rows=rows)
        elif lost:
            yield msg("%(what)s: saved %(rows)d, lost %(lost)d", what=what, rows=rows, lost=lost)
        elif rows and recovery.way == TAKEN_BACK:
            yield msg("%(what)s: back %(rows)d", what=what, rows=rows)
        elif rows:
            yield msg("%(what)s: saved %(rows)d", what=what, rows=rows)
    for was, now in recovery.moved.items():
        yield _renamed(context, was, now)
    if n := recovery.sealed_anew:
        yield counted(
            "%(n)d call is sealed anew; its seal of before proves nothing any more",
            "%(n)d calls are sealed anew; their seals of before prove nothing any more",
            n,
        )


def _renamed(context: Context, was: str, now: int) -> Message:
    """With its company: before each setting aside there may have been a complaint 1."""
    complaint = context.store.complaints.get(now)
    if complaint is None or not complaint.company:
        return msg("complaint %(was)s is complaint %(now)s now", was=was, now=now)
    return msg(
        "complaint %(was)s about %(company)s is complaint %(now)s now",
        was=was,
        company=complaint.company,
        now=now,
    )


def _place(context: Context, recovery: Recovery) -> Path:
    return Path(context.home.database).with_name(recovery.file)
