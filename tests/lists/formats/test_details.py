"""What each program's format means beyond its sample."""

import io
from datetime import date

import pytest

from list_worlds import patterns, reading_of, reasons
from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key, stored
from portinaio.errors import UntrustedListError
from portinaio.lists.formats import formats
from portinaio.lists.intake.row import pattern_of

PBBL_OF_ONE = bytes.fromhex("5042424c010000000100000000000000 01538711297e0449")


PLIST = (
    '<plist version="1.0"><array><dict><key>number</key><string>{}</string></dict>'
    "<dict><key>number</key><string>+390200005678</string></dict></array></plist>"
)


def a_row(number="390200001234", **known):
    return Evidence(key(number), key(number), **known)


def written(format_id, *rows):
    out = io.BytesIO()
    lost = list(formats()[format_id].write(iter(rows), out))
    return out.getvalue(), lost


def test_pbbl_of_one_number_is_byte_for_byte_what_the_project_publishes():
    assert written("pbbl", a_row("390266123456")) == (PBBL_OF_ONE, [])


def test_pbbl_of_one_number_is_read():
    assert patterns(PBBL_OF_ONE) == ["+390266123456"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (PBBL_OF_ONE[:-1], "ends before"),
        (PBBL_OF_ONE + b"\0", "goes on behind"),
        (PBBL_OF_ONE[:10], "beginning is missing"),
        (b"PBBL\2\0" + PBBL_OF_ONE[6:], "version 2"),
        (PBBL_OF_ONE[:8] + b"\xff" * 8, "ends before"),
    ],
)
def test_pbbl_that_is_cut_or_grown_is_refused(data, sentence):
    with pytest.raises(UntrustedListError, match=sentence):
        list(reading_of(data, format="pbbl"))


def test_an_answer_since_a_version_says_what_is_gone():
    reading = reading_of('{"numbers":[{"phone":"+390200001234","votes":0}],"version":44}')

    assert list(reading) == []
    assert [gone.low for gone in reading.gone] == [key("390200001234")]
    assert reading.version == "44"


def test_an_export_to_phoneblock_never_takes_a_number_back():
    data, _ = written("phoneblock-json", a_row(reporters=0), a_row("390200001235"))

    assert b'"votes":1,' in data
    assert b'"votes":10,' in data


def test_an_export_says_which_rows_its_format_cannot_hold():
    low, high = key("390200001200"), key("390200001299")

    _, lost = written("freepbx", Evidence(low, high), a_row())

    assert [(r.line, r.text) for r in lost] == [(1, "+390200001200..+390200001299")]


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        pytest.param(
            '[{"operator":"OPEN","prefix":"33379630###"}]',
            "+33379630000..+33379630999",
            id="the first form, an array of prefixes",
        ),
        pytest.param(
            '[{"operator_name":"X","pattern":"33757900###","start":"33757900000","end":"1"}]',
            "+33757900000..+33757900999",
            id="the second, with both ends",
        ),
        pytest.param(
            '{"version":"5","blocked_numbers_count":1,"patterns":[{"operator":"X","pattern":"33162######"}]}',
            "+33162000000..+33162999999",
            id="version 5, with operators",
        ),
        pytest.param(
            '{"version":8,"patterns":[{"name":"X","pattern":"33162######","action":"block"}]}',
            "+33162000000..+33162999999",
            id="version 8, with actions",
        ),
        pytest.param(
            '{"name":"shared by a friend","patterns":["+33162######"]}',
            "+33162000000..+33162999999",
            id="a shared list",
        ),
    ],
)
def test_every_form_of_saracroche_is_read(data, wanted):
    reading = reading_of(data)

    assert reading.format.id == "saracroche"
    assert patterns(data) == [wanted]


def test_what_a_list_claims_to_hold_is_not_believed():
    reading = reading_of(
        '{"blocked_numbers_count":14892001,"patterns":[{"pattern":"33162######"}]}'
    )

    rows = list(reading)

    assert (len(rows), reading.rejected) == (1, [])


def test_the_numbers_that_spamblocker_writes_without_plus_are_international():
    data = "pattern,description\n390200001234,x\n39024.*,x\n0844.*,national\n"

    assert patterns(data, region="IT") == ["+390200001234", "+39024*", "+390844*"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("39024.*", ["+39024*"]),
        ("393123.*", []),
        ("+393123.*", ["+393123*"]),
        ("393123#####", []),
        ("393123######", ["+393123000000..+393123999999"]),
        ("333123.*", ["+39333123*"]),
    ],
)
def test_an_expression_that_may_mean_two_beginnings_is_refused(text, wanted):
    data = f"pattern,description\n{text},x\n390200001234,x\n"

    assert patterns(data, format="spamblocker", region="IT") == [*wanted, "+390200001234"]


@pytest.mark.parametrize("format_id", ["spamblocker", "yacb", "nophonespam", "plain", "csv"])
def test_a_beginning_that_needs_its_plus_comes_back_as_it_was_written(format_id):
    mobiles = stored("+393123*")
    data, _ = written(format_id, Evidence(mobiles.low, mobiles.high), a_row())

    assert patterns(data, format=format_id, region="IT") == ["+393123*", "+390200001234"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("390844*", "390844* may mean +390844* or +39390844*; write the one that you mean"),
        (
            "02*34*",
            "a * can only end it; write a ? for each digit that it stands for, such as 02??????34*, or 02*",
        ),
        (
            "02[^1]*",
            "only a number, a beginning such as 0844*, FIRST..LAST, and ? or [13] for a digit can be kept",
        ),
        ("02[13]", "too short for a telephone number; a * behind it means all that begin so"),
        ("0844-0845", "this cannot be kept exactly; nearest: 0844*, 0845*"),
        ("0844/0845*", "this cannot be kept exactly; nearest: 0844*, 0845*"),
        (
            "02 0000 1200-02 0000 1299",
            "this cannot be kept exactly; nearest: 0200001200..0200001299",
        ),
    ],
)
@pytest.mark.parametrize("format_id", ["plain", "csv"])
def test_a_list_loses_no_character_of_a_pattern(format_id, text, reason):
    head = "number\n" if format_id == "csv" else ""

    assert reasons(f"{head}{text}\n0200001234\n", format=format_id, region="IT") == [reason]


