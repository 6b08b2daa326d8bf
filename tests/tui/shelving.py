"""What a house in memory says of entries, lists, lines and its log as a whole."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from portinaio.api.client import Client
from portinaio.core.covered_contacts import covered_contacts
from portinaio.core.message import Message
from portinaio.core.names import read_name
from portinaio.core.numbers.pattern import Refusal, read_pattern
from portinaio.errors import NotFoundError, UsageError
from worlds import ITALY

NOTHING_CAUGHT: dict[str, Any] = {
    "calls": 0,
    "recent_calls": 0,
    "recent_callers": 0,
    "doubts": [],
    "latest": [],
    "contacts": [],
}
REFUSED = {"reject", "answer", "announce"}


def an_offer(name="spam-de", **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "title": f"Spam of {name[-2:].upper()}",
        "publisher": "Esempio e.V.",
        "homepage": "https://lists.example.org",
        "url": f"https://lists.example.org/{name}.csv",
        "licence": "CC BY 4.0",
        "format": "csv",
        "country": name[-2:].upper(),
        "region": name[-2:].upper(),
        "every_hours": 24,
        "trust": 0.8,
        "account": "",
        "says": "numbers that people reported as sales calls",
        "checked": "2026-11-01",
        "subscribed": False,
        "kind": "callers",
        "effect": "reported",
        "effect_says": "alone, with trust 0.8, it makes callers reported",
        "note": "",
    } | other


def a_row(pattern="+390200001234", **other: Any) -> dict[str, Any]:
    return {
        "pattern": pattern,
        "reporters": 42,
        "disputes": 1,
        "last": "2026-11-20",
        "since": None,
        "category": "marketing",
        "company": "Luce Facile",
    } | other


def _tally(calls) -> dict[str, int]:
    return {
        label: sum(call["label"] == label for call in calls)
        for label in ("known", "unknown", "reported")
    }


def _weekday(call) -> int:
    return datetime.fromisoformat(call["at"]).weekday()


class FakeShelf(Client):
    def __init__(self) -> None:
        self.offers: list[dict[str, Any]] = [an_offer(), an_offer("spam-fr")]
        self.catalogue_fault: str | None = None
        self.rows: dict[str, list[dict[str, Any]]] = {}
        self.caught_: list[dict[str, Any]] = []
        self.synced: list[tuple[list[str], list[str]]] = []
        """Names and accepted names of each sync."""
        self.sync_state = "ok"
        self.remarks: dict[str, str] = {}
        """By country, what is to be expected of its lists."""
        self.tried: list[str] = []
        self.given_up: list[str] = []
        """Lists that were tried out, and not used then."""
        self.rung: list[str] = []
        self.rehearsed = 0
        """How many calls were simulated."""
        self.passwords: dict[str, str] = {}
        self.at_work: list[dict[str, Any]] = []
        """How far a sync has come that was running when somebody asked."""
        self.counted: dict[str, Any] = {}
        """What the insight says other than what the log says."""
        self.doubted: dict[str, list[str]] = {}
        """By kind, what is asked before an entry is made."""

    # -- entries

    def preview(self, pattern=None, *, name=None, kind="block"):
        if name is not None:
            return self._preview_of_name(name)
        found = read_pattern(pattern, ITALY)
        if isinstance(found, Refusal):
            told = {"pattern": None, "name": None, "refusal": str(found.reason)}
            return NOTHING_CAUGHT | told
        calls = [call for call in self.calls(limit=1000) if call["number"]]
        calls = [call for call in calls if found.covers(call["number"])]
        contacts = [one for one in self.contacts() if found.covers(one["numbers"][0])]
        told = {"pattern": found.text, "name": None, "refusal": None, "calls": len(calls)}
        names = [one["name"] for one in contacts] if kind == "block" else []
        met = covered_contacts(names, exact=found.exact)
        doubts = [*filter(None, [str(met) if met else "", *self.doubted.get(kind, ())])]
        told |= {"doubts": doubts, "latest": calls[:5], "contacts": contacts}
        return NOTHING_CAUGHT | told

    def _preview_of_name(self, name):
        found = read_name(name)
        if isinstance(found, Message):
            told = {"pattern": None, "name": None, "refusal": str(found)}
            return NOTHING_CAUGHT | told
        calls = [call for call in self.calls(limit=1000) if found.covers(call["name"])]
        told = {"pattern": None, "name": found.text, "refusal": None, "calls": len(calls)}
        return NOTHING_CAUGHT | told | {"latest": calls[:5]}

    def forget_call(self, call_id):
        self._may()
        self.call(call_id)
        self.log = [call for call in self.log if call["id"] != call_id]
        self.tell("forgotten", {"id": call_id})
        return {"forgotten": 1}

    # -- lists

    def caught(self, days=30):  # noqa: ARG002
        return list(self.caught_)

    def catalogue(self, country="IT"):
        mine = {one["name"] for one in self.lists_}
        offers = [offer | {"subscribed": offer["name"] in mine} for offer in self.offers]
        return {
            "lists": offers,
            "never": [],
            "fault": self.catalogue_fault,
            "country": country,
            "remark": self.remarks.get(country, ""),
        }

    def site(self, source):
        self._may()
        root = "5f" * 32
        return {"url": source, "root": root, "shown": " ".join([root[:8]] * 8), "title": "Terni"}

    def add_list(self, source, **wanted):
        self._may()
        if source in {one["name"] for one in self.lists_}:
            raise UsageError(f"{source} is subscribed already")
        from tui.house import a_list, ago  # noqa: PLC0415  # which builds on this

        added = a_list(source, updated=ago(), checked=ago(), entries=2325, **wanted)
        self.lists_.append(added)
        self.tell("lists", self.lists())
        return added | {"bytes": 1, "accepted": 2325, "rejected": 0, "rows": [], "seen": None}

    def try_list(self, source, *, fetch=True, **wanted):
        from tui.house import a_list  # noqa: PLC0415  # as above

        self._may()
        kind = "alone, with trust 0.6, it makes callers suspected"
        told = {"effect_says": kind, "log": {"says": ""}, "seen": None}
        tried = a_list(source, entries=2325, **wanted) | told
        if not fetch:
            return tried | {"fresh_says": ""}
        self.tried.append(source)
        fresh = "its newest report is of 2026-11-23, 1 day ago"
        log = "of 112 calls of the last 90 days it would have turned away 3"
        seen = {"says": ["a block list: plain text", "2325 numbers: 2325 mobiles"]}
        return tried | {"fresh_says": fresh, "log": {"says": log}, "seen": seen}

    def give_up_list(self, name):
        self.given_up.append(name)
        return {"name": name}

    def remove_list(self, name):
        self._may()
        gone = next((one for one in self.lists_ if one["name"] == name), None)
        if gone is None:
            raise NotFoundError(f"there is no list called {name}")
        self.lists_ = [one for one in self.lists_ if one["name"] != name]
        self.tell("lists", self.lists())
        return gone

    def sync(self, names=(), accept=()):
        self._may()
        self.synced.append((list(names), list(accept)))
        wanted = names or [one["name"] for one in self.lists_]
        error = None if self.sync_state == "ok" else "61 entries, 97 % fewer than before"
        told = {"state": self.sync_state, "error": error, "bytes": 9, "accepted": 12}
        return [
            {"name": one, **told, "updated": 2, "removed": 3, "rejected": 0, "note": None}
            for one in wanted
        ]

    def syncing(self):
        return list(self.at_work)

    def show_list(self, name):
        found = next(one for one in self.lists_ if one["name"] == name)
        about = {"publisher": "Esempio e.V.", "homepage": "", "licence": "CC BY 4.0", "says": ""}
        return found | about | {"every_hours": 24}

    def list_rows(self, name, number="", limit=100):
        rows = self.rows.get(name, [])
        if number and isinstance(wanted := read_pattern(number, ITALY), Refusal):
            raise UsageError(f"{number}: {wanted.reason}")
        found = [row for row in rows if not number or row["pattern"] == wanted.text]
        return {"entries": len(rows), "rows": found[:limit]}

    # -- lines

    def test_line(self, name):
        self._may()
        return next(one for one in self.lines_ if one["name"] == name)

    def ring_line(self, name):
        self._may()
        self.rung.append(name)
        return self.test_line(name)

    def rehearse(self):
        self._may()
        from tui.house import a_sales_call, ago  # noqa: PLC0415  # which builds on this

        self.rehearsed += 1
        self.tell("rehearsal", a_sales_call(9000 + self.rehearsed, line="demo", at=ago()))
        return {"line": "demo"}

    def remove_line(self, name):
        self._may()
        gone = self.test_line(name)
        self.lines_ = [one for one in self.lines_ if one["name"] != name]
        self.tell("lines", self.lines())
        return gone

    def keep_secret(self, name, password):
        self._may()
        self.passwords[name] = password
        return {"name": name, "kept": "keyring", "hint": None}

    def forget_secret(self, name):
        self._may()
        if self.passwords.pop(name, None) is None:
            raise NotFoundError(f"no password is stored for {name}")
        return {"forgotten": 1}

    # -- the log as a whole

    def insight(self, days=30):
        self._may()
        self.asked.append(("insight", {"days": days}))
        hours = [[c for c in self.log if int(c["at"][11:13]) == hour] for hour in range(24)]
        told: dict[str, Any] = {
            "days": days,
            "since": "2026-10-25T14:10:00+01:00",
            "labels": _tally(self.log),
            "hours": [_tally(calls) for calls in hours],
            "weekdays": [_tally([c for c in self.log if _weekday(c) == day]) for day in range(7)],
            "weeks": [],
            "ranges": [],
            "companies": [],
            "refused": sum(call["action"] in REFUSED for call in self.log),
            "usual_ring_s": None,
            "timed": 0,
            "spared_s": None,
        }
        return told | self.counted
