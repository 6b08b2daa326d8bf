"""`service`: let systemd run the daemon, for this user and without root."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.daemon import DAEMON
from portinaio.cli.files import write_private
from portinaio.core.words import words
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from portinaio.cli.parser import Parser
    from portinaio.cli.window import Window

UNIT = "portinaio.service"
TIMEOUT_S = 30  # systemd waits for the daemon's own word that it is ready
WATCHDOG_S = 60  # without a sign of life from what screens calls; half of it is a disk that thinks
HARDENING = (
    "NoNewPrivileges=yes",
    "LockPersonality=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
    "SystemCallArchitectures=native",
    "UMask=0077",
)
"""What a user's manager can hold without privileges: seccomp and umask, no name spaces."""
START = (("daemon-reload",), ("enable", "--now", UNIT))
STOP = (("disable", "--now", UNIT),)


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio service install", "portinaio service status")
    parser.act("install", _("write the unit, and start it now and after each login"))
    parser.act("uninstall", _("stop it, and take the unit away"))
    parser.act("status", _("whether it is installed and runs"))


def run(window: Window, given: Namespace) -> int:
    unit = unit_file(window.environ)
    match given.act:
        case "install":
            write_private(unit, unit_text(window.environ))
            return _answer(window, unit, installed=True, acts=START)
        case "uninstall":
            return _uninstall(window, unit)
        case "status":
            return _status(window, unit)
        case _:
            raise UsageError(words("say what to do: install, uninstall or status"))


def unit_file(environ: Mapping[str, str]) -> Path:
    named = Path(environ.get("XDG_CONFIG_HOME", ""))
    folder = (
        named if named.is_absolute() else Path(environ.get("HOME", "~"), ".config").expanduser()
    )
    return folder / "systemd" / "user" / UNIT


def unit_text(environ: Mapping[str, str]) -> str:
    """The unit, with the home that is in use now."""
    lines = [
        "[Unit]",
        "Description=Portinaio, the doorkeeper for a telephone",
        "",
        "[Service]",
        "Type=notify",
        "ExecStart=" + " ".join(_quoted(part).replace("$", "$$") for part in DAEMON),
    ]
    if chosen := environ.get("PORTINAIO_HOME"):
        folder = Path(chosen).expanduser().absolute()
        lines.append(f"Environment={_quoted(f'PORTINAIO_HOME={folder}')}")
    lines += ["Restart=on-failure", "RestartSec=5", f"WatchdogSec={WATCHDOG_S}", *HARDENING]
    return "\n".join([*lines, "", "[Install]", "WantedBy=default.target", ""])


def _quoted(text: str) -> str:
    """As systemd.syntax(7) has it: % is a specifier, $ a variable of commands; quotes and backslashes are escaped."""
    if "\n" in text:
        raise PortinaioError(words("a path with a line break cannot stand in a unit"))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def _uninstall(window: Window, unit: Path) -> int:
    if not unit.exists():
        return window.answer(_shape(unit, "absent"), [_("the service is not installed")])
    code = _answer(window, unit, installed=False, acts=STOP)
    unit.unlink(missing_ok=True)
    _systemctl("daemon-reload")
    return code


def _answer(
    window: Window, unit: Path, *, installed: bool, acts: tuple[tuple[str, ...], ...]
) -> int:
    """Tell systemd. Where there is none, say what to run once there is; where it refuses, that is a failure."""
    said = _("the unit is %(file)s") if installed else _("the unit %(file)s is gone")
    lines = [said % {"file": unit}]
    refusals = []
    for act in acts:
        if trouble := _systemctl(*act):
            command = " ".join(("systemctl", "--user", *act))
            lines.append(_("still to run: %(command)s") % {"command": command})
            refusals += [trouble] if trouble is not ABSENT else []
    window.answer(_shape(unit, "installed" if installed else "absent"), lines)
    window.note(*dict.fromkeys(f"portinaio: {refusal}" for refusal in refusals))
    return 1 if refusals else 0


def _status(window: Window, unit: Path) -> int:
    if not unit.exists():
        return window.answer(_shape(unit, "absent"), [_("the service is not installed")])
    active = _systemctl("is-active", "--quiet", UNIT) == ""
    said = _("the service runs") if active else _("the service is installed and does not run")
    return window.answer(_shape(unit, "running" if active else "installed"), [said])


def _shape(unit: Path, state: str) -> dict[str, str]:
    return {"unit": str(unit), "state": state}


ABSENT = "systemctl is not here"


def _systemctl(*arguments: str) -> str:
    """Run it without a shell; empty when all went well, else what it said."""
    program = shutil.which("systemctl")
    if program is None:
        return ABSENT
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program with fixed arguments
            (program, "--user", *arguments), capture_output=True, timeout=TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = done.stderr.decode("utf-8", "replace").strip()
    return "" if done.returncode == 0 else said or f"systemctl: {done.returncode}"
