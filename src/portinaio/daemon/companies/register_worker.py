"""`python -m portinaio.daemon.companies.register_worker`: one question to a register of numbers, in a process of its own.

An HTTP client and TLS take 20 MiB that a daemon has no use for afterwards. One question comes as a line of JSON on stdin, the
answer goes as another to stdout: the companies, or the sentence that says why there is none to be had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.register_answer import companies_in
from portinaio.core.message import msg
from portinaio.daemon.errands.worker import answer_errand
from portinaio.errors import PortinaioError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.url import read_url

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


if __name__ == "__main__":
    answer_errand(lambda asked: ask(asked["url"], asked["keys"]))
