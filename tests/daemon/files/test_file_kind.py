"""A file that the user brings in without saying as what: a block list is blocked, anything else is named and left alone."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call, ask
from portinaio.daemon.events import Hub
from portinaio.daemon.http.app import Api
from portinaio.errors import PortinaioError, UsageError
from portinaio.lists.formats import formats

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parents[2] / "lists" / "samples"
REAL = os.environ.get("PORTINAIO_SAMPLES", "")
ONE, TWO = "+390200001234", "+390200001235"

FRITZBOX = f"""sep=;
Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer
1;24.11.26 14:02;Anna;{ONE};Telefon;Internet: 0200005678;1:05
"""
ANDROID = f"""<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<calls count="1"><call number="{ONE}" duration="63" date="1795525320000" type="1" presentation="1" /></calls>
"""
ASTERISK = (
    f'"","{ONE}","200","internal","""Anna"" <{ONE}>","SIP/1","SIP/2","Dial","SIP/200",'
    '"2026-11-24 14:02:00","2026-11-24 14:02:05","2026-11-24 14:03:05",65,60,"ANSWERED","DOCUMENTATION","1.1",""\n'
)
CARD = "BEGIN:VCARD\nVERSION:3.0\nN:;{name};;;\nFN:{name}\n{more}TEL:{number}\nEND:VCARD\n"
PHONEBOOK = (
    '<?xml version="1.0" encoding="utf-8"?><phonebooks><phonebook{owner}><contact><person><realName>Anna</realName>'
    f'</person><telephony nid="1"><number type="home">{ONE}</number></telephony></contact></phonebook></phonebooks>'
)


def card(name: str, number: str = ONE, more: str = "") -> str:
    return CARD.format(name=name, number=number, more=more)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


def of(client: AClient) -> tuple[int, int, int]:
    """How many entries, contacts and calls there are."""
    return len(client.entries()), len(client.contacts()), len(client.calls())


NOT_BLOCKED = {"vcard": "an address book", "hashes": "digests", "ftc": "holds complaints"}


@pytest.mark.parametrize("name", ["download", "a.csv", "a.txt"])
@pytest.mark.parametrize("format_id", formats())
def test_a_block_list_of_any_format_is_blocked_without_a_word(
    client: AClient, format_id: str, name: str
):
    (path,) = (p for p in SAMPLES.glob(f"{format_id}.*") if p.suffix != ".expected")
    region = "US" if format_id == "ftc" else "IT"

    if refusal := NOT_BLOCKED.get(format_id):
        with pytest.raises(PortinaioError, match=refusal):
            client.import_file(name, path.read_bytes(), region=region)
    else:
        client.import_file(name, path.read_bytes(), region=region)

    entries, contacts, calls = of(client)
    assert (entries > 0, contacts, calls) == (not refusal, 0, 0)


IS_LOG = "is a log of calls: --as calls takes them into your log;"
IS_LOG_OR_LIST = "is a log of calls: --as calls takes them into your log, --as block"
IS_TABLE = "is a table of calls or callers"
IS_BOOK = "is an address book: --as contacts"
IS_FOREIGN_BOOK = "is an address book: saved as vCard, --as contacts"
UNSURE = "not plain what the numbers of .* are.*--as contacts"
NO_BOOK = "not plain what the numbers of .* are: --as block blocks them, --as allow lets"


