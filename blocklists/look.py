"""Opens every address of the catalogue, as a subscription would, and says what it saw and when.

    python blocklists/look.py                            all lists of the catalogue beside this file
    python blocklists/look.py spam-chile openblock-bg    these
    python blocklists/look.py --catalogue FILE           those of another catalogue
    python blocklists/look.py --write                    and set `checked` to today where all was right

It is run by hand, where the network is, before a table is changed. A list that needs an account is asked with the token that
stands in the variable PORTINAIO_TOKEN_ and its name, such as PORTINAIO_TOKEN_PHONEBLOCK; without one it is passed over.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import httpx

from portinaio.config.settings import ListTable
from portinaio.core.list_state import ListState
from portinaio.core.numbers.plan import NOWHERE
from portinaio.core.safe_text import printable
from portinaio.countries.plans import plan_from, read_plan
from portinaio.errors import PortinaioError
from portinaio.lists.catalogue import (
    Catalogue,
    catalogue_file,
    joined,
    read_catalogue,
    subscription,
)
from portinaio.lists.intake.row import iso
from portinaio.lists.read_list import read_list
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.catalogue import Subscription
    from portinaio.lists.offer import Offer
    from portinaio.lists.sync.renewal import Renewal

WAIT_S = 30.0
MOST_ROWS = 3  # of those that cannot be used, as they are shown


class Seen(NamedTuple):
    what: str
    """Which of its addresses."""
    right: bool
    words: str


def main(arguments: Sequence[str]) -> int:
    parser = ArgumentParser(prog="look.py", description="Opens every address of the catalogue.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="all where none is named")
    parser.add_argument("--catalogue", type=Path, default=catalogue_file(), metavar="FILE")
    parser.add_argument(
        "--write", action="store_true", help="set checked to today where all was right"
    )
    given = parser.parse_args(arguments)
    try:
        catalogue = _catalogue(given.catalogue)
    except PortinaioError as error:
        parser.error(str(error))
    if strange := set(given.names) - {offer.name for offer in catalogue.list}:
        parser.error(f"there is no list called {' '.join(sorted(strange))}")
    wrong = 0
    for offer in catalogue.list:
        if given.names and offer.name not in given.names:
            continue
        _say(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}  {offer.name}")
        seen = []
        for each in _seen(offer, catalogue):
            _say(f"  {each.what:<9} {'' if each.right else '! '}{printable(each.words)}")
            seen.append(each)
        right = all(each.right for each in seen)
        wrong += not right
        if right and given.write:
            _write_day(given.catalogue, offer.name)
    return 1 if wrong else 0


def _catalogue(file: Path) -> Catalogue:
    if file == catalogue_file():
        return read_catalogue(file.read_bytes(), str(file))
    return joined(Catalogue(()), str(file))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _seen(offer: Offer, catalogue: Catalogue) -> Iterator[Seen]:
    token = os.environ.get(f"PORTINAIO_TOKEN_{offer.name.upper().replace('-', '_')}", "")
    wanted = subscription(ListTable(name=offer.name), catalogue)
    if offer.account and not token:
        yield Seen("list", False, f"not asked, it needs {offer.account}")
    else:
        for number, url in enumerate(wanted.urls):
            yield from _of_list(
                wanted._replace(urls=(url,)), token, f"mirror {number}" if number else "list"
            )
    yield _of_page(offer.homepage)


def _of_list(wanted: Subscription, token: str, what: str) -> Iterator[Seen]:
    """What comes of a subscription, and of what has changed since, where that has an address."""
    with TemporaryDirectory() as folder:
        files = ListFiles(Path(folder))
        files.make()
        plan = _plan_of(wanted.region) if wanted.region else NOWHERE
        context = SyncContext(files, _plan_of, plan, datetime.now().astimezone())
        renewal = renew(wanted, ListState(wanted.name), context, token=token)
        if renewal.state.error or renewal.state.state != "ok":
            yield Seen(what, False, str(renewal.state.error))
            return
        yield Seen(what, True, _counts(files, wanted, renewal))
        for row in renewal.rows[:MOST_ROWS]:
            yield Seen(f"row {row.line}", True, f"{row.reason}: {row.text}")
        for remark in renewal.remarks:
            yield Seen("remark", True, str(remark))
        if wanted.changes and renewal.state.version:
            since = renew(wanted, renewal.state, context, token=token)
            told = (
                since.state.error or f"since version {renewal.state.version}, {since.bytes} bytes"
            )
            yield Seen("changes", since.state.state == "ok", str(told))


def _counts(files: ListFiles, wanted: Subscription, renewal: Renewal) -> str:
    with files.good(wanted.name) as (info, source):
        reading = read_list(
            source,
            plan_of=_plan_of,
            format=info.format or None,
            region=info.region,
            complaints=wanted.complaints,
        )
        days, counted = [], 0
        for row in reading:
            days.append(row.last_day)
            counted += row.reporters is not None
    dated = sum(map(bool, days))
    newest = f", the newest of {iso(max(days))}" if dated else ""
    return (
        f"{renewal.state.entries} entries as {reading.format.id}, {renewal.rejected} rows unusable, {counted} with a count,"
        f" {dated} dated{newest}; {renewal.bytes} bytes"
    )


def _of_page(url: str) -> Seen:
    try:
        answer = httpx.get(url, follow_redirects=True, timeout=WAIT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Seen("homepage", False, f"{url}: {error}")
    where = "" if str(answer.url) == url else f", at {answer.url}"
    return Seen("homepage", answer.is_success, f"{answer.status_code}{where}")


@cache
def _plan_of(country: str) -> Plan:
    return plan_from(read_plan(country))


def _write_day(file: Path, name: str) -> None:
    table = rf'(?ms)(^\[\[list\]\]\nname = "{re.escape(name)}"\n(?:(?!^\[\[).)*?^checked = )[\d-]+'
    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    file.write_text(re.sub(table, rf"\g<1>{today}", file.read_text()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
