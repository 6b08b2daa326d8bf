"""The bar that shows how far a download has come."""

from __future__ import annotations

import io
import threading

from portinaio.cli.commands import sync


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
    monkeypatch.setattr(sync, "is_terminal", lambda _stream: True)
    monkeypatch.setattr(sync, "LOOK_S", 0.001)
    monkeypatch.setattr("sys.stderr", screen)

    sync.with_progress(AWindow(), lambda client: client.looked.wait(5))

    drawn, *rest = screen.getvalue().split("\r")[1:]
    assert (drawn, rest[-2].strip(), rest[-1]) == (
        "spam-it  [##########          ]  1.0 MiB",
        "",
        "",
    )


def test_a_download_without_a_length_shows_its_size():
    assert sync._bar({"name": "spam-it", "bytes": 3 << 19, "whole": None}) == "spam-it  1.5 MiB"


def test_where_nobody_looks_no_bar_is_drawn():
    context = AWindow()
    context.json = True

    assert sync.with_progress(context, lambda _client: 7) == 7
