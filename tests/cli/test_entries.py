"""`block`, `allow`, `forget`, `entries`, and the moments of peace."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portinaio.api.answers import EntryAnswer, PauseAnswer


def test_a_blocked_number_is_turned_away(run):
    run("block", "02 0000 1234", "--note", "energy contracts")

    assert run("check", "+390200001234", "--json").json["action"] == "reject"


def test_an_allowed_number_rings_although_its_range_is_reserved(run):
    run("allow", "0844000001")

    assert run("check", "0844000001", "--json").json["label"] == "known"


def test_a_forgotten_block_is_over(run):
    run("block", "0844*")

    answer = run("forget", "0844*")

    assert (answer.out, run("entries", "--json").json) == ("1 entry forgotten\n", [])


@pytest.mark.parametrize("typed", ["02[13]*", "+3902[13]*", "02 [13]*"])
@pytest.mark.parametrize("command", ["block", "allow"])
def test_a_choice_of_digits_is_forgotten_as_it_was_typed(run, command, typed):
    run(command, "02[13]*", "--yes")

    answer = run("forget", typed)

    assert (answer.out, run("entries", "--json").json) == ("1 entry forgotten\n", [])


def test_what_entries_shows_is_forgotten_also_in_another_country(run, house):
    run("block", "187")
    (house / "config.toml").write_text('country = "DE"\n')
    (entry,) = run("entries", "--json").json

    answer = run("forget", entry["pattern"])

    assert (answer.out, run("entries", "--json").json) == ("1 entry forgotten\n", [])


def test_entries_have_the_keys_of_their_shape(run):
    made = run("block", "+390200001234", "--json").json

    assert (list(made), run("entries", "--json").json) == (
        list(EntryAnswer.__annotations__),
        [made],
    )


def test_entries_are_a_table(run):
    run("allow", "+390200001234", "--note", "school", "--once")

    head, row = run("entries").out.splitlines()

    assert (head.split()[:2], row.split()[:2], "school" in row) == (
        ["pattern", "kind"],
        ["+390200001234", "allow"],
        True,
    )


def test_no_entry_is_a_sentence_with_what_to_do(run):
    assert "portinaio block NUMBER" in run("entries").out


def test_a_block_for_a_while_ends(run):
    entry = run("block", "+390200001234", "--for", "2h", "--json").json

    until, created = map(datetime.fromisoformat, (entry["until"], entry["created"]))
    assert timedelta() <= created + timedelta(hours=2) - until < timedelta(minutes=1)


def test_a_block_until_a_day_holds_that_whole_day(run):
    entry = run("block", "+390200001234", "--until", "2099-12-01", "--json").json

    assert entry["until"].startswith("2099-12-01T23:59:59")


@pytest.mark.parametrize("command", ["block", "allow", "forget"])
def test_a_pattern_that_the_shell_took_apart_is_refused_with_how_to_quote(run, command):
    answer = run(command, "0844a.txt", "0844b.txt")

    assert (answer.code, "quotes" in answer.err) == (2, True)


@pytest.mark.parametrize("pattern", ["112", "1*", "nonsense", "+39112"])
def test_what_may_not_be_blocked_is_explained(run, pattern):
    answer = run("block", pattern)

    assert (answer.code, pattern in answer.err) == (2, True)


@pytest.mark.parametrize("command", ["block", "allow", "forget"])
@pytest.mark.parametrize(
    ("pattern", "nearest"),
    [
        ("390844*", "+390844*"),
        ("02*34*", "02*"),
        ("+39-02,03*", "+3902*, 03*"),
        ("0844-0845*", "0844*, 0845*"),
        ("02 0000 1200-02 0000 1299", "0200001200..0200001299"),
    ],
)
def test_what_cannot_be_kept_exactly_changes_nothing(run, command, pattern, nearest):
    run("block", "+390844*")

    answer = run(command, pattern)

    entries = [entry["pattern"] for entry in run("entries", "--json").json]
    assert (answer.code, nearest in answer.err, entries) == (2, True, ["+390844*"])


def test_who_shares_a_digit_with_a_refused_pattern_still_rings(run):
    run("block", "02[24]*", "--yes")

    assert run("check", "0213000000", "--json").json["action"] == "ring"


def test_forgetting_nothing_is_a_failure(run):
    assert run("forget", "+390200001234").code == 1


@pytest.mark.parametrize("command", ["pause", "expect"])
def test_a_pause_tells_until_when(run, command):
    answer = run(command, "--for", "30m", "--json")

    assert (list(answer.json), answer.code) == (list(PauseAnswer.__annotations__), 0)


def test_while_paused_even_a_blocked_number_rings(run):
    run("block", "+390200001234")
    run("pause")

    assert run("check", "+390200001234", "--json").json["action"] == "ring"


def test_resume_ends_pause_and_expectation(run):
    run("pause")
    run("expect")
    run("resume")

    status = run("status", "--json").json

    assert (status["paused_until"], status["expecting_until"]) == (None, None)


def test_who_is_expected_is_said_exactly(run):
    said = run("expect").out

    assert "Unknown, suspected and withheld callers ring until" in said
    assert "reported ones, and those you block, do not." in said


@pytest.mark.parametrize(
    ("number", "action", "because"),
    [
        ("02 0000 1234", "ring", "you are expecting a call"),
        ("anonymous", "ring", "you are expecting a call"),
        ("0844 123456", "reject", "range +390844*: "),
        ("02 0000 9999", "reject", "you block it"),
    ],
)
def test_of_callers_who_are_turned_away_some_ring_while_a_call_is_expected(
    run, house, number, action, because
):
    closed = 'country = "IT"\n[policy]\nunknown = "reject"\nwithheld = "reject"\n'
    run("block", "02 0000 9999")
    (house / "config.toml").write_text(closed)
    run("expect")

    found = run("check", number, "--json").json

    assert (found["action"], found["because"][: len(because)]) == (action, because)


@pytest.mark.parametrize(
    ("pattern", "remark"),
    [
        pytest.param(
            "0200*", "Anna, a contact of yours, has such a number and rings all the same", id="one"
        ),
        pytest.param(
            "02*",
            "contacts of yours have such numbers and ring all the same: Anna, Bruno",
            id="several",
        ),
        pytest.param("0200001234", "this is also Anna, a contact of yours", id="exactly that one"),
    ],
)
def test_a_new_block_says_which_contacts_have_such_numbers(run, pattern, remark):
    run("contacts", "add", "Anna", "02 0000 1234")
    run("contacts", "add", "Bruno", "02 1000 1234")

    refused = run("block", pattern)
    insisted = run("block", pattern, "--yes")

    assert (refused.code, remark in refused.err, "--yes insists" in refused.err) == (2, True, True)
    assert insisted.out.splitlines()[1] == remark


def test_a_block_of_strangers_says_nothing_of_contacts(run):
    run("contacts", "add", "Anna", "02 0000 1234")

    assert run("block", "0300*").out.splitlines() == ["blocked: +390300*"]


@pytest.mark.parametrize(
    ("pattern", "label"), [("0200*", "known"), ("+390200001234", "reported")], ids=["wide", "exact"]
)
def test_a_contact_is_blocked_by_its_number_and_by_no_beginning(run, pattern, label):
    run("contacts", "add", "Anna", "02 0000 1234")

    run("block", pattern, "--yes")

    assert run("check", "+390200001234", "--json").json["label"] == label


def test_what_a_contact_is_spared_stands_among_the_findings(run):
    run("contacts", "add", "Anna", "02 0000 1234")
    run("block", "0200*", "--yes")

    answer = run("check", "+390200001234", "--json").json

    assert [(one["code"], one["text"], one["weight"]) for one in answer["findings"]] == [
        ("personal", "you block +390200*, but not your contacts", 0),
        ("contact", "in contacts: Anna", 0),
    ]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("tellows: spam", "reported"),
        ("TELLOWS", "reported"),
        ("Anna", "unknown"),
        ("", "unknown"),
    ],
)
def test_a_blocked_name_turns_away_whoever_sends_it(run, name, label):
    run("block", "--name", "tellows*")

    assert run("check", "+390200001234", "--name", name, "--json").json["label"] == label


def test_a_blocked_name_says_so(run):
    run("block", "--name", "tellows*")

    assert run("check", "+390200001234", "--name", "Tellows", "--json").json["because"] == (
        "you block the name tellows*"
    )


def test_who_hides_the_number_is_turned_away_by_name(run):
    run("block", "--name", "tellows*")

    assert run("check", "anonymous", "--name", "Tellows", "--json").json["action"] == "reject"


def test_a_contact_rings_under_any_name(run):
    run("block", "--name", "tellows*")
    run("contacts", "add", "Anna", "02 0000 1234")

    answer = run("check", "+390200001234", "--name", "tellows", "--json").json

    assert (answer["label"], answer["findings"][0]["text"]) == (
        "known",
        "you block the name tellows*, but not your contacts",
    )


def test_an_allowed_name_rings_with_a_warning(run):
    said = run("allow", "--name", "Studio Rossi*").out

    assert said.splitlines() == [
        "allowed: “Studio Rossi*”",
        "anybody can send this name; a number is surer, and what is blocked stays blocked",
    ]
    assert run("check", "anonymous", "--name", "studio rossi 2", "--json").json["label"] == "known"


@pytest.mark.parametrize("blocked", ["+390200001234", "0200*"])
def test_an_allowed_name_opens_no_block_of_numbers(run, blocked):
    run("block", blocked)
    run("allow", "--name", "anna*")

    answer = run("check", "+390200001234", "--name", "Anna", "--json").json

    assert answer["label"] == "reported"


def test_an_entry_of_a_name_has_no_pattern(run):
    made = run("block", "--name", "tellows*", "--json").json

    assert ((made["pattern"], made["name"]), run("entries", "--json").json) == (
        (None, "tellows*"),
        [made],
    )
    assert "“tellows*”  block" in run("entries").out


def test_a_name_is_forgotten_by_name(run):
    run("block", "--name", "tellows*")

    answer = run("forget", "--name", "TELLOWS*")

    assert (answer.out, run("entries", "--json").json) == ("1 entry forgotten\n", [])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["block"], "give a pattern of numbers or a name, one of the two"),
        (["block", "0844*", "--name", "x y"], "give a pattern of numbers or a name, one"),
        (["forget"], "give a pattern of numbers or a name, one of the two"),
        (["block", "--name", "*"], "a name needs two letters or digits"),
        (["allow", "--name", ""], "a name needs two letters or digits"),
        (["forget", "--name", "nobody"], "there is no entry for nobody"),
    ],
)
def test_a_name_and_a_pattern_are_one_or_the_other(run, arguments, sentence):
    answer = run(*arguments)

    assert (answer.code != 0, sentence in answer.err) == (True, True)


def test_a_name_for_one_call_or_for_a_while_ends_like_a_number(run):
    entry = run("block", "--name", "tellows*", "--for", "2h", "--once", "--json").json

    assert (entry["once"], entry["until"] is not None) == (True, True)


def test_an_export_tells_of_names_that_it_cannot_hold(run, tmp_path):
    run("block", "0844*")
    run("block", "--name", "tellows*")

    answer = run("export", "csv", "--out", str(tmp_path / "blocked.csv"))

    assert "a blocked name, which no file of numbers can hold: tellows*" in answer.err


def test_what_is_wrong_with_the_house_does_not_make_a_command_fail_that_did_its_work(house, run):
    run("block", "+390200001234")
    (house / "portinaio.db.broken-20261101").touch()
    told = run("entries").err
    (house / "config.toml").write_text('countr = "IT"\n')

    entries = run("entries", "--json")

    assert (entries.code, entries.json[0]["pattern"]) == (0, "+390200001234")
    assert "waits to be taken back" in told
