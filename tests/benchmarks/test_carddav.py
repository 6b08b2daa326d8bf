"""An account of 50,000 cards, followed at a real server: the first sync, one card that changes, and nothing new.

    pytest tests/benchmarks/test_carddav.py -q -s          PORTINAIO_BENCH=small: 1,000 cards

What the server takes to read its own files is its own; the process of the sync stays below 400 MiB.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from peers.carddav import PASSWORD, Book, serving

if TYPE_CHECKING:
    from pathlib import Path

CARDS = 1_000 if os.environ.get("PORTINAIO_BENCH") == "small" else 50_000
MOST_MIB = 400
CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:u{n}\r\nFN:Person {n}\r\nN:{n};Person;;;\r\n"
    "TEL;TYPE=CELL:+39020{n:07}\r\nEMAIL:p{n}@example.net\r\nCATEGORIES:Family\r\nEND:VCARD\r\n"
)
SYNC = """
import json, os, resource, sys
from portinaio.config.home import find_home
from portinaio.daemon.context import Context
from portinaio.daemon.sync.books import sync_books
told = []
context = Context(find_home(os.environ))
sync_books(context, (), (), told.append)
told[-1]["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(told[-1]))
"""


@pytest.mark.peers
def test_fifty_thousand_cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "server" / "books" / "collection-root" / "anna" / "book"
    place.mkdir(parents=True)
    (place / ".Radicale.props").write_text('{"tag": "VADDRESSBOOK"}')
    for n in range(CARDS):
        (place / f"u{n}.vcf").write_text(CARD.format(n=n), newline="")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("PORTINAIO_HOME", str(home))
    monkeypatch.setenv("BOOK_PASSWORD", PASSWORD)
    with serving("radicale", tmp_path / "server") as book:
        (home / "config.toml").write_text(
            f'country = "IT"\n[[contacts]]\nname = "family"\nurl = "{book.place}"\nusername = "anna"\n'
            'password = { env = "BOOK_PASSWORD" }\n'
        )
        _read_by_the_server(book)
        first = _synced("first sync")
        book.put("u7", "Changed", "+390200000007")
        second = _synced("one changed")
        third = _synced("nothing new")

    assert (first["state"], first["accepted"], second["updated"]) == ("ok", CARDS, 1)
    assert (third["updated"], third["bytes"]) == (0, 0)
    assert max(one["mib"] for one in (first, second, third)) < MOST_MIB


def _read_by_the_server(book: Book) -> None:
    """Radicale parses every card when it is first asked for them: six minutes for 50,000, whoever asks."""
    began = time.monotonic()
    answer = book.client.request("PROPFIND", book.place, headers={"Depth": "1"}, timeout=1800)
    assert answer.status_code == 207
    print(f"the server reads its own files: {time.monotonic() - began:.1f} s")


def _synced(what: str) -> dict[str, object]:
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", SYNC], check=True, capture_output=True)
    told: dict[str, object] = json.loads(done.stdout)
    took = time.monotonic() - began
    print(f"{what}: {took:.1f} s, {told['bytes']:,} bytes, {told['mib']:.0f} MiB, {told['error']}")
    return told
