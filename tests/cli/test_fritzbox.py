"""A FRITZ!Box from the command line: found, added, its phonebook followed, a telephone made at it, calls heard by the daemon."""

from __future__ import annotations

import json
import socket
import threading
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, until
from fritzbox_tr064 import PASSWORD, USER, ABox
from fritzbox_world import AMonitorApart
from portinaio.cli.lines import telephone
from portinaio.lines.fritzbox import discover
from portinaio.lines.fritzbox.discover import FoundBox, box_of, find_boxes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CONFIG = """country = "IT"
[policy]
reported = "reject"
[[line]]
name = "box"
kind = "fritzbox"
address = "127.0.0.1"
monitor_port = {monitor}
port = {port}
tls = false
username = "{user}"
password = {{ env = "BOX" }}
number = "+390200005678"
barring = "own"
"""
ANSWER = (
    "HTTP/1.1 200 OK\r\nLOCATION: http://{host}:49000/tr64desc.xml\r\n"
    "SERVER: FRITZ!Box 7590 UPnP/1.0 AVM FRITZ!Box 7590 154.07.57\r\n"
    "ST: urn:dslforum-org:device:InternetGatewayDevice:1\r\n\r\n"
)


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[ABox]:
    monkeypatch.setenv("BOX", PASSWORD)
    with ABox() as box:
        yield box


def configure(house: Path, box: ABox, monitor: int = 9) -> str:
    text = CONFIG.format(monitor=monitor, port=box.port, user=USER)
    house.mkdir(exist_ok=True)
    (house / "config.toml").write_text(text)
    return text


# -- its key


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_box_whose_key_is_not_known_is_no_line_and_its_password_is_kept_nowhere(
    run, house: Path, typed, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    shown = SimpleNamespace(key="ab" * 32, trusted=False, why="self-signed certificate")
    monkeypatch.setattr("portinaio.lines.sip.registrar.look.look", lambda *_: ("fritz.box", shown))
    typed(USER, PASSWORD, "own", answer)
    added = run("lines", "add", "fritzbox", "--name", "box", "--set", "address=127.0.0.1")

    config = (house / "config.toml").read_text() if (house / "config.toml").exists() else ""
    kept = any(
        PASSWORD in file.read_text()
        for file in house.rglob("*")
        if "secrets" in str(file) and file.is_file()
    )
    assert f"sha256:{'ab' * 32}" in added.out
    assert (added.code, kept) == ((0, True) if answer == "yes" else (1, False))
    assert (f'tls_pin = "sha256:{"ab" * 32}"' in config) is (answer == "yes")
    assert ("fritzbox" in config) is (answer == "yes")


# -- removed


def test_what_the_box_bars_for_a_line_goes_with_it_and_nothing_else(run, house, box) -> None:
    configure(house, box)
    box.bar("Portinaio +390844000001", "+390844000001")
    box.bar("Portinaio +390844000002", "+390844000002")
    box.bar("my own", "+390200004321")

    gone = run("lines", "remove", "box")

    assert (gone.code, box.barred_numbers) == (0, ["+390200004321"])
    assert "the box bars 2 numbers less" in gone.out
    assert run("lines", "--json").json == []


def test_a_line_whose_box_is_away_is_removed_and_it_is_said_what_stays(run, house, box) -> None:
    configure(house, box)
    box.off()

    gone = run("lines", "remove", "box")

    assert gone.code == 0
    assert "stays there" in gone.out
    assert "where it is called Portinaio" in gone.out
    assert run("lines", "--json").json == []


def test_of_a_line_that_bars_nothing_the_box_hears_nothing(run, house, box) -> None:
    text = configure(house, box).replace('barring = "own"', 'barring = "none"')
    (house / "config.toml").write_text(text)

    run("lines", "remove", "box")

    assert box.asked == []


# -- set up


def test_a_box_is_added_and_what_it_can_is_said(run) -> None:
    added = run("lines", "add", "fritzbox", "--set", "address=192.168.178.1", "--json")
    told = run("doctor", "--json").json
    kinds = {kind["kind"]: kind for kind in run("lines", "kinds", "--json").json}

    assert added.code == 0
    assert added.json["can"] == ["ring"]
    assert "call monitor" in kinds["fritzbox"]["title"]
    assert any("nothing can be turned away by it" in one["text"] for one in told)


def test_a_box_that_is_found_need_not_be_named(run, monkeypatch) -> None:
    monkeypatch.setattr(
        discover, "find_boxes", lambda: [FoundBox("192.168.178.1", "FRITZ!Box 7590")]
    )

    found = run("lines", "find")
    added = run("lines", "add", "fritzbox")

    assert found.out == "fritzbox: FRITZ!Box 7590, address=192.168.178.1\n"
    assert "found: FRITZ!Box 7590, address=192.168.178.1" in added.err
    assert 'address = "192.168.178.1"' in run("config").out


def test_where_none_is_found_the_usual_name_is_taken(run, monkeypatch) -> None:
    monkeypatch.setattr(discover, "find_boxes", list)

    assert run("lines", "add", "fritzbox").code == 0
    assert "Nothing was found" in run("lines", "find").out


def test_boxes_answer_a_question_to_all() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as there:
        there.bind(("127.0.0.1", 0))

        def answer() -> None:
            question, asker = there.recvfrom(2000)
            assert b"M-SEARCH" in question
            for text in (
                ANSWER.format(host="127.0.0.1"),
                "nonsense",
                ANSWER.format(host="10.0.0.9"),
            ):
                there.sendto(text.encode(), asker)

        answering = threading.Thread(target=answer)
        answering.start()
        found = find_boxes(there.getsockname(), wait_s=0.3)
        answering.join()

    assert found == [FoundBox("127.0.0.1", "FRITZ!Box 7590")]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        pytest.param(ANSWER.format(host="192.0.2.9"), "192.168.178.1", id="speaks of another"),
        pytest.param(ANSWER.format(host="8.8.8.8"), "8.8.8.8", id="from the internet"),
        pytest.param(ANSWER.format(host="x").replace("FRITZ!Box", "TV"), "x", id="a television"),
        pytest.param(ANSWER.format(host="[").replace("200", "404"), "10.0.0.1", id="no"),
        pytest.param("", "10.0.0.1", id="nothing"),
    ],
)
def test_what_is_no_box_of_the_house_is_none(text: str, source: str) -> None:
    assert box_of(text.encode(), source) is None