@pytest.mark.parametrize("dry_run", [False, True], ids=["import", "dry run"])
@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        pytest.param("a.csv", FRITZBOX, IS_LOG_OR_LIST, id="the call list of a FRITZ!Box"),
        pytest.param("a.csv", FRITZBOX[6:], IS_LOG_OR_LIST, id="the same without its first line"),
        pytest.param("a.xml", ANDROID, IS_LOG, id="the calls of an Android telephone"),
        pytest.param("Master.csv", ASTERISK, IS_LOG_OR_LIST, id="the records of Asterisk"),
        pytest.param(
            "a.csv",
            f"Numero;Data;Tipo;Nome\n{ONE};24/11/2026;Ricevuta;Anna\n",
            IS_TABLE,
            id="calls that were received",
        ),
        pytest.param(
            "a.csv",
            f"24.11.26 14:02;{ONE};0:05\n24.11.26 15:02;{TWO};0:00\n",
            NO_BOOK,
            id="calls without titles or names",
        ),
        pytest.param("a.csv", f"caller,duration\n{ONE},65\n", IS_TABLE, id="calls with a duration"),
        pytest.param(
            "a.csv", f"date,time,number\n2026-11-24,14:02,{ONE}\n", IS_TABLE, id="at a time"
        ),
        pytest.param(
            "a.csv",
            "Caller ID Number,Issue\n+12025550123,Robocalls\n",
            "holds complaints.*lists add.*--as block",
            id="complaints of the FCC",
        ),
        pytest.param("a.vcf", card("Anna"), IS_BOOK, id="a vCard"),
        pytest.param("a.txt", card("Anna"), IS_BOOK, id="a vCard of another name"),
        pytest.param("a.vcf", card("Junker"), IS_BOOK, id="a name that is nearly a mark"),
        pytest.param("a.vcf", card("Anna Spampinato"), IS_BOOK, id="a name that begins as a mark"),
        pytest.param("a.vcf", card("Scamarcio"), IS_BOOK, id="another name that does"),
        pytest.param("a.csv", f"{ONE},Spampinato\n", UNSURE, id="the same in a table"),
        pytest.param("a.vcf", card("A").replace("TEL", "X-TEL"), IS_BOOK, id="a card of no number"),
        pytest.param("a.vcf", card("SPAM") + card("Anna", TWO), IS_BOOK, id="one of two is spam"),
        pytest.param("a.vcf", card("Anna", TWO) + card("SPAM"), IS_BOOK, id="the other of two"),
        pytest.param("a.xml", PHONEBOOK.format(owner=""), IS_BOOK, id="a FRITZ!Box phonebook"),
        pytest.param("a.xml", PHONEBOOK.format(owner=' owner="1"'), IS_BOOK, id="with an owner"),
        pytest.param(
            "a.csv",
            f"First Name,Last Name,Phone 1 - Value\nAnna,Bianchi,{ONE}\n",
            IS_BOOK,
            id="contacts of Google",
        ),
        pytest.param(
            "a.csv",
            f"name;number;e-mail\nAnna;{ONE};a@example.net\n",
            IS_BOOK,
            id="with mail",
        ),
        pytest.param("a.csv", f"name,number\nAnna,{ONE}\n", IS_BOOK, id="a table of ours"),
        pytest.param("a.csv", f"nome;telefono\nAnna;{ONE}\n", UNSURE, id="names and numbers"),
        pytest.param("a.csv", f"{ONE},Anna\n{TWO},Bruno\n", UNSURE, id="the same, no header"),
        pytest.param("a.csv", f"nome;cellulare\nAnna;{ONE}\n", IS_BOOK, id="with mobiles"),
        pytest.param(
            "a.csv", f"nome;numero;tipo\nAnna;{ONE};x\n", NO_BOOK, id="in a table of three columns"
        ),
        pytest.param(
            "a.csv", f"{ONE},Anna,x\n{TWO},Bruno,x\n", NO_BOOK, id="in three of no header"
        ),
        pytest.param(
            "a.json", f'[{{"name": "Anna", "phone": "{ONE}"}}]', UNSURE, id="the same in JSON"
        ),
        pytest.param(
            "a.json",
            f'[{{"name": "Anna", "numbers": ["{ONE}"], "source": "own"}}]',
            IS_BOOK,
            id="contacts --json",
        ),
        pytest.param(
            "main.json",
            f'{{"name": "main", "entries": [{{"name": "spam", "number": "{ONE}"}}]}}',
            NO_BOOK,
            id="a list of callblocker that does not say which",
        ),
        pytest.param("whitelist.txt", f"{ONE}\n", UNSURE, id="a file called whitelist"),
        pytest.param("Adressbuch.txt", f"{ONE}\n", UNSURE, id="a file called address book"),
        pytest.param("lista bianca.txt", f"{ONE}\n", UNSURE, id="a file called allow list"),
        pytest.param(
            "allow/a.txt", f"{ONE}\n", "the numbers of a.txt are:", id="a folder called so"
        ),
        pytest.param("contacts.csv", f"number\n{ONE}\n", UNSURE, id="a file called contacts"),
    ],
)
def test_what_is_no_block_list_is_named_and_nobody_is_blocked(  # the table's columns
    client: AClient, name: str, text: str, sentence: str, *, dry_run: bool
):
    if dry_run:
        said = client.import_file(name, text.encode(), region="IT", dry_run=True)["refusal"] or ""
    else:
        with pytest.raises(UsageError) as refused:
            client.import_file(name, text.encode(), region="IT")
        said = str(refused.value)

    assert re.search(rf"{sentence}.*nothing was changed", said)
    assert of(client) == (0, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(card("SPAM"), id="one contact called spam"),
        pytest.param(card("spam junk") + card("Spam 2", TWO), id="two of them"),
        pytest.param(card("Spam2") + card("SPAM_3", TWO), id="two that are counted"),
        pytest.param(
            card("Scammers") + card("Spammer", TWO), id="two that are called by their trade"
        ),
        pytest.param(card("Energia", more="CATEGORIES:Work,spam\n"), id="of the category spam"),
        pytest.param(card("Anna").replace("TEL", "X-TEL") + card("SPAM"), id="a card of no number"),
        pytest.param(PHONEBOOK.format(owner=' owner="258"'), id="whom a FRITZ!Box bars"),
        pytest.param(f"{ONE},spam\n{TWO},spam-FR\n", id="a table of spam"),
        pytest.param(f"numero;azienda\n{ONE};Energia\n", id="a table of companies"),
        pytest.param(f"name,number,reason\nAnna,{ONE},sold me gas\n", id="a table with reasons"),
        pytest.param(f"number\n{ONE}\n", id="a table of numbers"),
        pytest.param(f"{ONE},2026-11-24\n", id="numbers with their days"),
        pytest.param(f"{ONE},spam,2026-11-24 14:02\n", id="spam with its moments"),
        pytest.param(f"number,comment\n{ONE},missed\n", id="a remark like a kind of call"),
        pytest.param(f'{{"name": "my list", "numbers": ["{ONE}"]}}', id="JSON with a title"),
    ],
)
def test_what_says_of_itself_that_it_is_spam_is_blocked(client: AClient, text: str):
    client.import_file("a.dat", text.encode())

    assert of(client)[0] > 0


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        (card("Anna"), "block", (1, 0, 0)),
        (card("Anna"), "allow", (1, 0, 0)),
        (card("Anna"), "contacts", (0, 1, 0)),
        (PHONEBOOK.format(owner=""), "block", (1, 0, 0)),
        (PHONEBOOK.format(owner=""), "contacts", (0, 1, 0)),
        (f"name,number\nAnna,{ONE}\n", "block", (1, 0, 0)),
        (f"nome;telefono\nAnna;{ONE}\n", "contacts", (0, 1, 0)),
        (f'[{{"name": "Anna", "numbers": ["{ONE}", "{TWO}"]}}]', "contacts", (0, 1, 0)),
        (f"{ONE}  # Anna\n", "contacts", (0, 1, 0)),
        (f"Nom;Téléphone\nAnna;{ONE}\n", "contacts", (0, 1, 0)),
        (f"{ONE};Anna\n{TWO};Bruno\n", "contacts", (0, 2, 0)),
        (f"{ONE},Anna,{TWO}\n", "contacts", (0, 1, 0)),
        (f"Cliente,Cellulare,Casa\nAnna,{ONE},{TWO}\n", "contacts", (0, 1, 0)),
        (f"Cliente,Cellulare,Città\nAnna,{ONE},Milano\n", "contacts", (0, 1, 0)),
        (
            f"Name,Given Name,Phone 1 - Type,Phone 1 - Value\nAnna,Anna,Mobile,{ONE}\n",
            "contacts",
            (0, 1, 0),
        ),
        (FRITZBOX.replace("24.11.26", "23.11.26"), "calls", (0, 0, 1)),
    ],
)
def test_whoever_says_what_a_file_is_gets_it(
    client: AClient, text: str, kind: str, wanted: tuple[int, int, int]
):
    client.import_file("a.dat", text.encode(), kind)

    assert of(client) == wanted


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(FRITZBOX, "--as calls", id="a log of calls"),
        pytest.param(
            PHONEBOOK.format(owner=' owner="258"'), "a FRITZ!Box bars", id="a barring list"
        ),
        pytest.param(
            f'[{{"pattern": "{ONE}", "kind": "block", "note": "Anna"}}]',
            "this row blocks",
            id="entries that block",
        ),
        pytest.param(
            f"casa;ufficio\n{ONE};{TWO}\n", "none beside them", id="two numbers and no name"
        ),
        pytest.param("Anrede;Vorname;Firma\n;Anna;\n", "this is no vCard", id="nothing known"),
        pytest.param('{"numbers": [], "version": 3}', "no address book", id="a list of PhoneBlock"),
        pytest.param(
            PHONEBOOK.partition("</phonebook>")[0].format(owner=""),
            "breaks off",
            id="a phonebook cut short",
        ),
    ],
)
def test_what_is_no_address_book_makes_nobody_known(client: AClient, text: str, sentence: str):
    with pytest.raises(PortinaioError, match=sentence):
        client.import_file("a.dat", text.encode(), "contacts")

    assert of(client) == (0, 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"name,phone 1,phone 2\nAnna,{ONE},{TWO}\n", id="two columns of numbers"),
        pytest.param(f"First Name,Last Name,Phone 1 - Value\nAnna,,{ONE} ::: {TWO}\n", id="Google"),
        pytest.param(f"dn: cn=Anna\ncn: Anna\nmobile: {ONE}\nhomePhone: {TWO}\n", id="LDIF"),
    ],
)
def test_every_number_of_a_person_is_known_whatever_wrote_the_book(client: AClient, text: str):
    client.import_file("a.dat", text.encode(), "contacts")

    assert client.context.store.contacts.names() == {ONE: "Anna", TWO: "Anna"}


