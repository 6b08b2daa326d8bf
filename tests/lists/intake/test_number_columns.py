"""Which columns of a table are read as telephone numbers, and what is said of the others."""

import pytest

from list_worlds import patterns, reading_of
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.number_columns import ALIKE, FEW, MOMENTS, OWN, TAX_CODES, UNTITLED
from portinaio.lists.intake.number_titles import (
    _NUMBER,
    _OWN,
    _SOMETHING_ELSE,
    _TELEPHONE,
    Says,
    said_by,
)

ONE, TWO, THREE, MINE = "+390200001234", "+390200001235", "+390200001236", "+390200009999"


def read(text, **how):
    """Numbers, titles of columns read, and those of columns that are not with the reason."""
    reading = reading_of(text, **{"format": "csv", "region": "IT", **how})
    rows = list(reading)
    columns = reading.columns
    return (
        [patterns_of(row) for row in rows],
        [column.title or column.place for column in columns.read],
        [(column.title or column.place, column.reason) for column in columns.left],
    )


def patterns_of(row):
    return f"+{row.low >> 4:015d}"[: 1 + (row.low & 15)]


@pytest.mark.parametrize(
    "titles",
    [
        "Work phone,Mobile", "Telefon (privat),Handy", "Telefono casa,Cellulare", "Téléphone domicile,Portable",
        "Teléfono,Móvil", "Telefone,Telemóvel", "Telefoon werk,Mobiel", "Telefon,Cep", "Phone 1 - Value,Phone 2 - Value",
        "phoneNumber,mobileNumber", "number,number 2", "Home Phone,Fax",
    ],
)  # fmt: skip
@pytest.mark.parametrize("rows", [f"{ONE},{TWO}\n", f"{ONE},\n,{TWO}\n"], ids=["full", "half"])
def test_every_column_that_is_called_a_telephone_is_read(titles, rows):
    assert read(f"{titles}\n{rows}") == ([ONE, TWO], titles.split(","), [])


def test_the_same_number_in_two_columns_of_a_row_is_one():
    assert read(f"phone,mobile\n{ONE},{ONE}\n{TWO},{ONE}\n")[0] == [ONE, TWO, ONE]


def test_a_row_without_any_number_is_told_once_by_its_line():
    reading = reading_of(f"name,phone,mobile\nA,{ONE},\nB,,\nC,,{TWO}\n", format="csv")

    assert len(list(reading)) == 2
    assert [bad.line for bad in reading.rejected] == [3]


def test_what_is_no_number_in_a_further_column_is_told_by_its_line():
    reading = reading_of(f"phone,mobile\n{ONE},{TWO}\n{TWO},66\n", format="csv", region="IT")

    assert len(list(reading)) == 3
    assert [(bad.line, bad.text) for bad in reading.rejected] == [(3, "66")]


@pytest.mark.parametrize(
    "mine",
    ["my number", "Il mio numero", "Meine Nummer", "called", "Called Number", "numero chiamato", "Angerufene Nummer", "dst", "to"],
)  # fmt: skip
@pytest.mark.parametrize("caller", ["caller", "phone", "Numero chiamante"])
def test_numbers_of_the_house_beside_those_of_callers_are_left_and_named(mine, caller):
    text = f"{mine},company,{caller}\n{MINE},Gas,{ONE}\n{MINE},Luce,{TWO}\n"

    assert read(text) == ([ONE, TWO], [caller], [(mine, OWN)])


@pytest.mark.parametrize("titles", ["", "wer,was,womit\n"])
def test_one_number_in_every_row_is_ones_own_where_others_stand_beside_it(titles):
    text = titles + f"{MINE},Gas,{ONE}\n{MINE},Luce,{TWO}\n{MINE},Luce,{THREE}\n"
    name = "wer" if titles else 1

    assert read(text)[::2] == ([ONE, TWO, THREE], [(name, ALIKE)])


def test_one_number_in_two_rows_is_not_yet():
    assert read(f"{MINE},{ONE}\n{MINE},{TWO}\n")[0] == [MINE, ONE, MINE, TWO]


