"""`help --man`: a manual page that cannot fall behind the help, since both are read from the parsers."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from portinaio.cli.command_table import COMMANDS


@pytest.fixture
def page(run) -> str:
    return run("help", "--man").out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_it(page, name):
    assert f'.SS "portinaio {name}"\n' in page


@pytest.mark.parametrize(
    "line",
    [
        ".TH PORTINAIO 1",
        "portinaio \\- the doorkeeper for a telephone",
        "\\fB\\-\\-since DATE\\fR",
        "\\fBportinaio calls forget\\fR",
        "portinaio calls \\-\\-watch",
        '.SH "EXIT STATUS"',
    ],
)
def test_it_holds_options_subcommands_examples_and_exit_codes(page, line):
    assert line in page


def test_no_line_of_text_is_taken_for_a_request(page):
    requests = {line.split()[0] for line in page.splitlines() if line.startswith((".", "'"))}

    assert requests <= {
        ".TH",
        ".SH",
        ".SS",
        ".TP",
        ".PP",
        ".br",
        ".nf",
        ".fi",
        ".RS",
        ".RE",
        ".B",
        ".ad",
    }


def test_it_names_the_files_of_this_house(page, house):
    assert str(house / "config.toml").replace("-", r"\-") in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not here")
def test_groff_has_nothing_to_say_against_it(page):
    done = subprocess.run(
        ("groff", "-man", "-Tutf8", "-wall", "-Kutf8"),
        input=page,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stderr == ""
