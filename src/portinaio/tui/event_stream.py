"""The event stream in a thread of its own: it waits for news, and connects again when the daemon has left.

A daemon thread and no worker: the stream blocks on its socket for as long as nothing happens, and leaving the app must not
wait for the telephone to ring.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from textual.message import Message

from portinaio.errors import DaemonAwayError, PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portinaio.api.client import Client

MOST_AHEAD = 256  # news that the app has not looked at; who is further behind waits, and the daemon begins anew with it
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0)


class Connected(Message, bubble=False):
    """A way to the house, through the daemon or without it."""

    def __init__(self, client: Client) -> None:
        super().__init__()
        self.client = client


class News(Message, bubble=False):
    def __init__(self, name: str, content: Any) -> None:
        super().__init__()
        self.name = name
        self.content = content


class Disconnected(Message, bubble=False):
    """No daemon, or no longer."""

    def __init__(self, error: PortinaioError, pause_s: float) -> None:
        super().__init__()
        self.error = error
        self.pause_s = pause_s


class EventStream:
    def __init__(
        self,
        connect: Callable[[], Client],
        tell: Callable[[Message], object],
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._connect = connect
        self._tell = tell
        self._pauses_s = pauses_s
        self._failures = 0
        self._stopped = False
        self._hurry = threading.Event()
        self._room = threading.Semaphore(MOST_AHEAD)

    def start(self) -> None:
        threading.Thread(target=self._run, name="portinaio-events", daemon=True).start()

    def stop(self) -> None:
        self._stopped = True
        self._hurry.set()

    def looked_at(self) -> None:
        """One of the news; there is room for another."""
        self._room.release()

    def reconnect_now(self) -> None:
        """Try again now, and often at first: somebody has just started the daemon."""
        self._failures = 0
        self._hurry.set()

    def _run(self) -> None:
        while not self._stopped:
            error = self._listen()
            if self._stopped:
                return
            pause_s = self._pauses_s[min(self._failures, len(self._pauses_s) - 1)]
            self._failures += 1
            self._tell(Disconnected(error, pause_s))
            self._hurry.wait(pause_s)
            self._hurry.clear()

    def _listen(self) -> PortinaioError:
        """Pass on what is told until the stream ends; why it ended."""
        try:
            client = self._connect()
            self._tell(Connected(client))
            for name, content in client.events():
                self._failures = 0
                while not self._stopped and not self._room.acquire(timeout=1):
                    pass
                if self._stopped:
                    break
                self._tell(News(name, content))
        except PortinaioError as error:
            return error
        except (OSError, ValueError) as error:  # cut off in the middle of an event
            return DaemonAwayError(str(error))
        return DaemonAwayError()
