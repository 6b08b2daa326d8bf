"""A bug report holds nobody's name, number, secret or address, whatever the home and the daemon's log hold."""

from __future__ import annotations

import os
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portinaio.cli.house.bug_report import bug_report
from portinaio.cli.house.hidden_words import Hidden, parts_of_address, words_of_computer
from portinaio.config.home import find_home
from portinaio.errors import PortinaioError

NAME = st.from_regex(r"[A-ZÀ-Ý][a-zà-ö]{4,9}q[a-z]{2}( [A-ZÀ-Ý][a-zà-ö]{4,9}x)?", fullmatch=True)
NUMBER = st.from_regex(r"\+[1-9][0-9]{8,13}", fullmatch=True)
SECRET = st.from_regex(r"[A-Za-z]{8}[0-9][A-Za-z0-9]{12,30}", fullmatch=True)
HOST = st.from_regex(r"[a-z]{5,9}q\.[a-z]{4,8}\.(com|net|it|de)", fullmatch=True)
ADDRESS = st.one_of(
    st.ip_addresses(v=4).map(str).filter(lambda one: not one.startswith(("127.", "0."))),
    st.ip_addresses(v=6).map(str).filter(lambda one: len(one) > 12),
)


@pytest.fixture(autouse=True)
def _no_versions(monkeypatch):
    """They take long to be looked up, and are nobody's."""
    monkeypatch.setattr("portinaio.cli.house.bug_report._versions", lambda: iter(()))


def a_client(name="", number="", host="", *, book="", company="", group=""):
    """Of a house that knows somebody, and follows their address book."""
    return SimpleNamespace(
        status=lambda: {"lines": [], "lists": []},
        settings=lambda: {
            "keys": [
                {"key": "policy.groups", "kind": "list", "value": [group]},
                {"key": "mail.from", "kind": "text", "value": f"me@{host}"},
            ]
        },
        calls=lambda limit: [{"name": name, "notes": [f"{name} again"]}][:limit],
        entries=lambda: [{"name": None, "note": f"like {name}", "pattern": number}],
        companies=lambda: [{"name": company, "address": "via Esempio 1", "email": f"a@{host}"}],
        complaints=lambda: [{"company": company}],
        books=lambda: [{"name": book, "url": f"https://{host}/dav", "username": name}],
        contacts=lambda: [{"name": name, "groups": [group]}],
        profile=lambda: {"name": name, "address": "via Esempio 1"},
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=NAME,
    number=NUMBER,
    secret=SECRET,
    host=HOST,
    address=ADDRESS,
    company=NAME,
    group=NAME,
    book=NAME,
)
def test_nothing_of_a_rich_home_is_in_the_report(tmp_path, **private):
    name, number, host, address = (private[key] for key in ("name", "number", "host", "address"))
    home = find_home({"PORTINAIO_HOME": str(tmp_path)})
    (tmp_path / "daemon.log").write_text(
        f"{name} called from {number} ({number[3:]}) at {address}\n"
        f"sip:{name.split(maxsplit=1)[0]}@{host}:5060 from ({address}:5061) [{address}]\n"
        f"Authorization: Bearer {private['secret']}; https://{name[:5]}:{private['secret']}@{host}/x?t=1\n"
        f"{private['book']} holds {private['group']}; complaint about {private['company'].upper()}\n"
        f"mail to {name.split()[-1].lower()}@{host}; {host} does not answer\n"
    )
    found = [
        {"code": "x", "state": "wrong", "text": f"contacts {private['book']}: {private['group']}"},
        {
            "code": "x",
            "state": "ok",
            "text": f"complaint 3 about {private['company']} at {address}",
        },
    ]
    client = a_client(
        name,
        number,
        host,
        book=private["book"],
        company=private["company"],
        group=private["group"],
    )

    report = bug_report(client, home, found).casefold()

    for what in (*name.split(), number, number[3:], host, address, private["secret"]):
        assert what.casefold() not in report
    for what in (private["book"], private["group"], private["company"]):
        assert what.casefold() not in report


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("portinaio.lines.sip: up", "portinaio.lines.sip: up"),
        ("config.toml line 4: line.home.peer", "config.toml line 4: line.home.peer"),
        ("listens at 127.0.0.1:8765", "listens at 127.0.0.1:8765"),
        ("asked 192.168.1.10 and 8.8.8.8", "asked (local address) and (address)"),
        ("from [2a02:1::7]:5060, fe80::1", "from [(address)]:5060, (local address)"),
        ("voip.example.net does not answer", "(host) does not answer"),
        ("at 14:02:31, in 12 ms", "at 14:02:31, in 12 ms"),
        ("SQLite 3.45.1, textual 8.2.1", "SQLite 3.45.1, textual 8.2.1"),
        ("user anna@example.net left", "user …@(host) left"),
    ],
)
def test_what_helps_to_find_a_fault_stays(line, told):
    assert Hidden({}, [line])(line) == told


