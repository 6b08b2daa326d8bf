"""Every sentence exists in both languages, with the same places in it."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"%(?:\(\w+\))?[#0\- +]*[\d.]*[a-zA-Z%]")


def the_tool():
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".hatch/catalogues.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@pytest.fixture(scope="module")
def tool():
    return the_tool()


@pytest.fixture(scope="module")
def italian(tool):
    (source,) = tool.catalogues(ROOT)
    return tool.read(source)


def test_the_catalogue_has_every_message_of_the_sources_and_no_other(tool, italian):
    wanted = {message.id for message in tool.messages(ROOT) if message.id}

    assert {message.id for message in italian if message.id} == wanted


def test_every_message_is_translated(tool, italian):
    missing = [message.id for message in italian if message.id and not tool.translated(message)]

    assert missing == []


def test_no_translation_is_a_guess(italian):
    assert [message.id for message in italian if message.fuzzy] == []


def test_a_translation_has_the_places_of_its_message(italian):
    wrong = [
        (english, other)
        for message in italian
        if message.id
        for english, other in pairs(message)
        if sorted(PLACE.findall(english)) != sorted(PLACE.findall(other))
    ]

    assert wrong == []


def pairs(message):
    """English and Italian; a singular may leave the count out, so it is held to what its plural has."""
    if isinstance(message.id, tuple):
        singular, plural = message.id
        one, many = message.string
        return [(plural, many), (singular, one) if count(one) == count(singular) else (plural, one)]
    return [(message.id, message.string)]


def count(text):
    return len(PLACE.findall(text))
