"""Every act of every country, in every combination of what can be known: what may stand in it beside what, and what never.

Conditions are evaluated without rendering; only letters that differ in their clauses are written.
"""

import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

import pytest

from letters import (
    ENERGY,
    LINE,
    MARIA,
    ROME,
    TODAY,
    a_sales_call,
    a_withheld_call,
    on_one_line,
)
from packs import answers_to, boundaries, pack_names, people_of, the_pack
from portinaio.complaints.drafting.compose import Days, standing
from portinaio.complaints.drafting.template_values import template_values
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Sent
from portinaio.complaints.write_draft import write_draft
from portinaio.core.policy import Action, Outcome
from portinaio.countries.notation import parsed

MOBILE = "+393330000123"
TALKED, MISSED = {"talked_s": 31.0}, {"talked_s": 0.0}
REFUSED = {"action": Action.REJECT, "outcome": Outcome.DONE, "talked_s": 0.0}
BEFORE_BAN = datetime(2026, 6, 18, 10, 0, tzinfo=ROME)
AFTER_BAN = datetime(2026, 7, 1, 21, 30, tzinfo=ROME)

TIMES = {"in the morning": 10, "in the evening": 21}
CALLS = {
    "none": (),
    "one": (a_sales_call(),),
    "one taken": (a_sales_call(**TALKED),),
    "one missed": (a_sales_call(**MISSED),),
    "one refused": (a_sales_call(**REFUSED),),
    "one withheld": (a_withheld_call(**TALKED),),
    "one late in the evening": (a_sales_call(at=AFTER_BAN),),
    "one of another line": (a_sales_call(called=MOBILE),),
    "two": (a_sales_call(18), a_withheld_call(20, 2)),
    "two of a day": (a_sales_call(18), a_sales_call(18, 2)),
    "two missed": (a_sales_call(18, **MISSED), a_sales_call(19, 2, **MISSED)),
    "two missed, one turned away": (a_sales_call(18, **MISSED), a_sales_call(19, 2, **REFUSED)),
    "two missed of a day": (a_sales_call(18, **MISSED), a_sales_call(18, 2, **MISSED)),
    "two, one missed": (a_sales_call(18, **TALKED), a_sales_call(19, 2, **MISSED)),
    "one missed, in another log": (a_sales_call(line="import", **MISSED),),
    "one taken, in another log": (a_sales_call(line="import", **TALKED),),
    "two, one missed in another log": (a_sales_call(18), a_sales_call(19, 2, line="import", **MISSED)),
    "two logs, both missed": (a_sales_call(18, **MISSED), a_sales_call(19, 2, line="import", **MISSED)),
    "two of a day, one missed": (a_sales_call(18, **TALKED), a_sales_call(18, 2, **MISSED)),
    "three, two close": (a_sales_call(2), a_sales_call(10, 2), a_sales_call(12, 3)),
    "two laws": (a_sales_call(at=BEFORE_BAN), a_sales_call(call_id=2, at=AFTER_BAN)),
    "two lines": (a_sales_call(18, called=LINE), a_sales_call(19, 2, called=MOBILE)),
}  # fmt: skip
WHOLE = MARIA._replace(
    address="via Esempio 1, 00100 Roma", pec="maria@pec.example.net", holder="Carlo Rossi"
)
FIRMS = (
    ENERGY,
    Company("unknown"),
    ENERGY._replace(consent="none", contract_until="none", address="via Prova 2, Milano", pec="e@pec.example.com"),
    ENERGY._replace(consent="2026-05-01", contract_until="running"),
    ENERGY._replace(consent="2023-05-01"),
    ENERGY._replace(consent="unknown", contract_until="2026-11-01"),
)  # fmt: skip
FIRST = Sent("", date(2026, 6, 25), Means.PEC, due=date(2026, 7, 27))
DAY = date(2026, 7, 20)
LATE = date(2026, 8, 11)
ANSWERS = {
    "nothing yet": FIRST._replace(due=date(2026, 12, 1), means=None),
    "nothing": FIRST,
    "more time": FIRST._replace(answer="extended", answered_on=DAY, due=date(2026, 12, 1)),
    "more time in vain": FIRST._replace(answer="extended", answered_on=DAY, due=date(2026, 9, 25)),
    "an answer": FIRST._replace(answer="answered", answered_on=DAY),
    "an answer too late": FIRST._replace(answer="answered", answered_on=LATE),
    "half an answer": FIRST._replace(answer="insufficient", answered_on=DAY, point="fonte dei dati"),
    "half an answer, no word why": FIRST._replace(answer="insufficient", answered_on=DAY),
    "a no": FIRST._replace(answer="refused", answered_on=DAY),
    "nothing, and it had arrived": FIRST._replace(received=date(2026, 6, 26)),
}  # fmt: skip
TURNS = 14  # of each filing; with fewer some clause of a pack is not met
GAPS = {"line", "kind", "kinds", "product"}
"""Places that stand as a gap, where nothing fills them."""


