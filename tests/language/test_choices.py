"""An answer counts by its code, and by its word in any language."""

from __future__ import annotations

import itertools
import re

import pytest

from portinaio import language
from portinaio.complaints.fixed_answers import OF_ANY_COUNTRY
from portinaio.core.message import Message
from portinaio.core.policy import Action
from portinaio.countries.pack import read_folder
from portinaio.countries.pack_folders import shipped
from portinaio.countries.vocabulary import QUESTIONS
from portinaio.language.choices import WORDS, code_named, code_of, one_of, said

SHIPPED = [read_folder(folder) for folder in shipped()]
OF_PACKS = [
    one.choices
    for pack in SHIPPED
    for one in (*pack.answer.values(), *pack.profile.values())
    if one.choices
]
EVERY = [
    *(one.codes for one in OF_ANY_COUNTRY.values()),
    *OF_PACKS,
    tuple(map(str, Action)),
    ("known", "unknown", "reported"),
    ("listen", "registrar"),
    ("sole", "forked", "serial", "fritzbox", "pbx"),
    ("unknown", "one", "several"),
    ("none", "own"),
    tuple(str(one) for one in Action if one is not Action.HOLD),
    ("block", "allow", "contacts", "calls"),
    ("block", "list", "calls", "contacts"),
    ("email", "pec", "registered", "post", "web", "hand", "sms", "phone"),
]


@pytest.mark.parametrize("codes", sorted({tuple(map(str, codes)) for codes in EVERY}))
@pytest.mark.parametrize("code", language.LANGUAGES)
def test_each_choice_is_taken_by_its_word_and_stands_for_no_other(code, codes):
    language.use(code)

    assert [code_of(said(one), codes) for one in codes] == list(codes)
    assert [code_of(said(one).upper(), codes) for one in codes] == list(codes)


@pytest.mark.parametrize("codes", sorted({tuple(map(str, codes)) for codes in OF_PACKS}))
def test_every_answer_of_a_pack_has_its_word_unless_it_is_a_name(codes):
    assert {one for one in codes if one not in WORDS and one.islower()} <= {"garante", "agcom"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("operator", "operator"),
        ("operatore", "operator"),
        ("OPERATORE", "operator"),
        ("Mensch", "operator"),
        ("silent", "silent"),
        ("muta", "silent"),
        ("robot", None),
        ("", None),
    ],
)
def test_a_word_is_taken_in_every_language(text, code):
    assert code_of(text, ("operator", "automated", "silent")) == code


def test_an_accent_may_be_left_out():
    assert code_of("si", ("yes", "no")) == code_of("sì", ("yes", "no")) == "yes"


@pytest.mark.parametrize(
    ("code", "words"),
    [("en", "yes, no, txt"), ("it", "sì, no, txt"), ("de", "ja, nein, txt")],
)
def test_the_choices_are_named_in_the_words_of_the_reader(code, words):
    language.use(code)

    assert language.translate(one_of(("yes", "no", "txt"))) == words


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("azienda", "company"),
        ("L'AZIENDA", "company"),
        ("l\u2019azienda, un sollecito", None),
        ("the company", "company"),
        ("company", "company"),
        ("", None),
        ("papa", None),
    ],
)
def test_a_recipient_is_meant_by_its_name_with_its_article_or_without(text, key):
    assert code_named(text, {"company": Message("the company")}) == key


def test_a_code_with_a_percent_sign_is_named_as_it_is():
    assert str(one_of(("100%", "no"))) == "100%, no"


ASKED = [
    pytest.param(one, id=f"{pack.country} {key}")
    for pack in SHIPPED
    for key, one in (*pack.answer.items(), *pack.profile.items())
    if one.choices
]


@pytest.mark.parametrize("one", ASKED)
@pytest.mark.parametrize("code", language.LANGUAGES)
def test_a_question_names_the_words_that_answer_it(code, one):
    language.use(code)

    asked = language._(one.question)

    assert [word for word in map(said, one.choices) if word not in asked] == []


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_whoever_answers_with_a_word_of_the_question_is_understood(code):
    language.use(code)
    asked = [(OF_ANY_COUNTRY[key].codes, QUESTIONS[key]) for key in ("consent", "contract_until")]
    for pack in SHIPPED:
        asked += [
            (one.choices, Message(one.question)) for one in pack.answer.values() if one.choices
        ]
    for codes, question in asked:
        words = re.findall(r"\w+", language.translate(question))
        offered = {*words, *map(" ".join, itertools.pairwise(words))}

        assert {code_of(one, codes) for one in offered} >= set(codes), language.translate(question)
