"""Files as strangers make them, of kinds that no format names: a number of one is kept, told with its line, or the file refused.

Silently wrong is the worst that a reading can be.
"""

from __future__ import annotations

import json
import re

import pytest

from list_worlds import pattern_of, reading_of
from portinaio.errors import PortinaioError

A, B, C, D, E = (f"+3902000012{n:02}" for n in range(1, 6))
M, N = "+393330000001", "+393330000002"


def inside(number: str) -> str:
    return number[3:]


def spaced(number: str) -> str:
    text = inside(number)
    return f"{text[:2]} {text[2:6]} {text[6:]}" if text[0] == "0" else f"{text[:3]} {text[3:]}"


a, b, c, d, e, m, n = map(inside, (A, B, C, D, E, M, N))
ROWS = f"Nome;Telefono\nPerché;{a}\nCittà;{b}\n"

READ = {
    "blocked.csv": f"Name,Number,Type,Timestamp\nGas,{A},blocked,1764000000\nLuce,{B},blocked,1764000100\n",
    "ratings.txt": f"{A}|-1|2026-11-01\n{B}|-1|2026-11-02\n{C}|1|2026-11-02\n",
    "kinds.csv": f'"name";"number";"type"\n"Gas";"{a}";"0"\n"";"{b}";"1"\n',
    "of-a-phone.txt": f"\u202a{A}\u202c\n\u202a+39 333 0000002\u202c\n",
    "of-a-phone.csv": f"\u202a{A}\u202c;Gas\n\u202a{B}\u202c;Luce\n",
    "settings.json": json.dumps({"block": [{"phone": A, "why": "x"}, {"phone": B}], "v": {"n": 12}}),
    "keys.json": json.dumps({"it": {a: {"n": 3}, b: {"n": 4}}}),
    "names.json": json.dumps({A: "Gas", B: "Luce"}),
    "mixed.json": json.dumps([A, {"phone": B}, [C, D], None, 5]),
    "place.json": json.dumps([{"phone": A, "geometry": {"coordinates": [9.18951, 45.46427]}}]),
    "array.plist": f'<plist version="1.0"><array><string>{A}</string><string>{B}</string></array></plist>',
    "members.plist": "<plist><dict><key>numbers</key><array>"
    f"<string>{A}</string><string>{B}</string></array></dict></plist>",
    "bullets.md": f"# Numeri\n\n- {spaced(A)}: gas\n- {spaced(B)} luce\n* {spaced(C)}\n",
    "table.md": f"# Numeri\n\n| Numero | Chi |\n|:--|--:|\n| {spaced(A)} | Gas |\n| {spaced(B)} | Luce |\n",
    "query.txt": f"+----+------------+\n| id | phone      |\n+----+------------+\n|  1 | {a} |\n|  2 | {b} |\n"
    "+----+------------+\n2 rows in set\n",
    "nonna.csv": f"RUBRICA DI NONNA;;\n;;\nNome;Telefono;Note\nGigi;{spaced(A)};\nPia;{spaced(B)};\n",
    "birthdays.csv": f"Cognome,Telefono 1,Telefono 2,Compleanno\nRossi,{spaced(A)},{spaced(M)},12/03/1950\n"
    f"Verdi,,{spaced(N)},01/01/1948\n",
    "merged.csv": f";Contatti;;\nNome;Casa;Ufficio;Cell\nGigi;{a};{b};{m}\nPia;{c};;{n}\n",
    "merged-2.csv": f"Anagrafica;;Telefoni;\nNome;Città;Fisso;Mobile\nGigi;Roma;{a};{m}\nPia;Milano;{b};{n}\n",
    "two-tables.csv": f"Nome;Telefono\nGigi;{a}\nPia;{b}\nUgo;{e}\n\nNome;Telefono\nUgo;{c}\nAda;{d}\n",
    "turned.csv": f"Nome;Telefono\nGigi;{a}\nPia;{b}\nUgo;{e}\n\nTelefono;Nome\n{c};Ugo\n{d};Ada\n",
    "side-by-side.csv": f"Nome;Telefono;;Nome;Telefono\nGigi;{a};;Ugo;{c}\nPia;{b};;Ada;{d}\n",
    "lying.csv": f"Nome;Gigi;Pia\nTelefono;{a};{b}\nCellulare;{m};{n}\n",
    "sum.csv": f"Telefono;Nome\n{a};x\n{b};y\nTotale: 2;\nInfo: {spaced(C)};\n",
    "bill.csv": f"Utenza;{e}\nPeriodo;01/10/2026\n\nData;Ora;Numero;Durata\n01/10/2026;10:00;{a};60\n"
    f"02/10/2026;10:00;{b};60\nTotale;;;120\n",
    "persons.csv": f'Nome;Recapiti\nGigi;"casa {spaced(A)}, uff. {spaced(B)}"\nPia;"cell {spaced(M)}"\n',
    "cells.csv": f'Numero;Nome\n"{a}\n{b}";Gas\n"{c} (casa), {m} (cell)";L\n',
    "texts.csv": f"Telefono;Città;Varie\n{a};Roma;chiedi a {spaced(C)}\n{b};Milano;\n",
    "formulas.csv": f'Numero;Nome\n="{a}";Gas\n="""{b}""";Luce\n\'{c};X\n',
    "thin.csv": "Numero;Nome\n02\u00a00000\u00a01201;Gas\n02\u20090000\u20091202;L\n02\u20110000\u20111203;X\n",
    "letters.csv": f"Numero;Nome\nO2OOOO12O1;Gas\n{b};L\n",
    "orders.csv": f"Order,Customer,Phone,Total\n1000200030,4000500060,{A},12.50\n1000200031,4000500061,{B},1.5\n",
    "banks.csv": f"Nome;IBAN;Telefono\nX;IT60X0542811101000000123456;{a}\nY;IT60X0542811101000000123457;{b}\n",
    "out-of-use.csv": f"{A};Gas\n#{B};Luce\n{C};X\n",
    "one-row.csv": f"{a};{b};{c};{d}\n",
    "quoted.txt": f'"{a}","{b}"\n"{c}","{d}"\n',
    "lines.csv": ROWS.replace("\n", "\u2028"),
    "mainframe.csv": ROWS.replace("\n", "\x85"),
    "old-mac.csv": ROWS.replace("\n", "\r"),
    "copied.csv": ROWS.replace("\n", "\r\r\n"),
    "end-of-file.csv": ROWS.replace("\n", "\r\n") + "\x1a",
    "sep.csv": "sep=;\n" + ROWS,
    "sep-quoted.csv": '"sep=;"\n' + ROWS,
}  # fmt: skip
REFUSED = {
    "letter.txt": f"I numeri sono {spaced(A)}, {spaced(B)} e {spaced(M)}; chi chiama da\n{spaced(C)} no.\n",
    "mail.eml": f"From: a@b.example\nSubject: numeri\n\nCiao,\nblocca {spaced(A)} e {spaced(B)}.\n",
    "chat.txt": f"23/11/26, 10:01 - Anna: {spaced(A)}\n23/11/26, 10:02 - {M}: ciao\n",
    "names-first.txt": f"Gigi: {spaced(A)}\nPia: {spaced(B)}\nDott. Rossi {spaced(C)}\n",
    "copied-from-a-pdf.txt": f"ELENCO        Pagina 1 di 2\n1  Gas      {spaced(A)}     12/11/2026\n",
    "log.txt": f"2026-11-23 10:00:01 INFO call from {A}\n2026-11-23 10:05:01 INFO call from {B}\n",
    "tags.xml": f'<?xml version="1.0"?>\n<blacklist><item number="{A}"/><item number="{B}"/></blacklist>',
    "letters.ics": f"BEGIN:VCALENDAR\nSUMMARY:Call {spaced(A)}\nEND:VCALENDAR\n",
}  # fmt: skip


