"""What holds for every test: neither what the person who runs it has set nor how busy the machine is changes its outcome."""

from __future__ import annotations

import os
import re
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from portinaio import language

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTSIDE = re.compile(
    r"PORTINAIO_(?!SAMPLES$|BENCH$)\w+|XDG_\w+|LANG|LANGUAGE|LC_\w+"
    r"|NO_COLOR|FORCE_COLOR|COLORTERM|COLUMNS|LINES|TEXTUAL_(?!SNAPSHOT_)\w+|DISPLAY|WAYLAND_DISPLAY"
    r"|DBUS_SESSION_BUS_ADDRESS|NOTIFY_SOCKET|WATCHDOG_\w+|LISTEN_\w+|SSH_\w+|PYTHON_KEYRING_BACKEND"
    r"|(?:https?|all|no)_proxy",
    re.IGNORECASE,
)
"""Names of variables that the program, its libraries or its children heed."""

settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(  # chance looks for what is wrong while somebody is there to mend it, not where it is landed
    "ci", settings.get_profile("any machine"), derandomize=True, database=None
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "any machine")


@pytest.fixture(scope="session", autouse=True)
def _an_environment_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Before fixtures of a module and of the session, too: a daemon that one of them begins inherits it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name in filter(OUTSIDE.fullmatch, list(os.environ)):
            monkeypatch.delenv(name)
        monkeypatch.setenv("LANG", "C.UTF-8")
        monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("user")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _interrupts_are_heard() -> None:
    """Also where the tests run in the background of a script, whose shell has them ignored, and so would every child."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    """A command that was run in Italian leaves no Italian to the test behind it."""
    yield
    if language.code() != "en":
        language.use("en")