async def test_over_http_a_phonebook_without_a_kind_is_refused(client: AClient):
    app = Api(client.context, Hub(asyncio.get_running_loop()), "en").app()
    body = {"name": "a.vcf", "data": base64.b64encode(card("Anna").encode()).decode()}

    answer = await ask(app, "/v1/import", "POST", body=body)

    assert (answer.status, of(client)) == (400, (0, 0, 0))


@pytest.mark.parametrize("what", ["block", "calls", "contacts"])
@pytest.mark.parametrize("format_id", ["csv", "json", "plain", "vcard", "fritzbox"])
def test_our_own_exports_come_back_as_what_they_were_or_not_at_all(
    client: AClient, tmp_path: Path, format_id: str, what: str
):
    client.add_contact("Anna", ONE)
    client.add_entry(TWO, kind="block")
    client.context.store.calls.record(a_logged_call(1))
    other = a_client(a_context(tmp_path / "other"))
    other.context.home.make()
    if what == "calls" and format_id in {"vcard", "fritzbox"}:
        return

    data = base64.b64decode(client.export(format_id, what)["data"])
    if what == "block":
        other.import_file("a.dat", data)
    else:
        with pytest.raises(UsageError, match="nothing was changed"):
            other.import_file("a.dat", data)

    assert of(other) == ((1, 0, 0) if what == "block" else (0, 0, 0))
    other.context.close()


