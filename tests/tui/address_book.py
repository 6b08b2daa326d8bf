"""What a house in memory says of its contacts and of the books that are followed."""

from __future__ import annotations

from typing import Any

from portinaio.errors import NotFoundError


def a_contact(name="Anna", *numbers: str, **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "numbers": list(numbers or ("+390200000101",)),
        "source": "own",
        "groups": [],
    } | other


def a_book(name="family", **other: Any) -> dict[str, Any]:
    return {
        "name": name,
        "url": "https://cloud.example.net/dav/",
        "username": "anna",
        "region": None,
        "numbers": 212,
        "updated": None,
        "checked": None,
        "state": "never",
        "error": None,
    } | other


class FakeAddressBook:
    """Own names by number in `book`; whoever has groups, several numbers or another book in `people`."""

    book: dict[str, str]
    _may: Any
    tell: Any

    def __init__(self) -> None:
        self.people: list[dict[str, Any]] = []
        self.followed: list[dict[str, Any]] = []
        self.synced: list[tuple[list[str], list[str]]] = []

    def contacts(self):
        own = [a_contact(name, number) for number, name in self.book.items()]
        return [*own, *(dict(one) for one in self.people)]

    def add_contact(self, name, number, *, groups=None, source="", beside=False, sure=False):
        assert sure or name
        self._may()
        digits = number.replace(" ", "")
        if not beside:
            self.book[digits] = name
        else:
            one = self._person(name, source or "own") or a_contact(name, source=source or "own")
            if one not in self.people:
                one["numbers"] = []
                self.people.append(one)
            if digits not in one["numbers"]:
                one["numbers"] = [*one["numbers"], digits]
            one["groups"] = one["groups"] if groups is None else list(groups)
        self._told()
        return a_contact(name, digits, source=source or "own")

    def forget_contact(self, number, *, name="", source=""):
        self._may()
        digits = number.replace(" ", "")
        gone = digits in self.book and name in {"", self.book[digits]} and source in {"", "own"}
        if gone:
            del self.book[digits]
        for one in self.people:
            meant = name in {"", one["name"]} and source in {"", one["source"]}
            if digits in one["numbers"] and meant:
                one["numbers"] = [each for each in one["numbers"] if each != digits]
                gone = True
        self.people = [one for one in self.people if one["numbers"]]
        if not gone:
            raise NotFoundError(f"{number} is not in the contacts")
        self._told()
        return {"forgotten": 1}

    def books(self):
        return [dict(one) for one in self.followed]

    def sync_contacts(self, names=(), accept=()):
        self._may()
        self.synced.append((list(names), list(accept)))
        counts = {"bytes": 1, "accepted": 2, "updated": 1, "removed": 0, "rejected": 0}
        return [
            {"name": name, "state": "ok", "error": None, **counts, "note": None} for name in names
        ]

    def unfollow_contacts(self, name):
        self._may()
        (gone,) = (one for one in self.followed if one["name"] == name)
        self.followed = [one for one in self.followed if one is not gone]
        self.people = [one for one in self.people if one["source"] != name]
        self._told()
        return gone

    def _person(self, name: str, source: str) -> dict[str, Any] | None:
        found = (one for one in self.people if (one["name"], one["source"]) == (name, source))
        return next(found, None)

    def _told(self) -> None:
        self.tell("contacts", {"count": len(self.book) + len(self.people)})
