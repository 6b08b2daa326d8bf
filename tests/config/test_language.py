"""Which language the windows speak, and for which country they do."""

from __future__ import annotations

import pytest

from portinaio.config.language import find_country, find_language


@pytest.mark.parametrize(
    ("text", "environ", "spoken"),
    [
        pytest.param('language = "it"\n', {"LANG": "en_GB.UTF-8"}, "it", id="the configuration's"),
        pytest.param("", {"LANG": "it_IT.UTF-8"}, "it", id="the locale's, where it says nothing"),
        pytest.param("", {}, "en", id="English, where nobody does"),
        pytest.param('language = "it"', {"PORTINAIO_LANG": "en"}, "en", id="a variable's, first"),
        pytest.param('language = "tlh"', {"LANG": "it_IT"}, "it", id="not one without a catalogue"),
        pytest.param('[x]\nlanguage = "it"', {}, "en", id="not a key of a table"),
        pytest.param('# language = "it"', {}, "en", id="not a comment"),
        pytest.param(
            "country = 'IT'\n  language='it' # mine\n", {}, "it", id="as TOML lets it be spelt"
        ),
        pytest.param("\x00\ud800[[[", {}, "en", id="of a file that is no TOML"),
    ],
)
def test_the_windows_speak(tmp_path, text, environ, spoken):
    file = tmp_path / "config.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))

    assert find_language(str(file), environ) == spoken


def test_without_a_configuration_the_locale_decides(tmp_path):
    assert find_language(str(tmp_path / "none"), {"LC_ALL": "it_CH.UTF-8"}) == "it"


@pytest.mark.parametrize(
    ("text", "environ", "country"),
    [
        pytest.param('country = "at"\n', {"LANG": "it_IT"}, "AT", id="the configuration's"),
        pytest.param("", {"LANG": "de_AT.UTF-8"}, "AT", id="the locale's, where it says nothing"),
        pytest.param('[x]\ncountry = "AT"', {}, "IT", id="Italy, where nobody does"),
    ],
)
def test_the_windows_know_the_country(tmp_path, text, environ, country):
    file = tmp_path / "config.toml"
    file.write_text(text)

    assert find_country(str(file), environ) == country
