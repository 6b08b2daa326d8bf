"""What every way out of the house promises."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from portinaio.core.message import Message, msg
from portinaio.core.reason import doubt
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable
    from contextlib import AbstractAsyncContextManager

    from portinaio.daemon.notices.notice import Shown


class NotSentError(PortinaioError):
    def __init__(self, sentence: Any, *, again: bool = True) -> None:
        """`again`: whether the same may be taken later."""
        super().__init__(sentence)
        self.again = again


def unvouched(host: str, error: ssl.SSLCertVerificationError) -> Message:
    return msg(
        "nobody vouches for the certificate of %(host)s (%(why)s)", host=host, why=doubt(error)
    )


class Link(NamedTuple):
    """A way out for as long as it holds."""

    send: Callable[[Shown], Awaitable[None]]
    """Returns once the far end has taken the notice. `NotSentError` where it has not."""
    broken: asyncio.Future[NotSentError]
    """Done when it holds no more."""
    proven: bool = False
    """Whether the far end has answered already."""


class Sender(Protocol):
    def connected(self) -> AbstractAsyncContextManager[Link]:
        """`NotSentError` where there is no way."""

    def retire(self) -> None:
        """It is named no more: what it has left at the far end goes with the connection that there is."""


class Unconnected:
    """For who opens a connection for each notice."""

    async def send(self, notice: Shown) -> None:
        raise NotImplementedError

    def retire(self) -> None:
        """A notice that is sent is nothing that could be taken back."""

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[Link]:
        yield Link(self.send, asyncio.get_running_loop().create_future())
