"""When followed books are asked: a server every hour, a file when it has changed and stays so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context
from portinaio.core.contact import Contact
from portinaio.core.list_state import ListState
from portinaio.daemon.books.state import keep_state, wait_until
from portinaio.daemon.sync.book_schedule import BookSchedule, renew_due
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context

CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nTEL:{number}\nEND:VCARD\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "book.vcf"
    file.write_text(CARD.format(number="+390200000101"))
    return file


@pytest.fixture
def context(tmp_path: Path, file: Path) -> Iterator[Context]:
    books = [("server", "https://cloud.example.net/"), ("file", file.as_uri())]
    tables = "".join(f'[[contacts]]\nname = "{name}"\nurl = "{url}"\n' for name, url in books)
    context = a_context(tmp_path / "home", f'country = "IT"\n{tables}')
    yield context
    context.close()


def checked(context: Context, ago: timedelta) -> None:
    for name in ("server", "file"):
        keep_state(context.store, ListState(name, "ok", checked=FROZEN_NOW - ago))


def test_what_was_never_asked_is_due_at_once(context):
    assert BookSchedule(context).due() == ["server", "file"]


@pytest.mark.parametrize(
    ("ago", "due"),
    [
        (timedelta(minutes=59), False),
        (timedelta(minutes=66, seconds=1), True),
        (timedelta(hours=-2), True),
    ],
    ids=["within the hour", "after it", "by a clock that was ahead"],
)
def test_a_server_is_asked_every_hour(context, ago, due):
    checked(context, ago)

    assert ("server" in BookSchedule(context).due()) is due


def test_a_file_is_read_once_when_the_daemon_begins_and_not_again_while_it_stays(context):
    checked(context, timedelta(minutes=1))
    schedule = BookSchedule(context)

    assert [schedule.due() for _ in range(3)] == [["file"], [], []]


def test_a_file_that_changes_is_read_when_two_looks_have_found_it_the_same(context, file):
    checked(context, timedelta(minutes=1))
    schedule = BookSchedule(context)
    schedule.due()
    file.write_text("half of it")
    half = schedule.due()
    file.write_text("the whole of it")

    assert (half, [schedule.due() for _ in range(3)]) == ([], [[], ["file"], []])


def test_the_daemon_takes_in_what_a_file_says_now(context, file):
    context.config_changed()
    schedule = BookSchedule(context)
    keep_state(context.store, ListState("server", "ok", checked=FROZEN_NOW))
    renew_due(context, schedule)
    file.write_text(CARD.format(number="+390200000101") + CARD.format(number="+390200000102"))
    schedule.due()
    renew_due(context, schedule)

    assert sorted(context.store.contacts.names()) == ["+390200000101", "+390200000102"]


def test_a_book_taken_out_of_the_configuration_is_forgotten_by_the_daemon(context):
    schedule = BookSchedule(context)
    checked(context, timedelta(minutes=1))
    context.store.contacts.replace_source("server", [Contact("Anna", ("+390200000101",), "server")])
    schedule.forget_others()
    kept = context.store.contacts.names()
    Path(context.home.config_file).write_text('country = "IT"\n')
    context.config_changed()
    schedule.forget_others()

    assert (len(kept), context.store.contacts.names()) == (1, {})


@pytest.mark.parametrize(("minutes", "due"), [(1, False), (-1, True)], ids=["before", "after"])
def test_a_server_that_asked_to_be_left_alone_is(context, minutes, due):
    checked(context, timedelta(hours=2))
    wait_until(context.store, "server", FROZEN_NOW + timedelta(minutes=minutes))

    assert ("server" in BookSchedule(context).due()) is due


def test_contacts_that_a_disk_has_lost_are_read_again_although_the_file_is_as_it_was(context):
    schedule = BookSchedule(context)
    renew_due(context, schedule)
    context.store.contacts.replace_source("file", ())
    schedule = BookSchedule(context)
    renew_due(context, schedule)

    assert sorted(context.store.contacts.names()) == ["+390200000101"]
