"""What config.toml and the data files say, read once: policies, numbering plan, reserved ranges.

Parsing them strictly takes longer than a whole `portinaio check` may. The parsed values are kept beside the times of
change of the files that they came from, and read from there until one of them changes.
"""

from __future__ import annotations

import os
import time
from binascii import crc32

from portinaio import __version__, countries, language
from portinaio.config.policies import Policies, from_plain
from portinaio.config.read_json import read_json
from portinaio.config.stamp import installed, stamp
from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.number import parse
from portinaio.core.own_numbers import OwnNumbers
from portinaio.countries.plans import plan_from
from portinaio.countries.ranges_file import ranges_file
from portinaio.countries.reserved_ranges import range_book
from portinaio.errors import ConfigError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import date
    from typing import Any

    from portinaio.config.home import Home
    from portinaio.config.settings import ListTable, Settings
    from portinaio.config.stamp import Stamp
    from portinaio.core.numbers.plan import Plan
    from portinaio.core.numbers.reserved import RangeBook
    from portinaio.lists.catalogue import Catalogue


CACHE_FORMAT = 5  # one higher where what is kept means something else than before
LARGEST_CACHE_BYTES = 16 << 20  # of a house with every list of the catalogue it has a hundredth


class ListConfig(NamedTuple):
    """One `[[list]]` of config.toml, completed from the catalogue."""

    name: str
    title: str
    url: str
    format: str
    region: str | None
    trust: float
    every_hours: int
    origin: str
    complaints: bool | None
    """`None` where the content tells."""
    vetted: bool
    """A row that says one reporter counts as two."""
    innocents: bool
    """Numbers of public bodies, which nobody should block."""
    offered: bool
    """Of the catalogue, not of an address of its own."""
    fault: list[Any] | None
    """A packed sentence where nobody offers it; what was once taken from it still speaks."""
    sure: bool = False
    """Whether somebody insists on the region."""
    columns: Sequence[str] = ()
    """Of a table: those of the numbers, where somebody has said which."""
    root: str = ""
    """Of a list site: the fingerprint of its first root."""
    countries: Sequence[str] = ()
    """Of a list site: those wanted; all where none is named."""


class Config(NamedTuple):
    policies: Policies
    plan: Plan
    ranges: RangeBook
    lists: tuple[ListConfig, ...] = ()
    """In the order of config.toml."""
    own_numbers: OwnNumbers = OwnNumbers()
    books: tuple[tuple[str, str], ...] = ()
    """Names and addresses of the address books that are followed."""


def load_config(home: Home, environ: Mapping[str, str]) -> Config:
    """Policies, plan and ranges of this home. `ConfigError` where a file is wrong."""
    local = language.guess_country(environ)
    made_of = [__version__, CACHE_FORMAT, local, *map(stamp, _files(home)), *installed()]
    kept = _cached(home.config_cache)
    if kept.get("stamp") == made_of and _unchanged(kept.get("plugins")):
        try:
            return _built(kept)
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
            pass  # the cache of another version, or of a disk that forgets: the files say it all again
    kept = {"stamp": made_of, **_read(home, local)}
    _write_cache(home.config_cache, kept)
    return _built(kept)


def policies_of(settings: Settings, environ: Mapping[str, str]) -> Policies:
    """Those that a config.toml of these settings would have, with the holidays of its country."""
    from portinaio.config.policies import to_plain, uses_holidays  # noqa: PLC0415  # no `check` needs them

    plan = _plan(settings.country, language.guess_country(environ))
    holidays = _read_holidays(plan) if uses_holidays(settings) else None
    return from_plain(to_plain(settings), _holidays(holidays))


def written_stamps(home: Home) -> dict[str, Stamp]:
    """Of what the user may write anew while the daemon runs."""
    return {path: stamp(path) for path in (home.config_file, home.catalogue_file)}


def _built(kept: Mapping[str, Any]) -> Config:
    return Config(
        from_plain(kept["policies"], _holidays(kept["holidays"])),
        plan_from(kept["plan"]),
        range_book(kept["ranges"]),
        tuple(ListConfig(*fields) for fields in kept["lists"]),
        OwnNumbers.of(kept["own_numbers"]),
        tuple((name, url) for name, url in kept["books"]),
    )


def _holidays(plain: Mapping[str, Any] | None) -> Container[date]:
    if plain is None:
        return ()
    from portinaio.countries.public_holidays import PublicHolidays  # noqa: PLC0415  # few have such hours

    return PublicHolidays(plain)


def _files(home: Home) -> list[str]:
    folder = os.path.dirname(countries.__file__)
    packs = sorted(entry.path for entry in os.scandir(folder) if entry.is_dir())
    catalogue = os.path.join(os.path.dirname(ranges_file()), "catalog.toml")
    return [
        home.config_file,
        home.catalogue_file,
        ranges_file(),
        catalogue,
        *(os.path.join(pack, "pack.toml") for pack in packs),
    ]


def _unchanged(plugins: object) -> bool:
    """Whether what other packages brought is still what it was."""
    return isinstance(plugins, list) and all(stamp(str(one[0])) == one for one in plugins)