def test_entries_of_another_house_block_whom_they_blocked_and_nobody_else(
    client: AClient, tmp_path: Path
):
    other = a_client(a_context(tmp_path / "other"))
    other.context.home.make()
    client.add_entry(ONE, kind="allow")
    client.add_entry(TWO, kind="block", note="sold me gas")

    other.import_file("entries.json", json.dumps(client.entries()).encode())

    assert [(e["pattern"], e["kind"], e["note"]) for e in other.entries()] == [
        (TWO, "block", "sold me gas")
    ]
    other.context.close()


@pytest.mark.skipif(not REAL, reason="PORTINAIO_SAMPLES is not set")
@pytest.mark.parametrize(
    ("path", "region", "sentence"),
    [
        ("lists/ygk-mobile-spam/spam.vcf", "US", ""),
        ("lists/icompile/spam_junk_20160127.vcf", "IL", ""),
        ("lists/oros42/blacklist.csv", "FR", ""),
        ("vcards/ez-vcard/John_Doe_IPHONE.vcf", "US", "address book"),
        ("vcards/ez-vcard/gmail-list.vcf", "US", "address book"),
        ("calllogs/fafeitsch-cdr.csv", "US", "is a log of calls"),
        ("calllogs/fafeitsch-smallcdr.csv", "US", "is a log of calls"),
    ],
)
def test_real_files_are_what_their_owners_take_them_for(
    client: AClient, path: str, region: str, sentence: str
):
    data = (Path(REAL) / path).read_bytes()

    if sentence:
        with pytest.raises(UsageError, match=sentence):
            client.import_file(Path(path).name, data, region=region)
    else:
        client.import_file(Path(path).name, data, region=region)

    assert (of(client)[0] > 0) is not bool(sentence)


