"""The façade: every act and every question of the API as a method, the one way to them for windows and server.

Answers are the shapes of `api.shapes` in the façade's language. Acts tell the house what has changed. Methods are named by
`api.routes`; each may raise a `PortinaioError` with a sentence.
"""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from portinaio import __version__, language
from portinaio.core.call import Ringing
from portinaio.core.contact import OWN
from portinaio.core.verdict import Label
from portinaio.core.words import spoken, words
from portinaio.daemon import shaping
from portinaio.daemon.complaint_acts import ComplaintActs
from portinaio.daemon.house import House
from portinaio.daemon.looking import LookingActs
from portinaio.daemon.setting_acts import SettingActs
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.shapes import (
        AddedListShape,
        CallShape,
        CatalogueShape,
        CheckShape,
        ContactShape,
        DiagnosisShape,
        EntryShape,
        ExportShape,
        ForgottenShape,
        HealthShape,
        ImportShape,
        LineKindShape,
        LineShape,
        ListDetailShape,
        ListShape,
        PauseShape,
        StatusShape,
        SyncingShape,
        SyncShape,
    )
    from portinaio.config.home import Home
    from portinaio.core.pattern import Pattern
    from portinaio.core.words import Translation

LONGEST_PAUSE_S = 7 * 86400  # nobody means to leave the door open for longer
LONGEST_PAGE = 1000


