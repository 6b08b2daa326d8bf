"""Who else rings on a line, and what that lets it do."""

from __future__ import annotations

from typing import get_args

import pytest
from msgspec import structs

from portinaio.core.policy import Action
from portinaio.lines.fritzbox.line import FritzBoxLine
from portinaio.lines.fritzbox.settings import FritzBoxSettings
from portinaio.lines.replay import ReplayLine, ReplaySettings
from portinaio.lines.sip import SipLine
from portinaio.lines.sip.manner import PEERS, guessed_peer, is_fritzbox
from portinaio.lines.sip.settings import SipSettings

RING, SILENCE, REJECT = Action.RING, Action.SILENCE, Action.REJECT
ANSWER, HOLD = Action.ANSWER, Action.HOLD


@pytest.mark.parametrize(
    ("peer", "can"),
    [
        ("sole", {RING, SILENCE, REJECT, ANSWER, HOLD}),
        ("serial", {RING, SILENCE, REJECT, ANSWER, HOLD}),
        ("pbx", {RING, SILENCE, REJECT, ANSWER, HOLD}),
        ("forked", {RING, REJECT, ANSWER, HOLD}),
        ("fritzbox", {RING, REJECT, ANSWER, HOLD}),
    ],
)
def test_a_line_can_silence_where_the_others_ring_by_its_leave_alone(peer, can):
    table = SipSettings(name="home", kind="sip", peer=peer)

    assert SipLine.can(table) == can | {Action.CHALLENGE, Action.MESSAGE}


def test_a_simulated_line_can_do_everything():
    table = ReplaySettings(name="demo", kind="replay")

    assert ReplayLine.can(table) == set(Action)


def test_every_manner_is_an_answer_to_the_question():
    (peers,) = [get_args(key.type) for key in structs.fields(SipSettings) if key.name == "peer"]

    assert set(PEERS) == set(peers)


@pytest.mark.parametrize(
    "address",
    [
        "fritz.box",
        "FRITZ.BOX.",
        "www.fritz.box",
        "fritz.box:5060",
        "192.168.178.1",
        "192.168.188.1",
        "169.254.1.1",
        "abc123.myfritz.net",
        "sip:fritz.box",
        "sip:me@fritz.box:5060;transport=tcp",
        " fritz.box ",
    ],
)
def test_a_fritzbox_is_known_by_the_names_it_has_by_itself(address):
    assert is_fritzbox(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "sip.example.net",
        "192.168.178.2",
        "192.168.178.10",
        "pbx.fritz.box",  # a computer at home is called so by the box
        "fritz.box.example.net",
        "notfritz.box",
        "myfritz.net.example.org",
    ],
)
def test_no_other_host_is_taken_for_a_fritzbox(address):
    assert not is_fritzbox(address)


@pytest.mark.parametrize(
    ("keys", "box"),
    [
        ({"mode": "registrar", "registrar": "fritz.box"}, "fritz.box"),
        ({"mode": "registrar", "registrar": "x", "proxy": "sip:fritz.box"}, "sip:fritz.box"),
        ({"mode": "registrar", "registrar": "x", "proxy": ("y", "fritz.box")}, "fritz.box"),
        ({"mode": "registrar", "registrar": "fritz.box", "peer": "forked"}, "fritz.box"),
        ({"mode": "registrar", "registrar": "fritz.box", "peer": "fritzbox"}, ""),
        ({"mode": "listen", "registrar": "fritz.box"}, ""),
        ({"mode": "registrar", "registrar": "sip.example.net"}, ""),
    ],
)
def test_a_box_is_told_of_where_the_line_registers_there_in_another_manner(keys, box):
    told = SipLine.remarks(SipSettings(name="home", kind="sip", **keys))

    boxes = [remark.text.values["box"] for remark in told if remark.code == "peer"]
    assert boxes == ([box] if box else [])


@pytest.mark.parametrize(
    "line",
    [
        (SipLine, SipSettings(name="home", kind="sip", tls_pin="AB:" * 31 + "ab")),
        (FritzBoxLine, FritzBoxSettings(name="home", kind="fritzbox", tls_pin="ab" * 32)),
    ],
    ids=["sip", "fritzbox"],
)
def test_by_which_key_the_far_end_is_known_is_told(line):
    kind, settings = line
    (told,) = [remark for remark in kind.remarks(settings) if remark.code == "key"]

    assert str(told.text) == f"whom it asks is known by the key sha256:{'ab' * 32}"
    assert told.quiet


@pytest.mark.parametrize(
    ("keys", "peer"),
    [
        ({"mode": "registrar", "registrar": "fritz.box"}, "fritzbox"),
        ({"mode": "registrar", "registrar": "sip.example.net"}, "forked"),
        ({"mode": "registrar"}, "forked"),
        ({"mode": "listen"}, "pbx"),
        ({}, "pbx"),
    ],
)
def test_the_guess_is_never_that_nobody_else_rings(keys, peer):
    assert guessed_peer(keys) == peer
