"""A house in memory that keeps the contract of the API: for the screens, and for whoever else talks to a client.

house = a_house(calls=[a_call()], contacts={"+390200001234": "Léa"})
house.ring(a_call(9, outcome=None))        # the event stream tells it
assert house.entries() == […]
"""

from __future__ import annotations

import queue
from datetime import datetime, timedelta, timezone
from typing import Any

from portinaio.errors import DaemonAwayError, NotFoundError, PortinaioError, UsageError
from tui.address_book import FakeAddressBook
from tui.configuring import FakeConfig
from tui.filing import FakeCabinet
from tui.giving import FakeShares
from tui.incoming import FakeIncoming
from tui.shelving import FakeShelf

ROME = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 24, 14, 10, 0, tzinfo=ROME)
NUMBER = "+390200001234"


def now() -> datetime:
    return NOW


def ago(**span: float) -> str:
    return (NOW - timedelta(**span)).isoformat(timespec="seconds")


def a_finding(code="reserved_range", weight=100, text="range +390844*: sales calls", **other: Any):
    return {
        "code": code,
        "weight": weight,
        "final": weight == 100,
        "text": text,
        "source": "",
        **other,
    }


def a_call(call_id=1, number=NUMBER, **other: Any) -> dict[str, Any]:
    call = {
        "id": call_id,
        "at": ago(minutes=call_id * 20),
        "line": "home",
        "number": number,
        "calling": number or "",
        "called": "+390200000001",
        "name": "",
        "presentation": "allowed" if number else "restricted",
        "attestation": "none",
        "label": "unknown",
        "score": 0,
        "suspected": False,
        "findings": [],
        "action": "ring",
        "because": "nothing is known of this number",
        "outcome": "done",
        "cause": None,
        "acted_ms": 4.2,
        "rang_s": None,
        "talked_s": 0.0,
        "notes": "",
    }
    return call | other


def a_sales_call(call_id=1, number="+390844123456", **other: Any) -> dict[str, Any]:
    found = a_finding(text=f"range {number[:7]}*: reserved for sales calls")
    rejected = {
        "label": "reported",
        "score": 100,
        "findings": [found],
        "action": "reject",
        "because": found["text"],
        "cause": "607",
        "acted_ms": 84.0,
    }
    return a_call(call_id, number, **(rejected | other))


def an_entry(entry_id: int, pattern: str, kind: str = "block", **other: Any) -> dict[str, Any]:
    return {
        "id": entry_id,
        "pattern": pattern,
        "name": None,
        "kind": kind,
        "note": "",
        "created": ago(days=30 - entry_id),
        "until": None,
        "once": False,
    } | other


def a_line(name="home", state="up", error=None, **other: Any) -> dict[str, Any]:
    can = ["ring", "silence", "reject"]
    return {
        "name": name,
        "kind": "sip",
        "state": state,
        "error": error,
        "can": can,
        "calls": 0,
        "untrusted": [],
        "notes": [],
        "remarks": [],
        "asides": [],
    } | other


def a_list(name="spam-it", **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "title": name,
        "url": "https://example.org/list.csv",
        "format": "csv",
        "region": "IT",
        "sure": False,
        "columns": [],
        "root": "",
        "countries": [],
        "trust": 0.8,
        "origin": "",
        "complaints": None,
        "vetted": False,
        "kind": "callers",
        "entries": 214380,
        "version": "41",
        "updated": ago(hours=2),
        "checked": ago(hours=2),
        "state": "ok",
        "error": None,
        "note": None,
    } | other