class Facade(ComplaintActs, LookingActs, SettingActs):
    def __init__(self, home: Home | House) -> None:
        self.house = home if isinstance(home, House) else House(home)
        self.tongue = language.translation(None)

    def speaking(self, tongue: str | None) -> Facade:
        """The same façade in another language."""
        other = copy.copy(self)
        other.tongue = language.translation(tongue)
        return other

    def act(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """The method that a route names; ids come as text from a path."""
        given = dict(arguments)
        for name_of_id in ("call_id", "complaint_id"):
            if name_of_id in given:
                given[name_of_id] = _id(given[name_of_id])
        return getattr(self, name)(**given)

    # -- questions

    def check(
        self, number: str, line: str | None = None, name: str = "", at: str | None = None
    ) -> CheckShape:
        """Steps 1 to 4 of a call that has not come."""
        wishes = self.house.furniture.wishes
        if line is not None and line not in wishes.lines:
            raise NotFoundError(words("there is no line called %(name)s", name=line))
        where = line or next(iter(wishes.lines), "")
        when = _moment(at) if at else self.house.now()
        judgement = self.house.screening.judge(Ringing(where, when, number, name=name))
        return shaping.check_shape(judgement, self.house.furniture.plan, self.tongue)

    def status(self) -> StatusShape:
        from portinaio.daemon.health import health  # noqa: PLC0415  # `check` has no use for it

        house = self.house
        now = house.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        state = house.store.state.all()
        lines, lists, due = self.lines(), self.lists(), self.due()
        waiting: list[HealthShape] = [{"code": "complaint", "text": text} for text in due]
        return {
            "version": __version__,
            "running": house.since is not None,
            "since": shaping.iso(house.since) if house.since else None,
            "paused_until": _still(state.get("paused_until"), now),
            "expecting_until": _still(state.get("expecting_until"), now),
            "lines": lines,
            "lists": lists,
            "calls_today": house.store.calls.count_since(midnight),
            "due": len(due),
            "health": health(house, lines, lists, self.tongue) + waiting,
        }

    def doctor(self) -> list[DiagnosisShape]:
        from portinaio.daemon.doctor import diagnose  # noqa: PLC0415  # imports what it looks at

        return diagnose(self.house, self.tongue)

    # -- the log

    def calls(  # noqa: PLR0913, PLR0917  # the filters of the log
        self,
        since: str | None = None,
        number: str | None = None,
        label: str | None = None,
        line: str | None = None,
        text: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[CallShape]:
        if not 1 <= limit <= LONGEST_PAGE:
            raise UsageError(words("a page has 1 to %(most)d calls", most=LONGEST_PAGE))
        page = self.house.store.calls.page(
            since=_moment(since) if since else None,
            number=self._number(number) if number else None,
            label=Label(label) if label else None,
            line=line,
            text=text,
            before_id=before,
            limit=limit,
        )
        return [shaping.call_shape(call, self.tongue) for call in page]

    def call(self, call_id: int) -> CallShape:
        found = self.house.store.calls.get(call_id)
        if found is None:
            raise NotFoundError(words("there is no call %(id)d in the log", id=call_id))
        return shaping.call_shape(found, self.tongue)

    def note_call(self, call_id: int, notes: str) -> CallShape:
        self.call(call_id)
        self.house.store.calls.note(call_id, notes)
        self._call_changed(call_id)
        return self.call(call_id)

    def forget_call(self, call_id: int) -> ForgottenShape:
        self.call(call_id)
        self.house.store.calls.forget(call_id)
        self.house.tell("forgotten", lambda _: {"id": call_id})
        return {"forgotten": 1}

    def forget_calls(self, before: str) -> ForgottenShape:
        forgotten = self.house.store.calls.forget_older(_moment(before))
        self.house.tell("forgotten", lambda _: {"id": None})
        return {"forgotten": forgotten}

    # -- personal entries

    def entries(self) -> list[EntryShape]:
        return [
            shaping.entry_shape(entry) for entry in self.house.store.entries.all(self.house.now())
        ]

    def add_entry(
        self, pattern: str, kind: str, note: str = "", until: str | None = None, once: bool = False
    ) -> EntryShape:
        from portinaio.core.entry import EntryKind  # noqa: PLC0415  # `check` comes through this file

        ends = _moment(until) if until else None
        if ends and ends <= self.house.now():
            raise UsageError(words("that moment is over already; choose a later one"))
        wanted = self._pattern(pattern)
        self.house.store.entries.remove(
            wanted.text
        )  # who blocks what was allowed means the last word
        entry = self.house.store.entries.add(
            wanted, EntryKind(kind), note.strip(), self.house.now(), ends, once
        )
        self._entries_changed()
        return shaping.entry_shape(entry)

    def forget_entry(self, pattern: str) -> list[EntryShape]:
        wanted = self._pattern(pattern)
        gone = self.house.store.entries.remove(wanted.text)
        if not gone:
            raise NotFoundError(words("there is no entry for %(pattern)s", pattern=wanted.text))
        self._entries_changed()
        return [shaping.entry_shape(entry) for entry in gone]

    # -- contacts

    def contacts(self) -> list[ContactShape]:
        return [shaping.contact_shape(contact) for contact in self.house.store.contacts.all()]

    def add_contact(self, name: str, number: str) -> ContactShape:
        if not name.strip():
            raise UsageError(words("a contact needs a name"))
        e164 = self._number(number)
        self.house.store.contacts.add(name.strip(), e164, OWN)
        self._contacts_changed()
        return {"name": name.strip(), "numbers": [e164], "source": OWN}

    def forget_contact(self, number: str) -> ForgottenShape:
        e164 = self._number(number)
        if not self.house.store.contacts.remove(e164):
            raise NotFoundError(words("%(number)s is not in the contacts", number=e164))
        self._contacts_changed()
        return {"forgotten": 1}

    def import_contacts(self, source: str, data: bytes) -> ImportShape:
        from portinaio.contacts.vcard import read_vcards  # noqa: PLC0415  # only to import

        file = read_vcards(data, self.house.furniture.plan, source)
        counts = self.house.store.contacts.replace_source(source, file.contacts)
        self._contacts_changed()
        return {
            "accepted": counts.accepted,
            "updated": counts.updated,
            "removed": counts.removed,
            "rejected": [
                {
                    "line": bad.line,
                    "text": bad.text,
                    "reason": spoken(bad.reason, self.tongue),
                }
                for bad in file.rejected
            ],
        }

    # -- lines and lists

    def lists(self) -> list[ListShape]:
        from portinaio.daemon import list_board  # noqa: PLC0415  # only where a list is asked for

        return list_board.lists(self.house, self.tongue)

    def catalogue(self) -> CatalogueShape:
        from portinaio.daemon import lists_room  # noqa: PLC0415  # as above

        return lists_room.catalogue(self.house)

    def show_list(self, name: str) -> ListDetailShape:
        from portinaio.daemon import lists_room  # noqa: PLC0415  # as above

        return lists_room.detail(self.house, name, self.tongue)

    def add_list(
        self,
        source: str,
        format: str = "",  # noqa: A002  # the word of the configuration
        region: str | None = None,
        trust: float | None = None,
        token: Mapping[str, str] | None = None,
    ) -> AddedListShape:
        from portinaio.daemon import lists_room  # noqa: PLC0415  # as above

        wanted = {"format": format, "region": region, "trust": trust, "token": token}
        try:
            return lists_room.add(self.house, source, wanted, self.tongue)
        finally:
            self._lines_changed()  # the same file, and the same reading of it
            self.lists_changed()

    def remove_list(self, name: str) -> ListShape:
        from portinaio.daemon import lists_room  # noqa: PLC0415  # as above

        gone = lists_room.remove(self.house, name, self.tongue)
        self._lines_changed()
        self.lists_changed()
        return gone

    def sync(self, names: Sequence[str] = (), accept: Sequence[str] = ()) -> list[SyncShape]:
        from portinaio.daemon import list_board  # noqa: PLC0415  # as above

        try:
            synced = self.house.syncs.run(names, accept)
        finally:
            self.lists_changed()
            self.status_changed()
        return [list_board.sync_shape(each, self.tongue) for each in synced]

    def syncing(self) -> list[SyncingShape]:
        at = self.house.syncs.progress
        return [{"name": at.name, "bytes": at.bytes, "whole": at.whole}] if at else []

    def import_file(  # noqa: PLR0913, PLR0917  # the options of the command
        self,
        name: str,
        data: bytes,
        kind: str = "block",
        format: str = "",  # noqa: A002  # as above
        region: str | None = None,
        dry_run: bool = False,
    ) -> ImportShape:
        from portinaio.daemon import exchange  # noqa: PLC0415  # as above

        if kind == "contacts" and not dry_run:
            return self.import_contacts(name, data)
        asked = exchange.Asked(name, data, kind, format, region, dry_run)
        answer = exchange.import_file(self.house, asked, self.tongue)
        if not dry_run:
            self._entries_changed()
        return answer

    def export(self, format: str, what: str = "block", name: str = "") -> ExportShape:  # noqa: A002  # as above
        from portinaio.daemon import exchange  # noqa: PLC0415  # as above

        return exchange.export(self.house, format, what, name, self.tongue)

    def lines(self) -> list[LineShape]:
        if self.house.line_shapes:
            return self.house.line_shapes(self.tongue)
        from portinaio.daemon.line_book import lines_at_rest  # noqa: PLC0415  # `check` has no use for it

        return lines_at_rest(self.house)

    def line_kinds(self) -> list[LineKindShape]:
        from portinaio.daemon.line_book import kinds  # noqa: PLC0415  # as above

        return kinds(self.tongue)

    def add_line(self, kind: str, name: str, keys: Mapping[str, Any] | None = None) -> LineShape:
        from portinaio.config.edit import add_line  # noqa: PLC0415  # the editor is heavy

        add_line(self.house.home.config_file, kind, name, keys or {})
        self._lines_changed()
        return self._line(name)

    def remove_line(self, name: str) -> LineShape:
        from portinaio.config.edit import remove_line  # noqa: PLC0415  # as above

        line = self._line(name)
        remove_line(self.house.home.config_file, name)
        self._lines_changed()
        return line

    def test_line(self, name: str) -> LineShape:
        """The line as the daemon sees it now."""
        line = self._line(name)
        if self.house.since is None:
            raise UsageError(
                words(
                    "a line is tried by the daemon, which is not running; start it with portinaio daemon"
                )
            )
        return line

    # -- moments

    def pause(self, for_s: int) -> PauseShape:
        return self._until("paused_until", for_s)

    def resume(self) -> PauseShape:
        return self._until("paused_until", None)

    def expect(self, for_s: int) -> PauseShape:
        return self._until("expecting_until", for_s)

    def expect_no_more(self) -> PauseShape:
        return self._until("expecting_until", None)

    # -- private parts

    def _until(self, key: str, for_s: int | None) -> PauseShape:
        if for_s is not None and not 1 <= for_s <= LONGEST_PAUSE_S:
            raise UsageError(words("the time must be between a second and a week"))
        until = shaping.iso(self.house.now() + timedelta(seconds=for_s)) if for_s else None
        self.house.store.state.set(key, until)
        self.house.changed()
        self.status_changed()
        return {"until": until}

    def _pattern(self, text: str) -> Pattern:
        from portinaio.core.pattern import Refusal, read_pattern  # noqa: PLC0415  # as above

        pattern = read_pattern(text, self.house.furniture.plan)
        if isinstance(pattern, Refusal):
            raise UsageError(words("%(text)s: %(reason)s", text=text[:60], reason=pattern.reason))
        return pattern

    def _number(self, text: str) -> str:
        """A number in any spelling; `UsageError` with the reason where there is none."""
        from portinaio.core.number import read  # noqa: PLC0415  # as above

        reading = read(text, self.house.furniture.plan)
        if reading.number is None:
            reason = reading.hint or words("this is not a telephone number")
            raise UsageError(words("%(text)s: %(reason)s", text=text[:60], reason=reason))
        return reading.number

    def _line(self, name: str) -> LineShape:
        for line in self.lines():
            if line["name"] == name:
                return line
        raise NotFoundError(words("there is no line called %(name)s", name=name))

    def _call_changed(self, call_id: int) -> None:
        self.house.tell("call", lambda tongue: self.in_tongue(tongue).call(call_id))

    def _entries_changed(self) -> None:
        self.house.changed()
        self.house.tell("entries", lambda tongue: self.in_tongue(tongue).entries())

    def _contacts_changed(self) -> None:
        self.house.changed()
        self.house.tell("contacts", lambda _: {"count": len(self.house.store.contacts.names())})

    def _lines_changed(self) -> None:
        self.house.refurnish()
        self.house.lines_changed()
        self.status_changed()

    def lists_changed(self) -> None:
        """Tell listeners how the lists are now."""
        self.house.tell("lists", lambda tongue: self.in_tongue(tongue).lists())

    def status_changed(self) -> None:
        """Tell listeners how the house is now."""
        self.house.tell("status", lambda tongue: self.in_tongue(tongue).status())

    def in_tongue(self, tongue: Translation | None) -> Facade:
        """As `speaking`, with the catalogue at hand."""
        other = copy.copy(self)
        other.tongue = tongue
        return other


def _id(text: object) -> int:
    if isinstance(text, int) or (isinstance(text, str) and text.isascii() and text.isdigit()):
        return int(text)
    raise UsageError(words("an id is a number, not %(text)r", text=text))


def _moment(text: str) -> datetime:
    """An ISO 8601 moment; in local time where it names no offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(words("%(text)r is not a time like 2026-11-24T14:02", text=text)) from None
    return moment if moment.tzinfo else moment.astimezone()


def _still(text: str | None, now: datetime) -> str | None:
    return text if text and datetime.fromisoformat(text) > now else None
