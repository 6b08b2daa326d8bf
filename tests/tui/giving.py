"""Lists that take reports, in a house in memory."""

from __future__ import annotations

from typing import Any

from portinaio.api.client import Client


class FakeShares(Client):
    def __init__(self) -> None:
        self.given: list[tuple[str, str]] = []
        """Number and topic of each report that left."""
        self.told: list[tuple[tuple[str, ...], str]] = []
        """To which lists each of them left, and the company that it names."""
        self.share_refusal: str | None = None
        self.page_refusal: str | None = None

    def shares(self):
        return [self._share(number, topic) for number, topic in self.given]

    def preview_share(self, number=None, call=None, *, topic="other", company=""):
        number = number or self._number_of(call)
        body = f'{{"phone": "{number}", "rating": "{topic}"}}'
        return {
            "number": number,
            "topic": topic,
            "day": "2026-11-24",
            "company": company,
            "targets": [
                self._target("votes", body=body, refusal=self.share_refusal),
                self._target("pages", sends=False, refusal=self.page_refusal or self.share_refusal),
            ],
            "shared": [one for one in self.shares() if one["number"] == number],
        }

    def share(self, number=None, call=None, *, topic="other", company="", targets=()):
        number = number or self._number_of(call)
        self.given = [one for one in self.given if one[0] != number]
        self.given.append((number, topic))
        self.told.append((tuple(targets), company))
        page = {**self._share(number, topic), "list": "pages", "title": "Pages"}
        return [
            self._share(number, topic),
            {**page, "state": "opened", "page": "https://pages.example/new"},
        ]

    def withdraw_share(self, number=None, call=None):
        number = number or self._number_of(call)
        self.given = [one for one in self.given if one[0] != number]
        return [{**self._share(number, "other"), "state": "withdrawn"}]

    def _number_of(self, call: int | None) -> str:
        return next(one["number"] for one in self.log if one["id"] == call)

    def _target(self, name: str, **known: Any) -> dict[str, Any]:
        return {
            "name": name,
            "title": name.title(),
            "sends": True,
            "subscribed": True,
            "method": "POST",
            "url": f"https://{name}.example/new",
            "body": "",
            "refusal": None,
            **known,
        }

    def _share(self, number: str, topic: str) -> dict[str, Any]:
        return {
            "number": number,
            "list": "votes",
            "title": "Votes",
            "topic": topic,
            "day": "2026-11-24",
            "company": "",
            "state": "given",
            "at": "2026-11-24T14:00:00+01:00",
            "error": None,
            "page": None,
        }
