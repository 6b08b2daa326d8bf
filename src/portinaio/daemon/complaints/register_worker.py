"""`python -m portinaio.daemon.complaints.register_worker`: one question to a register of numbers, in a process of its own.

An HTTP client and TLS take 20 MiB that a daemon has no use for afterwards. One question comes as a line of JSON on stdin, the
answer goes as another to stdout: the companies, or the sentence that says why there is none to be had.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.complaints.register_answer import companies_in
from portinaio.core.message import Message, msg
from portinaio.errors import PortinaioError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.url import read_url
from portinaio.store.codec import pack_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from portinaio.lists.url import ListUrl


class Limits(NamedTuple):
    bytes: int = 64 << 10
    """An answer has some hundreds."""
    total_s: float = 20.0
    """Somebody waits for it at a screen."""
    wait_s: float = 10.0


def main(asked: str) -> None:
    request = json.loads(asked)
    said: dict[str, Any]
    try:
        said = {"companies": ask(request["url"], request["keys"])}
    except PortinaioError as error:
        sentence = error.sentence
        said = {
            "failed": pack_message(
                sentence if isinstance(sentence, Message) else Message(str(error))
            )
        }
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def ask(url: str, keys: Sequence[str], limits: Limits = Limits()) -> tuple[str, ...]:  # noqa: B008  # it cannot change
    """The companies at this address; none where the number is in no register. `PortinaioError` for whatever else comes."""
    import httpx  # noqa: PLC0415  # 80 ms, and the limits above are asked for without it

    address = read_url(url)
    with Deadline(limits.total_s) as deadline:
        try:
            body = _fetched(address, limits, deadline)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            if deadline.passed:
                raise _too_slow(address) from error
            raise PortinaioError(away(error, address)) from error
        if deadline.passed:  # a body without a length ends where we have cut it
            raise _too_slow(address)
    return companies_in(body, keys)


def _fetched(address: ListUrl, limits: Limits, deadline: Deadline) -> bytes:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    with (
        client_for(address, limits.wait_s) as client,
        client.stream("GET", address.url, headers=headers, extensions=deadline.request) as response,
    ):
        return _body(response, limits.bytes) if _has_answer(response, address) else b""


def _has_answer(response: httpx.Response, address: ListUrl) -> bool:
    status = response.status_code
    if status == 204:
        return False
    if status == 404:  # who does not know the number may say so, and so may whoever has moved away
        raise PortinaioError(
            msg(
                "%(host)s answers with the error 404: the number is in no register, or the register is elsewhere now",
                host=address.host,
            )
        )
    if 300 <= status < 400:
        raise PortinaioError(
            msg(
                "%(host)s sends us elsewhere, and the call is nobody else's business",
                host=address.host,
            )
        )
    if status != 200:
        raise PortinaioError(
            msg("%(host)s answers with the error %(status)d", host=address.host, status=status)
        )
    return True


def _body(response: httpx.Response, most_bytes: int) -> bytes:
    body = b""
    for piece in response.iter_raw():
        body += piece
        if len(body) > most_bytes:
            raise PortinaioError(
                msg("its answer is longer than %(n)d KiB, which none is", n=most_bytes >> 10)
            )
    return body


def _too_slow(address: ListUrl) -> PortinaioError:
    return PortinaioError(msg("%(host)s does not answer in time", host=address.host))


def _leave_with_parent() -> None:
    """Who began us holds the other end of stdin open; when it ends, nobody waits any more."""
    while os.read(sys.__stdin__.fileno(), 1024):  # type: ignore[union-attr]  # we are not without it
        pass
    os._exit(1)


if __name__ == "__main__":
    question = sys.stdin.readline()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    main(question)
