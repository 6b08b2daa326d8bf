"""`python -m portinaio.daemon`: the daemon in the foreground, until SIGTERM or SIGINT; SIGHUP reads config.toml anew."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio import language
from portinaio.api.remote import reachable
from portinaio.clock import local_now
from portinaio.config import runtime_dir
from portinaio.config.home import find_home
from portinaio.config.language import find_language
from portinaio.config.load import load_settings
from portinaio.core.message import msg
from portinaio.daemon.config_cache import written_stamps
from portinaio.daemon.context import Context
from portinaio.daemon.process.lock import sole
from portinaio.daemon.process.memory import keep_little
from portinaio.daemon.service.service import Service
from portinaio.errors import HomeError, PortinaioError, UsageError
from portinaio.store.database import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.config.home import Home
    from portinaio.config.settings import Settings
    from portinaio.config.stamp import Stamp

FIRST_OWN = 3  # descriptor after stdin, stdout and stderr
SWITCH_S = 0.0005  # a ringing telephone waits no longer than this for a thread that writes the log
HARD_END_S = 4.9  # five seconds are promised
LEVELS = ("debug", "info", "warning", "error")


def main() -> int:
    """Exit status: 0 when it was told to stop, 1 with a sentence when it cannot begin."""
    _fill_streams()
    keep_little()
    language.use(language.guess(os.environ))
    try:
        _begin_log(os.environ.get("PORTINAIO_LOG", "info"))
        home = find_home(os.environ)
        language.use(find_language(home.config_file, os.environ))
        stamps = written_stamps(home)
        settings = load_settings(home.config_file)
        _ = home.socket  # its path may be too long
        home.make()
        has_place = os.access(home.runtime, os.W_OK) or _took_shelter(home)
        sys.setswitchinterval(SWITCH_S)
        if home.sockets[-1] != home.service_socket and reachable(home.service_socket):
            raise HomeError(
                msg("a daemon is running already for the home %(path)s", path=home.data)
            )
        # Whoever has made the place that should have been ours may hold a lock there, or have put a link in its place.
        with sole(home.lock, home.data) if has_place else nullcontext():
            _live_in(home, settings, stamps)
    except PortinaioError as error:
        sys.stderr.write(f"portinaio: {language.translate_error(error)}\n")
        return 1
    return 0


def _took_shelter(home: Home) -> bool:
    log = logging.getLogger(__name__)
    try:
        runtime_dir.make()
    except HomeError as error:
        log.warning("%s", error)  # calls are screened, though nobody can ask
        return False
    log.warning("%s cannot be written; the socket is %s", home.runtime, home.sockets[-1])
    return True


def _fill_streams() -> None:
    """Started with closed streams, the first socket or the database would be what everybody writes messages to."""
    while (descriptor := os.open(os.devnull, os.O_RDWR)) < FIRST_OWN:
        os.set_inheritable(descriptor, True)
    os.close(descriptor)


def _begin_log(level: str) -> None:
    if level.lower() not in LEVELS:
        raise UsageError(
            msg("PORTINAIO_LOG is debug, info, warning or error, not %(value)r", value=level)
        )
    logging.basicConfig(
        stream=sys.stderr, level=level.upper(), format="%(levelname)s %(name)s: %(message)s"
    )
    if level.lower() != "debug":
        logging.getLogger("asyncio").setLevel(logging.WARNING)


def _live_in(home: Home, settings: Settings, stamps: dict[str, Stamp]) -> None:
    context = Context(home)
    context.since = local_now()
    context.stamps.update(stamps)
    try:
        _ = context.config  # a file that is wrong is said before anything runs
        _ = context.store  # looked through for damage, and made where there is none
        _follow_complaints(context)
        with open_store(Path(home.database), local_now()) as pipeline_store:
            asyncio.run(_run(partial(Service, context, settings, pipeline_store)))
    finally:
        context.close()


def _follow_complaints(context: Context) -> None:
    try:
        if any(recovery.moved for recovery in context.store.recoveries.all()):
            from portinaio.daemon.complaints.follow_up import follow_complaints  # noqa: PLC0415  # once in the life of a house

            follow_complaints(context)
    except PortinaioError as error:
        logging.getLogger(__name__).warning("attachments were not moved: %s", error)


async def _run(made: Callable[[], Service]) -> None:
    service = made()
    loop = asyncio.get_running_loop()

    def stop() -> None:
        service.stop()
        loop.call_later(HARD_END_S, _leave)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    loop.add_signal_handler(signal.SIGHUP, service.reload_soon)
    await service.run()


def _leave() -> None:
    """A line that does not let go must not hold up a shutdown; what is logged is on the disk."""
    logging.getLogger(__name__).error("something did not end; the daemon leaves without it")
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