class Case(NamedTuple):
    filing: Filing
    calls: tuple
    profile: object
    company: Company


def filings(pack):
    """Kinds and natures against each other, and against all that may have come before."""
    kinds = [(kind, product_) for kind in (None, *CallKind) for product_ in ("luce", "unknown")]
    befores = [()]
    if pack.first:
        befores += [(one._replace(recipient=pack.first),) for one in ANSWERS.values()]
    if any(clause.law_of for clauses in pack.letters.values() for clause in clauses):
        old = FIRST._replace(recipient=pack.first, due=None)  # of the day before a law began
        days = [day - timedelta(days=1) for day in boundaries(pack)]
        befores += [(old._replace(on=day, means=way),) for day in days for way in (Means.PEC, None)]
    if pack.reminder:
        second = Sent(pack.reminder, date(2026, 10, 20), Means.POST, due=date(2026, 11, 9))
        befores.append((*befores[2], second))
    for (kind, offer), nature, before in product(kinds, ("", "research", "other", "scam"), befores):
        yield Filing(pack.first, TODAY, kind, offer, nature=nature, earlier=before)


def calls_of(pack):
    """Those of every country, some around each day on which the pack's law changes, and of each sort of number that it knows."""
    found = list(CALLS.values())
    for day in boundaries(pack):
        for hour in TIMES.values():
            on = datetime(day.year, day.month, day.day, hour, 30, tzinfo=ROME)
            before = on - timedelta(days=1)
            found += [(a_sales_call(at=before),), (a_sales_call(at=on, **TALKED),)]
            found.append((a_sales_call(at=before), a_sales_call(at=on, call_id=2)))
            found.append((a_sales_call(at=on, called=MOBILE),))
        for limit in pack.limit:
            for first in (-limit.most - 1, 0):  # one too many, by the law before and by the new one
                days = [on + timedelta(days=first + n) for n in range(limit.most + 1)]
                found.append(
                    tuple(a_sales_call(at=one, call_id=n) for n, one in enumerate(days, 1))
                )
    for sort in pack.number.values():
        shown = f"{sort.beginnings[0]}000123"
        found += [(a_sales_call(number=shown, calling=shown, **talked),) for talked in ({}, TALKED)]
        found.append((a_sales_call(number=shown, calling=shown), a_sales_call(20, 2)))
    return found


@cache
def cases(country):
    """Each filing with some of the worlds in which it can stand, the same ones in every run and every language."""
    pack, dice = the_pack(first_language(country)), Random(country)
    worlds = calls_of(pack)
    people = [MARIA, *(WHOLE._replace(own=own) for own in people_of(pack))]
    owns = [{}, *(answers_to(pack.answer, turn) for turn in range(12))]
    made = {}
    for filing in filings(pack):
        for turn in range(TURNS):
            one = filing._replace(
                answers=dice.choice(owns), minimal=turn == 1, summary="Sì" if turn % 3 else ""
            )
            calls, profile, company = dice.choice(worlds), dice.choice(people), dice.choice(FIRMS)
            known = template_values(one, calls, pack, profile, company)
            made.setdefault(
                (known.facts, frozenset(known.values), tuple(known.letters.items())),
                Case(one, calls, profile, company),
            )
    return made


@cache
def letters(country):
    """By act and clauses, one case of each."""
    found = {}
    pack = the_pack(first_language(country))
    for (facts, filled, before), case in cases(country).items():
        days = Days(TODAY, pack.citations(), dict(before))
        for act, recipient in pack.recipient.items():
            if recipient.letter:
                filled_or_gap = filled | (GAPS if facts.days else GAPS | {"date", "time"})
                filled_or_gap |= {"authority"} if recipient.to_authority else frozenset()
                stand = standing(
                    pack.letters[recipient.letter],
                    facts,
                    filled_or_gap,
                    days,
                )
                found.setdefault((act, tuple(s.clause.key for s in stand)), (stand, facts, case))
    return found


def first_language(country):
    return next(name for name in pack_names() if name.startswith(country))


@pytest.fixture(params=sorted({name[:2] for name in pack_names()}))
def country(request):
    return request.param


@pytest.fixture(params=pack_names())
def name(request):
    """Of a pack in one of its languages."""
    return request.param


def test_no_clause_contradicts_another(country):
    odd = set()
    for (act, _), (stand, _, _) in letters(country).items():
        groups = Counter(s.clause.group for s in stand if s.clause.group)
        odd |= {(act, group) for group, n in groups.items() if n > 1}

    assert odd == set()


def test_each_clause_is_reached_by_some_case(country):
    pack = the_pack(first_language(country))
    reached = {(act, key) for act, keys in letters(country) for key in keys}
    every = {
        (act, clause.key)
        for act, recipient in pack.recipient.items()
        for clause in pack.letters.get(recipient.letter, ())
    }

    assert every - reached == set()