def test_a_house_that_cannot_be_asked_has_a_report_too(tmp_path):
    def away(**_how):
        raise PortinaioError("the daemon has left")

    client = SimpleNamespace(
        **dict.fromkeys(
            (
                *("status", "settings", "calls", "entries", "companies"),
                *("complaints", "books", "contacts", "profile"),
            ),
            away,
        )
    )

    text = bug_report(client, find_home({"PORTINAIO_HOME": str(tmp_path)}), [])

    assert "the daemon has left" in text


def test_a_password_of_the_environment_or_of_a_file_is_hidden(tmp_path, monkeypatch):
    monkeypatch.setitem(os.environ, "MY_PASSWORD", "short one")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "home").write_text("hush\n")
    (tmp_path / "daemon.log").write_text("it said short one, and hush, of home\n")

    text = bug_report(a_client(), find_home({"PORTINAIO_HOME": str(tmp_path)}), [])

    assert "it said (secret), and (secret), of (secret)" in text


PEOPLE = {
    "Nicolò Müller-Verdi": "(person)",
    "Nicolò": "(person)",
    "Müller": "(person)",
    "Verdi": "(person)",
    "D'Angelo": "(person)",
    "Wu": "(person)",
}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("read /mnt/rubrica_nicolo_muller.vcf", "read /mnt/rubrica_(person)_(person).vcf"),
        ("read /mnt/Rubrica_Nicolò_2", "read /mnt/Rubrica_(person)_2"),
        ("read /mnt/NicoloVerdi/x", "read /mnt/(person)(person)/x"),
        ("Nicol%C3%B2%20M%C3%BCller", "(person)%20(person)"),
        ("nicolo-muller, MÜLLER, Mueller", "(person)-(person), (person), (person)"),
        ("Nicolo\u0300 called", "(person) called"),
        ("D\u2019Angelo, dangelo, D%27Angelo", "(person), (person), (person)"),
        ("Wu called, what would be", "(person) called, what would be"),
        ("/home/anna/.config and /Users/anna/x", "/home/(user)/.config and /Users/(user)/x"),
        ("verdict: a nicolodi", "verdict: a nicolodi"),
    ],
)
def test_a_name_is_hidden_however_a_path_or_an_address_spells_it(line, told):
    assert Hidden(PEOPLE, [line])(line) == told


def test_a_secret_is_hidden_within_a_longer_word():
    assert Hidden({"hush-hush": "(secret)"}, ["xhush-hushy"])("xhush-hushy") == "x(secret)y"


def test_a_secret_in_the_path_of_an_address_is_hidden_where_the_path_stands_alone():
    assert [*parts_of_address("https://lists.example.net/u/s3cr3t/numbers.csv?t=k3yk3y")] == [
        "s3cr3t",
        "k3yk3y",
    ]


@pytest.mark.parametrize(
    "spelt",
    [
        *("+39 02 0000 1234", "02 0000 1234", "02-0000-1234", "0039.02.0000.1234"),
        *(
            "(02)00001234",
            "tel:+39-02-0000-1234",
            "%2B390200001234",
            "sip:0200001234@x.example.net",
        ),
        *("\uff10\uff12\uff10\uff10\uff10\uff10\uff11\uff12\uff13\uff14", "0 2 0 0 0 0 1 2 3 4"),
    ],
)
def test_a_number_is_hidden_however_it_is_spelt(spelt):
    told = Hidden({}, [spelt])(f"from {spelt} now")

    assert [digit for digit in told if digit.isdigit()][4:] == []


@pytest.mark.parametrize("own", ["portinaio", "Portinaio", "localhost"])
def test_a_computer_that_is_called_as_we_are_leaves_the_report_readable(monkeypatch, own):
    line = "portinaio.lines.sip: localhost refuses"
    monkeypatch.setattr("platform.node", lambda: own)
    monkeypatch.setattr("pwd.getpwuid", lambda _uid: SimpleNamespace(pw_name="portinaio"))

    assert Hidden(words_of_computer(), [line])(line) == line


def test_a_computer_is_hidden_also_where_its_domain_is_left_out(monkeypatch):
    line = "casa-rossi refuses"
    monkeypatch.setattr("platform.node", lambda: "casa-rossi.fritz.box")

    assert Hidden(words_of_computer(), [line])(line) == "(computer) refuses"
