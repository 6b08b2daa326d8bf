"""A backup that a daemon writes while twenty calls a second come in."""

from __future__ import annotations

import itertools
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from daemon_world import DEADLINE_S, ADaemon, until
from ncid_world import GREETING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """
country = "IT"
[[line]]
name = "home"
kind = "ncid"
server = "127.0.0.1:{port}"
"""
EVERY_S = 0.05
IN_FLIGHT = 3  # calls that may have been decided at the moment of the backup, and not been over
FIRST, BLOCKED, ANNA = "+390200000000", "+390844123456", "+390200009999"


@contextmanager
def ringing(server: socket.socket) -> Iterator[None]:
    """Calls of strangers, each of another one, at the one line that comes to the server."""
    line, _ = server.accept()
    over = threading.Event()

    def ring() -> None:
        for number in itertools.count():
            if over.wait(EVERY_S):
                return
            label = number % 20
            line.sendall(
                f"CID: *DATE*11242026*TIME*1402*LINE*{label}*NMBR*020000{number:04}*NAME*ACME*\r\n"
                f"CIDINFO: *LINE*{label}*RING*-1*TIME*14:02:06*\r\n".encode()
            )

    with line:
        line.sendall(GREETING)
        thread = threading.Thread(target=ring)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


def logged(daemon: ADaemon) -> list[Any]:
    """Oldest first."""
    return daemon.ask("/v1/calls?limit=1000")[::-1]


def answers(daemon: ADaemon) -> dict[str, Any]:
    return {
        "entries": daemon.ask("/v1/entries"),
        "contacts": daemon.ask("/v1/contacts"),
        **{each: daemon.ask(f"/v1/check?number={quote(each)}") for each in (FIRST, BLOCKED, ANNA)},
    }


def test_a_backup_under_twenty_calls_a_second_answers_elsewhere_as_the_house_does(tmp_path: Path):
    file = tmp_path / "b.zip"
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(DEADLINE_S)
        config = CONFIG.format(port=server.getsockname()[1])
        with (
            ADaemon(tmp_path / "house", config) as house,
            ADaemon(tmp_path / "elsewhere") as elsewhere,
        ):
            for daemon in (house, elsewhere):
                daemon.answers()
            house.ask("/v1/entries", "POST", {"pattern": BLOCKED, "kind": "block", "sure": True})
            house.ask("/v1/contacts", "POST", {"name": "Anna", "number": ANNA})
            with ringing(server):
                until(lambda: len(logged(house)) >= 10)
                house.ask("/v1/backup", "POST", {"file": str(file)})
                taken = len(logged(house))
                until(lambda: len(logged(house)) >= taken + 10)
            elsewhere.ask("/v1/restore", "POST", {"file": str(file)})

            kept, all_calls = logged(elsewhere), logged(house)
            assert 10 <= len(kept) <= taken < len(all_calls)
            assert kept[:-IN_FLIGHT] == all_calls[: len(kept) - IN_FLIGHT]
            assert [(call["id"], call["number"], call["action"]) for call in kept] == [
                (call["id"], call["number"], call["action"]) for call in all_calls[: len(kept)]
            ]
            assert answers(elsewhere) == answers(house)
            assert answers(house)[BLOCKED]["findings"][0]["code"] == "personal"
            assert (house.end()[0], elsewhere.end()[0]) == (0, 0)
