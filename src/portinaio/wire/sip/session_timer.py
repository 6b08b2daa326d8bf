"""How long a session lasts without a sign of life, RFC 4028 9, as the called side agrees to it.

What the far end asks for is agreed to, however short: a call that we pick up lasts for seconds, and to haggle with 422
could cost one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.header import elements, parameters, whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sipmessage import Headers


def options(values: Iterable[str]) -> set[str]:
    """The option tags in headers such as Require and Supported."""
    return {option.lower() for value in values for option in elements(value) if option}


def agreed(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The headers of a 2xx by which a session timer is agreed to; none where nobody asks for one."""
    text, semicolon, tail = (headers.get("Session-Expires") or "").partition(";")
    interval = whole(text)
    if not interval:
        return ()
    known = "timer" in options([*headers.getlist("Supported"), *headers.getlist("Require")])
    wished = parameters(semicolon + tail).get("refresher", "").lower()
    # Who does not know the extension refreshes nothing; a proxy has put the header in, 8.1.
    refresher = ("uas" if wished == "uas" else "uac") if known else "uas"
    told = ("Session-Expires", f"{interval};refresher={refresher}")
    return (told, ("Require", "timer")) if refresher == "uac" else (told,)
