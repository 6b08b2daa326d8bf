"""Address books as telephones and programs export them."""

import pytest

from cards import HOME, MOBILE, card, contacts, refused
from portinaio.contacts.book import CardFile
from portinaio.contacts.vcard import read_vcards
from portinaio.core.contact import Contact
from worlds import ITALY


def test_a_card_becomes_a_contact_of_its_book():
    data = card("VERSION:3.0", "FN:Maria Rossi", f"TEL;TYPE=CELL:{MOBILE}", f"TEL:{HOME}")

    assert read_vcards(data, ITALY, "phone.vcf") == CardFile(
        (Contact("Maria Rossi", (MOBILE, HOME), "phone.vcf"),), ()
    )


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("TEL:02 0000 0001", id="national"),
        pytest.param("TEL;CELL;PREF:+39 02-0000.0001", id="2.1, types without a name"),
        pytest.param("item1.TEL;type=pref:(02) 00000001", id="3.0 of Apple, grouped"),
        pytest.param("tel;type=cell:+390200000001", id="lower case"),
        pytest.param(
            'TEL;VALUE=uri;PREF=1;TYPE="voice,home":tel:+39-02-0000-0001;ext=102', id="4.0, a URI"
        ),
        pytest.param('TEL;X-LABEL="a:b;c":+390200000001', id="a colon within quotes"),
        pytest.param('TEL;X-LABEL=12":+390200000001', id="a quote without its partner"),
        pytest.param("TEL;ENCODING=QUOTED-PRINTABLE:=2B39 02 0000=\r\n 0001", id="softly broken"),
        pytest.param("TEL;TYPE=CELL:+39020\r\n 0000001", id="folded"),
        pytest.param("TEL:+39 02 0000 0001\\,102#", id="digits that are dialled afterwards"),
        pytest.param("TEL:+390200000001p12", id="the same behind a pause"),
        pytest.param("TEL:\u202a+39 02 0000 0001\u202c", id="marks of writing direction"),
    ],
)
def test_a_number_is_read_however_it_is_written(line):
    assert contacts(card("VERSION:3.0", "FN:Maria", line)) == [("Maria", (MOBILE,))]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:Maria Rossi", "N:Verdi;Anna;;;"], "Maria Rossi"),
        (["N:Rossi;Maria;Luisa;Dott.;"], "Maria Luisa Rossi"),
        (["N:Rossi"], "Rossi"),
        (["FN:", "N:;Maria;;;"], "Maria"),
        (["FN: \t ", "ORG:Idraulica Blu\\; figli;Uffici"], "Idraulica Blu; figli"),
        (["N:;;;;", "EMAIL:maria@example.net"], "maria@example.net"),
        ([], ""),
        (["FN:Rossi\\, Maria"], "Rossi, Maria"),
        (["FN:due\\nrighe\\\\"], "due righe\\"),
        (["FN:Ma\r\n ria"], "Maria"),
        (["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Citt=C3=\r\n=A0"], "Città"),
        (["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Citt=E0"], "Città"),
        (["FN;CHARSET=US-ASCII:Città"], "Città"),
        (["FN;CHARSET=hex:Città"], "Città"),
        (["FN;CHARSET=latin-99:Città"], "Città"),
        (["FN:" + "x" * 5000], "x" * 200),
        (["FN:Ma\0ria\x1b[31m"], "Ma ria [31m"),
    ],
)
def test_the_name_is_the_first_thing_that_names(lines, name):
    assert contacts(card("VERSION:3.0", *lines, f"TEL:{MOBILE}")) == [(name, (MOBILE,))]


def test_a_fold_in_a_card_of_the_oldest_kind_stands_for_its_space():
    data = card("VERSION:2.1", "FN:Maria\r\n  Rossi", f"TEL:{MOBILE}")

    assert contacts(data) == [("Maria Rossi", (MOBILE,))]


def test_latin_1_without_saying_so_is_read():
    data = card("FN:Città", f"TEL:{MOBILE}").decode().encode("latin-1")

    assert contacts(data) == [("Città", (MOBILE,))]


def test_a_card_without_a_number_is_no_contact_and_is_counted():
    read = read_vcards(card("FN:Maria", "EMAIL:m@example.net"), ITALY, "x")

    assert read[:6] == ((), (), True, 0, 1, ())


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["FN:SPAM"], id="by its name"),
        pytest.param(["FN:SPAM: +390200000001"], id="by its name with the number behind it"),
        pytest.param(["FN:Truffa"], id="by an Italian name"),
        pytest.param(["FN:SPAM Energia"], id="in front of whom it is"),
        pytest.param(["FN:Energia luce_spam"], id="behind whom it is"),
        pytest.param(["FN:Black-Spam"], id="by a word with another"),
        pytest.param(["FN:No Name Energy SPAM"], id="behind a contrary of something else"),
        pytest.param(["FN:Someone", "CATEGORIES:SPAM"], id="as we export blocked numbers"),
        pytest.param(["FN:Someone", "CATEGORIES:Friends,Black-Spam"], id="by one of its groups"),
        pytest.param(["FN:Someone", "CATEGORIES:Lista nera"], id="by an Italian group"),
        pytest.param(["FN:Someone", "CATEGORIES:Sperrliste"], id="by a German group"),
    ],
)
def test_a_card_that_says_spam_makes_nobody_known_and_says_how_it_is_blocked(lines):
    ((line, _, reason),) = refused(card(*lines, f"TEL:{MOBILE}"))

    assert contacts(card(*lines, f"TEL:{MOBILE}")) == []
    assert (line, f"portinaio block blocks {MOBILE}" in reason) == (1, True)


@pytest.mark.parametrize(
    "lines",
    [
        ["FN:Giovanni Spampinato"],
        ["FN:Scamarcio"],
        ["FN:Fraud, Example Bank"],
        ["FN:Example Anti-Spam"],
        ["FN:Anna NO SPAM"],
        ["FN:Anna (nicht Spam)"],
        ["FN:Anna senza spam"],
        ["FN:Non è spam"],
        ["FN:Scam Hotline, Example Bank"],
        ["FN:Ugo Spam Pizza"],
        ["FN:Anna", "CATEGORIES:Antispam"],
        ["FN:Anna", "CATEGORIES:Kein Spam"],
        ["FN:Anna", "CATEGORIES:No spam"],
        ["FN:Anna", "CATEGORIES:Anti-Spam"],
        ["FN:Anna", "CATEGORIES:Whitelist (non spam)"],
        ["FN:Anna", "CATEGORIES:Spam-Abwehr"],
    ],
    ids=str,
)
def test_a_card_of_a_name_that_only_sounds_like_spam_makes_its_person_known(lines):
    assert len(contacts(card(*lines, f"TEL:{MOBILE}"))) == 1


def test_a_spam_card_of_many_numbers_names_the_first_three():
    numbers = [f"+39020000000{n}" for n in range(1, 5)]
    ((_, _, reason),) = refused(card("FN:spam", *(f"TEL:{n}" for n in numbers)))

    assert reason.endswith(f"blocks {', '.join(numbers[:3])}, …")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no number stands here"),
        ("112", "an emergency number always rings; it needs no contact"),
        ("anonymous", "this is not a telephone number"),
        ("?", "this is not a telephone number"),
        ("Ufficio", "a name without a number"),
        ("*101", "an internal number of a telephone system"),
        ("0200000001 / 0200000002", "two numbers stand here; give one"),
    ],
)
def test_a_number_that_is_none_says_where_and_why(text, reason):
    assert refused(card("VERSION:3.0", "FN:Maria", f"TEL:{text}")) == [(4, text, reason)]
