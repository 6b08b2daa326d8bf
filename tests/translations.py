"""The message catalogues as translators see them: each message with what it is in another language."""

from __future__ import annotations

import importlib.util
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PLACE = re.compile(r"%(?:\(\w+\))?[#0\- +]*[\d.]*[a-zA-Z%]")


@cache
def the_tool():
    """What keeps them up with the sources."""
    spec = importlib.util.spec_from_file_location("catalogues", ROOT / ".hatch/catalogues.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


@cache
def catalogue_of(language):
    return the_tool().read(ROOT / f"src/portinaio/locale/{language}/LC_MESSAGES/portinaio.po")


def translations(language):
    """English beside the other language, each form of a plural by itself."""
    return [each for message in catalogue_of(language) if message.id for each in pairs(message)]


def pairs(message):
    """English and the other language; a singular may leave the count out, so it is held to what its plural has."""
    if isinstance(message.id, tuple):
        singular, plural = message.id
        one, many = message.string
        return [(plural, many), (singular, one) if count(one) == count(singular) else (plural, one)]
    return [(message.id, message.string)]


def count(text):
    return len(PLACE.findall(text))
