"""`portinaio devices`: a token is made once, shown once, and opens nothing once it is revoked."""

from __future__ import annotations

import pytest
import zxingcpp

GATEWAY = '[gateway]\nlisten = "192.0.2.2:8765"\n'


@pytest.fixture
def with_gateway(house):
    house.mkdir(parents=True, exist_ok=True)
    (house / "config.toml").write_text(GATEWAY)


@pytest.mark.usefixtures("with_gateway")
def test_a_device_is_let_in_with_a_token_that_is_shown_once(run):
    told = run("devices", "add", "anna-phone")
    token = told.out.splitlines()[1]

    listed, shown = run("devices"), run("devices", "show", "anna-phone")

    assert len(token) == 43
    assert f"http://192.0.2.2:8765/#{token}" in told.out
    assert token not in listed.out + listed.err + shown.out + shown.err
    assert "anna-phone" in listed.out


@pytest.mark.usefixtures("with_gateway")
def test_the_qr_code_is_as_wide_as_it_is_high_and_has_light_around_it(run):
    lines = [line for line in run("devices", "add", "x").out.splitlines() if "█" in line]

    assert {len(line) for line in lines} == {len(lines[0])}
    assert abs(2 * len(lines) - len(lines[0])) <= 1
    assert set(lines[0]) == {"█"}
    assert {line[:2] for line in lines} == {"██"}


@pytest.mark.usefixtures("with_gateway")
def test_a_telephone_reads_the_address_and_the_token_in_the_code(run):
    told = run("devices", "add", "anna-phone").out.splitlines()
    page = f"http://192.0.2.2:8765/#{told[1]}"

    assert read([line for line in told if set(line) & set("█▀▄")]) == [page]


def read(lines):
    """As a camera does: light halves are white, each module as large as three points."""
    halves = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    rows = [[halves[sign][half] for sign in line] for line in lines for half in (0, 1)]
    picture = [bytes(255 * bit for bit in row for _ in range(3)) for row in rows for _ in range(3)]
    wide = len(picture[0])
    seen = memoryview(b"".join(picture)).cast("B", shape=[len(picture), wide])
    return [found.text for found in zxingcpp.read_barcodes(seen)]


@pytest.mark.usefixtures("with_gateway")
def test_a_telephone_reads_what_spamblocker_imports_in_a_code_each(run):
    told = run("devices", "export", "spamblocker", "anna-phone").out.splitlines()
    texts = [line for line in told if line.startswith("{")]
    drawn = "\n".join(line if set(line) & set("█▀▄") else "" for line in told)

    assert [read(code.splitlines()) for code in drawn.split("\n\n") if code.strip()] == [
        [text] for text in texts
    ]
    assert len(texts) == 3
    assert run("devices", "--json").json[0]["name"] == "anna-phone"


def test_without_a_gateway_nothing_is_exported(run):
    refused = run("devices", "export", "spamblocker")

    assert (refused.code, run("devices", "--json").json) == (2, [])
    assert "write [gateway]" in refused.err


def test_a_list_that_is_not_subscribed_is_not_given(run):
    refused = run("devices", "add", "tablet", "--give", "spam-it")

    assert (refused.code, run("devices", "--json").json) == (2, [])
    assert "no list called spam-it" in refused.err


def test_without_a_gateway_it_says_what_to_write(run):
    told = run("devices", "add", "anna-phone")

    assert "[gateway]" in told.out
    assert 'listen = "' in told.out
    assert "█" not in told.out


def test_json_has_the_token_and_where_to_go(run, with_gateway):
    del with_gateway
    answer = run("devices", "add", "anna-phone", "--json").json

    assert (answer["name"], answer["address"]) == ("anna-phone", "http://192.0.2.2:8765")
    assert answer["page"] == f"{answer['address']}/#{answer['token']}"
    assert run("devices", "--json").json[0]["name"] == "anna-phone"
    assert "token" not in run("devices", "list", "--json").json[0]


@pytest.mark.parametrize(
    ("options", "rights", "books"),
    [
        ((), ["calls", "look_up", "report"], ["block"]),
        (("--may", "look_up"), ["look_up"], ["block"]),
        (("--may", "calls", "--may", "report"), ["calls", "report"], ["block"]),
        (("--give", "contacts"), ["calls", "look_up", "report"], ["contacts"]),
        (
            ("--give", "block", "--give", "contacts"),
            ["calls", "look_up", "report"],
            ["block", "contacts"],
        ),
        (("--give", "nothing"), ["calls", "look_up", "report"], []),
    ],
)
def test_what_it_may_and_is_given_is_what_was_said(run, options, rights, books):
    answer = run("devices", "add", "x", *options, "--json").json

    assert (answer["rights"], answer["books"]) == (rights, books)


def test_a_revoked_one_is_gone(run):
    run("devices", "add", "x")

    assert run("devices", "revoke", "x").code == 0
    assert run("devices", "--json").json == []
    assert (run("devices", "revoke", "x").code, run("devices", "show", "x").code) == (1, 1)


@pytest.mark.parametrize(
    "arguments", [("add",), ("add", "a b"), ("add", "x", "--may", "all"), ("revoke",)]
)
def test_what_is_wrong_is_a_sentence(run, arguments):
    answer = run("devices", *arguments)

    assert (answer.code, answer.out) == (2, "")
    assert answer.err


def test_nobody_is_let_in_yet(run):
    assert run("devices").out.startswith("No device may ask.")


def test_the_database_with_the_digests_is_its_owner_s_alone(run, house):
    run("devices", "add", "x")

    assert (house / "portinaio.db").stat().st_mode & 0o777 == 0o600
