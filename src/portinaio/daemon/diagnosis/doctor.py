"""Look at everything once, and say of each thing whether it is as it should be."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.secrets import reveal
from portinaio.core.message import Message, msg, untranslated
from portinaio.core.names import folded
from portinaio.daemon.clock import doubt, moment_of
from portinaio.daemon.diagnosis import caller_ids
from portinaio.daemon.diagnosis.line_remarks import remarks
from portinaio.daemon.diagnosis.recoveries import examined, odd_rows
from portinaio.errors import ConfigError, PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.api.answers import DiagnosisAnswer
    from portinaio.daemon.context import Context


LEAST_FREE_BYTES = (
    50 << 20
)  # a year of calls is some megabytes; below this something else fills the disk

MANY_CALLS = 100  # of a log that somebody would miss
OLD_BACKUP = timedelta(days=31)

_STATES = {
    "up": ("ok", msg("up")),
    "retrying": ("warning", msg("retrying")),  # it has just begun, and nobody has answered yet
    "refused": ("wrong", msg("refused")),
    "gone": ("wrong", msg("not running")),
}


def diagnose(context: Context) -> list[DiagnosisAnswer]:
    """Every examination, in the order in which a person would look."""
    found: list[DiagnosisAnswer] = []
    for code, examine in _EXAMINATIONS:
        try:
            found += [
                {"code": code, "state": state, "text": untranslated(text)}
                for state, text in examine(context)
            ]
        except PortinaioError as error:
            said = untranslated(error.sentence)
            found.append({"code": code, "state": "wrong", "text": said})
    return found


def _config(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # its ConfigError is the finding
    from portinaio.lists.catalogue import load_catalogue  # noqa: PLC0415  # as above

    load_settings(context.home.config_file)
    if fault := load_catalogue(context.home.catalogue_file).fault:
        raise fault
    if Path(context.home.config_file).exists():
        yield "ok", msg("%(file)s is right", file=context.home.config_file)
    else:
        yield (
            "ok",
            msg("there is no %(file)s; everything has its default", file=context.home.config_file),
        )


def _home(context: Context) -> Iterator[tuple[str, Message]]:
    for folder in dict.fromkeys(context.home):
        path = Path(folder)
        if not path.exists():
            continue
        if path.stat().st_mode & 0o077:
            yield (
                "warning",
                msg("others may look into %(path)s; run chmod 700 %(path)s", path=folder),
            )
        if not os.access(path, os.W_OK):
            yield (
                "wrong",
                msg("%(path)s cannot be written; calls would not be logged", path=folder),
            )
    free = shutil.disk_usage(_existing(context.home.data)).free
    if free < LEAST_FREE_BYTES:
        yield "wrong", msg("the disk of %(path)s is nearly full; make room", path=context.home.data)
    else:
        yield "ok", msg("the home is %(path)s", path=context.home.data)


def _store(context: Context) -> Iterator[tuple[str, Message]]:
    if faults := context.store.faults():
        yield (
            "wrong",
            msg(
                "the database is damaged (%(fault)s); restart the daemon, which saves what can be read",
                fault=faults[0],
            ),
        )
        return
    if context.store.calls.page(limit=1):
        yield "ok", msg("the database is sound")
    else:
        yield "ok", msg("the database is sound; no call is logged yet")
    yield from odd_rows(context)
    yield from examined(context)


def _clock(context: Context) -> Iterator[tuple[str, Message]]:
    if said := doubt(context.store, context.now()):
        yield "warning", said


def _backup(context: Context) -> Iterator[tuple[str, Message]]:
    """Once the log is worth one."""
    from portinaio.daemon.backup.take import BACKED_UP  # noqa: PLC0415  # as above

    store, now = context.store, context.now()
    if (
        not store.complaints.all()
        and store.calls.count_since(datetime.fromtimestamp(0, UTC)) < MANY_CALLS
    ):
        return
    last = moment_of(store.state.get(BACKED_UP))
    if last is None:
        yield "warning", msg("there is no backup yet; run portinaio backup FILE")
    elif now - last > OLD_BACKUP:
        yield (
            "warning",
            msg(
                "the last backup is of %(day)s; run portinaio backup FILE",
                day=last.date().isoformat(),
            ),
        )
    else:
        yield "ok", msg("the last backup is of %(day)s", day=last.date().isoformat())


def _seals(context: Context) -> Iterator[tuple[str, Message]]:
    faults = context.store.seals.faults()
    for fault in faults:
        yield "warning", fault
    if not faults:
        yield "ok", msg("nobody has changed the log of calls")


def _attachments(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.daemon.complaints.follow_up import not_as_attached, spoilt_attachments  # noqa: PLC0415  # few have any

    for complaint_id, file in spoilt_attachments(context):
        yield "warning", not_as_attached(complaint_id, file)


def _contacts(context: Context) -> Iterator[tuple[str, Message]]:
    if count := len(context.store.contacts.names()):
        yield "ok", msg("numbers in the contacts: %(count)d", count=count)
    else:
        yield (
            "warning",
            msg("the contacts are empty, so nobody is known; run portinaio contacts import FILE"),
        )
    known = set().union(*context.store.contacts.groups().values())
    for group in sorted(name for name in _groups_named(context) if folded(name) not in known):
        yield (
            "warning",
            msg(
                "no contact is in the group %(group)s, which the policy names: for it all of them count as unknown",
                group=group,
            ),
        )


def _groups_named(context: Context) -> set[str]:
    policies = context.config.policies
    named: set[str] = set()
    for policy in (policies.policy, *(line.policy for line in policies.lines.values())):
        named.update(policy.groups or (), *(hours.groups for hours in policy.hours or ()))
    return named


def _ranges(context: Context) -> Iterator[tuple[str, Message]]:
    count = sum(1 for _ in context.config.ranges)
    yield "ok", msg("reserved ranges at hand: %(count)d", count=count)


def _countries(context: Context) -> Iterator[tuple[str, Message]]:
    """What the letters of the house's countries leave out, and packs of other packages; ours are right, or no test would pass."""
    from portinaio.countries.pack import pack_or_bare, read_folder  # noqa: PLC0415  # as above
    from portinaio.countries.pack_folders import from_outside  # noqa: PLC0415  # as above
    from portinaio.daemon.complaints.house import countries_of  # noqa: PLC0415  # as above

    for country in countries_of(context):
        for left_out in pack_or_bare(country).does_not:
            said = msg("letters for %(country)s: %(what)s", country=country, what=Message(left_out))
            yield "ok", said
    for pack in from_outside():
        try:
            read_folder(pack)
        except ConfigError as error:
            yield "wrong", msg("a pack cannot be used: %(error)s", error=error.sentence)
        else:
            yield (
                "ok",
                msg(
                    "complaints of %(country)s are written with %(package)s",
                    country=pack.country,
                    package=pack.package,
                ),
            )


