"""The message catalogues: compiled when a wheel or an editable install is built, and kept up with the sources by hand.

python .hatch/catalogues.py        take new messages into every .po file, and compile them
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, where only Babel is needed
    BuildHookInterface = object

KEYWORDS = {"_": None, "ngettext": (1, 2), "msg": None, "counted": (1, 2)}


class CatalogueHook(BuildHookInterface):
    def initialize(self, version, build_data):  # noqa: ARG002  # the interface names them
        for source in catalogues(Path(self.root)):
            compiled(source)


def catalogues(root: Path) -> Iterator[Path]:
    yield from root.glob("src/portinaio/locale/*/LC_MESSAGES/portinaio.po")


def messages(root: Path) -> Catalog:
    """Every message of the sources, and of the data that is shown in the reader's language."""
    found = Catalog(project="portinaio", charset="utf-8")
    for name, _line, message, _comments, _context in extract_from_dir(
        root / "src/portinaio", [("**.py", "python")], keywords=KEYWORDS
    ):
        found.add(message, locations=[(name, 1)])
    sys.path.insert(0, str(root / "src"))
    from portinaio.countries.messages import messages as of_data  # noqa: PLC0415  # the path is set above
    from portinaio.daemon.demo.household import messages as of_demo  # noqa: PLC0415  # as above
    from portinaio.lists.catalogue import messages as of_lists  # noqa: PLC0415  # as above

    for message in (*of_data(), *of_demo(), *of_lists()):
        found.add(message, locations=[("data", 1)])
    return found


def updated(source: Path, wanted: Catalog) -> None:
    """Take new messages in and old ones out; a translation is never guessed from a similar message."""
    catalogue = read(source)
    created = catalogue.creation_date
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.creation_date = catalogue.revision_date = (
        created  # a day's run that changes nothing writes nothing
    )
    catalogue.last_translator = catalogue.language_team = "the Portinaio authors"
    catalogue.msgid_bugs_address = ""
    catalogue.obsolete.clear()
    with source.open("wb") as po:
        write_po(po, catalogue, width=100, no_location=True, omit_header=False, sort_output=True)


def compiled(source: Path) -> None:
    with source.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, read(source))


def read(source: Path) -> Catalog:
    with source.open("rb") as po:
        return read_po(po, locale=source.parts[-3])


def translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


if __name__ == "__main__":
    top = Path(__file__).parents[1]
    every = messages(top)
    for path in catalogues(top):
        updated(path, every)
        compiled(path)
        missing = [message.id for message in read(path) if message.id and not translated(message)]
        print(f"{path.relative_to(top)}: {len(every)} messages, {len(missing)} to translate")  # noqa: T201
