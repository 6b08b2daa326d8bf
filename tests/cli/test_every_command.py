"""What holds for every command: exit codes, sentences instead of tracebacks, streams of all kinds."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portinaio import language as spoken
from portinaio.cli.command_table import COMMANDS, parser_of
from portinaio.cli.context import CommandContext
from portinaio.errors import LineError

HOME = pytest.mark.usefixtures("house")


def process(*arguments: str, **how: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # type: ignore[call-overload]  # keywords of run
        (sys.executable, "-m", "portinaio", *arguments), capture_output=True, check=False, **how
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(run, name):
    answer = run(name, "--help")

    assert (answer.code, f"portinaio {name}" in answer.out, answer.err) == (0, True, "")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_json(run, name):
    assert "--json" in run("help", name).out


def test_the_help_names_every_command(run):
    assert all(f"  {name} " in run("--help").out for name in COMMANDS)


def test_the_version_is_one_line(run):
    assert run("--version").out.startswith("portinaio 0.")


@pytest.mark.parametrize("language", ["en", "it", "de"])
def test_what_a_command_is_for_is_wrapped_at_the_width_of_the_terminal(monkeypatch, language):
    monkeypatch.setenv("COLUMNS", "80")
    spoken.use(language)

    texts = [parser_of(one).format_help().split("\n\n")[1] for one in COMMANDS.values()]

    assert [line for text in texts for line in text.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("chekc", "check"), ("entry", "entries"), ("statsu", "status"), ("blok", "block")],
)
def test_a_misspelt_command_is_answered_with_the_nearest(run, wrong, near):
    answer = run(wrong)

    assert (answer.code, answer.err) == (
        2,
        f"portinaio: there is no command {wrong}; the nearest is {near}; see portinaio --help\n",
    )


@pytest.mark.parametrize("wrong", ["nope", "xyzzy", "+390200001234", "é"])
def test_a_word_that_is_near_to_no_command_is_answered_without_one(run, wrong):
    answer = run(wrong)

    assert (answer.code, answer.err) == (
        2,
        f"portinaio: there is no command {wrong}; see portinaio --help\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["check"], id="no number"),
        pytest.param(["calls", "--limit", "many"], id="no count"),
        pytest.param(["calls", "--since", "soon"], id="no date"),
        pytest.param(["block"], id="no pattern"),
        pytest.param(["block", "x" * 100_000], id="a hundred kilobytes"),
        pytest.param(["calls", "--label", "x" * 100_000], id="a long choice"),
        pytest.param(["help", "nothing"], id="help for nothing"),
        pytest.param(["--jsno"], id="an option before a command"),
        pytest.param(["\udcff\udcfe"], id="bytes that are no text"),
        pytest.param(["pause", "--for", "9" * 400 + "d"], id="longer than time"),
        pytest.param(["secret"], id="half a command"),
        pytest.param(["service"], id="half a service"),
        pytest.param(["setup"], id="setup without a terminal"),
    ],
)
def test_wrong_usage_ends_with_2_and_one_line_that_points_to_the_help(run, arguments):
    answer = run(*arguments)

    assert (answer.code, answer.out, answer.err.count("\n"), len(answer.err) < 700) == (
        2,
        "",
        1,
        True,
    ), answer
    assert answer.err.rstrip().endswith("--help")


def test_what_fails_ends_with_1_and_its_sentence(run, monkeypatch):
    def refuse(_: CommandContext) -> None:
        raise LineError("the port is in use")

    monkeypatch.setattr(CommandContext, "transport", property(refuse))

    assert run("status") == (1, "", "portinaio: the port is in use\n")


def test_a_bug_of_ours_is_called_one(run, monkeypatch):
    monkeypatch.setattr(CommandContext, "transport", property(lambda _: 1 / 0))

    answer = run("status")

    assert (answer.code, "bug of ours (ZeroDivisionError)" in answer.err) == (1, True)
    assert "Traceback" not in answer.err


def test_a_bug_shows_where_it_is_to_who_asks(run, monkeypatch):
    monkeypatch.setattr(CommandContext, "transport", property(lambda _: 1 / 0))
    monkeypatch.setenv("PORTINAIO_DEBUG", "1")

    assert "Traceback" in run("status").err


def test_an_interrupt_is_quiet(run, monkeypatch):
    def interrupt(_: CommandContext) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(CommandContext, "transport", property(interrupt))

    assert run("status") == (130, "", "")


def test_without_a_terminal_the_app_does_not_open(run):
    answer = run()

    assert (answer.code, answer.out.startswith("usage: portinaio")) == (0, True)


def test_a_broken_configuration_is_one_sentence_with_its_line(run, house):
    house.mkdir()
    (house / "config.toml").write_text('country = "IT"\nlanguag = "it"\n')

    answer = run("check", "+390200001234")

    assert (answer.code, "config.toml line 2" in answer.err) == (1, True)


@HOME
def test_a_reader_that_leaves_early_leaves_no_traceback():
    ours, theirs = os.pipe()
    os.close(ours)

    done = subprocess.run(
        (sys.executable, "-m", "portinaio", "--help"),
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(theirs)

    assert (done.returncode, done.stderr) == (0, b"")


@HOME
def test_a_closed_stdout_is_a_sentence():
    shell = 'exec "$0" -m portinaio check +390200001234 >&-'

    done = subprocess.run(("sh", "-c", shell, sys.executable), capture_output=True, check=False)

    assert (done.returncode, done.stderr) == (
        1,
        b"portinaio: the answer cannot be written: standard output is closed\n",
    )


@HOME
def test_a_full_disk_is_a_sentence():
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            (sys.executable, "-m", "portinaio", "check", "112"),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, b"portinaio: no space left on the disk\n")


@HOME
def test_a_terminal_that_knows_ascii_only_gets_codes():
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii", "PORTINAIO_LANG": "en"}

    done = process("check", "Caf\u00e9", env=ascii_only)

    assert (done.returncode, done.stdout.startswith(b"Caf\\xe9  (no number)")) == (0, True)


@HOME
def test_json_is_utf_8_on_any_terminal():
    ascii_only = {**os.environ, "PYTHONIOENCODING": "ascii"}
    process("block", "+390200001234", "--note", "caff\u00e8", env=ascii_only)

    done = process("entries", "--json", env=ascii_only)

    assert '"note": "caff\u00e8"' in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"HOME": ""}, id="an empty HOME"),
        pytest.param({"LC_ALL": "xx_YY.bogus"}, id="a locale of nowhere"),
        pytest.param({"LC_ALL": "it"}, id="a locale without a country"),
        pytest.param({"TZ": "Nowhere/Nope"}, id="a time zone of nowhere"),
        pytest.param({"TERM": "", "COLUMNS": "abc"}, id="no terminal at all"),
    ],
)
def test_an_odd_environment_changes_nothing(tmp_path, odd):
    environ = {"PORTINAIO_HOME": str(tmp_path), "PORTINAIO_LANG": "en", **odd}

    done = process("check", "+390200001234", env=environ)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"02 0000 1234")


@pytest.mark.parametrize("more", ["/", "//"])
def test_a_home_that_begins_with_several_slashes_is_that_folder(tmp_path, more):
    environ = {"PORTINAIO_HOME": f"{more}{tmp_path}", "PORTINAIO_LANG": "en"}

    done = process("block", "+390200001234", env=environ)

    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "portinaio.db").exists()
