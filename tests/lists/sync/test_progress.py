"""How far a download has come is told while it comes."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

from list_server import AServer, ok
from portinaio.lists.sync.download import Limits, Wanted, fetch

BODY = ok(b"+390200001234\n" * 4)


def test_what_a_slow_server_has_sent_is_told_before_the_rest_comes(tmp_path):
    seen = threading.Event()
    told_early: list[bool] = []

    def in_halves(channel, _over):
        channel.sendall(BODY[:-14])
        told_early.append(seen.wait(10))
        channel.sendall(BODY[-14:])

    with AServer() as server:
        server.answers["/list.txt"] = in_halves
        wanted = Wanted((server.url("/list.txt"),))
        fetch(
            wanted,
            tmp_path / "list",
            Limits(),
            now=datetime.now(UTC),
            progress=lambda so_far, _whole: seen.set() if so_far == 42 else None,
        )

    assert told_early == [True]
