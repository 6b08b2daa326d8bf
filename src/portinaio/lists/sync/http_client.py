"""The client that asks somebody else's server: each wait is bounded, and its faults are told in sentences.

httpx is loaded by who asks, and only in a process of its own: it takes 20 MiB, and a daemon that waits for calls on a
small computer for months has a better use for them.
"""

from __future__ import annotations

import os
import ssl
from functools import lru_cache
from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.core.message import Message, msg
from portinaio.core.reason import doubt, reason, system_reason
from portinaio.errors import ListAwayError
from portinaio.lists.sync.inflate import encodings

if TYPE_CHECKING:
    import httpx

    from portinaio.lists.url import ListUrl

_TRUST = "SSL_CERT_FILE", "SSL_CERT_DIR"


def client_for(address: ListUrl, wait_s: float) -> httpx.Client:
    """For this address and where it sends us; no single answer may take longer than `wait_s`."""
    import httpx  # noqa: PLC0415  # 80 ms and 20 MiB

    try:
        return httpx.Client(
            timeout=wait_s,
            trust_env=not address.here,  # a proxy of the environment, but for this computer itself
            verify=_trusted(
                *map(os.environ.get, _TRUST)
            ),  # whom SSL_CERT_FILE trusts, wherever it is
            headers={"User-Agent": f"portinaio/{__version__}", "Accept-Encoding": encodings()},
        )
    except OSError as error:  # ssl.SSLError is one
        said = msg(
            "the certificates of SSL_CERT_FILE cannot be read: %(reason)s", reason=reason(error)
        )
        raise ListAwayError(said) from error
    except (ImportError, ValueError) as error:  # a proxy of a kind that is not known here
        said = msg("the proxy of the environment cannot be used: %(reason)s", reason=error)
        raise ListAwayError(said) from error


@lru_cache(maxsize=1)
def _trusted(*_places: str | None) -> ssl.SSLContext:
    """Made once for all the files of a sync: it takes longer than a small one of them."""
    import httpx  # noqa: PLC0415  # as above

    return httpx.create_ssl_context()


def away(error: Exception, address: ListUrl) -> Message:
    import httpx  # noqa: PLC0415  # as above

    if isinstance(error, httpx.TimeoutException):
        return msg("%(host)s does not answer in time", host=address.host)
    if fault := _doubted(error):
        return msg(
            "the certificate of %(host)s cannot be trusted: %(reason)s",
            host=address.host,
            reason=doubt(fault),
        )
    said = _refused(error) or Message(str(error)[:200])
    return msg("%(host)s cannot be reached: %(reason)s", host=address.host, reason=said)


def _refused(error: BaseException | None) -> Message | None:
    """What the system said, somewhere behind an error of the HTTP client, in words that can be translated."""
    while error is not None:
        if isinstance(error, OSError) and (known := system_reason(error)):
            return known
        error = error.__cause__ or error.__context__
    return None


def _doubted(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """What TLS has against a certificate, somewhere behind an error of the HTTP client."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None
