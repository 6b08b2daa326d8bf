"""What a process does that is going to be killed: it renews one list from a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.list_state import ListState
from portinaio.lists.catalogue import Subscription
from portinaio.lists.sync.storeroom import Storeroom
from portinaio.lists.sync.subscription import Bench, Renewal, renew
from worlds import FROZEN_NOW, ITALY

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def renew_at_once(ready: Connection, folder: str, file: str) -> None:
    """Says so when everything is loaded; what comes then is the sync alone."""
    ready.send(True)
    renew_from(folder, file)


def renew_from(folder: str, file: str) -> Renewal:
    storeroom = Storeroom(Path(folder))
    storeroom.make()
    wanted = Subscription(
        "spam-it", "Spam", (Path(file).as_uri(),), "plain", None, 0.5, 24, "", None
    )
    bench = Bench(storeroom, lambda _: ITALY, ITALY, FROZEN_NOW)
    return renew(wanted, ListState("spam-it"), bench)
