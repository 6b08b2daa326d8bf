"""What a list may not do between one download and the next: shrink, go back, or swallow a country.

Each refusal is a sentence; the list of before stays. A publisher's mistake and an attacker's success look alike here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from urllib.parse import unquote

from portinaio.core.evidence import Batch
from portinaio.core.message import counted, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.pattern import places_of
from portinaio.core.numbers.plan import NOWHERE
from portinaio.errors import AllowListError, UntrustedListError
from portinaio.lists.index.swallow_check import refuse_swallowing
from portinaio.lists.intake.allowed import named_so
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.numbering import WHOLE_COUNTRY
from portinaio.lists.intake.row import pattern_of, rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.evidence import Evidence
    from portinaio.core.message import Message
    from portinaio.core.numbers.plan import Plan
    from portinaio.errors import OtherCountryError
    from portinaio.lists.intake.format import Format
    from portinaio.lists.list_reading import ListReading

MOST_SHARE = (
    0.1  # of a country's numbers; the twelve French prefixes of call centres are one hundredth
)
LEAST_SHARE = 0.5  # a list that lost more than half of its entries has usually been cut off, or emptied by mistake
FEW = 50  # entries; of fewer a list may take back most, as the three of an editor who was wrong about two
MOST_WIDE = 0.02  # of the rows: one that means a country is a slip, many are no list
_CATCHING = str(msg("this would catch all of +%(code)s", code=""))
_SWALLOWING = str(msg("this would also catch the emergency number %(number)s", number=""))


def safe_rows(reading: ListReading, plan: Plan) -> Iterator[Evidence]:
    """As `safe_batches`, one by one."""
    for row in safe_batches(reading, plan):
        if isinstance(row, Batch):
            yield from row
        else:
            yield row


def safe_batches(reading: ListReading, plan: Plan) -> Iterator[Evidence | Batch]:
    """The rows as they are, but for each that cuts off a country or an emergency number of `plan`: that costs itself.

    `UntrustedListError` at the end where more than `MOST_WIDE` are so, and where narrower ranges do so together: what one row
    may not do, a hundred may not either.
    """
    reach: dict[str, list[tuple[int, int]]] = defaultdict(list)
    ordinal = 0
    for row in reading.batches():
        ordinal += len(row) if isinstance(row, Batch) else 1
        if not isinstance(row, Batch) and row.low != row.high:
            if reason := refuse_swallowing(row, plan):
                reading.leave_out(rejected(ordinal, pattern_of(row), reason))
                continue
            first, behind = places_of(row.low, row.high)
            parts = validity.split(f"{first:015d}", NOWHERE)
            reach[parts[0] if parts else ""].append((first, behind))
        yield row
    _refuse_wide(reading)
    for code, stretches in reach.items():
        _refuse_reach(code, stretches)


def _refuse_reach(code: str, stretches: list[tuple[int, int]]) -> None:
    covered = reached = 0
    for first, behind in sorted(stretches):
        covered += max(behind - max(first, reached), 0)
        reached = max(reached, behind)
    share = covered / 10 ** (15 - len(code))
    if share >= MOST_SHARE:
        raise UntrustedListError(
            msg(
                "its ranges together mean %(percent)d percent of all numbers that begin with +%(code)s",
                percent=round(100 * share),
                code=code,
            )
        )


def of_another_country(error: OtherCountryError, region: str | None) -> Message:
    """As the list says it, and how to insist."""
    return msg(
        "%(reason)s; who knows that it is of %(country)s adds it with --region %(country)s --yes, or writes sure = true"
        " under it in config.toml",
        reason=error.sentence,
        country=region,
    )


def _refuse_wide(reading: ListReading) -> None:
    reasons = [(_in_words(english), count) for english, count in reading.reasons.items()]
    wide = [(reason, count) for reason, count in reasons if reason]
    found, rows = sum(count for _, count in wide), reading.accepted + reading.rejected_count
    if found > MOST_WIDE * rows:
        raise UntrustedListError(
            counted(
                "one of its ranges means too much: %(reason)s",
                "%(n)d of its %(rows)d rows mean too much: %(reason)s",
                found,
                rows=rows,
                reason=wide[0][0],
            )
        )


def _in_words(english: str) -> Message | None:
    """The reason again as one that can be translated; `None` for those that are no business of the whole list."""
    if english == str(WHOLE_COUNTRY):
        return WHOLE_COUNTRY
    if english.startswith(_CATCHING):
        return msg("this would catch all of +%(code)s", code=english.removeprefix(_CATCHING))
    if english.startswith(_SWALLOWING):
        number = english.removeprefix(_SWALLOWING)
        return msg("this would also catch the emergency number %(number)s", number=number)
    return None


def refuse_allowing(path: str, format_: Format) -> None:
    """A file called an allow list is one, unless its format says of each row what it is."""
    if not format_.says_so and named_so(unquote(path)):
        raise AllowListError(
            msg(
                "it is called an allow list, and only you can allow; portinaio import FILE --as allow makes its numbers"
                " entries of yours"
            )
        )


def refuse_people(holds: Holds, format_id: str) -> None:
    """An address book or a log of calls, which somebody took for a list: whoever stands in it would be reported."""
    if holds in {Holds.CONTACTS, Holds.CALLERS}:
        raise UntrustedListError(
            msg(
                "it is an address book or a log of calls, and everybody in it would be reported; whoever means it to"
                " be a list says --format %(format)s",
                format=format_id,
            )
        )


def refuse_older(version: str, before: str) -> None:
    if version.isdigit() and before.isdigit() and int(version) < int(before):
        raise UntrustedListError(
            msg(
                "it is version %(version)s, older than the %(before)s that is here already",
                version=version,
                before=before,
            )
        )


def refuse_shrunken(name: str, entries: int, before: int, *, signed: bool = False) -> None:
    """`before` is 0 where the user has said that it may shrink. Of a few entries a publisher who signs may take back the last, too."""
    if not entries and not (signed and before < FEW):
        raise UntrustedListError(msg("it holds no number"))
    if before >= FEW and entries < LEAST_SHARE * before:
        raise UntrustedListError(
            counted(
                "it has %(n)d entry and had %(before)d, less than half; portinaio sync --accept %(list)s takes it",
                "it has %(n)d entries and had %(before)d, less than half; portinaio sync --accept %(list)s takes it",
                entries,
                before=before,
                list=name,
            )
        )
