"""`service`: the daemon under systemd, which must not end when its user logs out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

import pytest

from portinaio.cli.house import system_service, systemd
from portinaio.cli.house.service_units import user_unit

if TYPE_CHECKING:
    from pathlib import Path

USER = systemd.user_name()
SHOW = f"loginctl show-user {USER} --property=Linger --value"
ENABLE = f"loginctl --no-ask-password enable-linger {USER}"
DISABLE = f"loginctl --no-ask-password disable-linger {USER}"
RELOAD = "systemctl --user daemon-reload"
START = "systemctl --user enable --now portinaio.service"
STOP = "systemctl --user disable --now portinaio.service"
SYSTEMCTL = """#!/bin/sh
echo "systemctl $* at $XDG_RUNTIME_DIR" >> {folder}/told
[ -e {folder}/bus ] || {{ printf "Failed to connect\\nto bus\\n" >&2; exit 1; }}
"""
LOGINCTL = """#!/bin/sh
echo "loginctl $*" >> {folder}/told
case "$*" in
show-user*) read state < {folder}/linger || {{ echo "not logged in or lingering" >&2; exit 1; }}
  echo "$state" ;;
*enable-linger*) [ -e {folder}/allowed ] || {{ echo "Access denied" >&2; exit 1; }}
  echo yes > {folder}/linger ;;
*disable-linger*) [ -e {folder}/allowed ] || {{ echo "Access denied" >&2; exit 1; }}
  echo no > {folder}/linger ;;
