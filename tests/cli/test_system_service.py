"""`service` of root: a unit of the system's, for an account of its own or for a user who is named."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from portinaio.cli.house import service_units, system_service, systemd
from portinaio.cli.house.service_units import Account, system_unit, user_unit

RELOAD = "systemctl daemon-reload"
START = "systemctl enable --now portinaio.service"
STOP = "systemctl disable --now portinaio.service"
ANNA = Account("anna", Path("/home/anna"))
NOBODY = Account("portinaio")
PEOPLE = {"anna": "/home/anna", "root": "/root"}


@pytest.fixture
def told(tmp_path, monkeypatch):
    """What systemd is told of a computer on which root types, and anna lives."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / "told"
    program = folder / "systemctl"
    program.write_text(f'#!/bin/sh\necho "systemctl $*" >> {file}\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("SUDO_USER", raising=False)
    monkeypatch.setattr(systemd, "BOOTED", tmp_path)
    monkeypatch.setattr(systemd, "is_root", lambda: True)
    monkeypatch.setattr(systemd, "user_name", lambda: "root")
    monkeypatch.setattr(system_service, "SYSTEM_FOLDER", tmp_path / "system")
    monkeypatch.setattr(system_service, "FENCED", ())

    def getpwnam(name):
        return SimpleNamespace(pw_name=name, pw_dir=PEOPLE[name])

    monkeypatch.setattr(pwd, "getpwnam", getpwnam)

    def told():
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return lines

    return told


@pytest.fixture
def unit(tmp_path):
    return tmp_path / "system" / "portinaio.service"


@pytest.mark.parametrize(
    ("sudo", "arguments", "runs_as", "dedicated"),
    [
        pytest.param(None, [], "portinaio", True, id="root alone"),
        pytest.param("root", [], "portinaio", True, id="root by sudo"),
        pytest.param("anna", [], "anna", False, id="anna by sudo"),
        pytest.param(None, ["--as", "anna"], "anna", False, id="anna is named"),
        pytest.param("anna", ["--as", "root"], "root", False, id="root is named"),
        pytest.param(None, ["--system"], "portinaio", True, id="the system is named"),
    ],
)
def test_root_installs_a_service_of_the_system_and_is_told_as_whom(  # noqa: PLR0917  # a table's columns
    run, told, unit, monkeypatch, sudo, arguments, runs_as, dedicated
):
    if sudo:
        monkeypatch.setenv("SUDO_USER", sudo)

    answer = run("service", "install", *arguments)

    text = unit.read_text()
    assert (answer.code, answer.err) == (0, "")
    assert told() == [RELOAD, START]
    assert f"it is a service of the system, and runs as {runs_as}" in answer.out
    assert f"User={runs_as}" in text.replace('"', "")
    assert ("DynamicUser=yes" in text) is dedicated
    assert ("sudo PORTINAIO_HOME=/var/lib/portinaio portinaio" in answer.out) is dedicated
    assert unit.stat().st_mode & 0o777 == 0o644


def test_it_is_taken_away_by_the_same_word(run, told, unit):
    run("service", "install")
    told()

    answer = run("service", "uninstall")

    assert (answer.code, unit.exists()) == (0, False)
    assert told() == [STOP, RELOAD]


def test_the_status_says_that_it_is_one_of_the_system(run, told, unit):  # noqa: ARG001  # the computer
    run("service", "install")

    assert "it is a service of the system, and needs no login" in run("service", "status").out
    assert run("service", "status", "--json").json == {
        "unit": str(unit),
        "state": "running",
        "lingers": True,
    }


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--as", "nobody-here"], 2, "there is no user nobody-here on this computer"),
        (["--as", "anna", "--user"], 2, "--as is for a service of the system; leave out --user"),
        (["--system", "--user"], 2, "not allowed with argument"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(run, unit, arguments, code, said):
    answer = run("service", "install", *arguments)

    assert (answer.code, said in answer.err, unit.exists()) == (code, True, False)


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("arguments", [["--system"], ["--as", "anna"]])
def test_only_root_writes_a_service_of_the_system(run, unit, monkeypatch, arguments):
    monkeypatch.setattr(systemd, "is_root", lambda: False)

    answer = run("service", "install", *arguments)

    assert (answer.code, "sudo portinaio service install" in answer.err) == (1, True)
    assert not unit.exists()


def test_only_root_takes_it_away_and_nothing_is_done_before(run, told, unit, monkeypatch):
    run("service", "install")
    told()
    monkeypatch.setattr(systemd, "is_root", lambda: False)

    answer = run("service", "uninstall")

    assert answer.code == 1
    assert answer.err == (
        f"portinaio: the service is one of the system, {unit}, which root alone takes away:"
        " sudo portinaio service uninstall\n"
    )
    assert (told(), unit.exists()) == ([], True)


@pytest.mark.usefixtures("told")
def test_who_is_not_root_hears_that_root_takes_the_other_away(run, monkeypatch):
    run("service", "install")
    monkeypatch.setattr(systemd, "is_root", lambda: False)

    answer = run("service", "install")

    assert answer.err.endswith("take it away first: sudo portinaio service uninstall\n")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(("first", "second"), [("--system", "--user"), ("--user", "--system")])
def test_a_second_service_of_the_other_kind_is_refused(run, first, second):
    run("service", "install", first)

    answer = run("service", "install", second)

    assert (answer.code, "there is a service already" in answer.err) == (1, True)


@pytest.mark.usefixtures("told")
def test_an_account_of_its_own_needs_a_program_that_it_can_read(run, unit, monkeypatch):
    monkeypatch.setattr(system_service, "FENCED", (Path("/"),))

    answer = run("service", "install")

    assert (answer.code, "name who shall run it: --as USER" in answer.err) == (1, True)
    assert not unit.exists()


@pytest.mark.parametrize(
    "line",
    [
        "User=portinaio",
        "DynamicUser=yes",
        "StateDirectory=portinaio",
        "StateDirectoryMode=0700",
        'Environment="PORTINAIO_HOME=/var/lib/portinaio"',
        "ProtectSystem=strict",
        "ProtectHome=yes",
        "NoNewPrivileges=yes",
        "CapabilityBoundingSet=",
        "WantedBy=multi-user.target",
        "After=network-online.target",
    ],
)
def test_an_account_of_its_own_can_write_its_folder_and_nothing_else(line):
    assert line in system_unit({}, NOBODY).splitlines()


def test_the_home_of_a_named_user_stays_theirs_and_the_socket_outlives_their_session():
    lines = system_unit({}, ANNA).splitlines()

    assert 'User="anna"' in lines
    assert 'Environment="XDG_RUNTIME_DIR=/home/anna/.local/state"' in lines
    assert not any("ProtectHome" in line or "PORTINAIO_HOME" in line for line in lines)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
@pytest.mark.parametrize(
    ("mode", "text"),
    [
        ("--system", system_unit({}, NOBODY)),
        ("--system", system_unit({}, Account(pwd.getpwuid(os.getuid()).pw_name, Path.home()))),
        ("--user", user_unit({"PORTINAIO_HOME": "/srv/50% mine"})),
    ],
    ids=["an account of its own", "a named user", "a user's own"],
)
def test_systemd_finds_nothing_wrong_in_the_unit(tmp_path, mode, text):
    file = tmp_path / service_units.UNIT
    file.write_text(text)

    done = subprocess.run(
        ["systemd-analyze", mode, "verify", str(file)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    said = [line for line in done.stderr.splitlines() if service_units.UNIT in line]
    assert said == []


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """In place of /var/lib/portinaio."""
    home = tmp_path / 'it\'s 100% "var"' / "portinaio"
    home.mkdir(parents=True)
    monkeypatch.setattr(service_units, "ACCOUNT_HOME", home)
    return home


@pytest.mark.usefixtures("told", "unit")
def test_the_home_of_its_own_stays_and_is_named(run, own_home):
    run("service", "install")

    answer = run("service", "uninstall", "--json")

    assert answer.json["stays"] == [str(own_home)]
    assert own_home.is_dir()


@pytest.mark.usefixtures("told")
def test_what_stays_is_said_in_words(run, own_home):
    run("service", "install")

    said = run("service", "uninstall").out.splitlines()

    assert f"stays: {own_home} (calls, entries, contacts, complaints and lists)" in said, said


@pytest.mark.usefixtures("told", "own_home")
def test_what_the_commands_of_root_have_written_stays_and_is_named_too(run, house):
    run("service", "install")
    run("block", "+390200001234")

    said = run("service", "uninstall").out.splitlines()

    assert f"stays: {house} (calls, entries, contacts, complaints and lists)" in said, said


@pytest.mark.usefixtures("told")
def test_of_a_named_user_it_is_their_folders_and_root_is_asked(run, tmp_path, typed, monkeypatch):
    theirs = tmp_path / "anna"
    for folder in (".config", ".local/share", ".local/state", ".cache"):
        (theirs / folder / "portinaio").mkdir(parents=True)
    monkeypatch.setitem(PEOPLE, "anna", str(theirs))
    monkeypatch.delenv("PORTINAIO_HOME", raising=False)
    run("service", "install", "--as", "anna")
    typed("yes")
    monkeypatch.setattr("portinaio.cli.house.left_behind.may_ask", lambda _: True)

    said = run("service", "uninstall").out

    assert said.count("stays: ") == 4
    assert f"deleted: {theirs}/.local/state/portinaio, {theirs}/.cache/portinaio" in said
    assert (theirs / ".local/share/portinaio").is_dir()
    assert not (theirs / ".cache/portinaio").exists()
