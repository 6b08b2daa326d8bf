"""The README tells the truth: its commands run, every command and key is described, its pictures exist."""

from __future__ import annotations

import io
import re
import shlex
from pathlib import Path

import pytest

from portinaio.cli import main
from portinaio.cli.command_table import COMMANDS
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.config.line_kinds import line_kinds, traits
from portinaio.config.load import parse_settings
from portinaio.core.policy import Action
from portinaio.lines.sip.responses import TO_A_PBX, response_for
from portinaio.lines.sip.settings import SipSettings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", README, re.DOTALL))
EXAMPLES = [line for line in SHELL.splitlines() if line.startswith("portinaio ")]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A house that the examples are typed into one after another, as a reader would."""
    home = tmp_path_factory.mktemp("home")
    (home / "contacts.vcf").write_text(
        "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Bianchi\nTEL:+390200000101\nEND:VCARD\n"
    )
    (home / "blacklist.txt").write_text("+390200000102\n")
    return home


@pytest.fixture(autouse=True)
def _inside(home, monkeypatch):
    monkeypatch.setenv("PORTINAIO_HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    monkeypatch.chdir(home)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_readme_runs(example, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO())

    code = main(shlex.split(example)[1:])

    assert code in EXPECTED.get(example.split(" --")[0], {0}), capsys.readouterr().err


EXPECTED = {
    "portinaio lines test home": {1, 2},  # no daemon runs in a test
    "portinaio secret set home": {1},  # nobody types a password
    "portinaio report 1": {1},  # the log is empty
    "portinaio doctor": {0, 1},
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_described(name):
    assert re.search(rf"portinaio {name}\b", README)


@pytest.mark.parametrize("key", sorted(DESCRIPTIONS))
def test_every_key_of_the_configuration_is_described(key):
    assert f"| `{key}` | {DESCRIPTIONS[key]} |" in README


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (f"line.{name}.{key}", text)
        for name, kind in line_kinds().items()
        for key, text in kind.keys.items()
    ],
)
def test_every_key_of_a_kind_of_line_is_described(key, text):
    assert f"| `{key}` | {text} |" in README


@pytest.mark.parametrize("picture", re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README))
def test_every_picture_is_a_snapshot_that_the_tests_keep(picture):
    assert (ROOT / picture).is_file()


def test_the_two_commands_a_newcomer_needs_are_marked():
    marked = re.findall(r"<!-- (run|test) -->\n```sh\n([^\n]+)\n```", README)

    assert [(kind, command.split(" && ")[-1]) for kind, command in marked] == [
        ("run", ".venv/bin/portinaio demo"),
        ("test", ".venv/bin/pytest"),
    ]


def test_the_dial_plan_waits_for_longer_than_a_silenced_call_rings_here():
    (patience_s,) = re.findall(r"Dial\(PJSIP/portinaio,(\d+)\)", README)

    assert int(patience_s) > SipSettings(name="home", kind="sip").ring_s


def test_the_line_behind_a_pbx_is_one_that_config_toml_takes(tmp_path):
    (line,) = re.findall(r"```toml\n(\[\[line\]\].*?)```", README, re.DOTALL)

    (table,) = parse_settings(line, str(tmp_path)).line

    assert (table.mode, table.peer, Action.REJECT in traits(table).can) == (
        "listen",
        "pbx",
        True,
    )
    assert response_for(Action.REJECT, table).code == TO_A_PBX == 603
