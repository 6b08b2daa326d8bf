"""Address books as tables: what Google, Outlook, Thunderbird and the programs of Nokia telephones export.

One row a person, several columns of numbers, and the groups in a column of their own. Columns are told by words in
their titles, in the languages in which these programs write them.
"""

from __future__ import annotations

import csv
import re
from io import StringIO
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.book import CardFile, Rejected
from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from portinaio.contacts.book import BookReading

MOST_COLUMNS = 400  # Google writes 90 for a person with five numbers

_NUMBER = re.compile(
    r"\b(?:tele)?(?:phone|fono|foon)\b|\btéléphone\b|\bteléfono\b|\btelefon|\bt[eé]l\b|\bmobil|\bcell|\bhandy\b"
    r"|\bportable\b|\bmóvil\b|\bpager\b|\bcercapersone\b|\bfax\b|\bcallback\b|\bisdn\b",
    re.IGNORECASE,
)
_NO_NUMBER = re.compile(
    r"\btype\b|\blabel\b|\btipo\b|phonetic|yomi|e-?mail|\btelex\b|provider|address|carrier",
    re.IGNORECASE,
)
_GOOGLE = re.compile(r"phone \d+ - value")
_PLAIN_NUMBER = frozenset({"number", "numero", "nummer", "numéro", "número"})
_MAIL = re.compile(r"\be-?mail\b", re.IGNORECASE)
_GIVEN = "first name;given name;vorname;nome;prénom;nombre;voornaam"
_MIDDLE = "middle name;additional name;weitere vornamen;secondo nome;deuxième prénom;segundo nombre"
_FAMILY = "last name;family name;surname;nachname;cognome;nom;apellidos;apellido;achternaam"
_WHOLE = "name;display name;file as;full name;anzeigename;nome visualizzato;nom complet"
_COMPANY = (
    "organization name;organization 1 - name;company;organization;firma;società;azienda;société"
    ";compañía;organizzazione"
)
_EMAIL = "e-mail 1 - value;e-mail address;primary email;general e-mail;email"
_GROUPS = "labels;group membership;categories;category;kategorien;categorie;catégories;categorías;etichette"
_SEPARATED = re.compile(r"\s*:::\s*|\s*;\s*")  # Google's, and Outlook's
_OWN_GROUP = "* "  # Google marks those that it made itself: `* myContacts`, `* starred`
_EVERYBODY = frozenset({"mycontacts", "contacts"})


class BookColumns(NamedTuple):
    names: tuple[int, ...]
    """Given, middle and family name, as far as there are such columns."""
    instead: tuple[int, ...]
    """What stands for a name where those are empty: the whole name, the company, the address of mail."""
    numbers: tuple[int, ...]
    groups: tuple[int, ...] = ()


def is_address_table(titles: Sequence[str]) -> bool:
    """Whether a table with these titles is an address book of more than a name and a number."""
    return _columns(titles) is not None


def name_columns(titles: Sequence[str]) -> tuple[int, ...]:
    """Those of given, middle and family name, as they are said one after the other."""
    return _name_columns(_plain(titles))


def read_table(
    text: str, separator: str, reading: BookReading, also: Collection[int] = ()
) -> CardFile:
    """Never raises, whatever the text. `also` are columns of numbers whose titles do not say so."""
    rows = _rows(text, separator)
    line, titles = next(rows, (1, None))
    if titles and titles[0].lower().startswith("sep="):
        line, titles = next(rows, (1, None))
    columns = _columns(titles or ())
    if columns is None:
        return CardFile(
            (), (Rejected(line, "", msg("no title of a column says that it holds numbers")),), False
        )
    numbers = tuple(sorted({*columns.numbers, *also}))
    return _people(rows, columns._replace(numbers=numbers), reading)


def read_columns(
    text: str, separator: str, columns: BookColumns, reading: BookReading, *, header: bool
) -> CardFile:
    """A table of whose columns somebody knows what they hold, whatever their titles say."""
    rows = _rows(text, separator)
    if header:
        next(rows, None)
    return _people(rows, columns, reading)


def _people(
    rows: Iterator[tuple[int, list[str] | None]], columns: BookColumns, reading: BookReading
) -> CardFile:
    for line, row in rows:
        if row is None:
            return _cut(reading.finished(whole=False), line)
        numbers = chain.from_iterable(map(_SEPARATED.split, _cells(row, columns.numbers)))
        groups = chain.from_iterable(map(_SEPARATED.split, _cells(row, columns.groups)))
        if not reading.take(line, _name(row, columns), numbers, filter(None, map(_group, groups))):
            return reading.finished(whole=False)
    return reading.finished()


def _cut(book: CardFile, line: int) -> CardFile:
    broken = Rejected(line, "", msg("this row breaks off; a part of it may be missing"))
    return book._replace(rejected=(*book.rejected, broken))


def _columns(titles: Sequence[str]) -> BookColumns | None:
    plain = _plain(titles)
    names = _name_columns(plain)
    whole = _titled(plain, _WHOLE)
    numbers = tuple(
        place
        for place, title in enumerate(plain)
        if (_NUMBER.search(title) and not _NO_NUMBER.search(title)) or title in _PLAIN_NUMBER
    )
    mail = any(map(_MAIL.search, plain))
    google = whole and any(map(_GOOGLE.fullmatch, plain))
    if not numbers or not (len(names) > 1 or google or (whole and (mail or len(numbers) > 1))):
        return None
    instead = (*whole, *_titled(plain, _COMPANY), *_titled(plain, _EMAIL))
    if len(names) == 1:  # a part, which says less than the whole
        names, instead = (), (*whole, *names, *instead)
    return BookColumns(names, instead, numbers, _titled(plain, _GROUPS))


def _plain(titles: Sequence[str]) -> list[str]:
    return [title.strip().strip('"').lower().replace("_", " ") for title in titles[:MOST_COLUMNS]]


def _name_columns(plain: Sequence[str]) -> tuple[int, ...]:
    return (*_titled(plain, _GIVEN), *_titled(plain, _MIDDLE), *_titled(plain, _FAMILY))


def _titled(titles: Sequence[str], words: str) -> tuple[int, ...]:
    """Places of the columns so called."""
    wanted = words.split(";")
    return tuple(place for place, title in enumerate(titles) if title in wanted)


def _name(row: Sequence[str], columns: BookColumns) -> str:
    told = " ".join(_cells(row, columns.names))
    return told or next(_cells(row, columns.instead), "")


def _cells(row: Sequence[str], places: Sequence[int]) -> Iterator[str]:
    """Those of the row that are not empty."""
    return filter(None, (row[place].strip() for place in places if place < len(row)))


def _group(text: str) -> str:
    """A group as a person calls it; empty for the one that holds everybody."""
    plain = text.strip().removeprefix(_OWN_GROUP).strip()
    return "" if plain.lower() in _EVERYBODY else plain


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """Rows with the line on which each begins; the last is `None` where the table breaks off in the midst of one."""
    lines = list(StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=separator)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error:  # a cell of more characters than any note has
            yield line, None
            return
        if row is None:
            return
        # A quote that nobody closes takes all that follows into its cell.
        last = reader.line_num == len(lines)
        if last and "".join(lines[line - 1 :]).count('"') % 2:
            yield line, None
            return
        if any(map(str.strip, row)):
            yield line, row
        line = reader.line_num + 1
