"""A house with a call in its log, a clock that is turned by hand, and a user who answers."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime
from typing import TYPE_CHECKING

from letters import ROME, a_sales_call
from portinaio.config.home import Home
from portinaio.daemon.context import Context

if TYPE_CHECKING:
    from pathlib import Path

    from daemon_world import AClient


ANSWERS = {
    "company": "Esempio Energia S.p.A.",
    "company_email": "privacy@example.com",
    "kind": "operator",
    "product": "fornitura di energia",
}
MARIA = {
    "name": "Maria Rossi",
    "email": "maria@example.net",
    "address": "via Esempio 1, 00100 Roma",
    "tax_code": "RSSMRA80A01H501U",
    "line": "02 0000 1234",
    "rpo_enrolled_on": "2026-01-15",
}


class Clock:
    def __init__(self, month: int = 11, day: int = 24) -> None:
        self.now = datetime(2026, month, day, 18, 0, tzinfo=ROME)

    def __call__(self) -> datetime:
        return self.now

    def turn_to(self, month: int, day: int, year: int = 2026) -> None:
        self.now = datetime(year, month, day, 18, 0, tzinfo=ROME)


def a_context(folder: Path, clock: Clock, config: str = 'country = "IT"\n') -> Context:
    """Call 1 is a sales call of 18 November."""
    (folder / "config.toml").write_text(config)
    context = Context(Home(*[str(folder)] * 5), environ={}, now=clock)
    context.store.calls.record(a_sales_call(18, 1))
    return context


def a_file(client: AClient, complaint_id: int, kind: str) -> bytes:
    return b64decode(client.letter(complaint_id, kind)["data"])
