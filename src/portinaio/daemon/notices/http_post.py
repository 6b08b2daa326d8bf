"""One POST over HTTP/1.1, in the loop, with an end to all of it. No redirection is followed: what a notice holds goes where the user said.

httpx would do this too, and costs a daemon that has none of it yet 200 ms of its loop and 20 MB.
"""

from __future__ import annotations

import asyncio
import ssl
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.daemon.notices.sender import NotSentError, unvouched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.core.message import Message

WHOLE_S = 20.0
LARGEST_ANSWER = 64 << 10  # bytes; nobody reads it
CHUNK = 8192
LATER = frozenset({408, 425, 429})
"""Of 4xx, what may be taken later; 5xx may, too."""


async def post(url: str, body: bytes, headers: Mapping[str, str]) -> None:
    """`NotSentError` unless the answer is 2xx."""
    host = urlsplit(url).hostname or ""
    try:
        async with asyncio.timeout(WHOLE_S):
            status = await _status(url, body, headers)
    except TimeoutError as error:
        raise NotSentError(_says(host, msg("no answer came in time"))) from error
    except ssl.SSLCertVerificationError as error:
        raise NotSentError(unvouched(host, error)) from error
    except OSError as error:
        raise NotSentError(_says(host, reason(error))) from error
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        raise NotSentError(
            msg(
                "%(host)s sends us elsewhere (%(status)d), which is not followed; put the right address under url",
                host=host,
                status=status,
            ),
            again=False,
        )
    raise NotSentError(
        msg("%(host)s refuses the notice (HTTP %(status)d)", host=host, status=status),
        again=status >= 500 or status in LATER,
    )


async def _status(url: str, body: bytes, headers: Mapping[str, str]) -> int:
    import h11  # noqa: PLC0415  # the server of the API loads it, a `check` does not

    parts = urlsplit(url)
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    reader, writer = await asyncio.open_connection(
        parts.hostname, port, ssl=_context() if tls else None, limit=CHUNK
    )
    talk = h11.Connection(h11.CLIENT)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request = h11.Request(
        method="POST",
        target=target,
        headers=[
            ("Host", parts.netloc),
            ("Content-Length", f"{len(body)}"),
            ("Connection", "close"),
            ("User-Agent", "portinaio"),
            *headers.items(),
        ],
    )
    try:
        for event in (request, h11.Data(data=body), h11.EndOfMessage()):
            writer.write(talk.send(event) or b"")
        await writer.drain()
        return await _read(talk, reader)
    except (h11.RemoteProtocolError, h11.LocalProtocolError) as error:
        raise NotSentError(
            msg("%(host)s does not answer in HTTP", host=parts.hostname), again=False
        ) from error
    finally:
        writer.close()


async def _read(talk: object, reader: asyncio.StreamReader) -> int:
    import h11  # noqa: PLC0415  # as above

    assert isinstance(talk, h11.Connection)
    read = 0
    while True:
        event = talk.next_event()
        if isinstance(event, h11.Response):
            return event.status_code
        if event is h11.NEED_DATA:
            data = await reader.read(CHUNK)
            read += len(data)
            if read > LARGEST_ANSWER:
                raise h11.RemoteProtocolError("endless head")
            talk.receive_data(data)
        elif not isinstance(event, h11.InformationalResponse):
            raise h11.RemoteProtocolError("closed without an answer")


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()


def _says(host: str, why: Message) -> Message:
    return msg("%(host)s says: %(reason)s", host=host, reason=why)