# -- its phonebook


def test_its_phonebook_is_followed(run, house, box) -> None:
    configure(house, box)

    answer = run("contacts", "follow", "line:box")
    box.book.append(("Bruno", "0200004444"))
    run("contacts", "sync")

    assert answer.out == "box is followed; 1 number is known by it\n"
    assert run("check", "0200004321", "--json").json["label"] == "known"
    assert run("check", "0200004444", "--json").json["label"] == "known"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("line:other", "there is no line called other"),
        ("line:box/7", "says no: fault 713"),
        ("line:box/x", "must be like line:box"),
        ("line:", "must be like line:box"),
    ],
)
def test_a_phonebook_that_is_not_there_is_not_followed(run, house, box, source, said) -> None:
    configure(house, box)

    answer = run("contacts", "follow", source)

    assert answer.code in {1, 2}
    assert said in answer.err


def test_a_wrong_password_refuses_the_phonebook_and_keeps_who_is_known(run, house, box) -> None:
    configure(house, box)
    run("contacts", "follow", "line:box")
    box.password = "another"
    synced = run("contacts", "sync", "--json")

    assert synced.code == 1
    assert "portinaio secret set box" in synced.json[0]["error"]
    assert run("check", "0200004321", "--json").json["label"] == "known"


# -- a telephone at it


def test_a_telephone_is_made_once_it_is_confirmed_at_the_box(run, house, box, monkeypatch) -> None:
    configure(house, box)

    def walk(_seconds: float) -> None:
        box.state = "authenticated"

    monkeypatch.setattr(telephone.time, "sleep", walk)
    answer = run("lines", "telephone", "box")

    assert answer.code == 0
    assert "press any button of the box" in answer.err
    assert "or dial *12345 on a telephone at the box" in answer.err
    assert "internal number **620" in answer.out
    config = (house / "config.toml").read_text()
    assert 'peer = "fritzbox"' in config
    (made,) = box.telephones
    assert made["newx_avm-de_clientusername"] in config
    password = made["newx_avm-de_clientpassword"]
    assert password not in config + answer.out + answer.err
    assert (house / "secrets" / "box-phone").read_text() == password


def test_where_nothing_is_confirmed_nothing_is_made(run, house, box, monkeypatch) -> None:
    before = configure(house, box)
    now = iter(range(0, 10_000, 100))
    monkeypatch.setattr(telephone.time, "sleep", lambda _seconds: None)
    monkeypatch.setattr(telephone.time, "monotonic", lambda: next(now))
    answer = run("lines", "telephone", "box")

    assert answer.code == 2
    assert "nobody has confirmed it" in answer.err
    assert (house / "config.toml").read_text() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("box", "--as", "box"), "there is a line called box already"),
        (("box", "--as", "a b"), "without spaces"),
        (("away",), "there is no line called away"),
    ],
)
def test_a_telephone_that_could_be_no_line_is_not_asked_for(
    run, house, box, arguments, said
) -> None:
    configure(house, box)

    answer = run("lines", "telephone", *arguments)

    assert answer.code in {1, 2}
    assert said in answer.err
    assert box.asked == []


