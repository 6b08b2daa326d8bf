"""Look at everything once, and say of each thing whether it is as it should be."""

from __future__ import annotations

import os
import shutil
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.secrets import reveal
from portinaio.core.message import Message, msg, render
from portinaio.daemon.clock import doubt
from portinaio.daemon.diagnosis.line_remarks import remarks
from portinaio.daemon.diagnosis.recoveries import examined, odd_rows
from portinaio.errors import ConfigError, PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.api.answers import DiagnosisAnswer
    from portinaio.core.message import Translation
    from portinaio.daemon.context import House


LEAST_FREE_BYTES = (
    50 << 20
)  # a year of calls is some megabytes; below this something else fills the disk

_STATES = {
    "up": ("ok", msg("up")),
    "retrying": ("warning", msg("retrying")),  # it has just begun, and nobody has answered yet
    "refused": ("wrong", msg("refused")),
    "gone": ("wrong", msg("not running")),
}


def diagnose(house: House, tongue: Translation | None) -> list[DiagnosisAnswer]:
    """Every examination, in the order in which a person would look."""
    found: list[DiagnosisAnswer] = []
    for code, examine in _examinations(tongue):
        try:
            found += [
                {"code": code, "state": state, "text": render(text, tongue)}
                for state, text in examine(house)
            ]
        except PortinaioError as error:
            text = error.sentence
            said = render(text, tongue) if isinstance(text, Message) else str(text)
            found.append({"code": code, "state": "wrong", "text": said})
    return found


def _config(house: House) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # its ConfigError is the finding
    from portinaio.lists.catalogue import load_catalogue  # noqa: PLC0415  # as above

    load_settings(house.home.config_file)
    if fault := load_catalogue(house.home.catalogue_file).fault:
        raise fault
    if Path(house.home.config_file).exists():
        yield "ok", msg("%(file)s is right", file=house.home.config_file)
    else:
        yield (
            "ok",
            msg("there is no %(file)s; everything has its default", file=house.home.config_file),
        )


def _home(house: House) -> Iterator[tuple[str, Message]]:
    for folder in dict.fromkeys(house.home):
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
    free = shutil.disk_usage(_existing(house.home.data)).free
    if free < LEAST_FREE_BYTES:
        yield "wrong", msg("the disk of %(path)s is nearly full; make room", path=house.home.data)
    else:
        yield "ok", msg("the home is %(path)s", path=house.home.data)


def _store(house: House) -> Iterator[tuple[str, Message]]:
    if faults := house.store.faults():
        yield (
            "wrong",
            msg(
                "the database is damaged (%(fault)s); restart the daemon, which saves what can be read",
                fault=faults[0],
            ),
        )
        return
    if house.store.calls.page(limit=1):
        yield "ok", msg("the database is sound")
    else:
        yield "ok", msg("the database is sound; no call is logged yet")
    yield from odd_rows(house)
    yield from examined(house)


def _clock(house: House) -> Iterator[tuple[str, Message]]:
    if said := doubt(house.store, house.now()):
        yield "warning", said


def _seals(house: House) -> Iterator[tuple[str, Message]]:
    faults = house.store.seals.faults()
    for fault in faults:
        yield "warning", fault
    if not faults:
        yield "ok", msg("nobody has changed the log of calls")


def _attachments(house: House) -> Iterator[tuple[str, Message]]:
    from portinaio.daemon.handlers.follow_up import not_as_attached, spoilt_attachments  # noqa: PLC0415  # few have any

    for complaint_id, file in spoilt_attachments(house):
        yield "warning", not_as_attached(complaint_id, file)


def _contacts(house: House) -> Iterator[tuple[str, Message]]:
    if count := len(house.store.contacts.names()):
        yield "ok", msg("numbers in the contacts: %(count)d", count=count)
    else:
        yield (
            "warning",
            msg("the contacts are empty, so nobody is known; run portinaio contacts import FILE"),
        )


def _ranges(house: House) -> Iterator[tuple[str, Message]]:
    count = sum(1 for _ in house.furniture.ranges)
    yield "ok", msg("reserved ranges at hand: %(count)d", count=count)