def _read(home: Home, local: str) -> dict[str, Any]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # only when a file has changed
    from portinaio.config.policies import to_plain, uses_holidays  # noqa: PLC0415
    from portinaio.countries.reserved_ranges import read_every_range  # noqa: PLC0415

    settings = load_settings(home.config_file)
    plan = _plan(settings.country, local)
    policies = to_plain(settings)
    own_numbers = _own_numbers(settings, plan_from(plan), policies)
    return {
        "policies": policies,
        "plan": plan,
        "holidays": _read_holidays(plan) if uses_holidays(settings) else None,
        "own_numbers": own_numbers,
        "ranges": read_every_range(),
        "plugins": _plugins(settings),
        "lists": _lists(settings, home),
        "books": [(book.name, book.url) for book in settings.contacts],
    }


def _plugins(settings: Settings) -> list[Stamp] | None:
    """Stamps of packs, and of the modules that say what lines can do; `None` where one of these may be mended at any time."""
    from portinaio.config.line_kinds import modules_of, traits  # noqa: PLC0415  # as above
    from portinaio.countries.pack_folders import from_outside  # noqa: PLC0415

    if any(traits(line).trouble for line in settings.line):
        return None
    modules = [file for line in settings.line for file in modules_of(line)]
    return [stamp(file) for file in (*modules, *(pack.file for pack in from_outside()))]


def _plan(country: str | None, local: str) -> dict[str, object]:
    """A locale may name a country that there is not; only the user is held to what they wrote."""
    from portinaio.countries.plans import read_plan  # noqa: PLC0415  # as above

    if country:
        return read_plan(country)
    try:
        return read_plan(local)
    except ConfigError:
        return read_plan(language.guess_country({}))


def _read_holidays(plan: Mapping[str, Any]) -> dict[str, Any]:
    from portinaio.countries.public_holidays import read_holidays  # noqa: PLC0415  # as above

    return read_holidays(plan["country"], time.localtime().tm_year)


def _own_numbers(settings: Settings, plan: Plan, policies: dict[str, Any]) -> dict[str, str]:
    """Of each line that says one; what cannot be read becomes a remark on its line."""
    from portinaio.config.policies import remark  # noqa: PLC0415  # as above

    numbers = {}
    for line in settings.line:
        if number := parse(line.number, plan):
            numbers[line.name] = number
        elif line.number:
            said = msg("its number, %(number)s, is not a telephone number", number=line.number)
            remark(policies, line.name, "number", said)
    return numbers


def _lists(settings: Settings, home: Home) -> list[ListConfig]:
    if not settings.list:
        return []
    from portinaio.lists.catalogue import load_catalogue  # noqa: PLC0415  # as above

    offered = load_catalogue(home.catalogue_file)
    return [list_config(table, offered) for table in settings.list]


def list_config(table: ListTable, offered: Catalogue) -> ListConfig:
    """A `[[list]]`, completed from the catalogue."""
    from portinaio.errors import NotFoundError  # noqa: PLC0415  # as above
    from portinaio.lists.catalogue import EVERY_HOURS, OWN_TRUST, subscription  # noqa: PLC0415
    from portinaio.store.codec import pack_message  # noqa: PLC0415

    try:
        whole = subscription(table, offered)
    except (NotFoundError, ConfigError) as error:
        sentence = error.sentence
        fault = pack_message(sentence) if isinstance(sentence, Message) else [str(error), {}, ""]
        trust = OWN_TRUST if table.trust is None else table.trust
        empty = ("", table.format, table.region)
        kept = (table.origin, table.complaints, bool(table.vetted))
        told = (*empty, trust, EVERY_HOURS, *kept)
        return ListConfig(table.name, table.name, *told, False, True, fault)
    return ListConfig(
        whole.name,
        whole.title,
        whole.urls[0],
        whole.format,
        whole.region,
        whole.trust,
        whole.every_hours,
        whole.origin,
        whole.complaints,
        whole.vetted,
        whole.innocents,
        not table.url,
        None,
        whole.sure,
        whole.columns,
        whole.root,
        whole.countries,
    )


def _cached(path: str) -> dict[str, Any]:
    """What was kept, if not a byte of it has changed; a disk that forgets must not decide about calls."""
    try:
        with open(path, "rb", opener=_at_once) as file:
            check, _, text = file.read(LARGEST_CACHE_BYTES).partition(b"\n")
        if check != _check(text):
            return {}
        kept = read_json(text.decode())
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _at_once(path: str, flags: int) -> int:
    """Descriptor of a file; of a pipe, which nobody may ever write into, that of an empty one."""
    return os.open(path, flags | os.O_NONBLOCK)


def _write_cache(path: str, kept: dict[str, Any]) -> None:
    """Best effort: without a cache the next start is slower, and nothing else."""
    import json  # noqa: PLC0415  # only when a file has changed

    from portinaio.config.atomic_write import write_atomically  # noqa: PLC0415  # as above

    text = json.dumps(kept).encode()
    try:
        write_atomically(path, _check(text) + b"\n" + text, durable=False)
    except OSError:
        return


def _check(text: bytes) -> bytes:
    return f"{crc32(text):08x}".encode()
