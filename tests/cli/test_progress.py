"""What is shown while something takes long: how far a download has come, or how long somebody is waited for."""

from __future__ import annotations

import io
import threading

import pytest

from portinaio.cli import progress


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
