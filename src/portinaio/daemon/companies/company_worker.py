"""`python -m portinaio.daemon.companies.company_worker`: fetches the catalogue of companies, in a process of its own.

An HTTP client, TLS and an archive take memory that a daemon has no use for afterwards. One question comes as a line of JSON on
stdin: where from, and into which file. The answer goes as another to stdout: how many companies, or why there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.addresses.archive import read_archive
from portinaio.complaints.addresses.catalogue import NAME, URL, to_json
from portinaio.config.atomic_write import write_atomically
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.daemon.errands.worker import answer_errand
from portinaio.errors import HomeError, PortinaioError
from portinaio.lists.sync.deadline import Deadline
from portinaio.lists.sync.http_client import away, client_for
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    import httpx

    from portinaio.lists.url import ListUrl


class Limits(NamedTuple):
    bytes: int = 16 << 20
    """Of July 2026 it has 1.8 MiB."""
    total_s: float = 120.0
    wait_s: float = 20.0


def fetch(url: str, file: str, day: str, limits: Limits = Limits()) -> int:  # noqa: B008  # it cannot change
    """How many companies are in `file` now; `PortinaioError`, and what was there before stays."""
    address = read_url(url)
    where = NAME if address.url == URL else address.host
    catalogue = read_archive(_downloaded(address, limits))._replace(fetched=day, where=where)
    try:
        write_atomically(file, to_json(catalogue))
    except OSError as error:
        raise HomeError(
            msg("%(file)s cannot be written: %(reason)s", file=file, reason=reason(error))
        ) from error
    return len(catalogue.companies)


def _downloaded(address: ListUrl, limits: Limits) -> bytes:
    import httpx  # noqa: PLC0415  # 80 ms, and the limits above are asked for without it

    if address.scheme == "file":
        raise PortinaioError(msg("the catalogue is fetched from a web address"))
    headers = {"Accept": "application/zip", "Accept-Encoding": "identity"}
    with Deadline(limits.total_s) as deadline:
        try:
            with (
                client_for(address, limits.wait_s) as client,
                client.stream(
                    "GET", address.url, headers=headers, extensions=deadline.request
                ) as response,
            ):
                data = _body(response, address, limits.bytes)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError) as error:
            slow = msg("%(host)s does not answer in time", host=address.host)
            raise PortinaioError(slow if deadline.passed else away(error, address)) from error
    return data


def _body(response: httpx.Response, address: ListUrl, most_bytes: int) -> bytes:
    if response.status_code != 200:
        raise PortinaioError(
            msg(
                "%(host)s answers with %(status)d and no archive",
                host=address.host,
                status=response.status_code,
            )
        )
    body = bytearray()
    for piece in response.iter_raw():
        body += piece
        if len(body) > most_bytes:
            raise PortinaioError(
                msg("it is longer than %(n)d MiB, which the catalogue is not", n=most_bytes >> 20)
            )
    return bytes(body)


if __name__ == "__main__":
    answer_errand(lambda asked: fetch(asked["url"], asked["file"], asked["day"]))
