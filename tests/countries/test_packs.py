"""Every country's pack: what a new country has to bring, and gets tested for free."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from packs import pack_names, the_pack
from portinaio.core.numbers import number
from portinaio.countries import pack as packs
from portinaio.countries.act_schema import AdviceRule, Aid
from portinaio.countries.clause_schema import Clause, LetterFile, Need, When
from portinaio.countries.fact_schema import ShownNumbers
from portinaio.countries.notation import parsed
from portinaio.countries.pack import countries, read_pack, schema
from portinaio.countries.pack_check import problems
from portinaio.countries.pack_schema import PackFile
from portinaio.countries.plans import plan_from, read_plan
from portinaio.countries.vocabulary import PLACES
from portinaio.errors import ConfigError

SCHEMAS = Path(packs.__file__).parent
EXAMPLES = [
    pytest.param(country, example, id=f"{country} {example.text}")
    for country in countries()
    for example in read_pack(country).example
]


@pytest.fixture(params=pack_names())
def pack(request):
    """Each that is shipped, and those that the tests bring from outside, in each language."""
    return the_pack(request.param)


def facts_of(pack):
    """Everything that was read somewhere, with where it stands."""
    for table in ("law", "authority", "optout", "number"):
        yield from ((f"{table}.{key}", one) for key, one in getattr(pack, table).items())
    for table in ("hours", "limit", "consent", "decision", "company", "range"):
        yield from ((f"{table} {n}", one) for n, one in enumerate(getattr(pack, table), 1))
    for table in ("register", "silent"):
        if one := getattr(pack, table):
            yield table, one


def said_of(pack):
    return {problem.says for problem in problems(pack)}


@pytest.mark.parametrize(("country", "example"), EXAMPLES)
def test_an_example_number_is_read_as_the_pack_says(country, example):
    reading = number.read(example.text, plan_from(read_plan(country)))

    assert (reading.number, reading.kind.value) == (example.number, example.kind)


def test_a_pack_brings_examples_and_somebody_to_complain_to(pack):
    assert bool(pack.example) is bool(pack.plan)
    assert pack.recipient
    assert not pack.first or not pack.recipient[pack.first].to_authority


def test_each_fact_of_a_pack_bears_source_day_and_mark(pack):
    odd = [
        where
        for where, fact in facts_of(pack)
        if not fact.source.strip() or fact.mark not in {"V1", "V2"} or fact.checked > pack.review_by
    ]

    assert odd == []


def test_each_term_of_a_pack_names_the_law_it_follows(pack):
    owed = [one for one in pack.recipient.values() if one.answer_owed]
    named = [one.term_law if one.term else pack.deadlines.law for one in owed if not one.reminds]

    assert all(named)


def test_a_pack_says_who_has_to_read_it_and_what_it_leaves_out(pack):
    said = [pack.before_release, *pack.does_not]

    assert [one for one in said if not one.endswith(".") or one != " ".join(one.split())] == []


def test_a_pack_is_reviewed_within_a_year(pack):
    assert 0 < (pack.review_by - pack.checked).days <= 366


def test_every_law_of_a_pack_says_one_sentence(pack):
    odd = [key for key, law in pack.law.items() if not law.says.endswith(".") or not law.cite]

    assert odd == []


def test_a_letter_cites_the_law_by_key_so_that_every_citation_has_a_source(pack):
    bare = {
        (name, clause.key): found
        for name, clauses in pack.letters.items()
        for clause in clauses
        if (found := re.findall(r"\bartt?\.|§|\bD\.Lgs|\bReg\.", clause.text))
    }

    assert bare == {}


def test_every_phrase_for_the_reader_can_be_put_into_the_catalogue(pack):
    phrases = [
        phrase for r in pack.recipient.values() for phrase in (r.name, *(a.says for a in r.aids))
    ]
    phrases += pack.question.values()
    phrases += [answer.question for answer in pack.answer.values()]
    phrases += [c for r in pack.recipient.values() for c in r.cautions]
    phrases += [law.caution for law in pack.law.values() if law.caution]
    phrases += [rule.says for r in pack.recipient.values() for rule in r.advice]

    assert [p for p in phrases if not p or p != " ".join(p.split())] == []


@pytest.mark.parametrize(("name", "shape"), [("pack", PackFile), ("letter", LetterFile)])
def test_the_json_schema_is_current(name, shape):
    assert json.loads(SCHEMAS.joinpath(f"{name}.schema.json").read_bytes()) == json.loads(
        schema(shape)
    )


@pytest.mark.parametrize(
    ("clause", "problem"),
    [
        ({"text": "{{ compani }}"}, "there is no place {{ compani }}"),
        ({"when": When(all=("sevral",))}, "when names sevral, which is no condition"),
        ({"when": When(all=("silent",), not_=("silent",))}, "when wants silent to hold and not to hold"),
        ({"of": When(any=("was_nice",))}, "of names was_nice, which is no condition"),
        ({"text": "{{ cite('it.nothing') }}"}, "there is no law it.nothing"),
        ({"text": "{{ cite('garante-443-2021') }}"}, "there is no law garante-443-2021"),
        ({"law": ("it.nothing",)}, "there is no law it.nothing"),
        ({"text": "{{ point('nowhere') }}"}, "there is no point nowhere"),
        ({"text": "{{ those }}"}, "{{ those }} stands only where of, since or until says which calls"),
        ({"text": "", "table": False}, "it has a text, or it is the table of calls"),
        ({"law_of": "objected_on", "text": "{{ those }}"}, "{{ those }} stands only where of, since or until says which calls"),
        ({"law_of": "objected_on", "of": When()}, "law_of is of a letter, and of is of calls"),
        ({"asks": "violations"}, "asks is a key of question, and stands in a point"),
        ({"text": "{{ company }}", "rests_on": "observed"}, "company is what the user says, so it was not observed"),
    ],
)  # fmt: skip
def test_a_clause_that_names_what_is_not_there_is_refused(clause, problem):
    italy = read_pack("IT")
    odd = Clause(**{"key": "odd", "text": "x", **clause})

    letters = {**italy.letters, "controller.toml": (*italy.letters["controller.toml"], odd)}

    place = len(letters["controller.toml"]) - 1
    ((says, path, file),) = problems(replace(italy, letters=letters))
    assert says == f"clause odd: {problem}"
    assert path.startswith(f"$.clause[{place}]")
    assert file == "controller.toml"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"authority": "pope"}, "there is no authority pope"),
        ({"law": ("it.nothing",)}, "there is no law it.nothing"),
        ({"needs": ("company", "shoe_size")}, "needs names shoe_size, which is no place"),
        ({"needs": ("holder",)}, "gap has no name for holder"),
        (
            {"needs": (Need(place="name", when=When(all=("perators",))),)},
            "needs names perators, which is no condition",
        ),
        ({"reminds": "pope"}, "there is no recipient pope that it could recall"),
        (
            {"advice": (AdviceRule(speaks="for", when=When(not_=("sevral",)), says="x."),)},
            "advice names sevral, which is no condition",
        ),
        ({"subject": "{{ compani }}"}, "there is no place {{ compani }}"),
        ({"annexes": ("{{ cite('x') }}",)}, "there is no law x"),
        (
            {"aid": (Aid(says="It says so.", clauses=("nowhere",)),)},
            "aid tells of a clause nowhere, which the letter has not",
        ),
        (
            {"aid": (Aid(says="It is so.", when=When(all=("sevral",))),)},
            "aid names sevral, which is no condition",
        ),
    ],
)
def test_a_recipient_that_rests_on_what_is_not_there_is_refused(changes, problem):
    italy = read_pack("IT")
    recipient = replace(italy.recipient["controller"], **changes)

    broken = replace(italy, recipient={"controller": recipient})

    assert f"recipient controller: {problem}" in said_of(broken)


def test_a_category_that_leads_to_no_choice_is_refused():
    italy = read_pack("IT")
    sector = replace(italy.answer["sector"], of_category={"energy": "gas"})

    said = said_of(replace(italy, answer={**italy.answer, "sector": sector}))

    assert said == {"answer sector: of_category leads to what is no choice"}


def test_a_pack_that_lacks_a_word_of_the_letters_is_refused():
    italy = read_pack("IT")

    assert "terms lacks gap" in said_of(replace(italy, terms={}))


@pytest.mark.parametrize("country", ["XX", "it", "", "../..", "ZZ"])
def test_a_country_without_a_pack_is_refused_with_those_that_have_one(country):
    with pytest.raises(ConfigError, match=r"only for: .*IT"):
        read_pack(country)


def test_a_letter_asks_only_for_places_that_a_complaint_fills(pack):
    named = [parsed(clause.text).places for one in pack.letters.values() for clause in one]

    assert set().union(*named) <= PLACES.keys() | pack.answer.keys() | pack.profile.keys()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({"ask": "http://example.org/{national}"}, "ask must be an address with https://", id="plain http"),
        pytest.param({"ask": "https://example.org/"}, "one {national}", id="no place for the number"),
        pytest.param({"ask": "https://example.org/{national}/{national}"}, "one {national}", id="two of them"),
        pytest.param({"ask": "https://{national}.example.org/"}, "one {national}", id="in the host"),
        pytest.param({"keeper": " "}, "must say something", id="nobody learns of it"),
        pytest.param({"company": ()}, "must say something", id="no key of the company"),
    ],
)  # fmt: skip
def test_a_register_that_cannot_be_asked_safely_is_refused(change, fault):
    italy = read_pack("IT")

    said = said_of(replace(italy, register=replace(italy.register, **change)))

    assert any(fault in each for each in said)


@pytest.mark.parametrize("beginnings", [(), ("34400",), ("+",), ("+34 400",), ("+34400*",)])
def test_a_sort_of_numbers_that_begins_with_none_is_refused(beginnings):
    odd = ShownNumbers(beginnings=beginnings, source="x", checked=date(2026, 11, 1), mark="V1")

    said = said_of(replace(read_pack("IT"), number={"odd": odd}))

    assert any(each.startswith("number odd: a beginning is like +34400") for each in said)
