"""The day on which a server says that a list changed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

_FIRST = date(1990, 1, 1)
"""Before the web nothing was served. Builds that are to be repeatable date all files 1970 or 1980, and say nothing by it."""


def modified_day(header: str) -> date | None:
    if not header:
        return None
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  # a megabyte that few daemons need

    with suppress(TypeError, ValueError):
        day = parsedate_to_datetime(header).date()
        return day if day >= _FIRST else None
    return None
