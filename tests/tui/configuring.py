"""The configuration of a house in memory, and the answers of its first run."""

from __future__ import annotations

from typing import Any

from portinaio.api.client import Client
from portinaio.errors import UsageError


def a_setting(key: str, text: str, kind: str = "text", value: Any = None, **other: Any):
    return {
        "key": key,
        "text": text,
        "kind": kind,
        "choices": [],
        "value": value,
        "default": "" if kind == "text" else None,
        "required": False,
        "remark": "",
    } | other


ACTIONS = ["ring", "silence", "reject", "answer", "announce"]
HOURS = [{"from": "22:00", "to": "07:00", "unknown": "silence"}]


def some_settings() -> list[dict[str, Any]]:
    choice = {"kind": "choice", "choices": ACTIONS}
    return [
        a_setting("country", "the country whose notation national numbers have", value="IT"),
        a_setting("language", "language of the program", "choice", "en", choices=["en", "it"]),
        a_setting("policy.unknown", "what happens to unknown callers", default="ring", **choice),
        a_setting(
            "policy.reported", "what happens to reported callers", default="reject", **choice
        ),
        a_setting("policy.hours", "parts of the day with other actions", "table", HOURS),
        a_setting("log.keep_days", "calls older than this are forgotten", "number", default=90),
        a_setting("line.home.listen", "addresses to listen at", "list", ["udp:0.0.0.0:5060"]),
        a_setting("line.home.number", "your own number on this line", value="+390200000001"),
        a_setting("mail.host", "host name of the outgoing mail server", required=True),
        a_setting("tui.theme", "theme of the terminal app", default="textual-dark"),
    ]


class FakeConfig(Client):
    def __init__(self) -> None:
        self.config = {one["key"]: one for one in some_settings()}
        self.written: list[dict[str, Any]] = []
        """What was set, change by change."""
        self.added_lines: list[tuple[str, str, dict[str, Any]]] = []
        self.imported: list[tuple[str, bytes]] = []
        self.past_calls = 0
        """In the log that another policy is tried on."""
        self.hours_silence = 0
        """Calls of the log that other hours would have silenced."""
        self.replayed: list[dict[str, str] | str] = []
        self.guessed = {
            "fresh": False,
            "country": "IT",
            "language": "en",
            "reported": "reject",
            "suspected": "ring",
            "has_line": False,
        }

    def settings(self):
        return {
            "file": "/home/ada/.config/portinaio/config.toml",
            "data": "/home/ada/.local/share/portinaio",
            "state": "/home/ada/.local/state/portinaio",
            "keys": list(self.config.values()),
        }

    def set_settings(self, values):
        self._may()
        if values.get("log.keep_days") == 0:
            raise UsageError("keep_days must be 1 to 36500")
        for key, value in values.items():
            known = self.config.get(key) or a_setting(key, "")
            self.config[key] = known | {"value": value}
        self.written.append(dict(values))
        return self.settings()

    def guesses(self, country, language):  # noqa: ARG002  # what is guessed stands in `guessed`
        return self.guessed

    def replay(self, policy=None, days=90, *, written="", line=""):
        if written:
            self.replayed.append(f"{line}: {written}" if line else written)
            would = {"turned_away": 0, "silenced": self.hours_silence, "let_ring": 0}
            says = f"of 112 calls it would have silenced {self.hours_silence}"
            return {"days": days, "calls": 112, "says": says, **would}
        self.replayed.append(dict(policy or {}))
        says = (
            f"of 112 calls it would have {next(iter(policy.values()))}ed 3"
            if self.past_calls
            else ""
        )
        return {"days": days, "calls": self.past_calls, "says": says}

    def line_kinds(self):
        sip = {"kind": "sip", "title": "a SIP account or a PBX", "keys": []}
        return [sip, {"kind": "replay", "title": "a simulated line", "keys": []}]

    def add_line(self, kind, name, keys):
        from tui.house import a_line  # noqa: PLC0415  # which builds on this

        self._may()
        self.added_lines.append((kind, name, dict(keys)))
        self.lines_.append(a_line(name, kind=kind))
        self.tell("lines", self.lines())
        return self.lines_[-1]

    def import_contacts(self, source, data):
        self._may()
        self.imported.append((source, data))
        return {"accepted": 1, "updated": 0, "removed": 0, "rejected": []}
