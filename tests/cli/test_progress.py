"""What is shown while something takes long: how far a download has come, or how long somebody is waited for."""

from __future__ import annotations

import io
import re
import threading
from datetime import datetime, timedelta

import pytest

from portinaio.cli import progress
from portinaio.cli.commands import exports, imports


class AClient:
    """Is asked twice, and then the sync is over."""

    def __init__(self) -> None:
        self.looked = threading.Event()
        self.answers = iter([[{"name": "spam-it", "bytes": 1 << 20, "whole": 2 << 20}]])

    def syncing(self) -> list:
        found = next(self.answers, [])
        if not found:
            self.looked.set()
        return found


class AWindow:
    json = False

    def __init__(self) -> None:
        self.client = AClient()


def test_the_bar_is_half_full_at_half_and_leaves_no_trace(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr(progress, "is_terminal", lambda _stream: True)
    monkeypatch.setattr(progress, "LOOK_S", 0.001)
    monkeypatch.setattr("sys.stderr", screen)

    progress.with_progress(AWindow(), lambda client: client.looked.wait(5))

    drawn, *rest = screen.getvalue().split("\r")[1:]
    assert (drawn, rest[-2].strip(), rest[-1]) == (
        "spam-it  [##########          ]  1.0 MiB",
        "",
        "",
    )


def test_what_it_is_at_is_shown_while_it_is_said(monkeypatch):
    screen, shown = io.StringIO(), threading.Event()
    monkeypatch.setattr(progress, "is_terminal", lambda _stream: True)
    monkeypatch.setattr(progress, "LOOK_S", 0.001)
    monkeypatch.setattr("sys.stderr", screen)
    stages = iter(["connecting to mail.example", "mail.example has taken the letter"])

    def stage(_client):
        said = next(stages, "")
        if not said:
            shown.set()
        return said

    progress.with_progress(AWindow(), lambda _client: shown.wait(5), "the mail server", stage=stage)

    drawn = [text.strip() for text in screen.getvalue().split("\r")[1:]]
    assert drawn[:2] == ["connecting to mail.example", "mail.example has taken the letter"]


def test_a_download_without_a_length_shows_its_size():
    assert progress._bar({"name": "spam-it", "bytes": 3 << 19, "whole": None}) == "spam-it  1.5 MiB"


def test_where_nobody_looks_no_bar_is_drawn():
    context = AWindow()
    context.json = True

    assert progress.with_progress(context, lambda _client: 7) == 7


@pytest.mark.parametrize(
    ("seconds", "shown"), [(1.9, ""), (2.0, "waiting for the mail server, 2 s"), (75, "75 s")]
)
def test_who_is_waited_for_is_told_after_a_moment(monkeypatch, seconds, shown):
    clock = iter([0.0, seconds])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))

    told = progress._waited("the mail server")(None)

    assert (told == "", told.endswith(shown)) == (shown == "", True)


def test_a_letter_on_its_way_shows_for_whom_it_waits(monkeypatch):
    screen, context = io.StringIO(), AWindow()
    monkeypatch.setattr(progress, "is_terminal", lambda _stream: True)
    monkeypatch.setattr(progress, "LOOK_S", 0.001)
    monkeypatch.setattr(progress, "UNSAID_S", 0)
    monkeypatch.setattr("sys.stderr", screen)

    def work(_client):
        while "waiting" not in screen.getvalue():
            threading.Event().wait(0.001)
        return "sent"

    assert progress.with_progress(context, work, "the mail server") == "sent"
    assert screen.getvalue().endswith("\r")


def test_which_file_is_read_is_told_after_a_moment(monkeypatch):
    clock = iter([0.0, 3.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))

    assert progress._read("calls.xml")(None) == "reading calls.xml, 3 s"


def test_a_file_that_is_read_is_told_with_the_share_that_has_been_read():
    client = AClient()
    client.being_read = lambda: [
        {"name": "another.csv", "bytes": 9, "whole": 10},
        {"name": "calls.xml", "bytes": 1, "whole": 4},
    ]

    told = progress._shared("calls.xml", lambda _client: "reading calls.xml, 3 s")

    assert told(client) == "[#####               ] 25 %  reading calls.xml, 3 s"


def test_before_anybody_wonders_nobody_asks_for_a_share():
    assert progress._shared("calls.xml", lambda _client: "")(None) == ""


@pytest.mark.parametrize(
    ("seconds", "bytes_", "shown"),
    [
        (1.9, 0, "family  0.0 MiB"),
        (2.0, 0, "waiting for the server of family, 2 s"),
        (900.0, 0, "waiting for the server of family, 900 s"),
        (900.0, 3 << 20, "family  3.0 MiB"),
    ],
)
def test_a_server_that_has_sent_nothing_yet_is_waited_for(monkeypatch, seconds, bytes_, shown):
    clock = iter([0.0, 0.0, seconds, seconds])
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    client = AClient()
    client.syncing = lambda: [{"name": "family", "bytes": bytes_, "whole": None}]

    told = progress._downloaded()
    told(client)

    assert told(client) == shown


@pytest.mark.parametrize(
    ("size_bytes", "named"),
    [(progress.MIB - 1, "calls.xml"), (3 * progress.MIB // 2, "calls.xml, 1.5 MiB")],
)
def test_a_large_file_is_named_with_its_size(size_bytes, named):
    assert progress.sized("calls.xml", size_bytes) == named


@pytest.fixture
def screen(run, monkeypatch) -> list[str]:
    """What the line of progress of a command says, one look after the other; the work ends after one that has seen all of it."""
    del run  # its home
    said, looked, real = [], threading.Event(), progress._watch

    def watch(client, told, done):
        def shown(asked):
            said.append(told(asked))
            looked.set()
            return said[-1]

        real(client, shown, done)

    def with_a_look(work):
        def waiting(client):
            done = work(client)
            looked.clear()  # one more look, at all that is done
            assert looked.wait(30)
            return done

        return waiting

    monkeypatch.setattr(progress, "is_terminal", lambda _stream: True)
    monkeypatch.setattr(progress, "LOOK_S", 0.001)
    monkeypatch.setattr(progress, "UNSAID_S", 0)
    monkeypatch.setattr(progress, "_watch", watch)
    for command in (imports, exports):
        monkeypatch.setattr(
            command,
            "with_progress",
            lambda context, work, *rest, **more: progress.with_progress(
                context, with_a_look(work), *rest, **more
            ),
        )
    return said


def test_an_import_says_how_large_its_file_is_and_an_export_how_many_calls_are_written(
    run, screen, tmp_path
):
    log = tmp_path / "log.csv"
    day = datetime.now().astimezone().date() - timedelta(days=1)
    rows = [f"{day} 10:{n // 60:02}:{n % 60:02},missed,+39020000{n:04},,0" for n in range(1200)]
    log.write_text("\n".join(["date,type,number,name,duration", *rows, " " * (2 * progress.MIB)]))

    assert run("import", str(log), "--as", "calls").code == 0
    read = list(screen)
    assert run("export", "calls", "--out", str(tmp_path / "calls.csv")).code == 0

    assert re.fullmatch(r"(\[#* *\] \d+ %  )?reading log\.csv, 2\.\d MiB, \d+ s", read[-1])
    assert screen[-1] == "writing calls.csv, 1,200 calls"
