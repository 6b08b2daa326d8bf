"""Address books as the tables of Google, Outlook, Thunderbird and Nokia's programs."""

import pytest

from portinaio.contacts.book import BookReading
from portinaio.contacts.table import is_address_table, read_table
from portinaio.core.contact import Contact
from worlds import ITALY

MOBILE, HOME, WORK = "+390200000001", "+390200000002", "+390200000003"

GOOGLE = f"""\
First Name,Middle Name,Last Name,Phonetic First Name,Nickname,Organization Name,Notes,Labels,E-mail 1 - Label,\
E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value
Anna,Maria,Bianchi,,,,"born
in 1970",Family ::: * myContacts ::: * starred,* Home,anna@example.net,Mobile,{MOBILE} ::: {HOME},Work,02 0000 0003
"""
OLD_GOOGLE = f"""\
Name,Given Name,Additional Name,Family Name,Group Membership,E-mail 1 - Type,Phone 1 - Type,Phone 1 - Value
Anna Maria Bianchi,Anna,Maria,Bianchi,* myContacts ::: Family ::: starred,,Mobile,{MOBILE} ::: {HOME} ::: {WORK}
"""
OUTLOOK = f"""\
"Title","First Name","Middle Name","Last Name","Company","Business Fax","Business Phone","Home Phone","Mobile Phone",\
"Telex","Birthday","Categories","E-mail Address"
"","Anna","Maria","Bianchi","","","{MOBILE}","02 0000 0002","(02) 00000003","","0/0/00","Family;starred",""
"""
GERMAN_OUTLOOK = f"""\
"Anrede";"Vorname";"Weitere Vornamen";"Nachname";"Firma";"Telefon geschäftlich";"Telefon (privat)";"Mobiltelefon";"Kategorien"
"Frau";"Anna";"Maria";"Bianchi";"";"{MOBILE}";"{HOME}";"{WORK}";"Family;starred"
"""
ITALIAN_OUTLOOK = f"""\
"Nome","Secondo nome","Cognome","Società","Telefono (uff.)","Telefono (ab.)","Cellulare","Categorie"
"Anna","Maria","Bianchi","","{MOBILE}","{HOME}","{WORK}","Family;starred"
"""
TOLD = Contact("Anna Maria Bianchi", (MOBILE, HOME, WORK), "contacts.csv", ("Family", "starred"))


def read(text, separator=","):
    return read_table(text, separator, BookReading(ITALY, "contacts.csv"))


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        pytest.param(GOOGLE, ",", id="Google"),
        pytest.param(OLD_GOOGLE, ",", id="Google before 2024"),
        pytest.param(OUTLOOK, ",", id="Outlook"),
        pytest.param(GERMAN_OUTLOOK, ";", id="Outlook in German"),
        pytest.param(ITALIAN_OUTLOOK, ",", id="Outlook in Italian"),
        pytest.param("sep=,\n" + OUTLOOK, ",", id="a table that names its separator"),
        pytest.param(OUTLOOK.replace("\n", "\r\n"), ",", id="lines of Windows"),
    ],
)
def test_every_number_of_a_row_is_of_one_person_in_its_groups(text, separator):
    assert read(text, separator)[:6] == ((TOLD,), (), True, 0, 0, ())


def test_a_thunderbird_table_names_by_what_is_shown_where_there_is_no_given_name():
    text = f"First Name,Last Name,Display Name,Work Phone,Pager Number\n,,Example S.p.A.,{WORK},\n"

    assert read(text).contacts == (Contact("Example S.p.A.", (WORK,), "contacts.csv"),)


def test_a_nokia_table_has_general_numbers():
    text = f'"Title";"First name";"Last name";"General mobile";"General phone";"SIP address"\n"";"Anna";"Bianchi";"{MOBILE}";"{HOME}";""\n'

    assert read(text, ";").contacts == (Contact("Anna Bianchi", (MOBILE, HOME), "contacts.csv"),)


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (f"Anna,,Example,a@example.net,{MOBILE}", "Anna"),
        (f",,Example,a@example.net,{MOBILE}", "Example"),
        (f",,,a@example.net,{MOBILE}", "a@example.net"),
        (f",,,,{MOBILE}", ""),
    ],
)
def test_a_person_without_a_name_is_called_by_what_else_is_there(row, name):
    text = f"First Name,Last Name,Company,E-mail Address,Mobile Phone\n{row}\n"

    assert [contact.name for contact in read(text).contacts] == [name]


def test_a_row_without_a_number_is_counted_and_a_bad_number_is_named_by_its_line():
    text = f"First Name,Last Name,Home Phone\nAnna,B,\n\nMaria,R,ufficio\nUgo,V,{HOME}\n"
    book = read(text)

    assert [contact.name for contact in book.contacts] == ["Ugo V"]
    assert (book.without_number, [(bad.line, bad.text) for bad in book.rejected]) == (
        1,
        [(4, "ufficio")],
    )


@pytest.mark.parametrize("company", ["SPAM", "Spam"])
def test_a_row_that_says_spam_makes_nobody_known(company):
    text = f"First Name,Last Name,Company,Home Phone,Mobile Phone\n,,{company},{HOME},{MOBILE}\n"
    book = read(text)

    assert (book.contacts, len(book.rejected)) == ((), 1)
    assert f"portinaio block blocks {HOME}, {MOBILE}" in str(book.rejected[0].reason)


def test_a_quote_that_nobody_closes_is_told_and_costs_the_rows_behind_it():
    text = f'First Name,Last Name,Home Phone\nAnna,B,{HOME}\n"Maria,R,{MOBILE}\nUgo,V,{WORK}\n'
    book = read(text)

    assert ([one.name for one in book.contacts], book.whole) == (["Anna B"], False)
    assert [bad.line for bad in book.rejected] == [3]


def test_a_cell_of_a_megabyte_is_told_as_a_row_that_breaks_off():
    book = read(f"First Name,Last Name,Home Phone\nAnna,{'x' * (1 << 20)},{HOME}\n")

    assert (book.contacts, book.whole) == ((), False)


@pytest.mark.parametrize(
    "titles",
    [
        "name,number",
        "Name,Number,Date,Duration",
        "number,company",
        "First Name,Last Name,E-mail Address",
        "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City",
        "Phonetic First Name,Phonetic Last Name",
        "",
    ],
)
def test_a_table_of_something_else_is_no_address_book(titles):
    assert not is_address_table(titles.split(","))