def _formats(_context: Context) -> Iterator[tuple[str, Message]]:
    """Formats of lists that other packages bring."""
    from portinaio.lists.formats import faults  # noqa: PLC0415  # as above

    for fault in faults().values():
        yield "wrong", fault


def _daemon(context: Context) -> Iterator[tuple[str, Message]]:
    if context.since:
        yield "ok", msg("the daemon is running")
    else:
        yield (
            "warning",
            msg(
                "the daemon is not running; start it with portinaio daemon, or for good with portinaio service install"
            ),
        )


def _lines(context: Context) -> Iterator[tuple[str, Message]]:
    for name, known in context.config.policies.lines.items():
        for _, remark, quiet in remarks(context.config.policies, name):
            grade = "ok" if quiet else "warning"
            yield grade, msg("line %(name)s: %(error)s", name=name, error=remark)
        for said in caller_ids.of_line(context, name):
            yield "warning", msg("line %(name)s: %(error)s", name=name, error=said)
        if known.trouble and not context.line_answers:
            yield "wrong", msg("line %(name)s: %(error)s", name=name, error=known.trouble)
    lines = context.line_answers() if context.line_answers else []
    for line in lines:
        name, error = line["name"], line["error"]
        if error:
            yield "wrong", msg("line %(name)s: %(state)s", name=name, state=error)
        else:
            grade, state = _STATES[line["state"]]
            yield grade, msg("line %(name)s: %(state)s", name=name, state=state)
        for note in line["notes"]:
            yield "warning", msg("line %(name)s: %(state)s", name=name, state=note)
    if not context.config.policies.lines:
        yield "warning", msg("no line is set up; run portinaio setup or portinaio lines add sip")


