"""What a register of numbers may answer, and what is believed of it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.complaints.register_answer import LONGEST_NAME, MOST, companies_in
from portinaio.errors import PortinaioError

KEYS = ("ragioneSociale", "denominazione")
HOSTILE = "Esempio\x1b[2J\u202e S.r.l.\n--yes"


def answered(answer: bytes) -> list[str]:
    """The names, `nobody`, or the sentence."""
    try:
        return list(companies_in(answer, KEYS)) or ["nobody"]
    except PortinaioError as error:
        return [str(error)]


@pytest.mark.parametrize(
    ("answer", "companies"),
    [
        pytest.param('{"ragioneSociale": "Esempio S.r.l."}', ["Esempio S.r.l."], id="an object"),
        pytest.param('[{"ragioneSociale": "Esempio S.r.l."}]', ["Esempio S.r.l."], id="a list"),
        pytest.param('{"ragione_sociale": "Esempio"}', ["Esempio"], id="the key with underscores"),
        pytest.param('{"RAGIONE SOCIALE": "Esempio"}', ["Esempio"], id="the key in capitals"),
        pytest.param('{"denominazione": "B", "ragioneSociale": "A"}', ["A"], id="the better key"),
        pytest.param('{"ragioneSociale": " ", "denominazione": "B"}', ["B"], id="the better key is empty"),
        pytest.param('{"data": {"records": [{"denominazione": "B"}]}}', ["B"], id="wrapped"),
        pytest.param('[{"denominazione": "A"}, {"denominazione": "B"}]', ["A", "B"], id="two records"),
        pytest.param('[{"denominazione": "A"}, {"denominazione": "A"}]', ["A"], id="one record twice"),
        pytest.param('\ufeff{"denominazione": "B"}', ["B"], id="with a byte order mark"),
        pytest.param("", [], id="nothing"),
        pytest.param(" \r\n", [], id="blanks"),
        pytest.param("[]", [], id="an empty list"),
        pytest.param("{}", [], id="an empty object"),
        pytest.param("null", [], id="null"),
    ],
)  # fmt: skip
def test_an_answer_names_the_companies_or_nobody(answer, companies):
    assert list(companies_in(answer.encode(), KEYS)) == companies


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        pytest.param("<!doctype html><html>", "web page", id="HTML"),
        pytest.param('{"denominazione": "Es', "no JSON", id="cut short"),
        pytest.param("[" * 60_000, "no JSON", id="as deep as it is long"),
        pytest.param("denominazione: B", "no JSON", id="another format"),
        pytest.param('{"esito": "OK"}', "names no company", id="another key"),
        pytest.param('{"denominazione": 5}', "names no company", id="a number for a name"),
        pytest.param('{"denominazione": "12345"}', "names no company", id="digits for a name"),
        pytest.param('"Esempio"', "names no company", id="a text alone"),
        pytest.param('{"a":{"b":{"c":{"d":{"e":{"denominazione":"B"}}}}}}', "names no company", id="too deep"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_with_a_sentence(answer, fault):
    with pytest.raises(PortinaioError, match=fault):
        companies_in(answer.encode(), KEYS)


def test_a_name_is_one_line_without_orders_to_the_terminal():
    (name,) = companies_in(json.dumps({"denominazione": HOSTILE}).encode(), KEYS)

    assert name == "Esempio [2J S.r.l. --yes"


def test_a_name_has_an_end():
    (name,) = companies_in(json.dumps({"denominazione": "x" * 5000}).encode(), KEYS)

    assert len(name) == LONGEST_NAME


def test_of_a_hundred_companies_the_first_are_taken():
    answer = json.dumps([{"denominazione": f"Esempio {n}"} for n in range(100)])

    assert len(companies_in(answer.encode(), KEYS)) == MOST


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["denominazione", "x"]), inner, max_size=2)
        ),
        max_leaves=12,
    )
)
def test_whatever_json_comes_names_come_of_it_or_a_sentence(told):
    said = answered(json.dumps(told).encode())

    assert said
    assert all(each.isprintable() and each.strip() for each in said)


@given(st.binary(max_size=64))
def test_whatever_bytes_come_names_come_of_them_or_a_sentence(answer):
    assert answered(answer)