def test_a_clause_names_only_calls_of_its_kind_and_days(country):
    days = Days(TODAY, the_pack(first_language(country)).citations())
    for stand, facts, _ in letters(country).values():
        for one in stand:
            for place in one.those:
                day = facts.days[place]
                since, until = days.of(one.clause)
                assert since is None or day >= since
                assert until is None or day <= until
                assert one.clause.of is None or set(one.clause.of.all) <= facts.calls[place]
            of_some = (one.clause.of, one.clause.since, one.clause.until) != (None,) * 3
            assert bool(one.those) is (of_some and not one.clause.law_of)


def test_no_clause_speaks_of_what_was_heard_where_the_log_denies_it(country):
    heard = {"operator", "automated", "silent", "spoken", "pretended_yes"}
    for stand, facts, _ in letters(country).values():
        if "turned_away" in facts.holding:
            assert not any(heard & {*s.clause.when.all} - {"pretended_yes"} for s in stand)


@cache
def written(name):
    pack = the_pack(name)
    some = [(key[0], case) for key, (_, _, case) in letters(name[:2]).items()]
    return [
        (act, write_draft(case.filing._replace(recipient=act, reference="20261124-1"), case.calls, pack, case.profile, case.company))
        for act, case in some[:: max(1, len(some) // 250)]
    ]  # fmt: skip


def test_no_text_is_empty_where_the_act_demands_one(name):
    pack = the_pack(name)
    for act, draft in written(name):
        assert draft.subject or draft.channel in {"sms", "phone"}
        lacking = {gap.key for gap in draft.missing}
        assert draft.paragraphs or draft.fields or "calls" in lacking
        stands = " ".join(draft.paragraphs)
        for clause in pack.letters.get(pack.recipient[act].letter, ()):
            if clause.asks and clause.text not in stands:
                assert clause.asks in lacking, (act, clause.key)


def test_no_sentence_is_longer_than_one_can_read(name):
    shortened = re.compile(r"\bartt?\.|\blett\.|\bpar(r)?\.|\bn\.|\bcomm[ai]\.|provv\.|[A-Z]\.")
    long = {
        sentence
        for _, draft in written(name)
        for each in draft.basis
        for sentence in re.split(r"(?<=[.:;]) ", re.sub(r"\([^()]*\)", "", shortened.sub("x", each.sentence)))
        if len(sentence.split()) > 45
    }  # fmt: skip

    assert long == set()


def test_no_brackets_stand_in_one_another_and_nothing_is_left_open(name):
    for _, draft in written(name):
        depth = 0
        for paragraph in draft.paragraphs:
            for character in paragraph:
                depth += (character == "(") - (character == ")")
                assert 0 <= depth <= 1, paragraph
            assert depth == 0, paragraph


def test_numbers_of_the_country_stand_in_no_brackets_of_their_own(name):
    """Where it writes them as (202) 555-0147, a sentence does not put them into brackets once more."""
    pack = the_pack(name)
    for number in {one.number for one in pack.example if one.number}:
        call = a_sales_call(number=number, calling=number, called=number, **TALKED)
        for act in pack.recipient:
            filing = Filing(act, TODAY, CallKind.OPERATOR, "x", reference="1")
            draft = write_draft(filing, [call], pack, WHOLE._replace(line=number), ENERGY)
            for text in (*draft.paragraphs, *(field.value for field in draft.fields)):
                assert not re.search(r"\([^()]*\(", text), (act, text)


def test_a_field_says_whether_something_in_it_is_still_to_be_completed(name):
    pack = the_pack(name)
    begins = f"[{pack.terms['gap']}"
    for _, draft in written(name):
        for field in draft.fields:
            assert field.gap == (begins in field.value), field


def test_the_first_short_form_is_spelt_out(name):
    pack = the_pack(name)
    for _, draft in written(name):
        text = " ".join(draft.paragraphs)
        for short, long in pack.abbreviation.items():
            assert short not in draft.subject
            if short in text:
                assert text.index(long) <= text.index(short)


def test_each_sentence_says_why_it_stands(name):
    for _, draft in written(name):
        for each in draft.basis:
            assert each.rests_on in {"observed", "stated", "derived"}
            assert each.sentence in draft.paragraphs[each.paragraph]
            assert bool(each.cite) is any(ground.where == "law" for ground in each.grounds)
        assert {b.paragraph for b in draft.basis} == set(range(len(draft.paragraphs)))


def test_one_call_is_never_told_as_several(name):
    plural = re.compile(
        r"\b(le|queste|altre|sulle|dalle|alle) chiamate (?!verso|mute|con|senza|cessino)",
        re.IGNORECASE,
    )
    for act, draft in written(name):
        if len(draft.calls) == 1 and name == "IT it":
            said = on_one_line(draft)
            assert not (found := plural.findall(said)), (act, found)


def test_a_clause_reads_no_place_that_is_not_its_own(country):
    pack = the_pack(first_language(country))
    for stand, _, _ in letters(country).values():
        for one in stand:
            if "those" in parsed(one.clause.text).places:
                assert one.those, (one.clause.key, pack.country)
