"""Which language is spoken."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from portinaio import language
from portinaio.language import formatting


@pytest.mark.parametrize(
    ("environ", "guessed"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "it_IT.UTF-8"}, "it"),
        ({"LANG": "it_IT.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "it:en"}, "it"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "de_AT.UTF-8"}, "de"),
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


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_each_language_is_spoken_once_it_is_chosen(code):
    language.use(code)

    assert language.code() == code
    assert (language.chosen() is None) is (code == "en")


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", ["24 Nov 2026", "Tuesday 24 November", "24 Nov", "214,380", "English"]),
        ("it", ["24 nov 2026", "martedì 24 novembre", "24 nov", "214.380", "Italiano"]),
        ("de", ["24. Nov. 2026", "Dienstag, 24. November", "24. Nov.", "214.380", "Deutsch"]),
    ],
)
def test_days_and_counts_are_written_as_the_language_writes_them(code, written):
    when = datetime(2026, 11, 24, 14, 2)  # noqa: DTZ001  # the wall clock's

    language.use(code)

    assert [
        formatting.day(when),
        formatting.near_day(when),
        formatting.short_day(when),
        formatting.count(214380),
        formatting.own_name(code),
    ] == written
    assert formatting.moment(when) == f"{written[0]}, 14:02"


def test_no_code_names_a_language_that_is_one_file():
    sources = Path(language.__file__).parents[1]
    named = re.compile(r"""code\(\) [!=]= ["'](?!en["'])|Literal\[["']en["'],""")

    assert [path for path in sources.rglob("*.py") if named.search(path.read_text("utf-8"))] == []