esac
"""


class Machine(NamedTuple):
    """Stand-ins for the programs of systemd, which remember what they were told."""

    folder: Path
    unit: Path

    def has(self, *files: str, linger: str | None = None) -> None:
        """`bus`: a manager answers; `allowed`: lingering may be changed; and whether the user lingers."""
        for name in ("bus", "allowed", "linger"):
            (self.folder / name).unlink(missing_ok=True)
        for name in files:
            (self.folder / name).touch()
        if linger:
            (self.folder / "linger").write_text(f"{linger}\n")

    def lacks(self, program: str) -> None:
        (self.folder / program).unlink()

    def told(self) -> list[str]:
        """What since the last time, but questions."""
        file = self.folder / "told"
        lines = file.read_text().splitlines() if file.exists() else []
        file.unlink(missing_ok=True)
        return [line.split(" at ")[0] for line in lines if "show-user" not in line]

    @property
    def linger(self) -> str:
        return (self.folder / "linger").read_text().strip()


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, script in (("systemctl", SYSTEMCTL), ("loginctl", LOGINCTL)):
        (folder / name).write_text(script.format(folder=folder))
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.delenv("SUDO_USER", raising=False)
    monkeypatch.setattr(systemd, "BOOTED", tmp_path)
    monkeypatch.setattr(systemd, "is_root", lambda: False)
    monkeypatch.setattr(system_service, "SYSTEM_FOLDER", tmp_path / "system")
    monkeypatch.setattr(systemd, "RUNTIME_FOLDERS", tmp_path / "run")
    monkeypatch.setattr(systemd, "MANAGER_S", 0.0)
    machine = Machine(folder, tmp_path / "config/systemd/user/portinaio.service")
    machine.has("bus", "allowed", linger="no")
    return machine


def test_the_service_is_written_and_started(run, machine, house):
    answer = run("service", "install")

    unit = machine.unit.read_text()
    assert (answer.code, answer.err) == (0, "")
    assert machine.told() == [ENABLE, RELOAD, START]
    assert f'Environment="PORTINAIO_HOME={house}"\n' in unit
    assert 'Type=notify\nExecStart="' in unit
    assert "\nRestart=on-failure\nRestartSec=5\nWatchdogSec=60\n" in unit
    assert f"it is a service of {USER} alone" in answer.out
    assert f"services of {USER} now run without a login too" in answer.out


@pytest.mark.parametrize(
    ("linger", "allowed", "asked", "code", "after"),
    [
        pytest.param("no", True, True, 0, True, id="no, and it may"),
        pytest.param(None, True, True, 0, True, id="not logged in, and it may"),
        pytest.param("yes", True, False, 0, True, id="yes already"),
        pytest.param("yes", False, False, 0, True, id="yes already, and it may not"),
        pytest.param("no", False, True, 1, False, id="no, and it may not"),
        pytest.param(None, False, True, 1, False, id="not logged in, and it may not"),
    ],
)
def test_an_installed_service_outlives_a_logout_or_says_that_it_does_not(
    run, machine, *, linger, allowed, asked, code, after
):
    machine.has("bus", *(["allowed"] if allowed else []), linger=linger)

    answer = run("service", "install")

    assert (answer.code, ENABLE in machine.told()) == (code, asked)
    assert (f"sudo loginctl enable-linger {USER}" in answer.out) is not after
    assert (f"until then the service ends when {USER} logs out" in answer.err) is not after
    assert ("Access denied" in answer.err) is not after
    after_or_unknown = after if linger or after else None
    assert run("service", "status", "--json").json["lingers"] is after_or_unknown


def test_an_installation_twice_is_one(run, machine):
    run("service", "install")
    first = machine.unit.read_text()

    answer = run("service", "install")

    assert (answer.code, machine.unit.read_text()) == (0, first)


@pytest.mark.parametrize(
    ("before", "installations", "after"),
    [("no", 1, "no"), ("no", 2, "no"), ("yes", 1, "yes"), ("yes", 2, "yes")],
)
def test_to_take_the_service_away_leaves_the_user_as_before(
    run, machine, before, installations, after
):
    machine.has("bus", "allowed", linger=before)
    for _ in range(installations):
        run("service", "install")
    machine.told()

    answer = run("service", "uninstall")

    assert (answer.code, machine.linger, machine.unit.exists()) == (0, after, False)
    assert machine.told() == [STOP, RELOAD, *([DISABLE] if before == "no" else [])]
    assert ("end at logout again" in answer.out) is (before == "no")


def test_what_cannot_be_taken_back_is_said(run, machine):
    run("service", "install")
    machine.has("bus", linger="yes")

    answer = run("service", "uninstall")

    assert (answer.code, f"sudo loginctl disable-linger {USER}" in answer.out) == (1, True)
    assert not machine.unit.exists()


@pytest.mark.parametrize(
    ("linger", "said", "lingers"),
    [
        ("yes", f"survives a logout of {USER}", True),
        ("no", f"ends when {USER} logs out; to keep it: sudo loginctl enable-linger {USER}", False),
        (None, f"is not known; to make sure: sudo loginctl enable-linger {USER}", None),
    ],
)
@pytest.mark.parametrize("bus", [True, False])
def test_the_status_says_whether_it_outlives_a_logout(run, machine, *, bus, linger, said, lingers):
    run("service", "install")
    machine.has(*(["bus"] if bus else []), linger=linger)

    answer = run("service", "status")

    assert answer.out.splitlines()[0] == (
        "the service runs" if bus else "the service is installed and does not run"
    )
    assert said in answer.out
    assert run("service", "status", "--json").json == {
        "unit": str(machine.unit),
        "state": "running" if bus else "installed",
        "lingers": lingers,
    }


def test_without_loginctl_the_command_is_printed(run, machine):
    machine.lacks("loginctl")

    answer = run("service", "install")

    assert (answer.code, machine.told()) == (0, [RELOAD, START])
    assert f"still to run: sudo loginctl enable-linger {USER}" in answer.out
    assert "until then the service ends" in answer.err


def test_without_systemd_the_commands_are_printed(run, machine):
    machine.lacks("loginctl")
    machine.lacks("systemctl")

    answer = run("service", "install")

    assert (answer.code, answer.out.count("still to run: systemctl --user")) == (0, 2)
    assert "systemd is not here" in answer.err
    assert "portinaio daemon" in answer.err


def test_a_container_with_the_programs_of_systemd_has_no_systemd(
    run, machine, monkeypatch, tmp_path
):
    machine.has(linger=None)
    monkeypatch.setattr(systemd, "BOOTED", tmp_path / "nowhere")

    answer = run("service", "install")

    assert (answer.code, "systemd is not here" in answer.err) == (1, True)
    assert "no login of" not in answer.err


def test_a_systemd_that_refuses_is_a_failure_in_its_own_words(run, machine):
    machine.has("allowed", linger="yes")

    answer = run("service", "install")

    assert (answer.code, answer.err) == (1, "portinaio: Failed to connect; to bus\n")


@pytest.mark.parametrize("runtime", [None, "/proc/1/nowhere", "another user's"])
def test_a_shell_that_is_no_login_is_told_what_to_do(run, machine, monkeypatch, runtime):
    machine.has("allowed", linger="yes")
    if runtime is None:
        monkeypatch.delenv("XDG_RUNTIME_DIR")
    elif runtime == "another user's":
        monkeypatch.setattr(os, "getuid", lambda: 65_533)
    else:
        monkeypatch.setenv("XDG_RUNTIME_DIR", runtime)

    answer = run("service", "install")

    assert (answer.code, "this shell is no login of" in answer.err) == (1, True)


def test_a_shell_that_is_no_login_reaches_the_manager_that_lingers(
    run, machine, monkeypatch, tmp_path
):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    own = tmp_path / "run" / str(os.getuid())
    (own / "systemd").mkdir(parents=True)
    (own / "systemd" / "private").touch()

    answer = run("service", "install")

    told = (machine.folder / "told").read_text()
    assert (answer.code, f"{START} at {own}\n" in told) == (0, True)


@pytest.mark.parametrize(
    ("user", "sudo", "said"),
    [("root", "anna", True), ("root", None, False), ("root", "root", False), ("anna", "x", False)],
)
@pytest.mark.usefixtures("machine")
def test_under_sudo_the_service_is_that_of_root_and_it_says_so(
    run, monkeypatch, *, user, sudo, said
):
    monkeypatch.setattr(systemd, "user_name", lambda: user)
    if sudo:
        monkeypatch.setenv("SUDO_USER", sudo)

    answer = run("service", "install", "--user")

    assert (answer.code, "this is the service of root" in answer.err) == (0, said)


def test_a_user_without_a_name_is_a_number(monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 65_533)

    assert systemd.user_name() == "65533"


def test_what_is_not_installed_is_not_taken_away(run, machine):
    answer = run("service", "uninstall")

    assert (answer.out, machine.told()) == ("the service is not installed\n", [])


def test_what_stays_is_named_also_when_the_service_is_long_gone(run, house):
    house.mkdir()

    answer = run("service", "uninstall")

    stays = f"stays: {house} (calls, entries, contacts, complaints and lists)"
    assert answer.out == f"the service is not installed\n{stays}\n"


def test_an_odd_path_is_written_as_systemd_reads_it():
    unit = user_unit({"PORTINAIO_HOME": '/srv/50% "mine"\\x'})

    assert 'Environment="PORTINAIO_HOME=/srv/50%% \\"mine\\"\\\\x"' in unit