def test_in_a_file_of_two_phonebooks_nobody_is_known_whom_the_box_bars(client: AClient):
    books = [PHONEBOOK.format(owner=owner) for owner in ("", ' owner="258"')]
    both = books[0].replace(
        "</phonebooks>", books[1].partition("<phonebooks>")[2].replace(ONE, TWO)
    )

    answer = client.import_file("a.xml", both.encode(), "contacts")

    assert [one["numbers"] for one in client.contacts()] == [[ONE]]
    assert [(bad["text"], "blocks the number" in bad["reason"]) for bad in answer["rejected"]] == [
        (TWO, True)
    ]


@pytest.mark.parametrize("name", ["ncidd.blacklist", "spam/ncidd.blacklist"])
def test_a_file_is_known_by_its_name_whatever_folder_it_lies_in(client: AClient, name: str):
    client.import_file(name, f'"{ONE}" "{TWO}"\n'.encode())

    assert [one["pattern"] for one in client.entries()] == [ONE, TWO]


@pytest.mark.parametrize("titles", ["name,number", "nome;telefono", "caller,times,first_call"])
def test_a_table_in_which_nobody_stands_asks_nothing_of_anybody(client: AClient, titles: str):
    answer = client.import_file("a.csv", f"{titles}\n".encode())

    assert (answer["accepted"], of(client)) == (0, (0, 0, 0))


@pytest.mark.parametrize("last", ["Bruno", ""])
def test_a_table_without_titles_keeps_its_names_though_the_last_is_empty(
    client: AClient, last: str
):
    client.import_file("a.csv", f"{ONE};Anna\n{TWO};{last}\n".encode(), "contacts")

    assert {(one["name"], *one["numbers"]) for one in client.contacts()} == {
        ("Anna", ONE),
        (last, TWO),
    }


@pytest.mark.parametrize("kind", ["calls", "contacts", "block", "allow"])
@pytest.mark.parametrize(
    "text",
    [
        FRITZBOX,
        ANDROID,
        ASTERISK,
        card("Anna"),
        PHONEBOOK.format(owner=""),
        f"First Name,Last Name,Phone 1 - Value\nAnna,Bianchi,{ONE}\n",
        f"nome;numero;tipo\nAnna;{ONE};x\n",
        f"{ONE},Anna\n{TWO},Bruno\n",
        f'[{{"name": "Anna", "phone": "{ONE}"}}]',
    ],
)
def test_what_the_answer_proposes_can_be_done(client: AClient, text: str, kind: str):
    with pytest.raises(UsageError) as refused:
        client.import_file("a.dat", text.encode(), region="IT")
    if f"--as {kind}" not in str(refused.value) or "saved as vCard" in str(refused.value):
        return

    client.import_file("a.dat", text.encode(), kind, region="IT")

    assert sum(of(client)) > 0


def test_the_format_of_a_log_may_be_said(tmp_path):
    log = b"date,type,number,name,duration\n2026-11-23 10:00:00,missed,+390200001201,,0\n"
    client = a_client(a_context(tmp_path))

    client.import_file("calls.csv", log, "calls", format="table")

    assert [call["number"] for call in client.calls()] == ["+390200001201"]
