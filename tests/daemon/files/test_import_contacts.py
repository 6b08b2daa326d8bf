"""An address book that takes the place of the one before: what is taken, what is refused, and what is known afterwards."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context, ask
from portinaio.core.contact import OWN
from portinaio.daemon.asker import Asker, asked_by
from portinaio.daemon.events import Hub
from portinaio.daemon.http.app import Api
from portinaio.errors import PortinaioError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from portinaio.api.answers import ImportAnswer

    Door = Callable[..., ImportAnswer]

NUMBERS = [f"+3902000012{n:02}" for n in range(9)]
BOOK = NUMBERS[:4]
OTHERS = NUMBERS[4:8]


def card(number: str) -> str:
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:N{number[-2:]}\r\nTEL:{number}\r\nEND:VCARD\r\n"


def a_book(*numbers: str) -> bytes:
    return "".join(map(card, numbers)).encode()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


def by_contacts(client: AClient, data: bytes, *, accept: bool = False) -> ImportAnswer:
    return client.import_contacts("book.vcf", data, accept=accept)


def by_import(client: AClient, data: bytes, *, accept: bool = False) -> ImportAnswer:
    return client.import_file("book.vcf", data, "contacts", accept=accept)


def known(client: AClient) -> list[str]:
    return [n for n in NUMBERS if client.check(n)["label"] == "known"]


EMPTY = pytest.param(b"", [], "the file is empty", id="an empty file")
BLANK = pytest.param(b"\n \n", [], "the file is empty", id="a file of blank lines")
PAGE = pytest.param(b"<html>", [], "this is no vCard", id="a web page")
LOST = pytest.param(a_book("gone"), [], "a name without", id="a card whose number is none")
MAIL = pytest.param(
    b"BEGIN:VCARD\nFN:A\nEMAIL:a@example.net\nEND:VCARD\n", [], "no card", id="a card of mail only"
)
CUT = pytest.param(a_book(*BOOK)[:-13], BOOK, "breaks off", id="a file that lost its end")
HALF = pytest.param(a_book(*BOOK[:2]), BOOK[:2], "", id="just half of the book")
LESS = pytest.param(a_book(BOOK[0]), BOOK[:1], "only 1 of the 4", id="less than half of it")
OTHER = pytest.param(a_book(*OTHERS), OTHERS, "only 0 of the 4", id="another book of this name")
MOVED = pytest.param(a_book(*BOOK[:2], *OTHERS), NUMBERS[:2] + OTHERS, "", id="half of it, and new")
GOOD = pytest.param(a_book(*NUMBERS), NUMBERS, "", id="more than before")


@pytest.mark.parametrize("door", [by_contacts, by_import])
@pytest.mark.parametrize("accept", [False, True], ids=["as it comes", "accepted"])
@pytest.mark.parametrize(
    ("data", "held", "reason"),
    [EMPTY, BLANK, PAGE, LOST, MAIL, CUT, HALF, LESS, OTHER, MOVED, GOOD],
)
def test_a_book_takes_the_place_of_another_only_where_most_of_it_is_left(
    client: AClient, door: Door, data: bytes, held: list[str], reason: str, *, accept: bool
):
    door(client, a_book(*BOOK))

    if reason and not accept:
        with pytest.raises(PortinaioError, match=rf"{reason}.*nothing was changed.*--accept"):
            door(client, data)
    else:
        door(client, data, accept=accept)

    assert known(client) == (BOOK if reason and not accept else held)


@pytest.mark.parametrize("door", [by_contacts, by_import])
@pytest.mark.parametrize(
    ("data", "held", "reason"), [EMPTY, BLANK, PAGE, LOST, MAIL, CUT, HALF, LESS, OTHER, GOOD]
)
def test_a_first_book_is_taken_where_it_is_whole_and_holds_a_number(
    client: AClient, door: Door, data: bytes, held: list[str], reason: str
):
    refused = bool(reason) and "only" not in reason

    if refused:
        with pytest.raises(PortinaioError, match=reason):
            door(client, data)
    else:
        door(client, data)

    assert known(client) == ([] if refused else held)


def test_one_broken_card_among_many_is_named_and_the_others_are_taken(client: AClient):
    broken = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna Bianchi\r\n"
    data = a_book(*NUMBERS[:3]) + broken + a_book(*NUMBERS[4:])

    told = by_contacts(client, data)

    assert (len(known(client)), [(bad["line"], bad["text"]) for bad in told["rejected"]]) == (
        8,
        [(16, "Anna Bianchi")],
    )


def test_a_beginning_in_a_book_is_told_and_nobody_behind_it_becomes_known(client: AClient):
    text = f"{NUMBERS[0]}  # Anna\n+390844*  # everybody\n"

    answer = client.import_contacts("book.txt", text.encode())

    assert [bad["text"] for bad in answer["rejected"]] == ["+390844*"]
    assert client.check("+390844123456")["label"] != "known"


def test_a_book_is_read_in_the_format_that_is_named(client: AClient):
    text = f"[friends]\n{NUMBERS[0]}  # Anna\n".encode()
    with pytest.raises(PortinaioError, match="this is not JSON"):
        client.import_file("book", text, "contacts")

    client.import_file("book", text, "contacts", format="plain")

    assert known(client) == NUMBERS[:1]


def test_a_dry_run_says_what_the_import_would_do_and_does_nothing(client: AClient):
    by_contacts(client, a_book(*BOOK))
    data = a_book(*BOOK[1:], *OTHERS)

    dry = client.import_file("book.vcf", data, "contacts", dry_run=True)

    assert (known(client), dry) == (BOOK, by_contacts(client, data))


def test_a_dry_run_refuses_what_the_import_would_refuse(client: AClient):
    by_contacts(client, a_book(*BOOK))

    with pytest.raises(PortinaioError, match="nothing was changed"):
        client.import_file("book.vcf", b"", "contacts", dry_run=True)


def test_a_book_of_another_country_is_read_in_its_country(client: AClient):
    client.import_file("book.vcf", a_book("202 555 0101"), "contacts", region="US")

    assert client.contacts()[0]["numbers"] == ["+12025550101"]


@pytest.mark.parametrize("text", ["nome;telefono\nAnna;{}\n", "{}  # Anna\n"], ids=["csv", "plain"])
def test_a_book_in_another_format_is_read_in_the_country_of_the_house_too(
    client: AClient, text: str
):
    client.import_contacts("book", text.format("02 0000 1200").encode())

    assert known(client) == NUMBERS[:1]


def test_no_file_takes_the_place_of_those_whom_the_user_has_added(client: AClient):
    client.add_contact("Anna", NUMBERS[8])

    with pytest.raises(UsageError, match="another name"):
        client.import_contacts(OWN, a_book(*BOOK), accept=True)

    assert known(client) == NUMBERS[8:]


@pytest.mark.parametrize(("most", "taken"), [(3, []), (4, BOOK)])
def test_a_book_without_end_is_refused_in_other_formats_too(
    client: AClient, monkeypatch: pytest.MonkeyPatch, most: int, taken: list[str]
):
    monkeypatch.setattr("portinaio.daemon.files.read_book.MOST_NUMBERS", most)
    data = "".join(f"{number}\n" for number in BOOK).encode()

    if taken:
        by_contacts(client, data)
    else:
        with pytest.raises(PortinaioError, match="breaks off"):
            by_contacts(client, data)

    assert known(client) == taken


async def test_over_http_a_book_that_lost_its_people_is_refused_until_it_is_accepted(
    client: AClient,
):
    app = Api(client.context, Hub(asyncio.get_running_loop()), "en").app()
    by_contacts(client, a_book(*BOOK))
    body = {"source": "book.vcf", "data": base64.b64encode(a_book(BOOK[0])).decode()}

    refused = await ask(app, "/v1/contacts", "PUT", body=body)
    before = known(client)
    taken = await ask(app, "/v1/contacts", "PUT", body={**body, "accept": True})

    assert (refused.status, before, taken.status, known(client)) == (424, BOOK, 200, BOOK[:1])


def a_phonebook(category: int, name: str = "Anna") -> bytes:
    return (
        '<phonebooks><phonebook name="Telefonbuch"><contact>'
        f"<category>{category}</category><person><realName>{name}</realName></person>"
        f'<telephony><number type="home">{BOOK[0]}</number></telephony></contact></phonebook></phonebooks>'
    ).encode()


@pytest.mark.parametrize(("category", "groups"), [(0, []), (1, ["VIP"])])
def test_whom_a_fritzbox_calls_important_is_in_a_group_and_goes_out_as_important(
    client: AClient, category: int, groups: list[str]
):
    client.import_contacts("box.xml", a_phonebook(category))
    out = base64.b64decode(client.export("fritzbox", "contacts")["data"]).decode()

    assert ([each["groups"] for each in client.contacts()], f"<category>{category}<" in out) == (
        [groups],
        True,
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xml", a_phonebook(0, "SPAM")),
        ("a.csv", f"name,number\nSPAM,{BOOK[0]}\nAnna,{BOOK[1]}\n".encode()),
        ("a.csv", f"First Name,Last Name,Mobile\n,SPAM,{BOOK[0]}\nAnna,,{BOOK[1]}\n".encode()),
        ("a.ldif", f"dn: cn=S\ncn: SPAM\nmobile: {BOOK[0]}\n".encode()),
    ],
    ids=["phonebook", "table of two columns", "table", "LDIF"],
)
def test_who_is_called_spam_in_a_book_is_known_from_no_format(
    client: AClient, name: str, data: bytes
):
    client.import_contacts(name, data, accept=True)

    assert client.check(BOOK[0])["label"] != "known"


def test_cards_without_a_number_are_counted_in_a_remark(client: AClient):
    told = client.import_contacts("book.vcf", a_book(*BOOK) + MAIL.values[0] * 2)  # type: ignore[operator]  # bytes

    assert list(map(str, told["remarks"])) == ["2 cards without a telephone number were left out"]


def of_people(*numbers: str) -> bytes:
    return "".join(
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Person {n}\nTEL:{number}\nEND:VCARD\n"
        for n, number in enumerate(numbers)
    ).encode()


@pytest.mark.parametrize("door", [by_contacts, by_import])
def test_a_likely_slip_is_named_with_its_card_and_a_doubled_code_with_how_many(
    client: AClient, door: Door
):
    answer = door(client, of_people("0333 1234567", "+39 39 02 0000 1234", "02 0000 1235"))

    assert answer["remarks"] == [
        "in 1 number the country code stood twice; it is kept with it once",
        "line 4: Person 0 0333 1234567: mobiles take no 0: +393331234567 exists; it is kept as it stands",
    ]


def test_a_table_says_the_same_as_a_card(client: AClient):
    table = "name,phone 1,phone 2\nAnna,0333 1234567,+39 39 02 0000 1234\n"
    answer = client.import_contacts("book.csv", table.encode())

    assert [said.partition(":")[0] for said in answer["remarks"]] == [
        "in 1 number the country code stood twice; it is kept with it once",
        "line 2",
    ]


AMERICAN = [f"(202) 555-010{n}" for n in range(1, 7)]
NOWHERE = [f"99999999990{n}" for n in range(1, 8)]


@pytest.mark.parametrize(
    ("numbers", "region", "said"),
    [
        pytest.param(AMERICAN, None, "they would exist in US,", id="of another country"),
        pytest.param(AMERICAN, "US", "", id="whose country is said"),
        pytest.param(AMERICAN[:4], None, "", id="too few to tell"),
        pytest.param(NOWHERE, None, "look whether they are of another country", id="of none"),
        pytest.param(NUMBERS, None, "", id="that say theirs"),
    ],
)
def test_a_book_whose_numbers_do_not_exist_here_says_where_they_would(
    client: AClient, numbers: list[str], region: str | None, said: str
):
    answer = client.import_contacts("book.vcf", of_people(*numbers), region=region)

    told = [remark for remark in answer["remarks"] if "without a country code" in remark]
    assert (len(told), said in "".join(told)) == (bool(said), True)


@pytest.mark.parametrize("kind", ["contacts", "block", "allow"])
def test_an_import_whose_asker_has_left_changes_nothing(client: AClient, kind: str):
    asker = Asker()
    asker.leave()

    with asked_by(asker), pytest.raises(PortinaioError, match="nothing was changed"):
        client.import_file("book.vcf", a_book(*BOOK), kind)

    assert (client.contacts(), client.entries()) == ([], [])


def phonebook(*people: str, owner: str = "") -> str:
    return f"<phonebook{owner}>{''.join(people)}</phonebook>"


def person(name: str, *numbers: str, category: int = 0) -> str:
    told = "".join(f'<number type="home">{number}</number>' for number in numbers)
    return (
        f"<contact>\n<category>{category}</category><person><realName>{name}</realName></person>"
        f"<telephony>{told}</telephony></contact>"
    )


def test_a_person_in_a_phonebook_of_a_router_has_all_numbers_and_what_is_left_out_is_named(
    client: AClient,
):
    own = phonebook(
        person("Dario", "0200000104", "0333 0000004", category=1), person("Hall", "**610")
    )
    barred = phonebook(person("Energia", "0200000105"), owner=' owner="258"')
    answer = client.import_contacts("book.xml", f"<phonebooks>{own}{barred}</phonebooks>".encode())

    assert [(one["name"], one["numbers"], one["groups"]) for one in client.contacts()] == [
        ("Dario", ["+390200000104", "+3903330000004"], ["VIP"])
    ]
    assert [(bad["line"], bad["text"]) for bad in answer["rejected"]] == [
        (3, "Hall **610"),
        (4, "0200000105"),
    ]
    assert [said.partition(" it is")[0] for said in answer["remarks"]] == [
        "line 1: Dario 0333 0000004: mobiles take no 0: +393330000004 exists;"
    ]


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        pytest.param(
            "book.csv",
            "Anna,0333 1234567\nBruno,333 1234567\nCarla,66001234\n",
            (1, 3),
            id="two columns",
        ),
        pytest.param(
            "book.csv",
            "name,number\nAnna,0333 1234567\nBruno,333 1234567\nCarla,66001234\n",
            (2, 4),
            id="titled",
        ),
        pytest.param(
            "book.json",
            '[{"name": "Anna", "phone": "0333 1234567"}, {"name": "Bruno", "phone": "333 1234567"},'
            ' {"name": "Carla", "phone": "66001234"}]',
            (1, 3),
            id="JSON",
        ),
    ],
)
def test_a_likely_slip_in_a_table_of_people_is_left_out_by_its_line(client, name, data, lines):
    answer = client.import_contacts(name, data.encode())

    assert [one["name"] for one in client.contacts()] == ["Bruno"]
    assert [(bad["line"], str(bad["reason"])) for bad in answer["rejected"]] == [
        (lines[0], "mobiles take no 0: +393331234567 exists"),
        (lines[1], "missing 0? +39066001234 exists"),
    ]


def test_a_phonebook_that_breaks_off_is_no_whole_one(client: AClient):
    cut = f"<phonebooks>{phonebook(person('Dario', '0200000104'))}"

    with pytest.raises(PortinaioError, match=r"breaks off|its end is missing"):
        client.import_contacts("book.xml", cut.encode())

    assert client.contacts() == []


@pytest.mark.parametrize(
    ("name", "data", "where"),
    [
        pytest.param(
            "book.vcf",
            a_book(*BOOK[:2]) + b"BEGIN:VCARD\nVERSION:3.0\nFN:Carla Verdi\nTEL:+39020000",
            "in line [0-9]+: Carla Verdi",
            id="in a card",
        ),
        pytest.param(
            "book.csv",
            b'Name,Given Name,Phone 1 - Type,Phone 1 - Value\nAnna,Anna,Mobile,+393330000101\n"Carl',
            "in line 3",
            id="in a row",
        ),
    ],
)
@pytest.mark.parametrize("dry_run", [True, False])
def test_a_book_that_breaks_off_says_where(
    client: AClient, name: str, data: bytes, where: str, *, dry_run: bool
):
    with pytest.raises(PortinaioError, match=f"breaks off before its end, {where} "):
        client.import_contacts(source=name, data=data, dry_run=dry_run)

    assert known(client) == []


def test_a_column_of_numbers_whose_title_does_not_say_so_is_read_too(client: AClient) -> None:
    table = b"Nome,Cognome,Cellulare,Casa\nAnna,Verdi,+393330000001,02 0000 1201\nEnzo,Blu,,02 0000 1202\n"

    client.import_contacts("rubrica.csv", table)

    assert {each["name"]: each["numbers"] for each in client.contacts()} == {
        "Anna Verdi": ["+393330000001", "+390200001201"],
        "Enzo Blu": ["+390200001202"],
    }


@pytest.mark.parametrize(
    "title",
    [
        '"First name";"Last name";"Mobile";"Mobile, home";"E-mail, home"',
        '"First name";"Last name";"One";"Another";"Note"',
    ],
    ids=["a title with commas in it", "columns of numbers by other names"],
)
def test_a_person_of_a_table_has_the_whole_name(client: AClient, title: str):
    row = '"Anna";"Bianchi";"3330000001";"0200000002";""'
    other = '"Ugo";"Rossi";"3330000003";"0200000004";""'

    client.import_contacts("book.csv", f"{title}\n{row}\n{other}\n".encode())

    assert {one["name"]: one["numbers"] for one in client.contacts()} == {
        "Anna Bianchi": ["+393330000001", "+390200000002"],
        "Ugo Rossi": ["+393330000003", "+390200000004"],
    }
