"""The houses that the pictures show."""

from __future__ import annotations

from typing import Any

from tui.filing import a_complaint
from tui.house import (
    FakeClient,
    a_call,
    a_finding,
    a_house,
    a_line,
    a_list,
    a_sales_call,
    ago,
    an_entry,
)

FRIEND = "+390200005678"
COURIER = "+442079460123"


def listed(reporters: int, last: str = "2026-11-20", weight: int = 74) -> dict[str, Any]:
    text = f"on spam-it: {reporters} reporters, last {last}"
    return a_finding("listed", weight, text, source="spam-it")


def earlier() -> list[dict[str, Any]]:
    """The days before, as they go."""
    often, forged = (
        listed(58, weight=82),
        a_finding("attestation", 40, "the network says the number is forged"),
    )
    burst = a_finding("burst", 22, "3 short calls in a row")
    short = "you block it: energy audit"
    return [
        a_sales_call(4, at=ago(days=4, hours=2), line="office"),
        a_sales_call(
            3, "+390844654321", at=ago(days=4, hours=3), notes="said they were “the grid”"
        ),
        a_call(
            2,
            "+12025550188",
            at=ago(days=6),
            label="reported",
            score=82,
            action="reject",
            findings=[often],
            because=often["text"],
            cause="603",
        ),
        a_call(1, "+390200004321", at=ago(days=6, hours=1), rang_s=30.0),
        a_call(
            20,
            "+390200008080",
            at=ago(days=6, hours=4),
            label="reported",
            score=100,
            action="answer",
            findings=[a_finding("personal", 100, short)],
            because=short,
            acted_ms=210.0,
        ),
        a_call(21, None, at=ago(days=6, hours=5), because="number withheld"),
        a_call(
            22,
            "+12025550166",
            at=ago(days=7, hours=3),
            score=40,
            suspected=True,
            findings=[forged],
            because=forged["text"],
        ),
        a_call(
            23,
            "+12025550166",
            at=ago(days=7, hours=3, minutes=2),
            score=22,
            findings=[burst],
            because=burst["text"],
        ),
        a_sales_call(24, "+390844700700", at=ago(days=8, hours=1)),
        a_call(25, "+442079460777", at=ago(days=8, hours=2), talked_s=305.0),
        a_sales_call(26, "+390844123456", at=ago(days=8, hours=5), outcome="too_late", cause=None),
        a_call(27, "+390200003141", at=ago(days=11, hours=1), rang_s=12.0),
    ]


def usual(**other: Any) -> FakeClient:
    """A day like many: sales calls, a friend, somebody who hides, and one call ringing now."""
    silenced, allowed = listed(42), "you allow it: the courier"
    calls = [
        a_sales_call(12, at=ago(minutes=8)),
        a_call(
            11,
            FRIEND,
            at=ago(minutes=30),
            label="known",
            findings=[a_finding("contact", 0, "in contacts: Léa Fontana", final=True)],
            because="in contacts: Léa Fontana",
            rang_s=7.0,
            talked_s=192.0,
        ),
        a_call(
            10,
            "+12025550147",
            at=ago(hours=2, minutes=55),
            label="reported",
            score=74,
            action="silence",
            findings=[silenced],
            because=silenced["text"],
            rang_s=21.0,
        ),
        a_call(9, None, at=ago(hours=3, minutes=12), because="number withheld", rang_s=14.0),
        a_call(
            8,
            "+390200009876",
            at=ago(hours=4, minutes=40),
            score=31,
            suspected=True,
            findings=[a_finding("range", 31, "37 numbers of this block of 1,000 are listed")],
            because="37 numbers of this block of 1,000 are listed",
            rang_s=18.0,
        ),
        a_sales_call(7, at=ago(hours=19, minutes=39)),
        a_call(
            6,
            COURIER,
            at=ago(hours=21, minutes=8),
            label="known",
            findings=[a_finding("personal", 0, allowed, final=True)],
            because=allowed,
            rang_s=25.0,
        ),
        a_call(
            5,
            FRIEND,
            at=ago(days=1, hours=3),
            label="known",
            because="in contacts: Léa Fontana",
            talked_s=61.0,
        ),
        *earlier(),
    ]
    given: dict[str, Any] = {
        "calls": calls,
        "contacts": {FRIEND: "Léa Fontana"},
        "entries": [
            an_entry(1, COURIER, "allow", note="the courier"),
            an_entry(2, "+390200008080", note="energy audit"),
        ],
        "lines": [a_line(), a_line("mobile"), a_line("office")],
        "lists": [a_list(), a_list("sales-ranges-it")],
    }
    return a_house(**(given | other))


def ringing(**other: Any) -> FakeClient:
    found = listed(17, weight=61)
    house = usual(**other)
    house.log.append(
        a_call(
            13,
            "+12025550199",
            at=ago(seconds=9),
            label="reported",
            score=61,
            action="silence",
            findings=[found],
            because=found["text"],
            outcome=None,
        )
    )
    return house


def troubled() -> FakeClient:
    error = "the SIP provider did not answer for 40 s. Next try in 8 s"
    return usual(lines=[a_line(), a_line("mobile"), a_line("office", "retrying", error)])


def cabinet() -> FakeClient:
    """Complaints in most of their states."""
    house = a_house(calls=[a_sales_call(1)])
    house.filed = [
        a_complaint(
            1,
            "overdue",
            sent="2026-10-20",
            due="2026-11-20",
            next="reminder",
            advice="no answer in time: remind the company",
        ),
        a_complaint(2, "sent", company="Luce Facile S.r.l.", calls=[2, 3], due="2026-12-06"),
        a_complaint(3, company="", recipient="garante", page="https://www.garante.example.com"),
        a_complaint(4, "closed", company="Gas & Co.", recipient="agcm"),
        a_complaint(
            5,
            "refused",
            company="Fibra 24",
            due=None,
            next="reclamo",
            advice="the company refused: the authority can be asked to decide",
        ),
    ]
    return house
