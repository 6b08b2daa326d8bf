"""What leaves a house, recorded byte for byte between two homes and what serves them: what was shown, and nothing else."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

import pytest

from portinaio import __version__
from portinaio.cli import main
from portinaio.lists.index.reader import ListIndex
from recording_relay import ARelay
from report_server import TOKEN, AReportServer, a_catalogue
from same_process import in_this_process
from static_hosts import python_host

BLOCKED, CONTACT, ALLOWED, OWN = (f"+3902000012{n}" for n in (34, 35, 36, 37))
AGENT = f"portinaio/{__version__}"
PRIVATE = ("Annarosa", "solar panels", "Rossi", "secret-reason")
"""Words of the house."""


@pytest.fixture
def homes(tmp_path, monkeypatch, capsys):
    """Of people who speak Italian, on a computer with a name."""
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    monkeypatch.setenv("LANGUAGE", "it")
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    in_this_process(monkeypatch)

    def run(home, *words):
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / home))
        capsys.readouterr()
        code = main((*words, "--json"))
        out, err = capsys.readouterr()
        return json.loads(out) if code == 0 else (code, err)

    return run


def lived_in(homes, home):
    """With all that never leaves it."""
    homes(home, "profile", "set", "name=Annarosa Rossi", f"line={OWN}")
    homes(home, "contacts", "add", "Annarosa", CONTACT)
    homes(home, "allow", ALLOWED, "--note", "secret-reason")
    homes(home, "block", BLOCKED, "--note", "solar panels")


def says_nothing_of_the_house(sent, *numbers):
    """In whatever way a number may be written."""
    written = [form for each in numbers for form in (each[1:], each[3:], each[3:][1:])]
    return [word for word in (*PRIVATE, *written) if word.encode() in sent] == []


def test_a_family_asks_for_files_and_says_nothing_else(homes, tmp_path):
    site = tmp_path / "site"
    site.mkdir()
    for home in ("one", "two"):
        lived_in(homes, home)
    with python_host(site) as url, ARelay(urlsplit(url).port) as relay:
        address = f"http://127.0.0.1:{relay.port}/"
        invited = homes("one", "family", "invite", str(site), "--url", address)
        homes("two", "family", "join", invited["invitation"])
        homes("one", "block", "+390200001299")
        homes("one", "family", "invite", str(site))
        homes("two", "sync")
        homes("two", "check", "+390200001299")
        requests, sent = relay.requests, relay.sent

    headers = {
        "Host": f"127.0.0.1:{relay.port}",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "keep-alive",
        "User-Agent": AGENT,
    }
    file = r"GET /(metadata/(\d+\.)?(root|targets|snapshot|timestamp)\.json|targets/\w{64}\.list\.manifest|data/\w{64}) HTTP/1\.1"
    assert len(requests) > 10
    assert [said.first_line for said in requests if not re.fullmatch(file, said.first_line)] == []
    assert [said for said in requests if (said.headers, said.body) != (headers, b"")] == []
    assert says_nothing_of_the_house(sent, BLOCKED, CONTACT, ALLOWED, OWN)


def test_a_family_is_given_the_blocks_and_neither_friends_nor_words(homes, tmp_path):
    site = tmp_path / "site"
    lived_in(homes, "one")
    invited = homes("one", "family", "invite", str(site), "--url", site.as_uri() + "/")
    name = homes("two", "family", "join", invited["invitation"])["name"]
    (index,) = (tmp_path / "two").rglob(f"{name}.nsx")
    rows = list(ListIndex.open(index).rows())
    there = b"".join(file.read_bytes() for file in (tmp_path / "two").rglob("*") if file.is_file())

    assert [(row.low >> 4) // 1000 for row in rows] == [int(BLOCKED)]
    assert (rows[0].company, rows[0].category, rows[0].first_day) == ("", "", 0)
    assert says_nothing_of_the_house(there, CONTACT, ALLOWED, OWN)


@pytest.fixture
def giving(homes, tmp_path):
    """A home that gives reports through a relay."""
    with AReportServer() as server, ARelay(server.port) as relay:
        house = tmp_path / "one"
        house.mkdir(mode=0o700)
        (house / "token").write_text(TOKEN)
        (house / "token").chmod(0o600)
        (house / "catalog.toml").write_text(a_catalogue(relay.port))
        (house / "config.toml").write_text(
            'country = "IT"\nlanguage = "it"\n[[list]]\nname = "votes"\ntoken = { file = "token" }\n'
        )
        lived_in(homes, "one")
        yield relay


def test_a_report_is_what_the_preview_showed_and_nothing_else(homes, giving):
    asked = ("share", BLOCKED, "--to", "votes", "--about", "energy", "--company", "Esempio S.p.A.")
    preview = homes("one", *asked, "--dry-run")
    before = giving.sent
    (shown,) = (one for one in preview["targets"] if one["name"] == "votes")
    homes("one", *asked, "--yes")
    homes("one", *asked, "--yes")
    body = shown["body"].encode()
    lines = (
        f"{shown['method']} {urlsplit(shown['url']).path} HTTP/1.1",
        f"Host: 127.0.0.1:{giving.port}",
        "Accept: text/plain, application/json",
        "Accept-Encoding: identity",
        "Connection: keep-alive",
        f"User-Agent: {AGENT}",
        f"Authorization: Bearer {TOKEN}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    )

    assert before == b""
    assert giving.requests[0].first_line == lines[0]
    assert sorted(giving.sent[: -len(body) - 4].decode().split("\r\n")) == sorted(lines)
    assert giving.sent.endswith(b"\r\n\r\n" + body)
    assert says_nothing_of_the_house(giving.sent, CONTACT, ALLOWED, OWN)


@pytest.mark.parametrize("number", [CONTACT, ALLOWED, OWN])
def test_of_friends_and_of_the_house_not_a_byte_leaves(homes, giving, number):
    code, _ = homes("one", "share", number, "--to", "votes", "--yes")

    assert (code, giving.sent) == (2, b"")
