"""A list that is renewed from a server of the test."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from list_server import ok
from portinaio.core.list_state import ListState
from portinaio.core.numbers.pattern import key
from portinaio.countries.plans import plan_from, read_plan
from portinaio.lists.catalogue import Subscription
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from worlds import FROZEN_NOW, ITALY, STRANGER

if TYPE_CHECKING:
    from pathlib import Path

    from list_server import AServer
    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.sync.renewal import Renewal

NUMBERS = [STRANGER, "+390200001235", "+390200001236"]


GOOD = "\n".join(NUMBERS).encode() + b"\n"


def phoneblock(version: int, **votes: int) -> bytes:
    """`n1234=10` is ten votes for +390200001234; none takes it back."""
    records = [
        {"phone": f"+39020000{name[1:]}", "votes": count, "rating": "G_FRAUD"}
        for name, count in votes.items()
    ]
    return json.dumps({"numbers": records, "version": version}).encode()


def plan_of(country: str) -> Plan:
    return ITALY if country == "IT" else plan_from(read_plan(country))


class AList:
    def __init__(self, folder: Path, server: AServer) -> None:
        self.server = server
        self.list_files = ListFiles(folder)
        self.list_files.make()
        self.state = ListState("spam-it")
        self.now = FROZEN_NOW
        self.innocents: tuple[str, ...] = ()
        """Names of lists of public bodies in the same home."""
        self.wanted = Subscription(
            "spam-it", "Spam", (server.url("/list"),), "", None, 0.5, 24, "", None
        )

    def renews(self, answer: bytes | None = None, **how: object) -> Renewal:
        if answer is not None:
            self.server.answers["/list"] = answer
        sync_context = SyncContext(
            self.list_files, plan_of, ITALY, self.now, innocents=self.innocents
        )
        renewal = renew(self.wanted, self.state, sync_context, **how)  # type: ignore[arg-type]
        self.state = renewal.state
        return renewal

    def knows_public_bodies(self, *numbers: str, name: str = "town-halls") -> None:
        """Subscribe and renew a list of them beside this one."""
        self.server.answers[f"/{name}"] = ok("".join(f"{number}\n" for number in numbers).encode())
        halls = AList(self.list_files.folder, self.server)
        halls.state = ListState(name)
        halls.wanted = halls.wanted._replace(
            name=name, urls=(self.server.url(f"/{name}"),), format="plain", innocents=True
        )
        assert halls.renews().state.state == "ok"
        self.innocents = (*self.innocents, name)

    def holds(self, number: str) -> bool:
        index = ListIndex.open(self.list_files.index("spam-it"))
        return index.find(key(number[1:])) is not None

    @property
    def last_request(self) -> str:
        return self.server.asked[-1].lower()