def numbers_in(text: str) -> dict[str, int]:
    """Those of this file that stand in a text, in any of its spellings, with the last line on which they do."""
    found = {}
    for line, row in enumerate(re.split(r"\r\r\n|\r\n|[\n\r\x85\u2028]", text), 1):
        digits = re.sub(r"[\s\u2011]", "", row).replace("O", "0")
        found |= {number: line for number in (A, B, C, D, E, M, N) if inside(number) in digits}
    return found


@pytest.mark.parametrize(("name", "text"), READ.items(), ids=READ)
def test_each_number_of_a_strangers_file_is_kept_or_told_and_no_other(name, text):
    reading = reading_of(text, name=name, region="IT", sure=True)
    kept = {pattern_of(row) for row in reading}

    told = {bad.line for bad in reading.rejected}
    columns = [left.title for left in reading.columns.left]
    unsaid = {number: line for number, line in numbers_in(text).items() if number not in kept}
    assert kept <= {*numbers_in(text)}
    assert {no: line for no, line in unsaid.items() if line not in told and not columns} == {}


@pytest.mark.parametrize(
    "encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig", "mac-roman", "cp850"]
)
def test_no_encoding_costs_a_number(encoding):
    reading = reading_of(ROWS.encode(encoding), name="x.csv", region="IT", sure=True)

    assert {pattern_of(row) for row in reading} == {A, B}


@pytest.mark.parametrize(("name", "text"), REFUSED.items(), ids=REFUSED)
def test_text_in_which_numbers_stand_is_refused_with_the_line_of_the_first(name, text):
    first = min(numbers_in(text).values())

    with pytest.raises(PortinaioError, match=f"in line {first};"):
        list(reading_of(text, name=name, region="IT"))


def test_text_of_a_mainframe_is_refused():
    with pytest.raises(PortinaioError, match="in no format that is known"):
        list(reading_of(f"Nome;Telefono\nX;{a}\n".encode("cp037"), name="x.csv", region="IT"))


def test_numbers_that_lost_their_0_in_a_spreadsheet_are_told_where_they_are_kept():
    reading = reading_of(f"Numero;Nome\n{a[1:]};Gas\n{m};Luce\n", name="x.csv", region="IT")
    list(reading)

    assert [str(said) for said in reading.remarks] == [
        "of 2 numbers looked at, 1 exists in IT only with a 0 in front, which a spreadsheet may have taken off"
    ]


@pytest.mark.parametrize("region", ["DE", "IT"])
def test_numbers_that_lost_nothing_are_not_said_to_have_lost_a_0(region):
    reading = reading_of(f"Numero;Nome\n{a};Gas\n{b};Luce\n", name="x.csv", region=region)
    list(reading)

    assert not [said for said in map(str, reading.remarks) if "0 in front" in said]
