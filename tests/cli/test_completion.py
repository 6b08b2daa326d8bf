"""`completion`: each shell takes its script, and knows the words of the program and of this house."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portinaio.cli.command_table import COMMANDS, parser_of
from portinaio.cli.complaints.events import WAYS
from portinaio.cli.house.known_words import KINDS, TAKEN

CONFIG = """
country = "IT"
[[line]]
name = "villa"
kind = "replay"
[[list]]
name = "uncles"
url = "https://lists.example.net/numbers.csv"
"""


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_text_that_its_shell_takes(run, shell, tmp_path):
    script = run("completion", shell).out
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")

    (tmp_path / "script").write_text(script)

    subprocess.run((shell, "-n", str(tmp_path / "script")), check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("portinaio che", "check"),
        ("portinaio calls --wa", "--watch"),
        ("portinaio calls fo", "forget"),
        ("portinaio export fri", "fritzbox"),
    ],
)
def test_bash_completes(run, line, expected):
    script = run("completion", "bash").out
    words = " ".join(f"'{word}'" for word in line.split())
    asks = f"COMP_WORDS=({words}); COMP_CWORD={len(line.split()) - 1}; _portinaio; echo ${{COMPREPLY[0]}}"

    done = subprocess.run(("bash", "-c", script + asks), capture_output=True, check=True, text=True)

    assert done.stdout.strip() == expected


@pytest.fixture
def furnished(run, house: Path) -> str:
    """A PATH on which `portinaio` is found, in a house with a line, a list and an entry."""
    run("block", "+390200001234")
    (house / "config.toml").write_text(CONFIG)
    return f"{Path(sys.executable).parent}:/usr/bin:/bin"


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("lines", "villa"),
        ("lists", "uncles"),
        ("entries", "+390200001234"),
        ("line-kinds", "sip"),
        ("catalogue", "phoneblock"),
    ],
)
@pytest.mark.usefixtures("furnished")
def test_words_tells_what_this_house_has(run, kind, word):
    assert word in run("completion", "words", kind).out.splitlines()


def test_words_of_an_unknown_kind_are_refused_with_the_kinds(run):
    answer = run("completion", "words", "cats")

    assert (answer.code, "lists, catalogue, lines" in answer.err) == (2, True)


def test_words_hold_nothing_that_a_shell_would_run(run):
    run("block", "--name", "$(touch gotcha)")
    run("block", "+39020000*", "--note", "$(touch gotcha)")

    assert run("completion", "words", "entries").out == "+39020000*\n"


def test_a_kind_that_cannot_be_had_leaves_the_others(run, house):
    run("block", "+390200001234")
    (house / "config.toml").write_text("country = [")

    answer = run("completion", "words", "lines", "entries")

    assert (answer.code, answer.err) == (0, "")


@pytest.mark.parametrize("taken", TAKEN, ids="-".join)
def test_each_argument_that_takes_names_is_there(taken):
    command, argument = taken

    assert argument in set(_arguments(parser_of(COMMANDS[command])))
    assert set(TAKEN[taken]) <= set(KINDS)


def _arguments(parser):
    for action in parser._actions:
        yield action.dest
        if isinstance(action.choices, dict):
            for inner in action.choices.values():
                yield from _arguments(inner)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("portinaio sync unc", "uncles"),
        ("portinaio lines trace vil", "villa"),
        ("portinaio forget +39", "+390200001234"),
    ],
)
def test_bash_completes_the_names_of_this_house(run, furnished, house, line, expected):
    script = run("completion", "bash").out
    words = " ".join(f"'{word}'" for word in line.split())
    asks = f"COMP_WORDS=({words}); COMP_CWORD={len(line.split()) - 1}; _portinaio; echo ${{COMPREPLY[0]}}"

    done = subprocess.run(
        ("bash", "-c", script + asks),
        capture_output=True,
        check=True,
        text=True,
        env={"PATH": furnished, "PORTINAIO_HOME": str(house), "PORTINAIO_LANG": "en"},
    )

    assert done.stdout.strip() == expected


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (("calls", "--label"), ["known", "unknown", "reported"]),
        (("calls", "--since"), []),
        (("complaints", "sent", "3", "--by"), None),
        (("replay", "--list"), []),
    ],
)
def test_behind_an_option_stands_what_it_takes_and_nothing_else(run, before, offered):
    script = run("completion", "bash").out
    words = " ".join(f"'{word}'" for word in ("portinaio", *before, ""))
    asks = f"COMP_WORDS=({words}); COMP_CWORD={len(before) + 1}; _portinaio; printf '%s\\n' \"${{COMPREPLY[@]}}\""

    done = subprocess.run(
        ("bash", "-c", script + asks),
        capture_output=True,
        check=True,
        text=True,
        env={"PATH": "/usr/bin:/bin"},
    )

    told = done.stdout.split()
    assert told == (offered if offered is not None else list(WAYS))


IN_A_SHELL = {
    "bash": "{script}\nCOMP_WORDS=({words}); COMP_CWORD={at}; _portinaio\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"",
    "zsh": (
        'compdef() {{ :; }}; _files() {{ print FILES; }}; compadd() {{ shift; print -rl -- "$@"; }}\n'
        "typeset -A compstate; compstate[nmatches]=1\n{script}\n"
        "words=({words}); CURRENT={at}+1; PREFIX=${{words[CURRENT]}}; _portinaio"
    ),
    "fish": "{script}\ncomplete -C '{line}'",
}
"""What a shell offers at the end of a line, told by the shell itself."""


@pytest.mark.parametrize("shell", IN_A_SHELL)
@pytest.mark.parametrize(
    ("line", "offered"),
    [
        pytest.param("lines test ", {"villa"}, id="behind a second word the lines"),
        pytest.param("lines remove v", {"villa"}, id="and those that begin so"),
        pytest.param("secret remove ", {"villa", "uncles"}, id="passwords of lines and lists"),
        pytest.param("lists show ", {"uncles"}, id="the lists in use"),
        pytest.param("config ", {"path", "edit"}, id="second words"),
        pytest.param("lines test --", {"--help", "--json"}, id="options of this second word alone"),
        pytest.param("calls --label ", {"known", "unknown", "reported"}, id="labels"),
    ],
)
def test_a_shell_offers_what_may_stand_there_and_nothing_else(  # noqa: PLR0917  # the givens
    run, furnished, house, shell, line, offered
):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    asked = f"portinaio {line}".split(" ")
    program = IN_A_SHELL[shell].format(
        script=run("completion", shell).out,
        words=" ".join(f"'{word}'" for word in asked),
        at=len(asked) - 1,
        line=f"portinaio {line}",
    )
    begin = {"zsh": ("zsh", "-f"), "fish": ("fish", "--no-config")}.get(shell, (shell,))

    done = subprocess.run(
        (*begin, "-c", program),
        capture_output=True,
        check=True,
        text=True,
        cwd=house,
        env={
            "PATH": furnished,
            "PORTINAIO_HOME": str(house),
            "PORTINAIO_LANG": "en",
            "HOME": str(house),
        },
    )

    told = {each.split("\t")[0] for each in done.stdout.splitlines()}
    assert {each for each in told if each.startswith(asked[-1])} == offered


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_a_pattern_is_completed_so_that_no_file_is_meant(run, furnished, house):
    run("block", "+39020000*")
    (house / "+39020000.txt").touch()
    program = run("completion", "bash").out + (
        "COMP_WORDS=('portinaio' 'forget' '+39020000'); COMP_CWORD=2; _portinaio\n"
        "printf '%s\\n' \"${COMPREPLY[@]}\""
    )

    done = subprocess.run(
        ("bash", "-c", program),
        capture_output=True,
        check=True,
        text=True,
        cwd=house,
        env={"PATH": furnished, "PORTINAIO_HOME": str(house), "PORTINAIO_LANG": "en"},
    )

    assert sorted(done.stdout.split()) == ["+390200001234", "+39020000\\*"]


@pytest.mark.parametrize(
    ("shell", "line"),
    [
        ("zsh", "'calls --label') compadd -- known unknown reported ;;"),
        ("fish", "-l label -x -a 'known unknown reported'"),
        ("zsh", "'calls --since') ;;"),
        ("fish", "-l since -r"),
    ],
)
def test_the_other_shells_know_the_word_before_too(run, shell, line):
    assert line in run("completion", shell).out