def _countries(_house: House) -> Iterator[tuple[str, Message]]:
    """Packs of other packages; ours are right, or no test would pass."""
    from portinaio.countries.pack import read_folder  # noqa: PLC0415  # as above
    from portinaio.countries.pack_folders import from_outside  # noqa: PLC0415  # as above

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


def _daemon(house: House) -> Iterator[tuple[str, Message]]:
    if house.since:
        yield "ok", msg("the daemon is running")
    else:
        yield (
            "warning",
            msg(
                "the daemon is not running; start it with portinaio daemon, or for good with portinaio service install"
            ),
        )


def _lines(house: House, tongue: Translation | None) -> Iterator[tuple[str, Message]]:
    for name in house.furniture.wishes.lines:
        for _, remark in remarks(house.furniture.wishes, name):
            yield "warning", msg("line %(name)s: %(error)s", name=name, error=remark)
    lines = house.line_answers(tongue) if house.line_answers else []
    for line in lines:
        name, error = line["name"], line["error"]
        if error:
            yield "wrong", msg("line %(name)s: %(state)s", name=name, state=error)
        else:
            grade, state = _STATES[line["state"]]
            yield grade, msg("line %(name)s: %(state)s", name=name, state=state)
        for note in line["notes"]:
            yield "warning", msg("line %(name)s: %(state)s", name=name, state=note)
    if not house.furniture.wishes.lines:
        yield "warning", msg("no line is set up; run portinaio setup or portinaio lines add sip")


def _lists(house: House) -> Iterator[tuple[str, Message]]:
    from portinaio.daemon.handlers.list_status import note, subscribed  # noqa: PLC0415  # a house without lists needs none of it

    for wish, state in subscribed(house):
        name = wish.name
        if state.error:
            yield "wrong", msg("list %(name)s: %(error)s", name=name, error=state.error)
        elif said := note(house, name):
            yield "warning", msg("list %(name)s: %(error)s", name=name, error=said)
        elif state.state == "ok":
            yield "ok", msg("list %(name)s has %(n)d entries", name=name, n=state.entries)
        else:
            yield "warning", msg("list %(name)s is not up to date; run portinaio sync", name=name)


def _secrets(house: House) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above

    settings = load_settings(house.home.config_file)
    for line in settings.line:
        if password := getattr(line, "password", None):
            reveal(password, house.home)
            yield "ok", msg("the password of line %(name)s is there", name=line.name)
    for table in settings.list:
        if table.token:
            reveal(table.token, house.home)
            yield "ok", msg("the token of list %(name)s is there", name=table.name)
    if settings.mail and settings.mail.password:
        reveal(settings.mail.password, house.home)
        yield "ok", msg("the password of the mail server is there")


def _gateway(house: House) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # as above
    from portinaio.daemon.diagnosis.exposure import exposure  # noqa: PLC0415  # few have a gateway

    if table := load_settings(house.home.config_file).gateway:
        yield (
            exposure(table)
            or (
                "ok",
                msg("nobody can read along at the gateway at %(listen)s", listen=table.listen),
            )
        )


def _remarks(house: House) -> Iterator[tuple[str, Message]]:
    for remark in house.remarks.values():
        yield "ok", remark


def _existing(folder: str) -> Path:
    path = Path(folder)
    while not path.exists():
        path = path.parent
    return path


def _examinations(
    tongue: Translation | None,
) -> tuple[tuple[str, Callable[[House], Iterator[tuple[str, Message]]]], ...]:
    """Code of each examination and what makes it; lines tell of their errors in the reader's language."""
    return (
        ("config", _config),
        ("home", _home),
        ("store", _store),
        ("clock", _clock),
        ("seals", _seals),
        ("attachments", _attachments),
        ("ranges", _ranges),
        ("countries", _countries),
        ("contacts", _contacts),
        ("daemon", _daemon),
        ("lines", partial(_lines, tongue=tongue)),
        ("lists", _lists),
        ("secrets", _secrets),
        ("gateway", _gateway),
        ("remarks", _remarks),
    )
