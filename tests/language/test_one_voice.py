"""How each language speaks: to one reader in one form, of one thing by one word, and in its own marks."""

from __future__ import annotations

import re

import pytest

from portinaio.language import LANGUAGES
from translations import translations

RULES = [
    pytest.param(
        "it",
        r"\b(?:avete|siete|dite|fate|potete|scegliete|eseguite|date (?:al|alla|a ciascun[oa]))\b"
        r"|\b\w+[aei]te(?:l[aeio]|li|ne)\b(?<!note)(?<!date)",
        id="Italian says tu, and never voi",
    ),
    pytest.param(
        "it", r"(?i)\bti sei \w+[oai]\b|\bsei stat[oa]\b", id="Italian guesses no reader's gender"
    ),
    pytest.param("it", r"(?i)\bdemon[ei]\b", id="Italian calls the daemon il servizio"),
    pytest.param("it", r"(?i)\bsociet\u00e0\b", id="Italian calls a company azienda"),
    pytest.param("it", r"(?i)\bsottoscritt", id="in Italian a list is in use, and not subscribed"),
    pytest.param(
        "it",
        r"\b(?:il|del|al|nel|dal|presso il) box\b",
        id="Italian calls the box a FRITZ!Box, since box is a garage",
    ),
    pytest.param("it", "[\u201c\u201d\u201e]", id="Italian quotes with guillemets"),
    pytest.param("it", r"(?i)\bfu(?:rono)?\b", id="Italian tells of the past with \u00e8 stato"),
    pytest.param(
        "it", r"(?i)\b(?:nulla|niente) \u00e8 cambiato", id="Italian says non \u00e8 cambiato nulla"
    ),
    pytest.param("it", r"(?i)\btelefonate\b", id="Italian calls calls chiamate"),
    pytest.param("de", r"(?i)\bkaltanruf", id="German speaks of unverlangte Anrufe"),
    pytest.param("de", r"\bder Brief\b", id="German calls a letter of ours das Schreiben"),
    pytest.param("de", r"\bLeitung %\(name\)", id="German calls a line Anschluss"),
    pytest.param(
        "de",
        r"\b(?:du|dir|dich|dein\w*|folge)\b",
        id="German says Sie, and never du",
    ),
    pytest.param("de", r"\bDaemon\b", id="German calls the daemon der Dienst"),
    pytest.param("de", r"\bFirm(?:a|en)\b(?!\w)", id="German calls a company Unternehmen"),
    pytest.param("de", "\u201d", id="German closes its quotes with the sixes"),
]


@pytest.fixture(scope="module")
def spoken():
    return {language: translations(language) for language in LANGUAGES if language != "en"}


@pytest.mark.parametrize(("language", "wrong"), RULES)
def test_a_language_speaks_in_one_voice(spoken, language, wrong):
    assert [other for _english, other in spoken[language] if re.search(wrong, other)] == []


def test_no_article_is_glued_to_what_is_filled_in(spoken):
    """`l'%(name)s` is right for one word and wrong for the next; nobody knows what will stand there."""
    glued = re.compile(r"[A-Za-z]['\u2019]%[(sd]")

    assert [
        other for every in spoken.values() for _english, other in every if glued.search(other)
    ] == []


def test_no_translation_has_a_sentence_of_another_pasted_into_it(spoken):
    long = {english for english, _other in spoken["it"] if len(english) > 60}

    for language, every in spoken.items():
        for _english, other in every:
            pasted = [sentence for sentence in long if sentence in other]
            assert pasted == [], (language, other)


def test_each_language_has_one_apostrophe(spoken):
    assert [
        other for every in spoken.values() for _english, other in every if "\u2019" in other
    ] == []
