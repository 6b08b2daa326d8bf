"""systemd as this user speaks with it: `systemctl --user`, and `loginctl`, by which services outlive a logout."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_S = 30  # systemd waits for the daemon's own word that it is ready
MANAGER_S = 5.0  # for the user's manager to come up, once it may run without a login
RUNTIME_FOLDERS = Path("/run/user")
BOOTED = Path("/run/systemd/system")  # sd_booted(3)


class Ran(NamedTuple):
    refusal: str
    """What the program said, empty where all went well."""
    out: str = ""
    absent: bool = False


def systemctl(environ: Mapping[str, str], *arguments: str) -> Ran:
    """For the user's own manager, also where `su` or `sudo` left no way to it in the environment."""
    folder = _runtime_folder()
    reach = {} if _has_runtime(environ) or not folder.is_dir() else {"XDG_RUNTIME_DIR": str(folder)}
    return _run({**environ, **reach}, "systemctl", "--user", *arguments)


def of_system(environ: Mapping[str, str], *arguments: str) -> Ran:
    """For the manager of the system."""
    return _run(environ, "systemctl", *arguments)


def is_root() -> bool:
    return os.geteuid() == 0


def is_here(environ: Mapping[str, str]) -> bool:
    """Whether systemd runs this computer; its programs may lie about in a container, too."""
    return shutil.which("systemctl", path=environ.get("PATH")) is not None and BOOTED.is_dir()


def has_manager(environ: Mapping[str, str]) -> bool:
    """Whether there is a way to a manager of this user."""
    return _has_runtime(environ) or _runtime_folder().is_dir()


def lingers(environ: Mapping[str, str], user: str) -> bool | None:
    """Whether this user's services run without a login; `None` where nobody can tell."""
    ran = _run(environ, "loginctl", "show-user", user, "--property=Linger", "--value")
    return None if ran.refusal or ran.absent else ran.out == "yes"


def enable_linger(environ: Mapping[str, str], user: str) -> Ran:
    ran = _run(environ, "loginctl", "--no-ask-password", "enable-linger", user)
    if not ran.refusal and not ran.absent and not _has_runtime(environ):
        _await_manager()
    return ran


def disable_linger(environ: Mapping[str, str], user: str) -> Ran:
    return _run(environ, "loginctl", "--no-ask-password", "disable-linger", user)


def user_name() -> str:
    """Of whoever runs us, whatever the environment says."""
    with suppress(KeyError):  # in a container nobody need have a name
        return pwd.getpwuid(os.getuid()).pw_name
    return str(os.getuid())


def under_sudo(environ: Mapping[str, str]) -> bool:
    return user_name() == "root" and environ.get("SUDO_USER", "root") != "root"


def _has_runtime(environ: Mapping[str, str]) -> bool:
    """Whether the environment leads to our own manager; `su` may leave there the way to another user's."""
    try:
        return Path(environ.get("XDG_RUNTIME_DIR") or "/nowhere").stat().st_uid == os.getuid()
    except OSError:
        return False


def _runtime_folder() -> Path:
    return RUNTIME_FOLDERS / str(os.getuid())


def _await_manager() -> None:
    """Until it can be spoken with, or will not be."""
    deadline = time.monotonic() + MANAGER_S
    while time.monotonic() < deadline:
        if (_runtime_folder() / "systemd" / "private").exists():
            return
        time.sleep(0.1)


def _run(environ: Mapping[str, str], program: str, *arguments: str) -> Ran:
    """Without a shell."""
    path = shutil.which(program, path=environ.get("PATH"))
    if path is None:
        return Ran("", absent=True)
    try:
        done = subprocess.run(  # noqa: S603  # a fixed program, with arguments of ours
            (path, *arguments),
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(str(error))
    said = "; ".join(done.stderr.decode("utf-8", "replace").strip().splitlines())
    refusal = "" if done.returncode == 0 else said or f"{program}: {done.returncode}"
    return Ran(refusal, done.stdout.decode("utf-8", "replace").strip())
