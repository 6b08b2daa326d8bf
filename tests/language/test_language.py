"""Which language is spoken."""

from __future__ import annotations

import pytest

from portinaio import language


@pytest.mark.parametrize(
    ("environ", "guessed"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "it_IT.UTF-8"}, "it"),
        ({"LANG": "it_IT.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "it:en"}, "it"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale(environ, guessed):
    assert language.guess(environ) == guessed


@pytest.mark.parametrize(
    ("environ", "guessed"),
    [
        ({}, "IT"),
        ({"LANG": "C.UTF-8"}, "IT"),
        ({"LANG": "de_AT.UTF-8"}, "AT"),
        ({"LC_ALL": "en_GB"}, "GB"),
    ],
)
def test_the_country_is_that_of_the_locale_and_italy_where_it_has_none(environ, guessed):
    assert language.guess_country(environ) == guessed
