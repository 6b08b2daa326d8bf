"""The notation of letters."""

import pytest

from portinaio.countries.template import cited, parsed, rendered

LAWS = {"it.live": "art. 130"}


def a_rendering(text, *conditions, **values):
    return rendered(parsed(text), values, frozenset(conditions), LAWS)


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        pytest.param("one\nline", ("one line",), id="lines of a paragraph are joined"),
        pytest.param("one\n\n \ntwo\n", ("one", "two"), id="a blank line parts paragraphs"),
        pytest.param("| a\n| b\nc", ("a\nb c",), id="a line with a bar stays a line"),
        pytest.param("x\n\n| a\n| b", ("x", "a\nb"), id="a bar may begin a paragraph"),
        pytest.param("by {@it.live}", ("by art. 130",), id="a law is cited"),
        pytest.param("{name}, {other}", ("Maria,",), id="an empty place is empty"),
        pytest.param("{?name}yes{/name}{!name}no{/name}", ("yes",), id="a place is a condition"),
        pytest.param("{?on}yes{/on}{!on}no{/on}", ("yes",), id="a condition holds"),
        pytest.param("{?off}yes{/off}{!off}no{/off}", ("no",), id="a condition does not hold"),
        pytest.param(
            "a\n\n{?off}b\n\nc{/off}\n\nd", ("a", "d"), id="what is left out leaves no hole"
        ),
        pytest.param("{?on}{!off}in{/off}{/on}", ("in",), id="parts stand in parts"),
        pytest.param("", (), id="nothing"),
    ],
)
def test_a_letter_is_laid_out_as_it_is_written(text, paragraphs):
    assert a_rendering(text, "on", name="Maria") == paragraphs


def test_a_value_is_text_whatever_it_holds():
    value = "{name} {?on}x{/on} {@it.live} | y"

    assert a_rendering("{name}\n\n{name}", "on", name=value) == (value, value)


def test_only_laws_of_parts_that_stand_are_cited():
    letter = parsed("{@it.live}{?off}{@it.auto}{/off}")

    assert cited(letter) == {"it.live", "it.auto"}
    assert cited(letter, {}, frozenset()) == {"it.live"}
