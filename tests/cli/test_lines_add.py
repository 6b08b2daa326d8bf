"""Each kind of line is added by one command, stands in config.toml as it was typed, and doctor finds it."""

from __future__ import annotations

import tomllib
from importlib.metadata import entry_points

import pytest

ADDED = {
    "asterisk": {"listen": "127.0.0.1:4573", "trusted": "192.0.2.0/24"},
    "fritzbox": {"address": "192.0.2.1", "call_list": "false"},
    "mobile": {"via": "kdeconnect"},
    "modem": {"device": "/dev/ttyNOWHERE9", "country": "IT"},
    "ncid": {"server": "192.0.2.10:3333", "labels": "HOME,FAX"},
    "replay": {},
    "sip": {"mode": "listen", "listen": "udp:127.0.0.1:5060", "peer": "pbx"},
}
KEPT = {
    ("asterisk", "trusted"): ["192.0.2.0/24"],
    ("ncid", "labels"): ["HOME", "FAX"],
    ("sip", "listen"): ["udp:127.0.0.1:5060"],
    ("fritzbox", "call_list"): False,
}
"""What is no text in config.toml."""
SAID = {
    "fritzbox": "✓ line ours: its call monitor tells who calls, and nothing can be turned away by it",
    "mobile": "! line ours: reject becomes ring, since it can do no more",
}
"""What doctor tells of a kind that cannot do everything."""


def test_no_kind_is_left_out() -> None:
    assert set(ADDED) == {one.name for one in entry_points(group="portinaio.lines")}


@pytest.mark.parametrize("kind", ADDED)
def test_one_command_adds_a_line_of_each_kind(run, house, kind):
    words = [word for key, value in ADDED[kind].items() for word in ("--set", f"{key}={value}")]

    added = run("lines", "add", kind, "--name", "ours", *words)
    (line,) = tomllib.loads((house / "config.toml").read_text())["line"]
    doctor = run("doctor")

    assert added.code == 0, added.err
    assert line == {
        "name": "ours",
        "kind": kind,
        **{key: KEPT.get((kind, key), value) for key, value in ADDED[kind].items()},
    }
    assert f"✓ {house}/config.toml is right" in doctor.out.splitlines()
    told = [text for text in doctor.out.splitlines() if "line ours" in text]
    assert [text[: len(SAID[kind])] for text in told] == ([SAID[kind]] if kind in SAID else [])