def test_a_line_without_a_box_behind_it_makes_no_telephone(run, house) -> None:
    house.mkdir()
    (house / "config.toml").write_text('[[line]]\nname = "demo"\nkind = "replay"\n')

    answer = run("lines", "telephone", "demo")

    assert answer.code == 1
    assert "nothing behind line demo could make a telephone" in answer.err


# -- the daemon


def test_an_evening_at_a_box(tmp_path: Path, box: ABox) -> None:
    with AMonitorApart() as monitor:
        config = configure(tmp_path, box, monitor.port)
        with ADaemon(tmp_path, config, BOX=PASSWORD) as daemon:
            daemon.answers()
            until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
            daemon.ask("/v1/entries", "POST", {"pattern": "+390844000001", "kind": "block"})
            until(lambda: box.barred_numbers == ["+390844000001"])
            monitor.say(
                ";RING;0;0200001234;0200005678;SIP0;",
                ";CONNECT;0;10;0200001234;",
                ";DISCONNECT;0;72;",
            )
            monitor.say(";CALL;1;11;0200005678;0200000001;SIP0;", ";DISCONNECT;1;0;")
            until(lambda: daemon.ask("/v1/check?number=%2B390200000001")["label"] == "known")
            (call,) = daemon.ask("/v1/calls")
            daemon.ask("/v1/entries?pattern=%2B390844000001", "DELETE")
            until(lambda: box.barred_numbers == [])
            daemon.end()

    assert (call["line"], call["number"]) == ("box", "+390200001234")
    assert (call["talked_s"], call["answered_by"]) == (72, "10")


def test_what_did_not_fit_at_the_box_is_said(tmp_path: Path, box: ABox) -> None:
    box.room = 1
    with AMonitorApart() as monitor:
        config = configure(tmp_path, box, monitor.port)
        with ADaemon(tmp_path, config, BOX=PASSWORD) as daemon:
            daemon.answers()
            for number in ("+390844000001", "+390844000002"):
                daemon.ask("/v1/entries", "POST", {"pattern": number, "kind": "block"})
            until(lambda: daemon.ask("/v1/lines")[0]["notes"])
            (line,) = daemon.ask("/v1/lines")
            daemon.end()

    assert "no room for 1 number" in line["notes"][0]
    assert line["state"] == "up"


def test_a_wrong_password_is_the_state_of_the_line_and_calls_are_heard(
    tmp_path: Path, box: ABox
) -> None:
    with AMonitorApart() as monitor:
        config = configure(tmp_path, box, monitor.port)
        with ADaemon(tmp_path, config, BOX="wrong") as daemon:
            daemon.answers()
            until(lambda: daemon.ask("/v1/lines")[0]["state"] == "refused")
            monitor.say(";RING;0;0200001234;0200005678;SIP0;", ";DISCONNECT;0;0;")
            until(lambda: daemon.ask("/v1/calls"))
            (line,) = daemon.ask("/v1/lines")
            _, told = daemon.end()

    assert "portinaio secret set box" in line["error"]
    assert "wrong" not in json.dumps(line) + told.replace("wrong usage", "")


def test_a_box_that_never_answers_does_not_keep_the_daemon_from_ending(
    tmp_path: Path, box: ABox
) -> None:
    box.hangs.set()
    with AMonitorApart() as monitor:
        config = configure(tmp_path, box, monitor.port)
        with ADaemon(tmp_path, config, BOX=PASSWORD) as daemon:
            daemon.answers()
            until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
            time.sleep(0.5)  # somebody waits for it now
            began = time.monotonic()
            code, _ = daemon.end()
            took_s = time.monotonic() - began

    assert code == 0
    assert took_s < 5


def test_the_doctor_says_what_to_dial(tmp_path: Path, box: ABox) -> None:
    config = configure(tmp_path, box, monitor=9)
    with ADaemon(tmp_path, config, BOX=PASSWORD) as daemon:
        daemon.answers()
        until(lambda: daemon.ask("/v1/lines")[0]["error"])
        told = daemon.ask("/v1/doctor")
        daemon.end()

    assert any("#96*5*" in one["text"] for one in told)


def test_a_check_asks_the_line_that_can_do_something(run, house, box) -> None:
    text = configure(house, box)
    sip = '[[line]]\nname = "phone"\nkind = "sip"\npeer = "fritzbox"\n'
    (house / "config.toml").write_text(text + sip)
    run("block", "+390844000001")

    assert run("check", "+390844000001", "--json").json["action"] == "reject"
    assert run("check", "+390844000001", "--line", "box", "--json").json["action"] == "ring"
