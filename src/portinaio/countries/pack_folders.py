"""Where packs lie: in a folder each of this package, and where other packages say so.

Another package names the folder of its pack by an entry point of the group `portinaio.countries`: `xa = "their_package"`,
or `"their_package.xa"` for a folder in it. It is read as data: nothing of that package is imported, and so none of its
code runs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.stamp import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import EntryPoint

GROUP = "portinaio.countries"
FILE = "pack.toml"
_CODE = re.compile("[A-Z]{2}")
_FOLDER = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


class PackFolder(NamedTuple):
    country: str
    path: Path
    package: str = ""
    """Which package brings it, with its version; empty for ours."""
    fault: str = ""
    """Why it cannot be used, where that is known before it is read."""

    @property
    def file(self) -> str:
        return str(self.path / FILE)

    @property
    def name(self) -> str:
        """The pack's file as a message names it."""
        return self.file if self.package else f"countries/{self.country.lower()}/{FILE}"


def folder_of(country: str) -> PackFolder | None:
    """The pack of a country, ours before any other."""
    if not _CODE.fullmatch(country):
        return None
    ours = PackFolder(country, Path(__file__).parent / country.lower())
    if (ours.path / FILE).is_file():
        return ours
    return next((one for one in from_outside() if one.country == country and not one.fault), None)


def shipped() -> tuple[PackFolder, ...]:
    folders = Path(__file__).parent.iterdir()
    found = (PackFolder(path.name.upper(), path) for path in folders if (path / FILE).is_file())
    return tuple(sorted(found))


def from_outside() -> tuple[PackFolder, ...]:
    """Packs of other packages, those that cannot be used among them; found anew when something was installed."""
    return _found(tuple(map(tuple, installed())))


@lru_cache(maxsize=4)
def _found(_path: tuple[tuple[int | str, ...], ...]) -> tuple[PackFolder, ...]:
    found: list[PackFolder] = []
    taken = {folder.country: "Portinaio" for folder in shipped()}
    for package, entry in sorted(_entries()):
        folder = _folder(entry, package)
        if not folder.fault and folder.country in taken:
            folder = folder._replace(fault=f"{taken[folder.country]} has a pack of {entry.name}")
        elif not folder.fault:
            taken[folder.country] = package
        found.append(folder)
    return tuple(found)


def _entries() -> Iterator[tuple[str, EntryPoint]]:
    # Heavy, and only a house whose files have changed comes here.
    import importlib.metadata  # noqa: PLC0415

    importlib.invalidate_caches()
    for package in importlib.metadata.distributions():
        try:
            entries = [entry for entry in package.entry_points if entry.group == GROUP]
            name = f"{package.metadata['Name']} {package.version}" if entries else ""
        except (OSError, ValueError, LookupError, AttributeError, TypeError):
            continue  # its metadata are spoilt, so nobody knows what it brings
        yield from ((name, entry) for entry in entries)


def _folder(entry: EntryPoint, package: str) -> PackFolder:
    """Where the pack lies, by the path of the package alone."""
    import importlib.util  # noqa: PLC0415  # as above

    country = entry.name.upper()
    nowhere = PackFolder(country, Path(entry.value), package)
    if not _CODE.fullmatch(country):
        return nowhere._replace(fault=f"'{entry.name[:20]}' is no code of a country, such as xa")
    if not _FOLDER.fullmatch(entry.value):
        return nowhere._replace(fault=f"'{entry.value[:60]}' names no package")
    top, *inner = entry.value.split(".")
    try:
        spec = importlib.util.find_spec(top)  # of a package at the top, which imports nothing
    except (ImportError, ValueError):
        spec = None
    for place in (spec and spec.submodule_search_locations) or ():
        if (path := Path(place, *inner) / FILE).is_file():
            return nowhere._replace(path=path.parent)
    return nowhere._replace(fault=f"there is no {FILE} in {entry.value}")