def _books(context: Context) -> Iterator[tuple[str, Message]]:
    for name, _ in context.config.books:
        from portinaio.daemon.books.state import state_of  # noqa: PLC0415  # few follow one

        state = state_of(context.store, name)
        if state.error:
            yield "wrong", msg("contacts %(name)s: %(error)s", name=name, error=state.error)
        elif state.state == "ok":
            yield (
                "ok",
                msg("contacts %(name)s: numbers known by them: %(n)d", name=name, n=state.entries),
            )
        else:
            said = msg(
                "contacts %(name)s are not up to date; run portinaio contacts sync", name=name
            )
            yield "warning", said


def _lists(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.daemon.lists.list_status import note, subscribed  # noqa: PLC0415  # a house without lists needs none of it

    for config, state in subscribed(context):
        name = config.name
        if state.error:
            yield "wrong", msg("list %(name)s: %(error)s", name=name, error=state.error)
        elif said := note(context, name):
            yield "warning", msg("list %(name)s: %(error)s", name=name, error=said)
        elif state.state == "ok":
            yield "ok", msg("list %(name)s has %(n)d entries", name=name, n=state.entries)
        else:
            yield "warning", msg("list %(name)s is not up to date; run portinaio sync", name=name)


def _secrets(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above

    settings = load_settings(context.home.config_file)
    for line in settings.line:
        if password := getattr(line, "password", None):
            reveal(password, context.home)
            yield "ok", msg("the password of line %(name)s is there", name=line.name)
    for table in settings.list:
        if table.token:
            reveal(table.token, context.home)
            yield "ok", msg("the token of list %(name)s is there", name=table.name)
    for book in settings.contacts:
        if book.password:
            reveal(book.password, context.home)
            yield "ok", msg("the password of the contacts %(name)s is there", name=book.name)
    if settings.mail and settings.mail.password:
        reveal(settings.mail.password, context.home)
        yield "ok", msg("the password of the mail server is there")


def _gateway(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above
    from portinaio.daemon.diagnosis.exposure import exposure  # noqa: PLC0415  # few have a gateway

    if table := load_settings(context.home.config_file).gateway:
        yield (
            exposure(table)
            or (
                "ok",
                msg("nobody can read along at the gateway at %(listen)s", listen=table.listen),
            )
        )


def _remarks(context: Context) -> Iterator[tuple[str, Message]]:
    for remark in context.remarks.values():
        yield "ok", remark


def _existing(folder: str) -> Path:
    path = Path(folder)
    while not path.exists():
        path = path.parent
    return path


_EXAMINATIONS: tuple[tuple[str, Callable[[Context], Iterator[tuple[str, Message]]]], ...] = (
    ("config", _config),
    ("home", _home),
    ("store", _store),
    ("clock", _clock),
    ("backup", _backup),
    ("seals", _seals),
    ("attachments", _attachments),
    ("ranges", _ranges),
    ("countries", _countries),
    ("contacts", _contacts),
    ("daemon", _daemon),
    ("lines", _lines),
    ("lists", _lists),
    ("contacts", _books),
    ("formats", _formats),
    ("secrets", _secrets),
    ("gateway", _gateway),
    ("remarks", _remarks),
)
"""Code of each examination and what makes it."""
