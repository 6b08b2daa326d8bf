"""Every act of every country, in every combination of what can be known: what may stand in it beside what, and what never.

Conditions are evaluated without rendering; only letters that differ in their clauses are written.
"""

import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from itertools import cycle, product
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
    with_own,
)
from portinaio.complaints.drafting.compose import Days, standing
from portinaio.complaints.drafting.template_values import template_values
from portinaio.complaints.filing import CallKind, Company, Filing, Means, Sent
from portinaio.complaints.write_draft import write_draft
from portinaio.core.policy import Action, Outcome
from portinaio.countries.notation import parsed
from portinaio.countries.pack import countries, read_pack

MOBILE = "+393330000123"
TALKED, MISSED = {"talked_s": 31.0}, {"talked_s": 0.0}
REFUSED = {"action": Action.REJECT, "outcome": Outcome.DONE, "talked_s": 0.0}
BEFORE_BAN = datetime(2026, 6, 18, 10, 0, tzinfo=ROME)
AFTER_BAN = datetime(2026, 7, 1, 21, 30, tzinfo=ROME)

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
    "two missed of a day": (a_sales_call(18, **MISSED), a_sales_call(18, 2, **MISSED)),
    "two, one missed": (a_sales_call(18, **TALKED), a_sales_call(19, 2, **MISSED)),
    "two of a day, one missed": (a_sales_call(18, **TALKED), a_sales_call(18, 2, **MISSED)),
    "three, two close": (a_sales_call(2), a_sales_call(10, 2), a_sales_call(12, 3)),
    "two laws": (a_sales_call(at=BEFORE_BAN), a_sales_call(call_id=2, at=AFTER_BAN)),
    "two lines": (a_sales_call(18, called=LINE), a_sales_call(19, 2, called=MOBILE)),
}  # fmt: skip
ENROLLED = MARIA._replace(
    address="via Esempio 1, 00100 Roma",
    pec="maria@pec.example.net",
    holder="Carlo Rossi",
    own={
        "tax_code": "RSSMRA80A01H501U",
        "rpo_enrolled_on": "2026-01-15",
        "rpo_renewed_on": "2026-02-02",
    },
)
PEOPLE = (
    MARIA,
    ENROLLED,
    with_own(ENROLLED, rpo_enrolled_on=date(2026, 11, 16), rpo_renewed_on=None),
)
FIRMS = (
    ENERGY,
    Company("unknown"),
    ENERGY._replace(consent="none", contract_until="none", address="via Prova 2, Milano", pec="e@pec.example.com"),
    ENERGY._replace(consent="2026-05-01", contract_until="running"),
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
}  # fmt: skip
OWN = (
    {},
    {"offered": "energy", "pretended": "yes", "callback": "impossible", "adherent": "garante", "sector": "telecom", "customer_code": "1", "contract_on": "2026-10-08", "signed": "no", "papers": "no"},
)  # fmt: skip


GAPS = {"line", "kind", "kinds", "product"}
"""Places that stand as a gap, where nothing fills them."""


class Case(NamedTuple):
    filing: Filing
    calls: tuple
    profile: object
    company: Company


def filings(pack):
    """Kinds, natures and answers against each other, and against all that may have come before."""
    kinds = [(kind, product_) for kind in (None, *CallKind) for product_ in ("luce", "unknown")]
    befores = [(), *((one._replace(recipient=pack.first),) for one in ANSWERS.values())]
    befores.append(
        (*befores[2], Sent(pack.reminder, date(2026, 10, 20), Means.POST, due=date(2026, 11, 9)))
    )
    for (kind, offer), nature, own, before in product(
        kinds, ("", "research", "other", "scam"), OWN, befores
    ):
        answers = {key: value for key, value in own.items() if key in pack.answer}
        yield Filing(pack.first, TODAY, kind, offer, nature=nature, answers=answers, earlier=before)


@cache
def cases(country):
    """Each filing with some of the worlds in which it can stand, so that each pair of them meets."""
    pack = read_pack(country)
    worlds = cycle(product(CALLS.values(), PEOPLE, FIRMS))
    made = {}
    for filing in filings(pack):
        for turn in range(5):
            calls, profile, company = next(worlds)
            one = filing._replace(minimal=turn == 1, summary="Sì" if turn % 3 else "")
            known = template_values(one, calls, pack, profile, company)
            made.setdefault(
                (known.facts, frozenset(known.values)), Case(one, calls, profile, company)
            )
        next(worlds)  # the next filing begins elsewhere
    return made


