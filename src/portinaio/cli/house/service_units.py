"""The unit that systemd reads: of a user's own manager, or of the system's for an account that need not log in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.cli.start_daemon import DAEMON
from portinaio.core.message import msg
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Mapping

UNIT = "portinaio.service"
SYSTEM_FOLDER = Path("/etc/systemd/system")
ACCOUNT = "portinaio"
"""Made by systemd where nobody is named; it owns nothing but its folder."""
ACCOUNT_HOME = Path("/var/lib/portinaio")
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
OF_SYSTEM = (
    "PrivateTmp=yes",
    "ProtectClock=yes",
    "ProtectControlGroups=yes",
    "ProtectHostname=yes",
    "ProtectKernelLogs=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelTunables=yes",
    "RestrictNamespaces=yes",
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
)
"""What the system's manager adds. A modem is a device, so devices stay."""


class Account(NamedTuple):
    """Whom a system's unit runs as."""

    name: str
    home: Path | None = None
    """Of somebody who is there already; `None` for an account of the service's own."""


def user_unit(environ: Mapping[str, str]) -> str:
    """With the home that is in use now."""
    return _unit(environ, (*HARDENING,), wanted_by="default.target")


def system_unit(environ: Mapping[str, str], account: Account) -> str:
    """For somebody's own home the unit keeps its socket beside their data, since the folder of a session goes with it."""
    if account.home is None:
        own = (
            f"User={ACCOUNT}",
            "DynamicUser=yes",
            f"StateDirectory={ACCOUNT_HOME.name}",
            "StateDirectoryMode=0700",
            _variable("PORTINAIO_HOME", ACCOUNT_HOME),
            "SupplementaryGroups=dialout",
            *HARDENING,
            *OF_SYSTEM,
            "ProtectSystem=strict",
            "ProtectHome=yes",
        )
        return _unit({}, own, wanted_by="multi-user.target")
    settings = (
        f"User={_quoted(account.name)}",
        _variable("XDG_RUNTIME_DIR", account.home / ".local" / "state"),
        *HARDENING,
        *OF_SYSTEM,
        "ProtectSystem=full",
    )
    return _unit(environ, settings, wanted_by="multi-user.target")


def _unit(environ: Mapping[str, str], settings: tuple[str, ...], wanted_by: str) -> str:
    lines = ["[Unit]", "Description=Portinaio, the doorkeeper for a telephone"]
    if wanted_by == "multi-user.target":
        lines += ["Wants=network-online.target", "After=network-online.target"]
    lines += [
        "",
        "[Service]",
        "Type=notify",
        "ExecStart=" + " ".join(_quoted(part).replace("$", "$$") for part in DAEMON),
    ]
    if chosen := environ.get("PORTINAIO_HOME"):
        lines.append(_variable("PORTINAIO_HOME", Path(chosen).expanduser().absolute()))
    lines += ["Restart=on-failure", "RestartSec=5", f"WatchdogSec={WATCHDOG_S}", *settings]
    return "\n".join([*lines, "", "[Install]", f"WantedBy={wanted_by}", ""])


def _variable(name: str, path: Path) -> str:
    return f"Environment={_quoted(f'{name}={path}')}"


def _quoted(text: str) -> str:
    """As systemd.syntax(7) has it: % is a specifier, $ a variable of commands; quotes and backslashes are escaped."""
    if "\n" in text:
        raise PortinaioError(msg("a path with a line break cannot stand in a unit"))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'
