"""What is said to whoever asks for a list that cannot be had, or not like that."""

from __future__ import annotations

import pytest

PHONEBLOCK_NEEDS = {
    "en": "phoneblock needs a token, free, from the settings of an account",
    "it": "phoneblock richiede un token gratuito, dalle impostazioni di un account",
}


@pytest.mark.parametrize("name", ["tellows", "lista-telefonos-spam"])
def test_a_list_that_is_never_offered_gives_its_reason_by_its_name(run, name):
    ended = run("lists", "add", name, "--yes")

    assert (ended.code, f"{name} is never subscribed: " in ended.err) == (2, True)


@pytest.mark.parametrize("language", ["en", "it"])
def test_what_a_list_needs_is_said_in_the_readers_language(run, monkeypatch, language):
    monkeypatch.setenv("PORTINAIO_LANG", language)

    assert PHONEBLOCK_NEEDS[language] in run("lists", "add", "phoneblock", "--yes").err


@pytest.mark.parametrize("trust", ["-0.01", "1.01", "nan", "much", "0,8"])
def test_a_trust_that_is_none_is_told_what_one_is(run, tmp_path, trust):
    ended = run("lists", "add", str(tmp_path), f"--trust={trust}", "--yes")

    assert f"a trust is from 0 to 1, such as 0.8, not {trust}" in ended.err


def test_a_country_that_there_is_not_is_told_without_a_line_of_a_file(run, tmp_path):
    file = tmp_path / "numbers.txt"
    file.write_text("+390200001234\n")

    ended = run("lists", "add", str(file), "--region", "XX", "--yes")

    assert "region must be two letters such as IT, not 'XX'" in ended.err
    assert "config.toml" not in ended.err


def test_an_address_is_subscribed_once(run, tmp_path):
    file = tmp_path / "numbers.txt"
    file.write_text("+390200001234\n")
    run("lists", "add", str(file), "--yes")

    ended = run("lists", "add", str(file), "--trust", "0.9", "--yes")

    assert (ended.code, "this address is subscribed already, as numbers" in ended.err) == (2, True)
    assert [each["name"] for each in run("lists", "--json").json] == ["numbers"]
