"""`lines providers`, `lines sheet` and `lines add --provider`: what is known is told and set, what is not is asked."""

from __future__ import annotations

import asyncio
import json
import threading
import tomllib
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from certificates import an_identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def line(house: Path) -> dict[str, object]:
    (found,) = tomllib.loads((house / "config.toml").read_text())["line"]
    return found


def pins(house: Path) -> list[object]:
    """Of the lines that were added."""
    return [line(house)["tls_pin"]] if (house / "config.toml").exists() else []


def test_providers_are_shown_with_mark_and_date(run):
    shown = run("lines", "providers").out

    (row,) = [text for text in shown.splitlines() if text.startswith("windtre")]
    assert row.split()[:5] == ["windtre", "WindTre", "IT", "A", "2024-01"]
    assert "None was tried by us" in shown


def test_providers_for_programs_have_their_keys(run):
    found = {one["name"]: one for one in json.loads(run("lines", "providers", "--json").out)}

    assert found["windtre"]["keys"]["registrar"] == "windtre.it"
    assert found["tiscali"]["keys"] == {"mode": "registrar"}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "May the same number be registered twice"),
        ("it", "Lo stesso numero si può registrare"),
    ],
)
def test_the_sheet_asks_in_the_readers_language(run, monkeypatch, language, said):
    monkeypatch.setenv("PORTINAIO_LANG", language)

    assert said in run("lines", "sheet").out


def test_a_provider_that_is_known_need_not_be_typed(run, house):
    answer = run("lines", "add", "sip", "--provider", "Wind Tre", "--set", "username=390200001234")

    assert answer.code == 0
    assert "mark A" in answer.err
    assert "paid option" in answer.err
    assert line(house)["proxy"] == "sip:voip.windtre.it;transport=udp"


def test_what_the_user_sets_beats_what_is_known(run, house):
    run(
        "lines",
        "add",
        "sip",
        "--provider",
        "windtre",
        "--set",
        "proxy=p.example.net",
        "--set",
        "username=a",
    )

    assert line(house)["proxy"] == ["p.example.net"]


def test_whoever_does_not_know_the_personal_proxy_gets_the_line_and_hears_what_it_lacks(
    run, house, typed
):
    typed("home", "", "", "", "me", "")

    answer = run("lines", "add", "sip", "--provider", "tim")

    assert answer.code == 0
    assert "add it as line.home.proxy" in answer.err
    assert "proxy" not in line(house)


def test_a_personal_proxy_is_asked_for(run, house, typed):
    typed("several", "d1.example.net", "", "+390200001234", "")

    answer = run("lines", "add", "sip", "--provider", "tim", "--name", "home")

    assert "gives each customer a proxy" in answer.out
    assert line(house)["proxy"] == "d1.example.net"


def test_of_what_is_old_the_user_is_told_and_nothing_is_set(run, house):
    answer = run(
        "lines",
        "add",
        "sip",
        "--provider",
        "tiscali",
        "--set",
        "username=a",
        "--set",
        "registrar=r.example",
    )

    assert "ims.tiscali.net" in answer.err
    assert line(house)["registrar"] == "r.example"


@pytest.mark.parametrize(
    ("name", "said"),
    [("tiscalli", "did you mean tiscali?"), ("nobody", "lines sheet")],
)
def test_a_provider_that_nobody_knows_is_refused(run, house, name, said):
    answer = run("lines", "add", "sip", "--provider", name)

    assert (answer.code, said in answer.err, (house / "config.toml").exists()) == (2, True, False)


@contextmanager
def a_box(folder: Path) -> Iterator[tuple[int, str]]:
    """A registrar with a certificate of its own making, in a thread; its port and its key."""
    identity = an_identity(folder, "box.example")
    loop = asyncio.new_event_loop()

    async def begin() -> asyncio.Server:
        return await asyncio.start_server(
            lambda _reader, writer: writer.close(), "127.0.0.1", 0, ssl=identity.context
        )

    server = loop.run_until_complete(begin())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1], identity.fingerprint
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.call_later, 0.05, loop.stop)
        thread.join()
        loop.close()


@pytest.mark.parametrize(("said", "pinned"), [("yes", True), ("no", False)])
def test_the_key_of_a_box_is_shown_and_pinned_when_the_user_knows_it(
    run, house, typed, said, pinned
):
    with a_box(house.parent / "box") as (port, key):
        where = f"registrar=sip:127.0.0.1:{port};transport=tls"
        typed("several", "sole", "", said)
        answer = run(
            *("lines", "add", "sip", "--name", "home", "--set", "mode=registrar"),
            *("--set", where, "--set", "username=me"),
        )

    assert key in answer.out
    assert pins(house) == ([f"sha256:{key}"] if pinned else [])  # no line where it is not theirs


@pytest.mark.parametrize(("said", "pinned"), [("yes", True), ("no", False)])
def test_the_key_of_a_fritzbox_is_shown_and_pinned_when_the_user_knows_it(
    run, house, typed, said, pinned
):
    with a_box(house.parent / "box") as (port, key):
        typed(said)
        answer = run(
            *("lines", "add", "fritzbox", "--name", "home", "--set", "address=127.0.0.1"),
            *("--set", f"port={port}", "--set", "username=me", "--set", "password=keyring:x"),
            *("--set", "barring=none"),
        )

    assert key in answer.out
    assert pins(house) == ([f"sha256:{key}"] if pinned else [])  # no line where it is not theirs