@pytest.mark.parametrize("format_id", ["plain", "csv"])
def test_an_area_code_before_a_slash_is_part_of_the_number(format_id):
    head = "number\n" if format_id == "csv" else ""

    found = patterns(f"{head}+39 0844/123456\n", format=format_id, region="IT")

    assert found == ["+390844123456"]


@pytest.mark.parametrize("text", ["390844####", "39084412##"])
def test_digits_with_places_may_have_lost_their_plus(text):
    data = PLIST.format(text)

    assert patterns(data, format="plist", region="IT") == ["+390200005678"]


def test_a_prefix_before_places_is_dialled_not_stored():
    data = PLIST.format("003902000012##")

    found = patterns(data, format="plist", region="IT")

    assert found == ["+390200001200..+390200001299", "+390200005678"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("^202555", ["+1202555*"]),
        ("^1202555", ["+1202555*"]),
        ("^202555 ^1202555", ["+1202555*"]),
        ("^1?202555", ["+1202555*"]),
        ("2025550101", ["+12025550101"]),
        ("12025550101", ["+12025550101"]),
        ("^1?2025550101$", ["+12025550101"]),
        ('"2025550101"  # Example Energy', ["+12025550101"]),
        ("Ogre 12025550101", ["+12025550101"]),
    ],
)
def test_ncid_expressions_for_north_american_lines(line, wanted):
    data = f"{line}\n^1303555\n"

    assert patterns(data, format="ncid", region="US") == [*wanted, "+1303555*"]


def test_callattendant_patterns_for_numbers_are_read_and_permits_are_not():
    data = (
        "blocknames:\n  V[0-9]{15}: Telemarketer\nblocknumbers:\n  '0844.*': Sales calls\n"
        '  "02000012[0-9]{2}": Energy\npermitnames: {}\npermitnumbers:\n  0200001234: a friend\n'
    )

    reading = reading_of(data, region="IT")

    assert reading.format.id == "callattendant"
    assert [row.company for row in reading] == ["Sales calls", "Energy"]
    assert [str(row.reason) for row in reading.rejected] == [
        "this is about the names of callers, which no list has; portinaio block --name blocks a name",
        "this list vouches for the number; only you can allow one",
    ]


def test_a_dump_of_callattendant_blocks_what_it_blocked():
    data = (
        "CREATE TABLE `Blacklist` (`PhoneNo` TEXT);\n"
        "INSERT INTO `Blacklist` VALUES ('0200001234','O''Neil Energy','spam','2026-01-02 10:00:00');\n"
        "INSERT INTO `Whitelist` VALUES ('0200001235','Debbie','Wife','2026-01-02');\n"
    )

    (row,) = reading_of(data, region="IT")

    assert (row.company, row.first_day) == ("O'Neil Energy", date(2026, 1, 2).toordinal())


def test_a_quote_that_never_closes_loses_no_more_than_its_own_row():
    data = 'number,company\n+390200001234,"Ener"gia"\n+390200001235,Gas\n'

    assert "+390200001235" in patterns(data)


@pytest.mark.parametrize(
    "format_id", ["fritzbox", "phoneblock-xml", "plist", "vcard", "csv", "json"]
)
def test_a_hostile_company_name_stays_text(format_id):
    name = '<b>&"]]>\r\nEND:VCARD, ; \\ =cmd|'

    data, _ = written(format_id, a_row(company=name))

    assert patterns(data, format=format_id) == ["+390200001234"]


def test_digests_are_refused_in_so_many_words():
    with pytest.raises(UntrustedListError, match="digests"):
        list(reading_of("d41d8cd98f00b204e9800998ecf8427e\n" * 3))


def test_internal_telephones_of_the_box_are_no_callers():
    xml = (
        "<phonebooks><phonebook><contact><number>**610</number></contact></phonebook></phonebooks>"
    )

    assert reasons(xml, format="fritzbox") == []


@pytest.mark.parametrize("between", [" - ", " : ", " \u2013 "])
def test_words_behind_a_number_of_plain_text_are_what_is_said_of_it(between):
    (row,) = reading_of(f"+39 02 0000 1234{between}Energia Esempio\n", format="plain")

    assert (pattern_of(row), row.company) == ("+390200001234", "Energia Esempio")


@pytest.mark.parametrize("text", ["+390200001234 - 35 x", "name - x", "+390200001234 energy"])
def test_other_words_in_plain_text_are_no_number(text):
    reading = reading_of(f"{text}\n+390200001235\n", format="plain")

    assert ([pattern_of(row) for row in reading], reading.rejected_count) == (["+390200001235"], 1)


@pytest.mark.parametrize(("letters", "taken"), [(184, 1), (185, 0)])
def test_words_behind_a_number_are_read_up_to_two_hundred_characters_in_all(letters, taken):
    reading = reading_of(f"+390200001234 - {'x' * letters}\n+390200001235\n", format="plain")

    assert len(list(reading)) == 1 + taken
