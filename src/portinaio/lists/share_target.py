"""Where a list takes reports, as a table of `catalog.toml` has it, and what is said there of a call."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

from portinaio.core.message import Message, msg
from portinaio.core.share import Topic
from portinaio.countries.data_file import Table

if TYPE_CHECKING:
    from portinaio.core.share import SharedReport

OWN_LIST = "own-list"
"""Name of the list that this home publishes itself, of what was given to it."""
_PLACE = re.compile(r"\{(\w+)\}")
PLACES = frozenset({"number", "topic", "day", "company"})


class ShareTable(Table, frozen=True, kw_only=True):
    """`[list.share]` of an offer."""

    manner: Literal["phoneblock", "form"]
    """`phoneblock`: a request with the user's own token. `form`: a page of the list, filled in by its address, which the
    user sends."""
    url: str
    """Of a form with places `{number}`, `{topic}`, `{day}` and `{company}`."""
    topics: dict[str, str]
    """By topic of ours, how the list calls it; `other` for those that it has no word for."""
    legitimate: str = ""
    """What is said of a number whose report is taken back."""
    received: bool = False
    """It takes reports of calls alone that the reporter has received."""


class Leaving(NamedTuple):
    """Exactly what leaves."""

    method: str
    url: str
    body: str = ""


def leaving(table: ShareTable, report: SharedReport, *, taken_back: bool = False) -> Leaving:
    topic = table.topics.get(report.topic, table.topics.get(Topic.OTHER, ""))
    if table.manner == "form":
        said = {
            "number": report.number,
            "topic": topic,
            "day": report.day.isoformat(),
            "company": report.company,
        }
        return Leaving("GET", _PLACE.sub(lambda place: quote(said[place[1]], safe=""), table.url))
    said = {
        "phone": "00" + report.number.removeprefix("+"),
        "rating": table.legitimate if taken_back else topic,
        "comment": "" if taken_back else report.company,
    }
    return Leaving("POST", table.url, json.dumps(said, ensure_ascii=False))


def kept(report: SharedReport) -> Leaving:
    """What the own list is given, which `publish shares` tells everybody who subscribes to it."""
    said = {
        "number": report.number,
        "topic": report.topic.value,
        "day": report.day.isoformat(),
        "company": report.company,
    }
    return Leaving("publish", "shares", json.dumps(said, ensure_ascii=False))


def share_fault(table: ShareTable) -> Message | None:
    """What is wrong with it, for who writes a catalogue."""
    if unknown := set(table.topics) - set(Topic):
        return msg(
            "%(text)s is none of the topics %(all)s",
            text=min(unknown)[:40],
            all=", ".join(Topic),
        )
    if Topic.OTHER not in table.topics:
        return msg("the topics of share need a word for other")
    places = set(_PLACE.findall(table.url))
    if table.manner == "form" and not {"number"} <= places <= PLACES:
        return msg(
            "the url of a form has a place {number}, and may have %(all)s",
            all=", ".join(f"{{{place}}}" for place in sorted(PLACES)),
        )
    if table.manner == "phoneblock" and not table.legitimate:
        return msg("legitimate must say how a report is taken back")
    return None
