"""The daemon as a service of the system: written by root, run by an account of its own or by a user who is named."""

from __future__ import annotations

import pwd
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.house import left_behind, systemd
from portinaio.cli.house.service_report import ServiceReport
from portinaio.cli.house.service_units import (
    ACCOUNT,
    ACCOUNT_HOME,
    SYSTEM_FOLDER,
    UNIT,
    Account,
    system_unit,
)
from portinaio.config.home import Home, find_home
from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.cli.context import CommandContext

FENCED = (Path("/home"), Path("/root"), Path("/run/user"))
"""What `ProtectHome=` hides from an account of the service's own."""
FOLDERS = {
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_STATE_HOME": ".local/state",
    "XDG_CACHE_HOME": ".cache",
}
"""Of a user who is not the one that types."""
START = (("daemon-reload",), ("enable", "--now", UNIT))


def unit_file() -> Path:
    return SYSTEM_FOLDER / UNIT


def account_of(environ: Mapping[str, str], named: str | None) -> Account:
    """Whom the service runs as: who is named, who called `sudo`, else an account of its own."""
    name = named or environ.get("SUDO_USER", "root")
    if name == "root" and not named:
        return Account(ACCOUNT)
    try:
        found = pwd.getpwnam(name)
    except (KeyError, ValueError):
        raise UsageError(
            msg("there is no user %(name)s on this computer", name=name[:60])
        ) from None
    return Account(found.pw_name, Path(found.pw_dir))


def install(context: CommandContext, named: str | None) -> int:
    """`PortinaioError` where the account could not read the program."""
    account = account_of(context.environ, named)
    if account.home is None:
        _refuse_hidden_program()
    unit = unit_file()
    text = system_unit(context.environ if named else {}, account)
    unit.parent.mkdir(parents=True, exist_ok=True)
    unit.write_text(text, encoding="utf-8")
    unit.chmod(0o644)
    report = ServiceReport(
        _("the unit is %(file)s") % {"file": unit},
        _("it is a service of the system, and runs as %(user)s") % {"user": account.name},
    )
    if account.home is None:
        said = _(
            "its home is %(folder)s; commands find it with: sudo PORTINAIO_HOME=%(folder)s portinaio"
        )
        report.lines.append(said % {"folder": ACCOUNT_HOME})
    _tell_systemd(context, report, START)
    return report.tell(context, shape("installed"))


def uninstall(context: CommandContext) -> int:
    """What stays is named; where somebody is there, they are asked whether what nobody would miss shall go too."""
    if not systemd.is_root():
        raise PortinaioError(
            msg(
                "the service is one of the system, %(file)s, which root alone takes away: sudo portinaio service uninstall",
                file=str(unit_file()),
            )
        )
    home = _home_of_unit(context, unit_file().read_text(encoding="utf-8", errors="replace"))
    report = ServiceReport(_("the unit %(file)s is gone") % {"file": unit_file()})
    _tell_systemd(context, report, (("disable", "--now", UNIT),))
    unit_file().unlink(missing_ok=True)
    systemd.of_system(context.environ, "daemon-reload")
    homes = (home, context.home)  # what root's own commands have written, too
    report.lines += left_behind.in_words(*homes)
    stays = left_behind.folders(*homes)
    code = report.tell(context, {**shape("absent"), "stays": stays})
    left_behind.tell(context, *homes)
    return code


def _home_of_unit(context: CommandContext, unit: str) -> Home:
    """Where the service that `unit` tells of kept everything: a folder that it names, else that of the user it ran as."""
    folder = re.search(r'^Environment="PORTINAIO_HOME=(.+)"$', unit, re.MULTILINE)
    if folder:
        return Home(*[_plain(folder[1])] * 5)
    user = re.search(r'^User="?([^"\n]+)"?$', unit, re.MULTILINE)
    if user is None or user[1] == systemd.user_name():
        return context.home
    try:
        theirs = pwd.getpwnam(_plain(user[1])).pw_dir
    except (KeyError, ValueError):  # the account has gone since
        return context.home
    own = {name: str(Path(theirs, folder)) for name, folder in FOLDERS.items()}
    return find_home({**own, "XDG_RUNTIME_DIR": own["XDG_STATE_HOME"]})


def _plain(quoted: str) -> str:
    """As it was before the unit doubled what systemd would read otherwise."""
    return re.sub(r'\\(["\\])', r"\1", quoted).replace("%%", "%")


def status(context: CommandContext) -> int:
    active = systemd.of_system(context.environ, "is-active", "--quiet", UNIT)
    runs = not active.refusal and not active.absent
    said = _("the service runs") if runs else _("the service is installed and does not run")
    whole = [said, _("it is a service of the system, and needs no login")]
    return context.answer(shape("running" if runs else "installed"), whole)


def shape(state: str) -> dict[str, object]:
    """It outlives every logout."""
    return {"unit": str(unit_file()), "state": state, "lingers": True}


def _refuse_hidden_program() -> None:
    program = Path(sys.executable).absolute()
    if any(program.is_relative_to(folder) for folder in FENCED):
        raise PortinaioError(
            msg(
                "the program is %(program)s, where an account of the service's own cannot read it; install it for"
                " everybody, such as with pipx install --global portinaio, or name who shall run it: --as USER",
                program=str(program),
            )
        )


def _tell_systemd(
    context: CommandContext, report: ServiceReport, commands: tuple[tuple[str, ...], ...]
) -> None:
    for command in commands:
        report.add(
            systemd.of_system(context.environ, *command), " ".join(("sudo systemctl", *command))
        )
    if not systemd.is_here(context.environ):
        said = _("systemd is not here; let what starts services on this computer run: %(command)s")
        report.notes.append(said % {"command": "portinaio daemon"})