@cache
def letters(country):
    """By act and clauses, one case of each."""
    found = {}
    pack = read_pack(country)
    for (facts, filled), case in cases(country).items():
        for act, recipient in pack.recipient.items():
            if recipient.letter:
                filled_or_gap = filled | (GAPS if facts.days else GAPS | {"date", "time"})
                stand = standing(
                    pack.letters[recipient.letter],
                    facts,
                    filled_or_gap,
                    Days(TODAY, pack.citations()),
                )
                found.setdefault((act, tuple(s.clause.key for s in stand)), (stand, facts, case))
    return found


@pytest.fixture(params=countries())
def country(request):
    return request.param


def test_no_clause_contradicts_another(country):
    odd = set()
    for (act, _), (stand, _, _) in letters(country).items():
        groups = Counter(s.clause.group for s in stand if s.clause.group)
        odd |= {(act, group) for group, n in groups.items() if n > 1}

    assert odd == set()


def test_each_clause_is_reached_by_some_case(country):
    pack = read_pack(country)
    reached = {(act, key) for act, keys in letters(country) for key in keys}
    every = {
        (act, clause.key)
        for act, recipient in pack.recipient.items()
        for clause in pack.letters.get(recipient.letter, ())
    }

    assert every - reached == set()


def test_a_clause_names_only_calls_of_its_kind_and_days(country):
    for stand, facts, _ in letters(country).values():
        for one in stand:
            for place in one.those:
                day = facts.days[place]
                assert one.clause.since is None or day >= one.clause.since
                assert one.clause.of is None or set(one.clause.of.all) <= facts.calls[place]
            assert bool(one.those) is (one.clause.of is not None)


def test_no_clause_speaks_of_what_was_heard_where_the_log_denies_it(country):
    heard = {"operator", "automated", "silent", "spoken", "pretended_yes"}
    for stand, facts, _ in letters(country).values():
        if "turned_away" in facts.holding:
            assert not any(heard & {*s.clause.when.all} - {"pretended_yes"} for s in stand)


@cache
def written(country):
    pack = read_pack(country)
    some = [(key[0], case) for key, (_, _, case) in letters(country).items()]
    return [
        (act, write_draft(case.filing._replace(recipient=act, reference="20261124-1"), case.calls, pack, case.profile, case.company))
        for act, case in some[:: max(1, len(some) // 250)]
    ]  # fmt: skip


def test_no_text_is_empty_where_the_act_demands_one(country):
    pack = read_pack(country)
    for act, draft in written(country):
        assert draft.subject
        assert draft.paragraphs or draft.fields
        stands = " ".join(draft.paragraphs)
        lacking = {gap.key for gap in draft.missing}
        for clause in pack.letters.get(pack.recipient[act].letter, ()):
            if clause.asks and clause.text not in stands:
                assert clause.asks in lacking, (act, clause.key)


def test_no_sentence_is_longer_than_one_can_read(country):
    shortened = re.compile(r"\bartt?\.|\blett\.|\bpar(r)?\.|\bn\.|\bcomm[ai]\.|provv\.|[A-Z]\.")
    long = {
        sentence
        for _, draft in written(country)
        for each in draft.basis
        for sentence in re.split(r"(?<=[.:;]) ", re.sub(r"\([^()]*\)", "", shortened.sub("x", each.sentence)))
        if len(sentence.split()) > 45
    }  # fmt: skip

    assert long == set()


def test_no_brackets_stand_in_one_another_and_nothing_is_left_open(country):
    for _, draft in written(country):
        depth = 0
        for paragraph in draft.paragraphs:
            for character in paragraph:
                depth += (character == "(") - (character == ")")
                assert 0 <= depth <= 1, paragraph
            assert depth == 0, paragraph


def test_the_first_short_form_is_spelt_out(country):
    pack = read_pack(country)
    for _, draft in written(country):
        text = " ".join(draft.paragraphs)
        for short, long in pack.abbreviation.items():
            assert short not in draft.subject
            if short in text:
                assert text.index(long) <= text.index(short)


def test_each_sentence_says_why_it_stands(country):
    for _, draft in written(country):
        for each in draft.basis:
            assert each.rests_on in {"observed", "stated", "derived"}
            assert each.sentence in draft.paragraphs[each.paragraph]
        assert {b.paragraph for b in draft.basis} == set(range(len(draft.paragraphs)))


def test_one_call_is_never_told_as_several(country):
    plural = re.compile(
        r"\b(le|queste|altre|sulle|dalle|alle) chiamate (?!verso|mute|con|senza|cessino)",
        re.IGNORECASE,
    )
    for act, draft in written(country):
        if len(draft.calls) == 1 and country == "IT":
            said = on_one_line(draft)
            assert not (found := plural.findall(said)), (act, found)


def test_a_clause_reads_no_place_that_is_not_its_own(country):
    pack = read_pack(country)
    for stand, _, _ in letters(country).values():
        for one in stand:
            if "those" in parsed(one.clause.text).places:
                assert one.those, (one.clause.key, pack.country)