@pytest.mark.parametrize("titles", ["", "wer,was,womit\n"])
def test_without_titles_all_columns_of_numbers_that_exist_are_read(titles):
    text = titles + "Gas,0200001234,3330000001\nLuce,0200001235,3330000002\n"

    assert sorted(read(text)[0]) == [ONE, TWO, "+393330000001", "+393330000002"]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (("1763632800", "1763632861"), MOMENTS),
        (("1763632800000", "1763632861123"), MOMENTS),
        (("1763632800.123", "1763632861.5"), MOMENTS),
        (("00000000018", "12345678903"), TAX_CODES),
        (("12345678", "12345679"), FEW),
        (("100001", "100002"), FEW),
        (("00100", "20121"), FEW),
        (("1250.50", "1300.00"), FEW),
        (("99.95", "1"), FEW),
        (("2026-11-24", "2026-11-25"), None),
        (("RSSMRA80A01H501U", "VRDLGI80A01H501X"), None),
        (("45.464203", "45.464204"), None),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("numbers", [(ONE, TWO), ("0200001234", "02 0000 1235")])
def test_what_only_looks_like_numbers_is_not_read(cells, reason, numbers, *, first):
    pairs = zip(cells, numbers, strict=True)
    text = "".join(f"{a};{b}\n" if first else f"{b};{a}\n" for a, b in pairs)

    kept, _, left = read(text)

    assert kept == [ONE, TWO]
    assert [why for _, why in left] in ([], [reason])


@pytest.mark.parametrize("moment", ["1763632800", "1763632800000"])
@pytest.mark.parametrize("format_id", ["csv", "plain"])
def test_a_moment_by_itself_is_refused_for_what_it_is(moment, format_id):
    with pytest.raises(UntrustedListError, match="moment"):
        patterns(f"{moment}\n", format=format_id, region="IT")


def test_german_mobiles_without_their_0_look_like_moments_and_are_none():
    assert patterns("1763632800\n1763632801\n", format="csv", region="DE") == [
        "+491763632800", "+491763632801",
    ]  # fmt: skip


def test_numbers_under_a_title_that_says_nothing_are_told_column_and_line():
    reading = reading_of(f"phone,zentrale\n{ONE},{TWO}\n", format="csv")

    assert len(list(reading)) == 1
    assert [(c.title, c.reason) for c in reading.columns.left] == [("zentrale", UNTITLED)]
    assert [bad.text for bad in reading.rejected] == [TWO]


def test_a_column_that_is_empty_at_the_beginning_is_watched_to_the_end():
    rows = "".join(f"+39020000{n:04},\n" for n in range(1000))

    reading = reading_of(f"phone,zentrale\n{rows}{TWO},{MINE}\n", format="csv")

    assert len(list(reading)) == 1001
    assert [(bad.line, bad.text) for bad in reading.rejected] == [(1002, MINE)]


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Work phone", Says.NUMBERS), ("Cellulare 2", Says.NUMBERS), ("TELEFON", Says.NUMBERS), ("Number", Says.NUMBERS),
        ("Nr", Says.PERHAPS), ("No.", Says.PERHAPS), ("caller", Says.PERHAPS),
        ("Phone 1 - Type", Says.ELSE), ("Phone country", Says.ELSE), ("Invoice number", Says.ELSE),
        ("numero di segnalazioni", Says.ELSE), ("Partita IVA", Says.ELSE), ("CAP", Says.ELSE), ("timestamp", Says.ELSE),
        ("my phone", Says.OWN), ("Called number", Says.OWN), ("to", Says.OWN), ("zentrale", Says.NOTHING), ("", Says.NOTHING),
        ("1", Says.NOTHING),
    ],
)  # fmt: skip
def test_a_title_is_taken_by_its_words(title, says):
    assert said_by(title) is says


def test_no_word_of_a_title_says_two_things():
    assert not _OWN & (_TELEPHONE | _NUMBER | _SOMETHING_ELSE)
    assert not _SOMETHING_ELSE & (_TELEPHONE | _NUMBER)


