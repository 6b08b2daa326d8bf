"""Houses that are backed up, and all that is in them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.contact import OWN
from portinaio.core.entry import EntryKind
from portinaio.core.numbers.pattern import read_pattern
from worlds import FROZEN_NOW, ITALY

if TYPE_CHECKING:
    from pathlib import Path

    from daemon_world import AClient

CONFIG = 'country = "IT"\n\n[policy]\nunknown = "reject"\n'


def a_furnished_house(folder: Path, config: str = CONFIG) -> AClient:
    client = a_client(a_context(folder, config))
    store = client.context.store
    store.calls.record_many(
        a_logged_call(number, at=FROZEN_NOW - timedelta(minutes=number)) for number in range(1, 9)
    )
    store.entries.add(read_pattern("0200001234", ITALY), EntryKind.BLOCK, "", FROZEN_NOW)
    store.contacts.add("Anna", "+390200000002", OWN)
    return client


def everything(client: AClient) -> dict[str, object]:
    return {
        "calls": client.calls(),
        "entries": client.entries(),
        "contacts": client.contacts(),
        "settings": [one["value"] for one in client.settings()["keys"]],
        "check": client.check("+390200001234"),
    }


def backed_up(client: AClient, file: Path, passphrase: str = "") -> Path:
    client.backup(str(file), passphrase)
    return file
