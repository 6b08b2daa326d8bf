"""The notation of clauses: places, filters, citations, and nothing that could be run."""

import pytest

from portinaio.countries.notation import Language, Listed, NotationError, parsed, rendered
from portinaio.countries.pack import read_pack

ITALIAN = Language("it", "IT", read_pack("IT").led, ("«", "»"))


def a_rendering(text, language=ITALIAN, **values):
    return rendered(text, {"language_of_letter": language, **values})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{{ day | led('il') }}", "l'8 ottobre", id="an article before a vowel"),
        pytest.param("{{ day | led('del') }}", "dell'8 ottobre", id="a preposition before one"),
        pytest.param("{{ first | led('il') }}", "il 1° ottobre", id="an article"),
        pytest.param("{{ eleventh | led('dal') }}", "dall'11 maggio", id="eleven"),
        pytest.param("{{ eightieth | led('il') }}", "il 80", id="only what the pack names"),
        pytest.param("{{ one | plural('chiamata', 'chiamate') }}", "chiamata", id="one"),
        pytest.param("{{ two | plural('chiamata', 'chiamate') }}", "chiamate", id="two"),
        pytest.param("{{ all | listed }}", "a, b e c", id="a list"),
        pytest.param("{{ all }}", "a; b; c", id="a list without its filter"),
        pytest.param("{{ word | capital }}", "Muta", id="a capital"),
        pytest.param("{{ word | quoted }}", "«muta»", id="in the language's quotes"),
        pytest.param("one\n  line", "one line", id="lines are joined"),
    ],
)
def test_a_text_is_said_as_the_language_has_it(text, said):
    values = {
        "day": "8 ottobre", "first": "1° ottobre", "eleventh": "11 maggio", "eightieth": "80",
        "one": "1", "two": "2", "all": Listed(("a", "b", "c")), "word": "muta",
    }  # fmt: skip

    assert a_rendering(text, **values) == said


@pytest.mark.parametrize(("n", "form"), [("1", "plik"), ("2", "pliki"), ("5", "plików")])
def test_a_language_has_as_many_plurals_as_it_has(n, form):
    polish = ITALIAN._replace(code="pl")

    assert a_rendering("{{ n | plural('plik', 'pliki', 'plików') }}", polish, n=n) == form


@pytest.mark.parametrize(
    "value", ["{{ name }}", "{% for a in b %}", "{{ cite('x') }}", "<b>", "{?x}y{/x}", "\\n"]
)
def test_a_value_is_text_whatever_it_holds(value):
    assert a_rendering("{{ name }}", name=value) == value


@pytest.mark.parametrize(
    "text",
    [
        "{% if a %}x{% endif %}", "{% for a in b %}{% endfor %}", "{% set a = 1 %}", "{{ a.b }}",
        "{{ a['b'] }}", "{{ a + b }}", "{{ a * 9 }}", "{{ a() }}", "{{ cite(a) }}", "{{ lipsum() }}",
        "{{ 'x' if a else 'y' }}", "{{ [a] }}", "{{ {} }}", "{{ a ~ b }}", "{{ a | format(b) }}",
        "{{ a | led(word='il') }}", "{% include 'x' %}", "{% macro m() %}{% endmacro %}",
        "{{ a", "}}{{", "{{ 1.5 }}", "{{ -a }}", "{{ a is defined }}", "{?a}b{/a}", "{a}",
        "{@it.live}", "x" * 2001,
    ],
)  # fmt: skip
def test_nothing_else_is_in_the_notation(text):
    with pytest.raises(NotationError):
        parsed(text)


def test_a_text_says_what_it_names():
    found = parsed("{{ name | led('il') }} ({{ cite('it.live') }}), {{ point('rights') }}")

    assert found == (frozenset({"name"}), frozenset({"it.live"}), frozenset({"rights"}))