def test_a_comma_within_names_does_not_divide_a_table_of_semicolons():
    assert patterns(f"{ONE};Rossi, Anna\n{TWO};Verdi, Ugo\n", format="csv") == [ONE, TWO]


@pytest.mark.parametrize(
    "text",
    ["tel. 0776000001", "Tel: 0776 000001", "phone 0776000001", "Fax: 0776-000001", "Cell. 0776 000001", "Telefono: (0776) 000001",
     "Tel.: +39 0776 000001", "n. 0776000001", "- Tel. 0776 000001"],
)  # fmt: skip
@pytest.mark.parametrize("data", ["{}\n", "name\n{}\n{}\n{}\n{}\n", "number,name\n{},x\n"])
def test_the_word_telephone_in_front_of_a_number_is_taken_off(data, text):
    if data.startswith("number") and text.startswith("-"):
        pytest.skip("a bullet is no part of a table")
    assert set(patterns(data.replace("{}", text), region="IT", name="a.txt")) == {"+390776000001"}


@pytest.mark.parametrize(
    "text", ["telemarketing 02 0000 1234", "x 02 0000 1234", "tel 12", "tel. x 0200001234"]
)
def test_another_word_in_front_makes_it_no_number(text):
    reading = reading_of(f"number\n{text}\n{ONE}\n", format="csv", region="IT")

    assert (len(list(reading)), [bad.text for bad in reading.rejected]) == (1, [text])


@pytest.mark.parametrize("region", ["IT", None], ids=["its country", "no country"])
@pytest.mark.parametrize(
    ("stray", "told"), [("3480000102", True), ("+393480000102", True), ("1234567", False)]
)
def test_a_number_among_days_is_told_by_its_line_also_without_titles(stray, told, region):
    rows = f"2026-11-02,{ONE}\n{stray},{TWO}\n2026-11-05,{THREE}\n"
    reading = reading_of(rows, format="csv", region=region)

    assert [patterns_of(row) for row in reading] == [ONE, TWO, THREE]
    assert [bad.line for bad in reading.rejected] == ([2] if told else [])


@pytest.mark.parametrize(
    "day", ["2026-11-02", "02/11/2026", "20261102", "2.11.2026", "02.11.26", "2026-11-02 10:00"]
)
@pytest.mark.parametrize("stray", ["3331234567", "333 1234567", "+393331234567"])
@pytest.mark.parametrize("at", [0, 1, 2])
@pytest.mark.parametrize("numbers_first", [True, False])
@pytest.mark.parametrize("region", ["IT", None], ids=["its country", "no country"])
def test_a_lone_mobile_among_days_of_three_rows_is_never_lost_in_silence(
    day, stray, at, numbers_first, region
):
    cells = [day, day, day]
    cells[at] = stray
    pairs = [
        (one, cell)[:: 1 if numbers_first else -1]
        for one, cell in zip((ONE, TWO, THREE), cells, strict=True)
    ]
    reading = reading_of("".join(f"{a},{b}\n" for a, b in pairs), format="csv", region=region)

    kept = [patterns_of(row) for row in reading]

    told = [bad.line for bad in reading.rejected] == [at + 1]
    assert len(kept) > 3 or told or "is not read" in str(reading.remarks)


def test_ids_that_might_be_numbers_are_no_strays_where_the_whole_column_is_of_them():
    rows = "".join(f"34800001{n:02},x,{one}\n" for n, one in enumerate((ONE, TWO, THREE)))
    reading = reading_of(f"order,remark,phone\n{rows}", format="csv", region="IT")

    assert len(list(reading)) == 3
    assert list(reading.rejected) == []


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("telefono cliente", Says.NUMBERS),
        ("Customer phone", Says.NUMBERS),
        ("Telefon Kunde", Says.NUMBERS),
        ("cliente", Says.ELSE),
        ("customer number", Says.ELSE),
        ("numero cliente", Says.ELSE),
        ("customer phone type", Says.ELSE),
        ("phone called by customer", Says.OWN),
    ],
)
def test_a_telephone_is_one_whosever_it_is(title, says):
    assert said_by(title) is says
