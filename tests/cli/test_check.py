"""`portinaio check`: what would happen, and why."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portinaio.api.answers import CheckAnswer
from portinaio.cli.asked_numbers import LONGEST_LINE


def test_a_number_is_shown_in_both_spellings_with_verdict_and_reason(run):
    answer = run("check", "02 0000 1234")

    assert answer.out.splitlines() == [
        "02 0000 1234  +390200001234  (IT)",
        "  label    unknown, score 0 of 100",
        "  action   ring",
        "  because  nothing is known of this number",
    ]


def test_findings_stand_with_their_weights(run):
    answer = run("check", "0844000001")

    assert "  findings\n    100  range +390844*" in answer.out
    assert "[reserved_range]" in answer.out


def test_a_name_that_the_network_marks_counts(run):
    answer = run("check", "02 0000 1234", "--name", "SPAM: Rossi")

    assert " 40  the network calls it “spam” [name]" in answer.out


def test_the_json_has_the_keys_of_its_shape(run):
    assert list(run("check", "+390200001234", "--json").json) == list(CheckAnswer.__annotations__)


def test_a_number_may_come_in_several_words(run):
    assert run("check", "02", "0000", "1234", "--json").json["number"] == "+390200001234"


SALES, STRANGER = "+390844123456", "+390200001234"


def numbers_in(answer):
    """Of JSON that has one object a line."""
    return [json.loads(line)["number"] for line in answer.out.splitlines()]


@pytest.mark.parametrize(
    "pieces",
    ["02 0000 1234", "+39 02 0000 1234", "333 123 4567", "0844 123456", "0843 123456", "06 6982"],
)
def test_pieces_that_make_one_number_are_taken_as_it_with_a_word(run, pieces):
    answer = run("check", *pieces.split(), "--json")

    assert answer.json == run("check", pieces, "--json").json
    assert f"taken as one number, {pieces}; quotes" in answer.err


def test_a_text_without_a_number_may_come_in_several_words(run):
    answer = run("check", "out", "of", "area")

    assert ("out of area  (no number)" in answer.out, answer.err) == (True, "")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param("0844 123456 02 0000 1234", id="two numbers cut at their spaces"),
        pytest.param("187 119", id="two short numbers"),
        pytest.param("112 118", id="two emergency numbers"),
        pytest.param("40 001", id="pieces of a short number"),
        pytest.param("1 00", id="pieces of a short number of a reserved range"),
        pytest.param("0200001234 35", id="a number and a piece"),
        pytest.param("3331234567 02", id="a mobile and a piece, together a mailbox"),
        pytest.param("+390200001234 **620", id="a number and a code"),
        pytest.param("Enel 0200001234", id="a name and a number"),
        pytest.param("0200001234 1234567", id="7 digits may be a piece"),
    ],
)
def test_pieces_of_nobody_knows_what_are_refused(run, arguments):
    answer = run("check", *arguments.split())

    assert (answer.code, answer.out, "portinaio check - < LIST" in answer.err) == (2, "", True)
    assert "xargs -d '\\n'" in answer.err


@pytest.mark.parametrize(
    ("arguments", "numbers"),
    [
        (["0844123456", "0200001234"], [SALES, STRANGER]),
        (["0844 123456", "02 0000 1234"], [SALES, STRANGER]),
        (["0844123456\n0200001234\n"], [SALES, STRANGER]),
        (["0844 123456\r\n\r\n187"], [SALES, "+39187"]),
        (["0844123456\n0200001234", "+390200001234"], [SALES, STRANGER, STRANGER]),
        (["0200001234", "06698212"], [STRANGER, "+3906698212"]),
    ],
)
def test_several_numbers_are_one_object_a_line(run, arguments, numbers):
    answer = run("check", "--json", *arguments)

    assert (numbers_in(answer), answer.code, answer.err) == (numbers, 0, "")


def test_several_numbers_are_a_paragraph_each(run):
    answer = run("check", "0200001234", "0200005678")

    assert [each.splitlines()[0] for each in answer.out.split("\n\n")] == [
        "02 0000 1234  +390200001234  (IT)",
        "02 0000 5678  +390200005678  (IT)",
    ]


def piped(monkeypatch, data):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("data", "numbers"),
    [
        (b"0844 123456\n02 0000 1234\n", [SALES, STRANGER]),
        (b"\xef\xbb\xbf0844 123456\r\n02 0000 1234", [SALES, STRANGER]),
        (b"0844 123456\r02 0000 1234\r", [SALES, STRANGER]),
        (b"# mine\n\n  \n0844 123456  # sales\n#31#02 0000 1234\n#\n", [SALES, STRANGER]),
        (b"\xef\xbb\xbf# mine\n0844 123456\n", [SALES]),
        (b"187\n119\n", ["+39187", "+39119"]),
        (b"\xff\xfe\n02 0000 1234\n", [None, STRANGER]),
        (b"", []),
    ],
)
def test_standard_input_has_one_number_a_line(run, monkeypatch, data, numbers):
    piped(monkeypatch, data)

    answer = run("check", "-", "--json")

    assert (numbers_in(answer), answer.code, answer.err) == (numbers, 0, "")


@pytest.mark.parametrize("length", [LONGEST_LINE - 1, LONGEST_LINE, LONGEST_LINE + 1, 300_000])
def test_an_endless_line_is_one_text_of_which_little_is_read(run, monkeypatch, length):
    endless = b"7" * (length - 10) + b"0200005678"
    piped(monkeypatch, endless + b"\n0844 123456 # " + endless + b"\n" + b"02 0000 1234")
    asked = []
    monkeypatch.setattr(
        "portinaio.cli.commands.check._headline",
        lambda text, _answer: asked.append(len(text)) or "",
    )

    answer = run("check", "-")

    assert (answer.code, answer.err) == (0, "")
    assert asked == [min(length, LONGEST_LINE), len("0844 123456"), len("02 0000 1234")]


def test_standard_input_and_a_number_are_not_mixed(run):
    answer = run("check", "+390200001234", "-")

    assert (answer.code, "alone" in answer.err) == (2, True)


def test_a_closed_standard_input_is_named(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)

    answer = run("check", "-")

    assert (answer.code, "standard input is closed" in answer.err) == (1, True)


@given(
    texts=st.lists(
        st.from_regex(r"[0-9]{1,3}[ /.]?[0-9]{2,7}", fullmatch=True), min_size=2, max_size=4
    )
)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_a_list_that_was_cut_at_its_spaces_is_never_judged_silently(run, texts):
    answer = run("check", "--json", "--", *" ".join(texts).split())

    refused, said = answer.code == 2, "taken as one number" in answer.err
    assert refused or said or numbers_in(answer) == [number_of(run, text) for text in texts]


def number_of(run, text):
    return run("check", "--json", "--", text).json["number"]


def test_the_plain_form_and_the_full_one_say_the_same(run):
    plain = run("check", "0844000001", "--json")
    full = run("check", "--json", "--name", "", "--", "0844000001")

    assert plain == full


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("112", {"number": None, "label": "unknown", "action": "ring"}, id="emergency"),
        pytest.param("+390200001234", {"number": "+390200001234", "valid": True}, id="E.164"),
        pytest.param("0039 02 0000 1234", {"number": "+390200001234"}, id="with 00"),
        pytest.param("+39(0)2 0000 1234", {"number": "+390200001234"}, id="a bracketed zero"),
        pytest.param(
            "sip:+390200001234@ims.example;user=phone", {"number": "+390200001234"}, id="SIP"
        ),
        pytest.param("+39112", {"number": None, "label": "unknown"}, id="a spoofed emergency"),
        pytest.param("0844000001", {"label": "reported", "action": "reject"}, id="a sales range"),
        pytest.param("40001", {"label": "unknown"}, id="short"),
        pytest.param("anonymous", {"number": None, "label": "unknown"}, id="withheld"),
        pytest.param("-1", {"number": None}, id="a modem's minus one"),
        pytest.param("", {"number": None, "valid": False}, id="nothing"),
        pytest.param("Enel Energia", {"number": None}, id="a name"),
        pytest.param("**622", {"number": None, "action": "ring"}, id="internal"),
        pytest.param("0266O00000", {"number": None}, id="a letter O"),
        pytest.param("9" * 400, {"number": None}, id="400 digits"),
        pytest.param("9" * 100_000, {"number": None}, id="a hundred kilobytes"),
        pytest.param("\x00\udcff", {"number": None}, id="NUL and a lone surrogate"),
    ],
)
def test_every_calling_number_is_answered_with_exit_0(run, text, expected):
    answer = run("check", "--json", "--", text)

    assert (answer.code, answer.err) == (0, "")
    assert {key: answer.json[key] for key in expected} == expected


@given(
    text=st.text(max_size=40).filter(lambda text: text != "-" and not re.search(r"[\r\n]", text))
)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_text_is_answered(run, text):
    human, machine = run("check", "--", text), run("check", "--json", "--", text)

    assert (human.code, human.err, machine.code) == (0, "", 0)
    assert json.loads(machine.out)["action"] == "ring"


def test_what_a_terminal_would_obey_does_not_reach_it(run):
    assert "\x1b" not in run("check", "\x1b[2J").out


def test_a_long_text_is_not_echoed_whole(run):
    assert len(run("check", "x" * 100_000).out) < 500


def test_the_hour_of_the_call_can_be_chosen(run, house):
    house.mkdir()
    (house / "config.toml").write_text(
        '[policy]\nhours = [ { from = "22:00", to = "07:00", unknown = "silence" } ]\n'
    )

    by_hour = [
        run("check", "+390200001234", "--json", "--at", hour).json["action"]
        for hour in ("23:30", "12:00", "2026-11-24T06:59")
    ]

    assert by_hour == ["silence", "ring", "silence"]


def test_a_line_that_is_not_there_is_named(run):
    answer = run("check", "+390200001234", "--line", "attic")

    assert (answer.code, "attic" in answer.err) == (1, True)


@pytest.mark.parametrize(
    ("manner", "code"),
    [
        ('mode = "listen"', "internal"),
        ('mode = "registrar"\npeer = "fritzbox"', "internal"),
        ('mode = "registrar"', "impossible"),
        ('mode = "registrar"\npeer = "forked"', "impossible"),
    ],
)
@pytest.mark.parametrize("line", [["--line", "home"], []], ids=["named", "the first"])
def test_an_internal_number_is_judged_as_on_the_line(run, house, manner, code, line):
    house.mkdir()
    (house / "config.toml").write_text(
        '[[line]]\nname = "home"\nkind = "sip"\nregistrar = "sip.example.net"\nusername = "me"\n'
        f"{manner}\n"
    )

    answer = run("check", "**620", *line, "--json").json

    assert [finding["code"] for finding in answer["findings"]] == [code]


def test_without_a_line_nobody_is_internal(run):
    answer = run("check", "**620", "--json").json

    assert [finding["code"] for finding in answer["findings"]] == ["impossible"]


def test_a_code_before_a_number_does_not_hide_it(run):
    answer = run("check", "*0844000001", "--json").json

    assert (answer["number"], answer["label"]) == ("+390844000001", "reported")


@pytest.mark.parametrize("text", ["+39 0844/000001", "0039 0844/000001", "0844/000001"])
def test_a_slash_behind_the_area_code_hides_no_reserved_range(run, text):
    answer = run("check", text, "--json").json

    assert (answer["number"], answer["label"]) == ("+390844000001", "reported")


def test_a_check_makes_no_database(run, house):
    run("check", "+390200001234")

    assert not (house / "portinaio.db").exists()


@pytest.mark.parametrize(
    ("number", "headline"),
    [
        pytest.param("40001", "40001  (IT)", id="five digits"),
        pytest.param("187", "187  (IT)", id="three digits"),
        pytest.param("0200001234", "02 0000 1234  +390200001234  (IT)", id="a whole one"),
    ],
)
def test_a_short_number_is_shown_as_it_is_dialled(run, number, headline):
    assert run("check", number).out.splitlines()[0] == headline


def test_a_short_number_gets_no_trunk_prefix_where_the_country_has_one(run, monkeypatch):
    monkeypatch.setenv("LANG", "de_DE.UTF-8")

    assert run("check", "40001").out.splitlines()[0] == "40001  (DE)"
