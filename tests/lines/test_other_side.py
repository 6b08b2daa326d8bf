"""What is to be done beyond this computer: each kind of line says it, for the keys that it has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portinaio.config.line_kinds import line_kind, line_kinds
from portinaio.core.message import render

REGISTERED = {"name": "home", "mode": "registrar", "registrar": "sip.example.net"}


def drawn(kind: str, **keys: object) -> str:
    lines = []
    for step in line_kind(kind).other_side(keys):
        lines += [render(step.place, None), *(render(seen, None) for seen in step.seen)]
    return "\n".join(lines)


@pytest.mark.parametrize("kind", [name for name, one in line_kinds().items() if not one.simulated])
def test_each_kind_of_real_line_says_it_also_before_anything_is_typed(kind):
    assert drawn(kind)


def test_a_simulated_line_needs_nothing():
    assert drawn("replay") == ""


@pytest.mark.parametrize(
    ("keys", "there", "absent"),
    [
        pytest.param({"mode": "listen"}, "pjsip.conf", "portal", id="a PBX that calls us"),
        pytest.param(REGISTERED, "Your router", "Telephony", id="a provider, unknown"),
        pytest.param(
            {**REGISTERED, "registrations": "several"},
            "CLIP",
            "Your router",
            id="a provider that takes several telephones leaves the router alone",
        ),
        pytest.param(
            {**REGISTERED, "registrar": "fritz.box"}, "Telephony Devices", "CLIP", id="a box"
        ),
        pytest.param(
            {**REGISTERED, "registrar": "192.168.9.1", "peer": "fritzbox"},
            "Telephony Devices",
            "Your router",
            id="a box by what is said of it",
        ),
        pytest.param({**REGISTERED, "peer": "pbx"}, "SIP extension", "Your router", id="a PBX"),
        pytest.param(
            {**REGISTERED, "registrar": "telecomitalia.it"}, "letter of TIM", "", id="TIM by name"
        ),
    ],
)
def test_a_sip_line_says_it_of_whoever_has_the_account(keys, there, absent):
    shown = drawn("sip", **keys)

    assert there in shown
    assert not absent or absent not in shown


@pytest.mark.parametrize(("username", "shown"), [("", False), ("ada", True)])
def test_a_box_is_told_of_a_user_only_where_one_is_wanted(username, shown):
    assert ("FRITZ!Box Users" in drawn("fritzbox", name="box", username=username)) == shown


def test_a_box_names_the_command_for_this_line():
    assert "portinaio lines telephone cellar" in drawn("fritzbox", name="cellar")


@pytest.mark.parametrize(
    ("listen", "asks"),
    [
        ("", "agi://127.0.0.1/screen"),
        ("0.0.0.0:4573", "agi://192.168.1.20/screen"),
        ("192.168.1.7:4999", "agi://192.168.1.7:4999/screen"),
    ],
)
def test_an_asterisk_asks_where_the_line_listens(listen, asks):
    shown = drawn("asterisk", listen=listen)

    assert asks in shown
    assert ("stands for this computer" in shown) == (listen == "0.0.0.0:4573")


@pytest.mark.parametrize(
    ("via", "said"),
    [
        ("", "mmcli"),
        ("modemmanager", "mmcli"),
        ("ofono", "org.ofono"),
        ("kdeconnect", "Pair"),
        ("bluez", "pair the two"),
        ("pipewire", "pair the two"),
    ],
)
def test_a_mobile_line_says_it_of_who_has_the_telephone(via, said):
    assert said in drawn("mobile", via=via)


def test_the_dial_plan_is_that_of_the_readme():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = {word for line in drawn("sip", mode="listen").splitlines() for word in columns(line)}
    behind = readme.partition("### Behind Asterisk")[2]
    blocks = re.findall(r"```ini\n(.*?)```", behind, re.DOTALL)[:2]

    told = {
        line.partition(" ;")[0].strip()
        for block in blocks
        for line in block.splitlines()
        if line and not line.startswith(";")
    }
    assert len(told) > 10
    assert told <= shown


def columns(line: str) -> list[str]:
    return [line.strip(), *(part.strip() for part in re.split(r" {3,}", line))]
