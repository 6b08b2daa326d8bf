"""Tables of random shapes: titles in six languages, numbers in every spelling, and what stands beside and among them."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

TITLES = [
    *("phone", "Work phone", "Mobile", "Telephone 2", "number", "Phone 1 - Value"),
    *("Rufnummer", "Telefon", "Handy", "Telefon (privat)", "Nummer"),
    *("Téléphone", "Portable", "numéro", "Téléphone domicile"),
    *("Teléfono", "Móvil", "número de teléfono", "Celular"),
    *("Telefono", "Cellulare", "numero", "Telefono casa", "Fax"),
    *("Telefone", "Telemóvel", "número"),
]
OTHER_TITLES = {
    "day": ["date", "Datum", "Date d'ajout", "fecha", "data", "Letzte Meldung"],
    "id": ["id", "ID", "key", "uid"],
    "count": ["reports", "Meldungen", "signalements", "denuncias", "segnalazioni", "relatos"],
    "company": ["company", "Firma", "société", "empresa", "azienda", "nome"],
    "zip": ["zip", "PLZ", "CAP", "postcode"],
    "amount": ["amount", "importo", "Betrag", "price"],
    "moment": ["timestamp", "epoch", "seen", "zuletzt"],
    "tax": ["P.IVA", "VAT number", "codice fiscale", "tax code"],
    "own": ["my number", "Il mio numero", "Meine Nummer", "Called number", "numero chiamato", "destination"],
}  # fmt: skip
OWN = "+390200009999"
SPELLINGS = [
    lambda area, rest: f"+39{area}{rest}",
    lambda area, rest: f"0039 {area} {rest}",
    lambda area, rest: f"{area}{rest}",
    lambda area, rest: f"{area} {rest[:4]} {rest[4:]}".strip(),
    lambda area, rest: f"{area}/{rest}",
    lambda area, rest: f"+39 ({area}) {rest}",
    lambda area, rest: f"tel. {area} {rest}",
    lambda area, rest: f"{area}-{rest}",
]


class Number(NamedTuple):
    e164: str
    text: str


def luhn(body: str) -> str:
    digits = [int(c) * (1 + n % 2) for n, c in enumerate(body)]
    return body + str(-sum(d - 9 if d > 9 else d for d in digits) % 10)


NUMBERS = st.builds(
    lambda area, n, spell: Number(f"+39{area}0000{n:04}"[:14], spell(area, f"0000{n:04}"[: 13 - 2 - len(area)])),
    st.sampled_from(["02", "06", "011", "0776"]),
    st.integers(0, 9999),
    st.sampled_from(SPELLINGS),
) | st.builds(
    lambda n, spell: Number(f"+393330000{n:03}", spell("333", f"0000{n:03}")), st.integers(0, 999), st.sampled_from(SPELLINGS)
)  # fmt: skip
OTHERS = st.sampled_from(
    [
        "2026-01-01",
        "24/11/2026 10:00",
        "10.0.0.1",
        "45.46427",
        "1764000000",
        "112",
        "7",
        "n/a",
        "3.33123E+09",
    ]
)
"""What people and programs leave among numbers."""
CELLS = {
    "day": st.dates().map(lambda day: f"20{day.year % 100:02}-{day.month:02}-{day.day:02}"),
    "id": st.integers(100_000, 99_999_999).map(str),
    "count": st.integers(0, 5000).map(str),
    "company": st.sampled_from(["Gas", "Rossi, Anna", "Müller & Co", 'The "Firm"', "Société 24", ""]),
    "zip": st.sampled_from(["00100", "20121", "10115"]),
    "amount": st.integers(0, 99_999).map(lambda n: f"{n / 100:.2f}"),
    "moment": st.integers(1_500_000_000, 1_790_000_000).map(str) | st.integers(1_500_000_000_000, 1_790_000_000_000).map(str),
    "tax": st.integers(0, 10**9).map(lambda n: luhn(f"{n:010}")),
    "own": st.just(OWN),
}  # fmt: skip


class Made(NamedTuple):
    titles: list[str]
    kinds: list[str]
    rows: list[list[str]]
    numbers: list[tuple[int, int, str]]
    """Row and column, from 0, and E.164."""
    others: list[tuple[int, int, str]]
    """As `numbers`, with its text: what stands among them and is none."""


@st.composite
def tables(draw):
    number_titles = draw(
        st.lists(st.sampled_from(TITLES), min_size=1, max_size=6, unique_by=str.casefold)
    )
    others = draw(st.lists(st.sampled_from(sorted(OTHER_TITLES)), max_size=4, unique=True))
    kinds = draw(st.permutations(["number"] * len(number_titles) + others))
    left = iter(number_titles)
    titles = [
        next(left) if kind == "number" else draw(st.sampled_from(OTHER_TITLES[kind]))
        for kind in kinds
    ]
    rows, numbers, strays = [], [], []
    strewn = draw(st.booleans())
    for row in range(draw(st.integers(3, 8))):
        cells = []
        for column, kind in enumerate(kinds):
            if kind != "number":
                cells.append(draw(CELLS[kind]))
                continue
            if strewn and row and draw(st.integers(0, 4)) == 0:
                cells.append(draw(OTHERS))
                strays.append((row, column, cells[-1]))
                continue
            number = draw(NUMBERS | st.none()) if cells or row else draw(NUMBERS)
            cells.append(number.text if number else "")
            if number:
                numbers.append((row, column, number.e164))
        rows.append(cells)
    assume(numbers)
    return Made(titles, kinds, rows, numbers, strays)


ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
