"""Every sentence exists in every language, with the same places in it."""

from __future__ import annotations

import re

import pytest

from portinaio.language import LANGUAGES
from translations import PLACE, ROOT, catalogue_of, pairs, the_tool

OPTION = re.compile(
    r"(?<![\w-])--[a-z][a-z-]+|portinaio (?!there)[a-z]+(?: (?:set|import|show|sync|catalog|sent|send|attach|add|remove|test|sheet|providers|formats|message|install)\b)?|config\.toml"
)


@pytest.fixture(scope="module")
def tool():
    return the_tool()


@pytest.fixture(scope="module")
def wanted(tool):
    return {message.id for message in tool.messages(ROOT) if message.id}


@pytest.fixture(scope="module", params=[code for code in LANGUAGES if code != "en"])
def catalogue(request):
    return catalogue_of(request.param)


def test_german_and_italian_are_spoken_beside_english():
    assert {"en", "de", "it"} <= set(LANGUAGES)


def test_the_catalogue_has_every_message_of_the_sources_and_no_other(wanted, catalogue):
    assert {message.id for message in catalogue if message.id} == wanted


def test_every_message_is_translated(tool, catalogue):
    missing = [message.id for message in catalogue if message.id and not tool.translated(message)]

    assert missing == []


def test_no_translation_is_a_guess(catalogue):
    assert [message.id for message in catalogue if message.fuzzy] == []


def test_a_translation_has_the_places_of_its_message(catalogue):
    wrong = [
        (english, other)
        for message in catalogue
        if message.id
        for english, other in pairs(message)
        if sorted(PLACE.findall(english)) != sorted(PLACE.findall(other))
    ]

    assert wrong == []


def test_no_translation_is_cut_off_or_has_other_blanks_at_its_ends(catalogue):
    wrong = [
        other
        for message in catalogue
        if message.id
        for english, other in pairs(message)
        if ends(english) != ends(other)
    ]

    assert wrong == []


def test_what_is_typed_at_a_shell_stands_in_every_language_as_it_is_typed(catalogue):
    """A command, an option, a key of config.toml and its value are the same for everybody."""
    wrong = [
        (option, other)
        for message in catalogue
        if message.id
        for english, other in pairs(message)
        for option in OPTION.findall(english)
        if option not in other
    ]

    assert wrong == []


def ends(text):
    """Blanks before and behind it, and line breaks inside."""
    return (text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :], text.count("\n"))