class FakeClient(FakeAddressBook, FakeCabinet, FakeConfig, FakeIncoming, FakeShares, FakeShelf):
    """The acts of the local on plain dictionaries; each change is told to whoever listens."""

    daemon = True  # type: ignore[assignment]  # a plain attribute, so that a test can take it away

    def __init__(self, **given: Any) -> None:
        FakeAddressBook.__init__(self)
        FakeCabinet.__init__(self)
        FakeConfig.__init__(self)
        FakeIncoming.__init__(self)
        FakeShares.__init__(self)
        FakeShelf.__init__(self)
        self.log: list[dict[str, Any]] = list(given["calls"])
        self.book: dict[str, str] = dict(given["contacts"])
        self.own: list[dict[str, Any]] = list(given["entries"])
        self.lines_: list[dict[str, Any]] = list(given["lines"])
        self.lists_: list[dict[str, Any]] = list(given["lists"])
        self.health: list[dict[str, Any]] = list(given["health"])
        self.paused_until: str | None = given["paused_until"]
        self.expecting_until: str | None = given["expecting_until"]
        self.asked: list[tuple[str, dict[str, Any]]] = []
        """Each question about calls and checks, for tests that count them."""
        self.refuse: PortinaioError | None = None
        """Every action is refused with it."""
        self.connections = 0
        self.traces = {}
        self.tried: list[str] = []
        """Lines that have called themselves."""
        self.devices_: list[dict[str, Any]] = []
        self.lose_after_state = False
        """The daemon dies as soon as it has said how things stand."""
        self._streams: list[queue.SimpleQueue[Any]] = []

    # -- what a test does to the house

    def ring(self, call: dict[str, Any]) -> None:
        self.log = [one for one in self.log if one["id"] != call["id"]] + [call]
        self.tell("call", call)

    def tell(self, name: str, content: Any) -> None:
        for stream in self._streams:
            stream.put((name, content))

    def leave(self) -> None:
        """The daemon goes: streams end, and no new one begins."""
        self.daemon = False
        streams, self._streams = self._streams, []
        for stream in streams:
            stream.put(None)

    def come_back(self) -> None:
        self.daemon = True

    def connect(self) -> FakeClient:
        self.connections += 1
        return self

    # -- the client

    def events(self):
        if not self.daemon:
            raise DaemonAwayError("the daemon is not running")
        stream: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._streams.append(stream)
        yield "state", {"status": self.status(), "calls": self.calls(limit=100)}
        if self.lose_after_state:
            self.leave()
        while (event := stream.get()) is not None:
            yield event
        raise DaemonAwayError("the daemon has left")

    def status(self):
        today = [call for call in self.log if call["at"][:10] == f"{NOW:%Y-%m-%d}"]
        return {
            "version": "1.0",
            "running": self.daemon,
            "since": ago(days=3),
            "paused_until": self.paused_until,
            "expecting_until": self.expecting_until,
            "lines": self.lines(),
            "lists": self.lists(),
            "calls_today": len(today),
            "due": 0,
            "health": self.health,
        }

    def check(self, number, **query: Any):
        self.asked.append(("check", {"number": number, **query}))
        entry = next((one for one in self.own if one["pattern"] == number), None)
        call = next((one for one in self.log if one["number"] == number), a_call(number=number))
        judged = {
            key: call[key]
            for key in ("label", "score", "suspected", "findings", "action", "because")
        }
        if entry and entry["kind"] == "block":
            found = a_finding("personal", 100, "you block it")
            judged = {"label": "reported", "score": 100, "suspected": False, "findings": [found]}
            judged |= {"action": "reject", "because": "you block it"}
        shape = {"number": number, "national": number, "country": "IT", "type": "fixed_line"}
        return shape | {"valid": True, "hint": None} | judged

    def calls(self, **query: Any):
        self.asked.append(("calls", query))
        found = sorted(self.log, key=lambda call: (call["at"], call["id"]), reverse=True)
        if query.get("number"):
            found = [call for call in found if call["number"] == query["number"]]
        if text := query.get("text"):
            found = [call for call in found if text.casefold() in _searched(call)]
        if query.get("before") is not None:
            found = _older(found, query["before"])
        return found[: query.get("limit", 100)]

    def call(self, call_id):
        for call in self.log:
            if call["id"] == call_id:
                return call
        raise NotFoundError(f"there is no call {call_id} in the log")

    def note_call(self, call_id, notes):
        self._may()
        call = self.call(call_id) | {"notes": notes}
        self.ring(call)
        return call

    def message(self, call_id, *, playable=False):
        self._may()
        assert playable
        name = f"home-{self.call(call_id)['id']}.wav"
        return {"name": name, "seconds": 2.0, "data": "UklGRg=="}

    def entries(self):
        return list(self.own)

    def add_entry(
        self, pattern=None, *, kind, name=None, note="", until=None, once=False, sure=False
    ):
        assert sure or not self.doubted.get(kind)  # what is doubted, the app has asked
        self._may()
        entry = {"id": len(self.own) + 1, "pattern": pattern, "name": name, "kind": kind}
        entry |= {"note": note, "created": ago(), "until": until, "once": once}
        self.own = [one for one in self.own if (one["pattern"], one["name"]) != (pattern, name)]
        self.own.append(entry)
        self.tell("entries", self.entries())
        return entry

    def forget_entry(self, pattern=None, *, name=None):
        self._may()
        gone = [one for one in self.own if (one["pattern"], one["name"]) == (pattern, name)]
        if not gone:
            raise NotFoundError(f"there is no entry for {pattern}")
        self.own = [one for one in self.own if one not in gone]
        self.tell("entries", self.entries())
        return gone

    def lists(self):
        return list(self.lists_)

    def lines(self):
        return list(self.lines_)

    def add_telephone(self, name, _called="", token=""):
        self._may()
        if not token:
            methods = ["button", "dtmf;*14567"]
            return {"line": None, "internal": "", "token": "once", "methods": methods}
        if self.unconfirmed:
            self.unconfirmed -= 1
            return {"line": None, "internal": "", "token": token, "methods": []}
        self.lines_.append(a_line(f"{name}-phone"))
        return {"line": f"{name}-phone", "internal": "622", "token": "", "methods": []}

    unconfirmed = 1
    found = ()
    certificate = None
    """What the far end of a new line shows; not given where it is vouched for, and an error where it is away."""

    def found_lines(self):
        return list(self.found)

    def line_certificate(self, registrar, proxy="", nameservers=()):
        del proxy, nameservers
        if isinstance(self.certificate, Exception):
            raise self.certificate
        own = {"key": self.certificate or "", "trusted": not self.certificate}
        return {"name": registrar, "why": "self-signed certificate", **own}

    def devices(self):
        return list(self.devices_)

    def export_device(self, app, name=None):
        added = self.add_device(name or app)
        texts = {one: f'{{"{one}":"{added["token"]}"}}' for one in ("query", "report", "workflow")}
        return {**added, "texts": texts}

    def add_device(self, name, rights=None, books=None, lists=()):
        self._may()
        if any(one["name"] == name for one in self.devices_):
            raise UsageError(
                f"there is a device called {name}; choose another name, or revoke that one first"
            )
        device = {
            "name": name,
            "rights": rights or ["calls", "look_up", "report"],
            "books": ["block"] if books is None else books,
            "lists": list(lists),
            "created": ago(days=1),
            "seen": None,
            "deeds": [],
        }
        self.devices_.append(device)
        token, address = f"token-of-{name}", "http://192.0.2.2:8765"
        said = {"token": token, "address": address, "listen": "192.0.2.2:8765"}
        return device | said | {"page": f"{address}/#{token}"}

    def revoke_device(self, name):
        self._may()
        (gone,) = [one for one in self.devices_ if one["name"] == name]
        self.devices_.remove(gone)
        return gone

    def try_order(self, name):
        self.tried.append(name)
        return {"line": name, "first": True, "text": "we are asked first", "at": NOW.isoformat()}

    def line_trace(self, name):
        return self.traces.get(name, [])

    def pause(self, for_s):
        return self._pause((NOW + timedelta(seconds=for_s)).isoformat(timespec="seconds"))

    def resume(self):
        return self._pause(None)

    def expect(self, for_s):
        return self._expect((NOW + timedelta(seconds=for_s)).isoformat(timespec="seconds"))

    def expect_no_more(self):
        return self._expect(None)

    def _expect(self, until):
        self._may()
        self.expecting_until = until
        self.tell("status", self.status())
        return {"until": until}

    def _pause(self, until):
        self._may()
        self.paused_until = until
        self.tell("status", self.status())
        return {"until": until}

    def _may(self):
        if self.refuse:
            raise self.refuse


def a_house(**given: Any) -> FakeClient:
    """A quiet house with one line and one list, unless something else is said."""
    boring: dict[str, Any] = {
        "calls": [],
        "contacts": {},
        "entries": [],
        "lines": [a_line()],
        "lists": [a_list()],
        "health": [],
        "paused_until": None,
        "expecting_until": None,
    }
    return FakeClient(**(boring | given))


def _searched(call: dict[str, Any]) -> str:
    return f"{call['number']} {call['name']} {call['notes']}".casefold()


def _older(calls: list[dict[str, Any]], before: int) -> list[dict[str, Any]]:
    """Than call `before`; where that one stands in no log, as the simulated one, than whatever came just before it."""
    nearest = max((one for one in calls if one["id"] <= before), key=_id, default=None)
    if nearest is None:
        return []
    last = (nearest["at"], nearest["id"])
    return [one for one in calls if (one["at"], one["id"]) <= last and one["id"] != before]


def _id(call: dict[str, Any]) -> int:
    return int(call["id"])
