"""Lists, those that are offered, and their formats, as a terminal shows them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.language import _, formatting, ngettext
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import (
        CatalogueAnswer,
        FormatAnswer,
        ListAnswer,
        ListDetailAnswer,
        OfferAnswer,
    )

INNOCENTS = "innocents"
"""A kind of list, of which nobody asks how much it is believed."""


def list_row(each: ListAnswer) -> tuple[str, str, str, str, str]:
    state = term(each["state"], LIST_STATES)
    if said := each["error"] or each["note"]:
        state = f"{state}; {said}"
    return (
        each["name"],
        str(each["entries"]),
        "-" if each["kind"] == INNOCENTS else f"{each['trust']:g}",
        _moment(each["updated"]),
        state,
    )


def _moment(iso: str | None) -> str:
    return formatting.moment(datetime.fromisoformat(iso)) if iso else "-"


def detail_lines(shown: ListDetailAnswer) -> Iterator[str]:
    spared = shown["kind"] == INNOCENTS
    yield f"{shown['name']}: {shown['title']}"
    rows = (
        (_("address"), shown["url"]),
        (_("publisher"), shown["publisher"]),
        (_("homepage"), shown["homepage"]),
        (_("licence"), shown["licence"]),
        (_("about"), shown["says"]),
        (_("format"), shown["format"]),
        (_("region"), shown["region"] or ""),
        (_("kind"), _("numbers of public bodies, spared what lists say") if spared else ""),
        (_("trust"), "" if spared else f"{shown['trust']:g}"),
        (_("origin"), shown["origin"]),
        (_("rows"), _("complaints, each of which is one report") if shown["complaints"] else ""),
        (_("vetted"), _("each counts as two reporters at least") if shown["vetted"] else ""),
        (_("entries"), str(shown["entries"])),
        (_("version"), shown["version"] or ""),
        (_("updated"), _moment(shown["updated"])),
        (_("checked"), _moment(shown["checked"])),
        (_("every"), _hours(shown["every_hours"])),
        (_("state"), term(shown["state"], LIST_STATES)),
        (_("effect"), shown["effect_says"]),
        (_("age"), shown["fresh_says"]),
        (_("reason"), shown["error"] or ""),
        (_("remark"), shown["note"] or ""),
    )
    width = max(len(title) for title, _text in rows)
    for title, text in rows:
        if text:
            yield f"  {title:<{width}}  {text}"


def _hours(n: int) -> str:
    return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}


def catalogue_lines(offered: CatalogueAnswer) -> Iterator[str]:
    yield from offered["remark"].splitlines()
    for offer in offered["lists"]:
        mark = _(" (subscribed)") if offer["subscribed"] else ""
        yield f"{offer['name']}{mark}"
        yield from offer_lines(offer)
    yield _("never subscribed")
    for never in offered["never"]:
        yield f"  {never['name']}: {never['reason']}"


def offer_lines(offer: OfferAnswer) -> Iterator[str]:
    yield f"  {offer['title']}"
    yield f"  {offer['says']}"
    if offer["note"]:
        yield f"  {offer['note']}"
    yield "  " + _("publisher: %(publisher)s, %(homepage)s") % {
        "publisher": offer["publisher"],
        "homepage": offer["homepage"],
    }
    yield "  " + _("licence: %(licence)s") % {"licence": offer["licence"]}
    country = offer["country"] if offer["country"] != "*" else _("the whole world")
    said = _("country: %(country)s, trust: %(trust)s")
    if offer["kind"] == INNOCENTS:
        said = _("country: %(country)s")
    yield "  " + said % {"country": country, "trust": f"{offer['trust']:g}"}
    yield f"  {offer['effect_says']}"
    if offer["account"]:
        yield "  " + _("needs %(account)s") % {"account": offer["account"]}


def format_row(each: FormatAnswer) -> tuple[str, str, str]:
    return each["id"], each["error"] or each["title"], " ".join(each["writes"]) or "-"
