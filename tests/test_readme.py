"""The README tells the truth: its commands run, every command and key is described, its pictures exist."""

from __future__ import annotations

import io
import re
import shlex
from itertools import takewhile
from pathlib import Path

import pytest

from portinaio.cli import main
from portinaio.cli.command_table import COMMANDS
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.config.line_kinds import line_kinds, problems_of, traits
from portinaio.config.load import parse_settings
from portinaio.core.policy import Action
from portinaio.lines.sip.manner import PEERS
from portinaio.lines.sip.responses import TO_A_PBX, response_for
from portinaio.lines.sip.settings import SipSettings

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = [
    [line for line in block.splitlines() if line.startswith("portinaio ")]
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
]
EXAMPLES = [example for block in BLOCKS for example in block]


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


@pytest.fixture(scope="module")
def typed(home):
    """Examples that were typed into this house; another process may have typed others into its own."""
    del home
    return set()


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_of_the_readme_runs(example, typed, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    for above in takewhile(example.__ne__, next(block for block in BLOCKS if example in block)):
        if above not in typed:
            _type(above, typed)

    code = _type(example, typed)

    assert code in EXPECTED.get(example.split(" --")[0], {0}), capsys.readouterr().err


def _type(example, typed):
    typed.add(example)
    return main(shlex.split(example)[1:])


EXPECTED = {
    "portinaio lines test home": {1, 2},  # no daemon runs in a test
    "portinaio secret set home": {1},  # nobody types a password
    "portinaio report 1": {1},  # the log is empty
    "portinaio calls show 1": {1},  # as above
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
        ("test", ".venv/bin/pytest -n auto"),
    ]


DIAL_PLANS = [
    block for block in re.findall(r"```ini\n(.*?)```", README, re.DOTALL) if "exten =>" in block
]


@pytest.mark.parametrize("plan", DIAL_PLANS, ids=lambda plan: plan.partition("\n")[0][:60])
def test_a_dial_plan_goes_nowhere_that_it_does_not_have_and_has_no_step_twice(plan: str):
    steps = re.findall(r"(exten => \S+),1,", plan)

    assert set(re.findall(r"(?:\?|Goto\(\$\{ASKED\},)(\w+)\)", plan)) == set(
        re.findall(r"n\((\w+)\),", plan)
    )
    assert len(steps) == len(set(steps)) > 0


def test_nobody_comes_in_by_the_code_of_a_telephone_of_the_house():
    first_steps = [plan.splitlines()[1] for plan in DIAL_PLANS if "of your provider" in plan]

    assert len(first_steps) == 2
    assert all("Set(CALLERID(num)=${FILTER(+0-9A-Za-z," in step for step in first_steps)


def test_the_dial_plan_waits_for_longer_than_a_silenced_call_rings_here():
    (patience_s,) = re.findall(r"Dial\(PJSIP/portinaio,(\d+)\)", README)

    assert int(patience_s) > SipSettings(name="home", kind="sip").ring_s


def test_the_line_behind_a_pbx_is_one_that_config_toml_takes(tmp_path):
    line, asked = re.findall(r"```toml\n(\[\[line\]\].*?)```", README, re.DOTALL)

    assert [one.kind for one in parse_settings(asked, str(tmp_path)).line] == ["asterisk"]
    (table,) = parse_settings(line, str(tmp_path)).line

    assert (table.mode, table.peer, Action.REJECT in traits(table).can) == (
        "listen",
        "pbx",
        True,
    )
    assert response_for(Action.REJECT, table).code == TO_A_PBX == 603


ACCOUNTS = [
    row
    for row in re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$",
        README.partition("| you have | set | what a reject does |\n|---|---|---|\n")[2].partition(
            "\n\n"
        )[0],
        re.MULTILINE,
    )
    if "no line:" not in row[1]
]
REJECTS = {
    # as the third column says it, and what is answered
    "the caller hears that the call is unwanted (607)": 607,
    "every telephone stops ringing": range(600, 700),
    "no telephone has rung, and none does": range(600, 700),
    "picks up and hangs up, so that no handset rings": 200,
    "tells the PBX so (603, its cause 21), and no telephone rings": 603,
}


def config_of(cell: str) -> str:
    """A config.toml with one line that has the keys of a cell, in the table to which each belongs."""
    keys = dict(re.findall(r"`(\w+) = (\"[^\"]*\")`", cell))
    if keys.get("mode") == '"registrar"':
        keys = {"registrar": '"sip.example.net"', "username": '"ada"'} | keys
    country = keys.pop("country", '"IT"')
    line = {"name": '"home"', "kind": '"sip"'} | keys
    table = "".join(f"{key} = {value}\n" for key, value in line.items())
    return f"country = {country}\n[[line]]\n{table}"


@pytest.mark.parametrize(("account", "cell"), [row[:2] for row in ACCOUNTS])
def test_the_row_of_an_account_is_one_that_config_toml_takes(account, cell, tmp_path):
    written = config_of(cell)

    (line,) = parse_settings(written, str(tmp_path)).line

    assert traits(line).trouble is None, account
    assert problems_of(line) == []


@pytest.mark.parametrize(("cell", "does"), [row[1:] for row in ACCOUNTS if "`mode =" in row[1]])
def test_a_reject_of_an_account_is_answered_as_its_row_says(cell, does, tmp_path):
    (line,) = parse_settings(config_of(cell), str(tmp_path)).line

    code, said = response_for(Action.REJECT, line).code, REJECTS[does]

    assert isinstance(line, SipSettings)
    assert code in said if isinstance(said, range) else code == said


def test_every_manner_of_a_sip_line_has_its_row():
    peers = [re.findall(r"`peer = \"(\w+)\"`", cell) for _, cell, _ in ACCOUNTS]

    assert sorted(peer for found in peers for peer in found) == sorted(PEERS)
