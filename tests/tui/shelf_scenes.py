"""The houses that the pictures of entries, lists, lines and insight show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.address_book import a_book, a_contact
from tui.house import a_line, a_list, ago, an_entry
from tui.scenes import FRIEND, usual
from tui.shelving import a_row

if TYPE_CHECKING:
    from tui.house import FakeClient


def with_entries() -> FakeClient:
    return usual(
        entries=[
            an_entry(1, FRIEND, "allow", note="plumber"),
            an_entry(2, "+390200004321", "allow", note="school"),
            an_entry(3, "+390844*", note="energy audits"),
            an_entry(4, "+390200001200..+390200001299", note="a whole switchboard"),
            an_entry(5, "+12025550147", until=ago(hours=-3)),
            an_entry(6, "+442079460123", "allow", until=ago(days=-9), note="the courier"),
        ]
    )


def with_contacts() -> FakeClient:
    house = usual()
    house.people = [
        a_contact("Anna Bianchi", "+390200000101", "+393330000101", groups=["Famiglia", "VIP"]),
        a_contact("Bruno Verdi", "+390200000102", source="rubrica.vcf", groups=["Coro"]),
        a_contact("Casa Bianchi", "+390200000101", source="family"),
        a_contact("Dott.ssa Neri", "+390200000104", "+390200000105", "+442079460123"),
        a_contact("", "+12025550147", source="family"),
    ]
    house.followed = [a_book("family", state="ok", checked=ago(minutes=12))]
    return house


def with_followed_books() -> FakeClient:
    house = with_contacts()
    house.followed = [
        a_book("family", state="ok", updated=ago(days=2), checked=ago(minutes=12)),
        a_book("club", url="file:///home/anna/club.vcf", username="", numbers=41, state="ok"),
    ]
    return house


def with_books_in_trouble() -> FakeClient:
    house = with_contacts()
    house.followed = [
        a_book(
            "family",
            state="refused",
            updated=ago(days=9),
            checked=ago(minutes=2),
            error="it holds only 3 of the 212 numbers that are here of it",
        ),
        a_book("work", state="stale", checked=ago(days=3), error="it refuses the password"),
    ]
    return house


def with_fresh_lists() -> FakeClient:
    """Two lists, both with news of today."""
    house = usual(
        lists=[
            a_list("spam-it", title="Spam reports IT", entries=212_041),
            a_list("ftc", title="FTC complaints", region="US", entries=1_204_512, version="902"),
        ]
    )
    house.caught_ = [{"name": "spam-it", "calls": 31}, {"name": "ftc", "calls": 4}]
    return house


def with_lists() -> FakeClient:
    """Three lists: one fresh, one refused, one whose sync runs."""
    house = usual(
        lists=[
            a_list("spam-it", title="Spam reports IT", entries=212_041),
            a_list(
                "phone-spam-eu",
                title="Phone spam Europe",
                state="refused",
                entries=2_325,
                region=None,
                updated=ago(days=3),
                error="it has 61 entries, 97 % fewer than before; the list of before is kept",
            ),
            a_list(
                "ftc", title="FTC complaints", region="US", entries=1_204_512, checked=ago(days=2)
            ),
        ]
    )
    house.caught_ = [{"name": "spam-it", "calls": 31}, {"name": "phone-spam-eu", "calls": 2}]
    house.at_work = [{"name": "ftc", "bytes": 3_200_000, "whole": 8_000_000}]
    house.rows["spam-it"] = [
        a_row(),
        a_row("+39020000*", reporters=None, category="", company="a switchboard", last=None),
        a_row("+12025550147", reporters=1, disputes=0, category="robocall", company="Warranty"),
    ]
    return house


def tally(reported: int = 0, unknown: int = 0, known: int = 0) -> dict[str, int]:
    return {"known": known, "unknown": unknown, "reported": reported}


def with_insight() -> FakeClient:
    """A month in which somebody sells energy at noon and in the evening."""
    house = usual()
    by_hour = [0] * 8 + [1, 4, 9, 14, 11, 6, 5, 7, 8, 10, 12, 6, 2, 1, 0, 0]
    mondays = ["2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]
    house.counted = {
        "labels": tally(58, 27, 11),
        "hours": [tally(n) for n in by_hour],
        "weekdays": [tally(n) for n in (17, 21, 19, 16, 14, 7, 2)],
        "weeks": [
            {"monday": monday, "suspected": n // 4, **tally(n, n // 2, n // 5)}
            for monday, n in zip(mondays, (9, 12, 17, 14, 6), strict=True)
        ],
        "ranges": [
            {"name": "+390844123*", "calls": 21},
            {"name": "+390844654*", "calls": 12},
            {"name": "+12025550*", "calls": 4},
        ],
        "companies": [{"name": "Luce Facile", "calls": 14}, {"name": "Gas & Co.", "calls": 3}],
        "refused": 49,
        "usual_ring_s": 21,
        "timed": 37,
        "spared_s": 49 * 21,
    }
    house.caught_ = [{"name": "spam-it", "calls": 31}, {"name": "given-up", "calls": 2}]
    return house


def with_lines_up() -> FakeClient:
    return usual(
        lines=[
            a_line(calls=31),
            a_line("office", calls=4),
            a_line("demo", kind="replay", can=["announce", "answer", "reject", "ring", "silence"]),
        ]
    )


def with_lines() -> FakeClient:
    error = "the SIP provider did not answer for 40 s. Next try in 8 s"
    return usual(
        lines=[
            a_line(calls=31),
            a_line("office", "retrying", error, calls=4),
            a_line("demo", kind="replay", can=["announce", "answer", "reject", "ring", "silence"]),
        ]
    )
