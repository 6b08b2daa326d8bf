"""`service`: let systemd run the daemon, for this user and without root."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli import systemd
from portinaio.cli.files import write_private
from portinaio.cli.start_daemon import DAEMON
from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser
    from portinaio.cli.systemd import Ran

UNIT = "portinaio.service"
WATCHDOG_S = 60  # without a sign of life from what screens calls, which gives two in that time
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
LINGER, NO_LINGER = "loginctl enable-linger", "loginctl disable-linger"
LINGER_IS_OURS = "\n[X-Portinaio]\nLinger=enabled\n"
"""In the unit, a section that systemd passes over: to take the service away takes this away too, and never what was there before."""


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio service install", "portinaio service status")
    parser.add_subcommand(
        "install", _("write the unit, and start it now and with the computer, without a login")
    )
    parser.add_subcommand("uninstall", _("stop it, and take the unit away"))
    parser.add_subcommand("status", _("whether it is installed, runs, and survives a logout"))


def run(context: CommandContext, given: Namespace) -> int:
    unit = unit_file(context.environ)
    match given.subcommand:
        case "install":
            return _install(context, unit)
        case "uninstall":
            return _uninstall(context, unit)
        case "status":
            return _status(context, unit)
        case _:
            raise UsageError(msg("say what to do: install, uninstall or status"))


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
        raise PortinaioError(msg("a path with a line break cannot stand in a unit"))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


class _Report:
    """What was done, what is still to do, what systemd refused, and what the user should know."""

    def __init__(self, done: str) -> None:
        self.lines = [done]
        self.refusals: list[str] = []
        self.notes: list[str] = []

    def add(self, ran: Ran, command: str, done: str = "") -> bool:
        """Whether it went well. Where there is no such program the command is for later; where it refuses, that is a failure."""
        if not ran.refusal and not ran.absent:
            self.lines += [done] if done else []
            return True
        self.lines.append(_("still to run: %(command)s") % {"command": command})
        self.refusals += [ran.refusal] if ran.refusal else []
        return False

    def tell(self, context: CommandContext, shape: dict[str, object]) -> int:
        context.answer(shape, self.lines)
        said = dict.fromkeys((*self.refusals, *self.notes))
        context.note(*(f"portinaio: {sentence}" for sentence in said))
        return 1 if self.refusals else 0


def _install(context: CommandContext, unit: Path) -> int:
    user, ours = systemd.user_name(), _linger_is_ours(unit)
    write_private(unit, unit_text(context.environ))
    report = _Report(_("the unit is %(file)s") % {"file": unit})
    lingers = systemd.lingers(context.environ, user)
    if not lingers:
        lingers = ours = _let_linger(context, report, user)
    if ours:
        write_private(unit, unit_text(context.environ) + LINGER_IS_OURS)
    _tell_systemd(context, report, START)
    if systemd.under_sudo(context.environ):
        report.notes.append(_("this is the service of root; without sudo it would be your own"))
    return report.tell(context, _shape(unit, "installed", lingers))


def _let_linger(context: CommandContext, report: _Report, user: str) -> bool:
    said = _("services of %(user)s now run without a login too, from the start of the computer")
    ran = systemd.enable_linger(context.environ, user)
    if report.add(ran, f"sudo {LINGER} {user}", said % {"user": user}):
        return True
    report.notes.append(_("until then the service ends when %(user)s logs out") % {"user": user})
    return False


def _uninstall(context: CommandContext, unit: Path) -> int:
    user = systemd.user_name()
    if not unit.exists():
        lingers = systemd.lingers(context.environ, user)
        return context.answer(_shape(unit, "absent", lingers), [_("the service is not installed")])
    ours = _linger_is_ours(unit)
    report = _Report(_("the unit %(file)s is gone") % {"file": unit})
    _tell_systemd(context, report, STOP)
    unit.unlink(missing_ok=True)
    systemd.systemctl(context.environ, "daemon-reload")
    if ours:
        said = _("services of %(user)s end at logout again, as before the installation")
        ran = systemd.disable_linger(context.environ, user)
        report.add(ran, f"sudo {NO_LINGER} {user}", said % {"user": user})
    return report.tell(context, _shape(unit, "absent", systemd.lingers(context.environ, user)))


def _tell_systemd(
    context: CommandContext, report: _Report, commands: tuple[tuple[str, ...], ...]
) -> None:
    rans = [systemd.systemctl(context.environ, *command) for command in commands]
    for ran, command in zip(rans, commands, strict=True):
        report.add(ran, " ".join(("systemctl --user", *command)))
    if not systemd.is_here(context.environ):
        said = _("systemd is not here; let what starts services on this computer run: %(command)s")
        report.notes.append(said % {"command": "portinaio daemon"})
    elif any(ran.refusal for ran in rans) and not systemd.has_manager(context.environ):
        said = _(
            "this shell is no login of %(user)s, as after su or sudo; log in as %(user)s, such as"
            " by ssh, and run the command again"
        )
        report.notes.append(said % {"user": systemd.user_name()})


def _status(context: CommandContext, unit: Path) -> int:
    user = systemd.user_name()
    lingers = systemd.lingers(context.environ, user)
    if not unit.exists():
        return context.answer(_shape(unit, "absent", lingers), [_("the service is not installed")])
    active = systemd.systemctl(context.environ, "is-active", "--quiet", UNIT)
    runs = not active.refusal and not active.absent
    said = _("the service runs") if runs else _("the service is installed and does not run")
    survives = {
        True: _("it needs no login, and survives a logout of %(user)s"),
        False: _("it ends when %(user)s logs out; to keep it: %(command)s"),
        None: _("whether it survives a logout of %(user)s is not known; to make sure: %(command)s"),
    }[lingers]
    lines = [said, survives % {"user": user, "command": f"sudo {LINGER} {user}"}]
    return context.answer(_shape(unit, "running" if runs else "installed", lingers), lines)


def _linger_is_ours(unit: Path) -> bool:
    """Whether an installation has let the services of this user run without a login."""
    return unit.exists() and LINGER_IS_OURS in unit.read_text(encoding="utf-8", errors="replace")


def _shape(unit: Path, state: str, lingers: bool | None = None) -> dict[str, object]:
    return {"unit": str(unit), "state": state, "lingers": lingers}
