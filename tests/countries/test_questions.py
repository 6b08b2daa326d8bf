"""Whatever changes what an act says is asked for by it: nobody has to know the keys of `--set` by heart."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from letters import ROME, a_draft, a_sales_call, on_one_line
from portinaio.complaints.answers import ANSWER_KEYS, PROFILE_KEYS
from portinaio.complaints.drafting.further import OF_ANY_COUNTRY
from portinaio.complaints.filing import CallKind, Company, Means, Profile, Sent
from portinaio.countries.pack import countries, read_pack

ACTS = [(country, act) for country in countries() for act in read_pack(country).recipient]
OBJECTED = Sent("controller", date(2026, 9, 1), Means.EMAIL, due=date(2026, 10, 2))
EVENING = datetime(2026, 11, 20, 22, 30, tzinfo=ROME)
CALLS = (
    a_sales_call(16, 1, talked_s=31.0),
    a_sales_call(17, 2, called=""),
    *(a_sales_call(18, n) for n in range(3, 7)),  # more than any limit allows
    a_sales_call(20, 7, at=EVENING),
)
KNOWN = Profile("Ada Weiß", "via Esempio 1", "ada@example.net", line="+390200001234")
FIRM = Company("Esempio S.p.A.", "via Esempio 2", "privacy@example.com", consent="none")
SAYING = {
    "company": {"company": FIRM._replace(name="Altra S.p.A.")},
    "consent": {"company": FIRM._replace(consent="given")},
    "contract_until": {"company": FIRM._replace(contract_until="running")},
    "kind": {"kind": CallKind.AUTOMATED},
    "product": {"product": "altro"},
    "summary": {"summary": "Hanno parlato di una bolletta."},
    "nature": {"nature": "research"},
}
"""Each of the answers that any country takes."""


def asked_by(country, act):
    """The keys for which it asks somebody who has said nothing yet."""
    bare = a_draft(
        *CALLS, country=country, recipient=act, profile=Profile(), company=Company(), kind=None, product=""
    )  # fmt: skip
    return {key for one in (*bare.missing, *bare.further) for key in (one.key, *one.any_of)}


def answers_to(asked):
    if asked.choices:
        return asked.choices
    return ("2026-01-15",) if asked.day else ("120.50",) if asked.amount else ("+390200009999",)


def saying(key, pack):
    """What a matter becomes by each answer under a key."""
    if key in SAYING:
        yield SAYING[key]
    elif key in pack.answer:
        yield from ({key: said} for said in answers_to(pack.answer[key]))
    else:
        for said in answers_to(pack.profile[key]):
            yield {"profile": KNOWN._replace(own={key: said})}


@pytest.mark.parametrize(("country", "act"), ACTS)
def test_no_answer_changes_an_act_that_does_not_ask_for_it(country, act):
    pack, asked = read_pack(country), asked_by(country, act)
    first = OBJECTED._replace(recipient=pack.first)
    matter = {"country": country, "recipient": act, "profile": KNOWN, "company": FIRM, "earlier": (first,)}  # fmt: skip
    as_it_is = on_one_line(a_draft(*CALLS, **matter))
    for key in {*OF_ANY_COUNTRY, *pack.answer, *pack.profile} - asked:
        for said in saying(key, pack):
            assert on_one_line(a_draft(*CALLS, **{**matter, **said})) == as_it_is, (key, said)


@pytest.mark.parametrize(("country", "act"), ACTS)
def test_whatever_an_act_asks_for_can_be_answered_or_is_done_first(country, act):
    pack = read_pack(country)
    recipient = pack.recipient[act]
    clauses = pack.letters[recipient.letter] if recipient.letter else ()
    done_first = {"objected_on", *(clause.asks for clause in clauses)}
    answerable = {*ANSWER_KEYS, *PROFILE_KEYS, *pack.answer, *pack.profile}

    assert asked_by(country, act) - done_first - answerable == set()


@pytest.mark.parametrize(("country", "act"), ACTS)
def test_nothing_is_asked_for_twice(country, act):
    drafted = a_draft(*CALLS, country=country, recipient=act)
    keys = [one.key for one in (*drafted.missing, *drafted.further)]

    assert len(keys) == len({*keys})


def test_what_is_answered_is_asked_for_no_more():
    known = {"company": FIRM, "summary": "Una bolletta.", "nature": "sales"}
    left = [one.key for one in a_draft(recipient="controller", country="DE", **known).further]

    assert left == ["contract_until"]


@pytest.mark.parametrize("consent", ["none", "unknown", "given", "2026-01-15"])
def test_consent_is_answered_whatever_was_said_of_it(consent):
    drafted = a_draft(country="DE", company=FIRM._replace(consent=consent))

    assert "consent" not in [one.key for one in drafted.further]


def test_what_turns_on_nothing_is_not_asked_for():
    first = OBJECTED._replace(recipient="controller")
    drafted = a_draft(*CALLS, country="IT", recipient="reminder", earlier=(first,))

    assert [one.key for one in drafted.further] == ["nature"]
