"""`service`: let systemd run the daemon, for this user and without root."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.files import write_private
from portinaio.cli.house import left_behind, system_service, systemd
from portinaio.cli.house.service_report import ServiceReport
from portinaio.cli.house.service_units import UNIT, user_unit
from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

START = (("daemon-reload",), ("enable", "--now", UNIT))
STOP = (("disable", "--now", UNIT),)
LINGER, NO_LINGER = "loginctl enable-linger", "loginctl disable-linger"
LINGER_IS_OURS = "\n[X-Portinaio]\nLinger=enabled\n"
"""In the unit, a section that systemd passes over: to take the service away takes this away too, and never what was there before."""


def describe(parser: Parser, _name: str) -> None:
    parser.examples("portinaio service install", "portinaio service status")
    install = parser.add_subcommand(
        "install", _("write the unit, and start it now and with the computer, without a login")
    )
    whose = install.add_mutually_exclusive_group()
    whose.add_argument(
        "--system",
        action="store_true",
        help=_(
            "as a service of the system, which root alone may write; root's choice where neither is given"
        ),
    )
    whose.add_argument(
        "--user",
        action="store_true",
        help=_("as a service of your own; the choice of everybody else"),
    )
    install.add_argument(
        "--as",
        dest="account",
        metavar=_("USER"),
        help=_("who runs the system's; without it who called sudo, else an account of its own"),
    )
    parser.add_subcommand("uninstall", _("stop it, and take the unit away"))
    parser.add_subcommand("status", _("whether it is installed, runs, and survives a logout"))


def run(context: CommandContext, given: Namespace) -> int:
    unit = unit_file(context.environ)
    of_system = not unit.exists() and system_service.unit_file().exists()
    match given.subcommand:
        case "install":
            return _install_either(context, unit, given)
        case "uninstall":
            return system_service.uninstall(context) if of_system else _uninstall(context, unit)
        case "status":
            return system_service.status(context) if of_system else _status(context, unit)
        case _:
            raise UsageError(msg("say what to do: install, uninstall or status"))


def unit_file(environ: Mapping[str, str]) -> Path:
    named = Path(environ.get("XDG_CONFIG_HOME", ""))
    folder = (
        named if named.is_absolute() else Path(environ.get("HOME", "~"), ".config").expanduser()
    )
    return folder / "systemd" / "user" / UNIT


def _install_either(context: CommandContext, unit: Path, given: Namespace) -> int:
    """Two services of one home would be in each other's way, so that of the other kind has to go first."""
    of_system = given.system or given.account or (systemd.is_root() and not given.user)
    other = unit if of_system else system_service.unit_file()
    if of_system and not systemd.is_root():
        raise PortinaioError(
            msg("a service of the system is written by root alone: sudo portinaio service install")
        )
    if given.account and given.user:
        raise UsageError(msg("--as is for a service of the system; leave out --user"))
    if other.exists():
        raise PortinaioError(
            msg(
                "there is a service already, %(file)s; take it away first: %(command)s",
                file=str(other),
                command=_taking_away(of_system=other != unit),
            )
        )
    return system_service.install(context, given.account) if of_system else _install(context, unit)


def _taking_away(*, of_system: bool) -> str:
    by_root = of_system and not systemd.is_root()
    return ("sudo " if by_root else "") + "portinaio service uninstall"


def _install(context: CommandContext, unit: Path) -> int:
    user, ours = systemd.user_name(), _linger_is_ours(unit)
    write_private(unit, user_unit(context.environ))
    report = ServiceReport(
        _("the unit is %(file)s") % {"file": unit},
        _("it is a service of %(user)s alone") % {"user": user},
    )
    lingers = systemd.lingers(context.environ, user)
    if not lingers:
        lingers = ours = _let_linger(context, report, user)
    if ours:
        write_private(unit, user_unit(context.environ) + LINGER_IS_OURS)
    _tell_systemd(context, report, START)
    if systemd.under_sudo(context.environ):
        report.notes.append(_("this is the service of root; without sudo it would be your own"))
    return report.tell(context, _shape(unit, "installed", lingers))


def _let_linger(context: CommandContext, report: ServiceReport, user: str) -> bool:
    said = _("services of %(user)s now run without a login too, from the start of the computer")
    ran = systemd.enable_linger(context.environ, user)
    if report.add(ran, f"sudo {LINGER} {user}", said % {"user": user}):
        return True
    report.notes.append(_("until then the service ends when %(user)s logs out") % {"user": user})
    return False


def _uninstall(context: CommandContext, unit: Path) -> int:
    user = systemd.user_name()
    if not unit.exists():
        shape = _shape(unit, "absent", systemd.lingers(context.environ, user))
        lines = [_("the service is not installed"), *left_behind.in_words(context.home)]
        code = context.answer({**shape, "stays": left_behind.folders(context.home)}, lines)
        left_behind.tell(context)
        return code
    ours = _linger_is_ours(unit)
    report = ServiceReport(_("the unit %(file)s is gone") % {"file": unit})
    _tell_systemd(context, report, STOP)
    unit.unlink(missing_ok=True)
    systemd.systemctl(context.environ, "daemon-reload")
    if ours:
        said = _("services of %(user)s end at logout again, as before the installation")
        ran = systemd.disable_linger(context.environ, user)
        report.add(ran, f"sudo {NO_LINGER} {user}", said % {"user": user})
    report.lines += left_behind.in_words(context.home)
    shape = _shape(unit, "absent", systemd.lingers(context.environ, user))
    code = report.tell(context, {**shape, "stays": left_behind.folders(context.home)})
    left_behind.tell(context)
    return code


def _tell_systemd(
    context: CommandContext, report: ServiceReport, commands: tuple[tuple[str, ...], ...]
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
