"""A kind of line from somebody else's package: everything knows it, and nothing falls where it is gone or broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import until
from portinaio.config.line_kinds import traits
from portinaio.config.load import parse_settings
from stranger_line import BEEP, LINE, Hut

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def hut(tmp_path: Path) -> Hut:
    return Hut(tmp_path)


def test_the_kinds_tell_of_it(hut):
    kinds = {kind["kind"]: kind for kind in hut.run("lines", "kinds", "--json").json}

    assert {"beep", "sip"} < set(kinds)
    assert list(kinds)[-1] == "replay"  # nobody has to choose the simulated one
    assert kinds["beep"]["title"] == "a line that beeps"
    assert kinds["beep"]["keys"] == [
        {"key": "name", "text": "a short name of your choice for the line", "default": None, "required": True},
        {"key": "number", "text": "your own number on this line, for complaints; a caller who shows it is forged", "default": "", "required": False},
        {"key": "caller_numbers", "text": "how callers come that have neither + nor 00: national, or international, with the country's code in front", "default": "national", "required": False},
        {"key": "device", "text": "where it beeps", "default": None, "required": True},
        {"key": "caller", "text": "who calls", "default": "+390844000001", "required": False},
        {"key": "volume", "text": "how loud it beeps", "default": 5, "required": False},
    ]  # fmt: skip


def test_a_line_of_it_is_added_by_command(hut):
    added = hut.run("lines", "add", "beep", "--name", "hut", "--set", "device=/dev/beep", "--set", "volume=9")  # fmt: skip

    assert (added.code, (hut.home / "config.toml").read_text()) == (
        0,
        '\n[[line]]\nname = "hut"\nkind = "beep"\ndevice = "/dev/beep"\nvolume = 9\n',
    )
    assert "line hut: volume 9 wakes the neighbours" in added.out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('devic = "/dev/beep"', "line 4: there is no key devic; did you mean device?"),
        ('caller = "1"', "line 1: the key device is missing"),
        ("device = 5", 'line 4: device of line hut must be text in "quotes", not a whole number'),
        ('device = "/dev/beep"\nvolume = 10', "line 5: volume must be 1 to 9"),
        ('device = "beep"', "line 4: device must be below /dev, not beep"),
    ],
)
def test_what_is_wrong_with_its_keys_is_said_with_the_line(hut, line, sentence):
    hut.configure(f'[[line]]\nname = "hut"\nkind = "beep"\n{line}\n')

    refused = hut.run("check", "+390200001234")

    assert (refused.code, sentence in refused.err) == (1, True)


def test_a_call_comes_through_it_and_is_logged(hut):
    hut.configure(LINE)

    with hut.daemon() as daemon:
        daemon.answers()
        until(lambda: [call["rang_s"] for call in daemon.ask("/v1/calls")] == [0.5])

        (call,) = daemon.ask("/v1/calls")
        assert (call["line"], call["label"], call["action"], call["cause"], call["rang_s"]) == (
            "hut", "reported", "reject", "BEEP 1", 0.5,
        )  # fmt: skip
        (line,) = (hut.run("lines", "test", "hut", "--json").json,)
        assert (line["kind"], line["state"], line["can"]) == ("beep", "up", ["reject", "ring"])
        assert hut.run("status", "--json").json["lines"][0]["state"] == "up"
        assert "line hut: up" in [one["text"] for one in hut.run("doctor", "--json").json]
        keys = {one["key"]: one for one in daemon.ask("/v1/settings")["keys"]}
        assert (keys["line.hut.volume"]["text"], keys["line.hut.volume"]["default"]) == (
            "how loud it beeps", 5,
        )  # fmt: skip


def test_what_it_can_do_decides_what_becomes_of_a_wish(hut):
    hut.configure(f'[policy]\nreported = "announce"\n\n{LINE}')

    judged = hut.run("check", "0844 000001", "--line", "hut", "--json").json

    assert (judged["label"], judged["action"]) == ("reported", "reject")


# -- gone, or broken

GONE = "the kind of line beep is not installed"
WRONG = (
    ("raise ZeroDivisionError('at once')", "ZeroDivisionError: at once"),
    ("import nothing_of_the_kind", "ModuleNotFoundError: No module named 'nothing_of_the_kind'"),
    ("raise SystemExit('leave')", "SystemExit: leave"),
    ("BeepLine = 5", "it is no kind of line"),
    (
        "from portinaio.lines.line import Line\nclass BeepLine(Line): pass",
        "it has no settings_type",
    ),
    (BEEP.replace('title = msg("a line that beeps")', ""), "it has no title, or a key without a sentence"),
    (BEEP.replace('short = msg("beeper")', 'short = "beeper"'), "it has no title, or a key without a sentence"),
    (BEEP.replace("bounds = {", "keys = 5\n    bounds = {"), "AttributeError: 'int' object has no attribute 'values'"),
    (BEEP.replace("fields = (", "fields = ('device', "), "a field of it is none"),
    ("raise ValueError('one\\n\\x1b[31mtwo')", "ValueError: one [31mtwo"),
    (BEEP.replace("return frozenset({Action.RING, Action.REJECT})", "return 1 / 0"), "ZeroDivisionError: division by zero"),
)  # fmt: skip


@pytest.fixture(params=[GONE, WRONG[0][1]], ids=["gone", "broken"])
def trouble(hut: Hut, request: pytest.FixtureRequest) -> str:
    """What is said of a line whose package is no more what it was when the line was added."""
    hut.configure(LINE)
    hut.run("check", "+390200001234")  # which keeps what the line could do
    if request.param == GONE:
        hut.uninstall()
    else:
        hut.module.write_text(WRONG[0][0])
    return request.param


@pytest.mark.parametrize(("module", "sentence"), WRONG)
def test_whatever_is_wrong_in_its_module_is_a_sentence(hut, module, sentence, monkeypatch):
    hut.module.write_text(module)
    hut.here(monkeypatch)

    (line,) = parse_settings(LINE, "config.toml").line

    assert str(traits(line).trouble) == (
        f"the kind of line beep cannot be used ({sentence}); mend or remove the package that brings it"
    )


def test_the_line_is_refused_and_says_why(hut, trouble):
    (line,) = hut.run("lines", "--json").json

    assert (line["name"], line["kind"], line["state"]) == ("hut", "beep", "refused")
    assert trouble in line["error"]


def test_every_other_command_works(hut, trouble):
    checked = hut.run("check", "0844 000001", "--line", "hut", "--json")
    others = [
        hut.run(*command, "--json")
        for command in (("lines", "kinds"), ("status",), ("calls",), ("block", "02 0000 1234"))
    ]

    assert checked.json["action"] == "reject"
    assert [other.code for other in others] == [0, 0, 0, 0]
    assert trouble in " ".join(one["text"] for one in hut.run("doctor", "--json").json)


def test_the_daemon_serves_its_neighbours(hut, trouble):
    script = hut.home / "calls.jsonl"
    script.write_text('{"after_s": 0, "calling": "+390844000001", "rings_s": 0}\n')
    hut.configure(f'{LINE}\n[[line]]\nname = "demo"\nkind = "replay"\nfile = "calls.jsonl"\n')

    with hut.daemon() as daemon:
        daemon.answers()
        until(lambda: [call["outcome"] for call in daemon.ask("/v1/calls")] == ["done"])

        lines = {line["name"]: line for line in daemon.ask("/v1/lines")}
        assert (lines["hut"]["state"], trouble in lines["hut"]["error"]) == ("refused", True)


def test_the_line_can_be_taken_out(hut, trouble):
    assert trouble

    assert hut.run("lines", "remove", "hut").code == 0


def test_no_line_is_added_of_a_kind_that_cannot_be_used(hut, trouble):
    assert trouble

    assert hut.run("lines", "add", "beep", "--name", "shed").code == 2


def test_a_line_works_again_once_its_package_is_back(hut):
    hut.configure(f'[policy]\nreported = "announce"\n\n{LINE}')
    hut.uninstall()
    before = hut.run("check", "0844 000001", "--line", "hut", "--json").json

    hut.install()
    after = hut.run("check", "0844 000001", "--line", "hut", "--json").json

    assert (before["action"], after["action"]) == ("announce", "reject")


def test_an_update_of_its_package_counts_at_once(hut):
    hut.configure(LINE)
    hut.run("check", "+390200001234")
    hut.module.write_text(BEEP.replace("{Action.RING, Action.REJECT}", "{Action.RING}"))

    assert hut.run("check", "0844 000001", "--line", "hut", "--json").json["action"] == "ring"


def test_a_kind_of_ours_is_not_taken_over(hut):
    (hut.points / "entry_points.txt").write_text(
        "[portinaio.lines]\nsip = portinaio_beep:BeepLine\n"
    )

    kinds = {kind["kind"]: kind["title"] for kind in hut.run("lines", "kinds", "--json").json}

    assert kinds["sip"].startswith("a SIP account")
