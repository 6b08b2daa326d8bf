"""What a file is, said before anything of it is taken: kind, format, country, how many numbers of which kind, the first ones
as they will be kept, and what is not read. The same words in the command line, the app and the API.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, counted, msg, untranslated
from portinaio.core.numbers.kinds import RANGE, RESERVED, UNASSIGNED, WITHHELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from portinaio.api.answers import SeenAnswer
    from portinaio.daemon.config_cache import ListConfig
    from portinaio.daemon.lists.list_status import Unusable
    from portinaio.daemon.sync_runs.synced import Synced
    from portinaio.lists.read_as import ReadAs

MOST_REASONS = 5
_OTHER = "other"

KINDS = {
    "block": msg("a block list"),
    "allow": msg("a list of numbers that may ring"),
    "complaints": msg("complaints about callers"),
    "callers": msg("a table of calls or callers"),
    "contacts": msg("an address book"),
    "calls": msg("a log of calls"),
    "unsure": msg("numbers of which nothing says whose they are"),
    "innocents": msg("numbers of public bodies"),
}
"""What a file is called."""
_COUNTED: dict[str, Callable[[int], Message]] = {
    "fixed_line": lambda n: counted("%(n)d landline", "%(n)d landlines", n),
    "mobile": lambda n: counted("%(n)d mobile", "%(n)d mobiles", n),
    "fixed_line_or_mobile": lambda n: counted(
        "%(n)d landline or mobile", "%(n)d landlines or mobiles", n
    ),
    "toll_free": lambda n: counted("%(n)d toll-free number", "%(n)d toll-free numbers", n),
    "premium_rate": lambda n: counted("%(n)d premium-rate number", "%(n)d premium-rate numbers", n),
    "shared_cost": lambda n: counted("%(n)d shared-cost number", "%(n)d shared-cost numbers", n),
    "voip": lambda n: counted(
        "%(n)d number of internet telephony", "%(n)d numbers of internet telephony", n
    ),
    "personal_number": lambda n: counted("%(n)d personal number", "%(n)d personal numbers", n),
    RANGE: lambda n: counted("%(n)d beginning or range", "%(n)d beginnings or ranges", n),
    RESERVED: lambda n: counted(
        "%(n)d of a range reserved for a purpose such as sales",
        "%(n)d of ranges reserved for a purpose such as sales",
        n,
    ),
    UNASSIGNED: lambda n: counted(
        "%(n)d that is assigned to nobody", "%(n)d that are assigned to nobody", n
    ),
    WITHHELD: lambda n: counted("%(n)d without a number", "%(n)d without a number", n),
    _OTHER: lambda n: counted("%(n)d of another kind", "%(n)d of other kinds", n),
}
_COUNTRY = {
    "file": msg("every number says its own"),
    "format": msg("%(country)s, as its format has it"),
    "said": msg("%(country)s, as --region or the list's own says"),
    "house": msg("%(country)s, as of this house; --region says another"),
}


class Seen(NamedTuple):
    kind: str
    """One of `KINDS`."""
    format: str
    title: Message | str
    """What people call the format."""
    first: tuple[str, ...] = ()
    """As they will be kept."""
    numbers: int = 0
    kinds: Mapping[str, int] = {}
    """As `core.numbers.kinds` has it, of those that were looked at."""
    country: str | None = None
    """In which national numbers were read."""
    country_from: str = "file"
    also: tuple[str, ...] = ()
    """Other countries in which its national numbers would exist."""
    columns: tuple[Message, ...] = ()
    """Those that are not read; a remark says it, too."""
    unread: tuple[Message, ...] = ()
    """Rows."""
    mended: tuple[Message, ...] = ()
    """A remark says it, too."""
    wants: tuple[str, ...] = ()
    """What `import --as` may be, where it has not been said; the likeliest first."""
    countries: tuple[str, ...] = ()
    """As `errors.NoCountryError` has them."""
    columns_read: tuple[str, ...] = ()
    columns_left: tuple[str, ...] = ()
    """Those that nothing but a question decides about."""


def seen_answer(seen: Seen) -> SeenAnswer:
    return {
        "kind": seen.kind,
        "format": seen.format,
        "country": seen.country,
        "country_from": seen.country_from,
        "numbers": seen.numbers,
        "kinds": [{"kind": kind, "count": n} for kind, n in seen.kinds.items()],
        "looked_at": sum(seen.kinds.values()),
        "first": list(seen.first),
        "unread": [untranslated(each) for each in (*seen.columns, *seen.unread)],
        "mended": [untranslated(each) for each in seen.mended],
        "wants": list(seen.wants),
        "countries": list(seen.countries),
        "columns": list(seen.columns_read),
        "columns_left": list(seen.columns_left),
        "says": [untranslated(line) for line in _lines(seen)],
    }


def seen_list(config: ListConfig, synced: Synced, entries: int) -> SeenAnswer | None:
    """Of a list that has come for the first time."""
    read_as = synced.read_as
    if read_as is None:
        return None
    kind = "complaints" if read_as.complaints else "innocents" if config.innocents else "block"
    return seen_answer(
        as_read(read_as, kind, entries)._replace(unread=reasons_of(synced.rows, synced.rejected))
    )


def as_read(read_as: ReadAs, kind: str, numbers: int) -> Seen:
    return Seen(
        kind,
        read_as.format,
        read_as.title,
        read_as.first,
        numbers,
        read_as.kinds,
        read_as.region,
        read_as.region_from,
        read_as.also,
        columns=read_as.columns,
        columns_read=read_as.columns_read,
        columns_left=read_as.columns_left,
        mended=_told(read_as.mended),
    )


def _told(notes: Iterable[tuple[Message, int]]) -> tuple[Message, ...]:
    """What was noted, and of how many numbers."""
    return tuple(
        counted("%(n)d number, %(what)s", "%(n)d numbers, such as: %(what)s", n, what=what)
        if what.values
        else counted("%(n)d number: %(what)s", "%(n)d numbers: %(what)s", n, what=what)
        for what, n in notes
    )


def reasons_of(rejected: Iterable[Unusable], count: int) -> tuple[Message, ...]:
    """Rows that are not read, by why; `count` is how many there are, of which the first are at hand."""
    at_hand = list(rejected)
    found: dict[str, list[Unusable]] = {}
    for row in at_hand:
        found.setdefault(row.reason.text, []).append(row)
    ranked = sorted(found.values(), key=len, reverse=True)
    told = [
        counted(
            "one row, line %(line)d: %(reason)s",
            "%(n)d rows, the first of them line %(line)d: %(reason)s",
            len(rows),
            line=rows[0].line,
            reason=rows[0].reason,
        )
        for rows in ranked[:MOST_REASONS]
    ]
    if more := count - sum(map(len, ranked[:MOST_REASONS])):
        told.append(counted("one more row", "%(n)d more rows", more))
    return tuple(told)


def _lines(seen: Seen) -> list[Message]:
    said = [msg("%(kind)s: %(format)s", kind=KINDS[seen.kind], format=seen.title)]
    if seen.numbers:
        country = _COUNTRY[seen.country_from]._replace(values={"country": seen.country or ""})
        said += [_counts(seen), msg("country: %(country)s", country=country)]
    if seen.also:
        also = ", ".join(seen.also)
        said.append(
            msg(
                "its numbers would exist in %(countries)s, too: is it of one of them?",
                countries=also,
            )
        )
    if seen.first:
        said.append(msg("kept as: %(numbers)s", numbers=", ".join(seen.first)))
    return said + [msg("not read: %(what)s", what=each) for each in seen.unread]


def _counts(seen: Seen) -> Message:
    """`12 numbers: 8 mobiles, 4 landlines`."""
    counts = Counter[str]()
    for kind, n in seen.kinds.items():
        counts[kind if kind in _COUNTED else _OTHER] += n
    parts = {f"kind{at}": _COUNTED[kind](n) for at, (kind, n) in enumerate(counts.most_common())}
    listed = Message(", ".join(f"%({place})s" for place in parts), parts)
    looked = sum(seen.kinds.values())
    if looked == seen.numbers:
        return counted(
            "%(n)d number: %(kinds)s", "%(n)d numbers: %(kinds)s", seen.numbers, kinds=listed
        )
    return msg(
        "%(n)d numbers; of %(looked)d that were looked at: %(kinds)s",
        n=seen.numbers,
        looked=looked,
        kinds=listed,
    )
