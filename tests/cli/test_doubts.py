"""What is asked before an entry or a contact is made: spellings, commands, and what comes of them."""

from __future__ import annotations

import pytest

SLIPS = [
    pytest.param(
        "03331234567",
        "mobiles take no 0: +393331234567 exists",
        "+3903331234567",
        id="a mobile with a 0",
    ),
    pytest.param(
        "2 6600 1234", "missing 0? +390266001234 exists", "+39266001234", id="a landline without"
    ),
    pytest.param(
        "+39 39 333 1234567", "the country code stood there twice", "+393331234567", id="39 twice"
    ),
    pytest.param(
        "3902000",
        "does it begin with the calling code already? then write +3902000",
        "+393902000",
        id="a + too few",
    ),
    pytest.param(
        "44 20 79460000",
        "looks like +442079460000 of GB without its +",
        "+39442079460000",
        id="abroad without a +",
    ),
]
COMMANDS = {
    "block": ("block", "{}"),
    "allow": ("allow", "{}"),
    "contacts add": ("contacts", "add", "Anna", "{}"),
}


def made(run) -> list[str]:
    contacts = run("contacts", "--json").json
    return [each["pattern"] for each in run("entries", "--json").json] + [
        number for each in contacts for number in each["numbers"]
    ]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("text", "hint", "number"), SLIPS)
def test_a_likely_slip_is_kept_only_by_who_insists(run, command, text, hint, number):
    arguments = [each.format(text) for each in COMMANDS[command]]

    refused = run(*arguments)
    before, insisted = made(run), run(*arguments, "--yes")

    assert (refused.code, hint in refused.err, before) == (2, True, [])
    assert (insisted.code, made(run)) == (0, [number])


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("answered", ["y", "n", ""])
def test_at_a_terminal_a_slip_is_a_question(run, monkeypatch, command, answered):
    monkeypatch.setattr("portinaio.cli.prompts.is_terminal", lambda _stream: True)
    monkeypatch.setattr("builtins.input", lambda question: asked.append(question) or answered)
    asked: list[str] = []

    answer = run(*[each.format("03331234567") for each in COMMANDS[command]])

    assert made(run) == (["+3903331234567"] if answered == "y" else [])
    assert len(asked) == 1
    assert "+3903331234567 all the same?" in asked[0]
    assert "mobiles take no 0" in answer.err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "text",
    ["333 123 4567", "+39 02 6600 1234", "0039 02 6600 1234", "39 333 1234567", "(02) 66001234"],
)
def test_a_plain_number_is_asked_about_by_nobody(run, command, text):
    answer = run(*[each.format(text) for each in COMMANDS[command]])

    assert (answer.code, answer.err, len(made(run))) == (0, "", 1)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("3*", "90 of 100 mobile numbers of IT"),
        ("33*", "100 mobile numbers of IT"),
        ("3[2-9]*", "100 mobile numbers of IT"),
        ("3??*", "90 of 100 mobile numbers of IT"),
        ("0*", "all landline numbers of IT"),
        ("333*", "11 million numbers"),
        ("333[0-4]*", "5 million numbers"),
        ("333[0-3]*", None),
        ("3331*", None),
        ("+44 207*", "10 million numbers"),
        ("02[57]*", "more than 100 million numbers"),
        ("+44*", "all of GB (+44)"),
        ("+4[45]*", "all of 2 countries: +44, +45"),
        ("0844*", None),
        ("02 66?*", None),
        ("02 0000 1200..02 0000 1299", None),
    ],
)
@pytest.mark.parametrize(("command", "verb"), [("block", "this blocks "), ("allow", "this opens ")])
def test_what_means_much_of_a_country_says_how_much(run, command, verb, pattern, said):
    answer = run(command, pattern)

    assert answer.code == (2 if said else 0)
    assert (verb in answer.err and (said or "") in answer.err) is bool(said)


@pytest.mark.parametrize("command", ["block", "allow"])
def test_a_beginning_with_emergency_numbers_in_it_is_named_for_them(run, command):
    answer = run(command, "+3*")  # Italy has 112

    assert (answer.code, "emergency number" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("02 6600 1234", "this means a number of yours: +390266001234"),
        ("02660012*", "this means a number of yours: +390266001234"),
        ("02660012?4", "this means a number of yours: +390266001234"),
        (
            "02*",
            "this means all of your own area, +3902; this means a number of yours: +390266001234",
        ),
        ("02[67]*", "this means a number of yours: +390266001234"),
        ("0266[57]*", None),
        ("0321*", None),
    ],
)
def test_who_would_block_the_own_line_is_asked(run, house, pattern, said):
    house.mkdir(exist_ok=True)
    (house / "config.toml").write_text(
        'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "0266001234"\n'
    )

    answer = run("block", pattern)

    assert (answer.code, said is None or said in answer.err) == (2 if said else 0, True)


def test_what_is_allowed_may_mean_a_contact(run):
    run("contacts", "add", "Anna", "02 6600 1234")

    assert run("allow", "0266*").out == "allowed: +390266*\n"


def test_a_refusal_in_json_tells_how_to_insist(run):
    answer = run("block", "3*", "--json")

    assert (answer.code, "--yes insists" in answer.err, run("entries", "--json").json) == (
        2,
        True,
        [],
    )


@pytest.mark.parametrize("command", ["block", "allow"])
def test_check_names_the_pattern_that_decided(run, command):
    run(command, "0266[13]?5*")

    found = run("check", "0266195000", "--json").json

    assert found["because"] == f"you {command} +390266[13]?5*"
