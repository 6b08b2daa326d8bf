"""Wherever only a few answers count, whoever reads Italian or German answers in words of theirs; gathered from the program itself."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import inspect

from portinaio import language
from portinaio.cli.command_table import COMMANDS, command_named, parser_of
from portinaio.config.line_kinds import line_kinds
from portinaio.config.load import parse_settings
from portinaio.config.settings import Settings
from portinaio.errors import ConfigError, UsageError
from portinaio.language import LANGUAGES
from portinaio.language.choices import WORDS, code_of, said
from portinaio.language.terms import ACTIONS
from portinaio.tui.settings.values import read

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {
    *("txt", "md", "json", "pdf", "eml"),  # formats
    *("bash", "zsh", "fish", "words"),  # shells, and what they ask
    *("webhook", "mqtt", "mail", "ntfy", "starttls", "pec", "spamblocker"),
    *("bluez", "kdeconnect", "modemmanager", "ofono", "pipewire", "fritzbox"),
    *LANGUAGES,
}
"""Of what has one name everywhere."""
OTHERS = [code for code in LANGUAGES if code != "en"]


def of_config() -> dict[str, tuple[str, ...]]:
    """Each key of config.toml that takes one of a few texts, with these."""
    found: dict[str, tuple[str, ...]] = {}
    _gather(inspect.type_info(Settings), "", found)
    for name, kind in line_kinds().items():
        _gather(inspect.type_info(kind.settings_type), f"line ({name})", found)
    return found


def _gather(shape: Any, path: str, found: dict[str, tuple[str, ...]]) -> None:
    match shape:
        case inspect.LiteralType(values=values) if all(isinstance(one, str) for one in values):
            found[path] = tuple(values)
        case inspect.EnumType(cls=cls):
            found[path] = tuple(str(one.value) for one in cls)
        case inspect.StructType(fields=fields):
            for field in fields:
                _gather(field.type, f"{path}.{field.encode_name}", found)
        case inspect.UnionType(types=types):
            for one in types:
                _gather(one, path, found)
        case inspect.VarTupleType(item_type=item) | inspect.ListType(item_type=item):
            _gather(item, path, found)


def of_commands() -> dict[str, tuple[str, ...]]:
    """Each argument of a command that takes one of a few words, with these."""
    return {
        f"{command} {name}": tuple(action.choices or ())
        for command in COMMANDS
        for name, action in _actions(parser_of(command_named(command)))
    }


def _actions(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.Action]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, subparser in action.choices.items():
                for path, one in _actions(subparser):
                    yield f"{name} {path}", one
        elif action.choices:
            yield "/".join(action.option_strings) or action.dest, action


def of_lines() -> dict[str, tuple[str, ...]]:
    """Each question about a new line."""
    return {
        f"{name}: {question.key}": tuple(question.choices)
        for name, kind in line_kinds().items()
        for given in ({}, {"mode": "registrar", "registrar": "sip.example.net"})
        for question in kind.questions({"name": "home", **given})
        if question.choices
    }


EVERY = of_config() | of_commands() | of_lines()


def test_there_are_as_many_as_somebody_would_look_for():
    """A gathering that finds nothing proves nothing."""
    assert {".policy.reported", ".policy.hours.days", "calls --label", "sip: peer"} <= set(EVERY)
    assert len(EVERY) > 30


@pytest.mark.parametrize("where", EVERY)
def test_every_answer_has_a_word_unless_it_is_a_name(where):
    assert [one for one in EVERY[where] if one not in {*WORDS, *ACTIONS, *NAMES}] == []


@pytest.mark.parametrize("where", EVERY)
@pytest.mark.parametrize("code", OTHERS)
def test_every_answer_is_taken_by_its_word_in_any_case(where, code):
    language.use(code)
    codes = EVERY[where]

    for one in codes:
        assert code_of(said(one), codes) == code_of(said(one).upper(), codes) == one


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("command", [name for name in of_commands() if "words" not in name])
def test_a_command_takes_the_word_and_a_refusal_names_the_words(code, command):
    language.use(code)
    name, _, path = command.partition(" ")
    (action,) = [one for at, one in _actions(parser_of(command_named(name))) if at == path]
    parser = parser_of(command_named(name))
    codes = EVERY[command]

    taken = [parser._get_value(action, said(one)) for one in codes]
    with pytest.raises(UsageError) as refused:
        parser._check_value(action, "xyzzy")

    sentence = language.translate_error(refused.value)
    assert taken == list(codes)
    assert [one for one in codes if said(one) not in sentence] == []


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("command", [name for name in of_commands() if "words" not in name])
def test_the_help_of_a_command_shows_the_words(code, command):
    language.use(code)
    name, *path = command.split(" ")
    parser = parser_of(command_named(name))
    for word in path[:-1]:
        parser = next(
            one.choices[word]
            for one in parser._actions
            if isinstance(one, argparse._SubParsersAction)
        )

    shown = re.sub(r"\s+", "", parser.format_help())

    assert [one for one in EVERY[command] if said(one).replace(" ", "") not in shown] == []


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize(
    "codes", sorted({codes for where, codes in of_config().items() if "line" not in where})
)
def test_a_field_of_the_settings_takes_the_word(code, codes):
    language.use(code)
    setting: Any = {"kind": "choice", "choices": list(codes)}

    assert [read(said(one), setting) for one in codes] == list(codes)
    assert read("xyzzy", setting) == "xyzzy"  # which the house refuses, and says why


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("[policy]\nreported = {}", "reject"),
        ("[policy]\nwithheld = {}", "silence"),
        ("[community]\nshare = {}", "never"),
        ("[[line]]\nname = 'home'\nkind = 'sip'\nmode = {}", "registrar"),
    ],
)
def test_config_toml_has_the_words_of_programs_and_a_refusal_names_the_one_that_is_meant(
    code, written, meant
):
    language.use(code)

    with pytest.raises(ConfigError) as refused:
        parse_settings(written.format(f'"{said(meant)}"'), "config.toml")
    with pytest.raises(ConfigError) as strange:
        parse_settings(written.format('"xyzzy"'), "config.toml")

    assert re.search(rf" {meant}[ ,]", language.translate_error(refused.value))
    assert f"'{said(meant)}'" in language.translate_error(refused.value)
    assert meant in language.translate_error(strange.value)
