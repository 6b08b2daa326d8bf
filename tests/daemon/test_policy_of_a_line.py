"""What the whole policy does to the calls of a line, as the log of a running daemon has it afterwards."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from daemon_world import ADaemon, until
from portinaio.core.entry import EntryKind
from portinaio.core.names import stored_name
from portinaio.store.database import open_store
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path

CONFIG = """
country = "IT"
[policy]
abroad = "reject"
unavailable = "answer"
forged = "silence"
hours = [ { from = "00:00", to = "24:00", unknown = "silence", groups = ["Favourites"] } ]
[[line]]
name = "home"
kind = "replay"
file = "calls.jsonl"
"""
CALLS = {
    "whose name is blocked": ({"calling": "+390200001234", "name": "TELLOWS: Spam"}, "reject"),
    "from abroad": ({"calling": "+41440000000"}, "reject"),
    "whose number is not known": ({"calling": "", "presentation": "unavailable"}, "answer"),
    "who hides the number": ({"calling": "anonymous"}, "silence"),
    "who forges it": ({"calling": "+390200005678", "attestation": "failed"}, "silence"),
    "a favourite": ({"calling": "+390200000001"}, "ring"),
    "a contact in no group": ({"calling": "+390200000002"}, "silence"),
    "who shows 112": ({"calling": "112"}, "ring"),
}


def test_each_caller_gets_what_the_policy_says(tmp_path: Path) -> None:
    script = [{"after_s": 0, "rings_s": 0, **call} for call, _ in CALLS.values()]
    (tmp_path / "calls.jsonl").write_text("\n".join(map(json.dumps, script)))
    with open_store(tmp_path / "portinaio.db", FROZEN_NOW) as store:
        store.entries.add(stored_name("tellows*"), EntryKind.BLOCK, "", FROZEN_NOW)
        store.contacts.add("Anna", "+390200000001", "book", ["favourites"])
        store.contacts.add("Bruno", "+390200000002", "book")

    with ADaemon(tmp_path, CONFIG) as daemon:
        daemon.answers()
        until(lambda: len(daemon.ask("/v1/calls")) == len(CALLS))
        actions = [call["action"] for call in reversed(daemon.ask("/v1/calls"))]

    assert dict(zip(CALLS, actions, strict=True)) == {who: done for who, (_, done) in CALLS.items()}
