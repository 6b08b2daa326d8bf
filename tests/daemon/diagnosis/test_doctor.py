"""What the doctor says of the lines."""

from __future__ import annotations

import pytest

from daemon_world import a_client, a_context
from portinaio import language
from portinaio.core.message import msg, rendered
from portinaio.core.policy import Action
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.diagnosis.line_remarks import remark_answers
from portinaio.lines.line import LineState
from portinaio.lines.sip.manner import PEERS
from store_world import a_furnished_file, scrambled


def test_the_doctor_tells_what_is_wrong_with_a_line_in_the_readers_language(tmp_path):
    context = a_context(tmp_path / "home")
    statuses = LineStatuses(lambda: None)
    statuses.enter("home", "sip", frozenset({Action.RING}))
    statuses.set("home", LineState.REFUSED, msg("the daemon is running"))
    context.line_answers = statuses.answers

    found = a_client(context, "it").doctor()
    context.close()

    told = [one["text"] for one in found if one["code"] == "lines"]
    assert told[0].endswith("il servizio è in funzione")


def told_of_the_store(context):
    found = a_client(context).doctor()
    context.close()
    return [(one["state"], one["text"]) for one in found if one["code"] == "store"]


def test_the_doctor_calls_a_database_sound_only_where_it_is(tmp_path):
    context = a_context(tmp_path / "home")
    a_furnished_file(tmp_path / "home" / "portinaio.db")

    assert told_of_the_store(context) == [("ok", "the database is sound")]


def test_the_doctor_looks_for_damage_that_came_while_the_daemon_ran(tmp_path):
    context = a_context(tmp_path / "home")
    file = tmp_path / "home" / "portinaio.db"
    a_furnished_file(file)
    _ = context.store
    scrambled(file, "lists")

    assert [state for state, _ in told_of_the_store(context)] == ["wrong"]


def test_what_becomes_of_a_wish_is_told_of_config_toml_as_it_stands_now(tmp_path):
    context = a_context(
        tmp_path / "home", '[[line]]\nname = "home"\nkind = "sip"\npeer = "forked"\n'
    )
    statuses = LineStatuses(
        lambda: None, lambda name: remark_answers(context.config.policies, name)
    )
    statuses.enter("home", "sip", frozenset({Action.RING}))
    before = rendered(statuses.answers(), None)[0]["remarks"]

    a_client(context).set_settings({"policy.unknown": "silence"})

    (remark,) = rendered(statuses.answers(), language.translation("it"))[0]["remarks"]
    context.close()
    assert (before, remark["code"]) == ([], "instead")
    assert remark["text"].startswith("silence diventa ring, perché gli altri telefoni")


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        pytest.param('unknown = "silence"', ["silence"], id="of the house"),
        pytest.param("", [], id="none"),
        pytest.param('unknown = "reject"', [], id="what can be done"),
        pytest.param(
            'hours = [ { from = "22:00", to = "07:00", unknown = "silence" } ]',
            ["silence"],
            id="at some hours",
        ),
        pytest.param(
            'unknown = "silence"\nreported = "announce"', ["announce", "silence"], id="two"
        ),
    ],
)
def test_each_wish_at_any_hour_that_a_line_cannot_do_is_remarked(tmp_path, policy, told):
    line = '[[line]]\nname = "home"\nkind = "sip"\npeer = "forked"\n'
    context = a_context(tmp_path / "home", f"[policy]\n{policy}\n{line}")

    remarks = rendered(remark_answers(context.config.policies, "home"), None)

    context.close()
    assert [remark["text"].split(" ")[0] for remark in remarks] == told


def test_nothing_is_remarked_of_a_line_that_config_toml_does_not_know(tmp_path):
    context = a_context(tmp_path / "home")

    assert remark_answers(context.config.policies, "demo") == []
    context.close()


@pytest.mark.parametrize(
    ("state", "error", "told"),
    [
        pytest.param(LineState.UP, None, ("ok", "line home: up"), id="up"),
        pytest.param(LineState.RETRYING, None, ("warning", "line home: retrying"), id="begun"),
        pytest.param(LineState.GONE, None, ("wrong", "line home: not running"), id="at its end"),
        pytest.param(
            LineState.RETRYING, msg("no answer"), ("wrong", "line home: no answer"), id="mute"
        ),
        pytest.param(
            LineState.REFUSED,
            msg("no password"),
            ("wrong", "line home: no password"),
            id="refused",
        ),
    ],
)
def test_the_doctor_calls_no_line_up_that_is_not(tmp_path, state, error, told):
    context = a_context(tmp_path / "home", '[[line]]\nname = "home"\nkind = "sip"\n')
    statuses = LineStatuses(lambda: None)
    statuses.enter("home", "sip", frozenset({Action.RING}))
    statuses.set("home", state, error)
    context.line_answers = statuses.answers

    found = [(one["state"], one["text"]) for one in a_client(context).doctor()]

    context.close()
    said = [one for one in found if one[1].startswith("line home")]
    assert [one for one in said if "nothing rings here" not in one[1]] == [told]


@pytest.mark.parametrize(
    ("peer", "said"),
    [
        pytest.param("sole", True, id="nobody else rings"),
        *(pytest.param(peer, False, id=peer) for peer in PEERS if peer != "sole"),
    ],
)
def test_the_doctor_says_what_a_good_caller_hears_where_nothing_else_rings(tmp_path, peer, said):
    context = a_context(
        tmp_path / "home", f'[[line]]\nname = "home"\nkind = "sip"\npeer = "{peer}"\nring_s = 17\n'
    )

    found = [
        (one["state"], one["text"])
        for one in a_client(context).doctor()
        if "nothing rings here" in one["text"]
    ]

    context.close()
    told = (
        "line home: nothing rings here: a good caller hears it ring for 17 s and nobody answers,"
        " unless another telephone is on the account, which peer would have to say"
    )
    assert found == [("ok", told)] * said


def test_the_doctor_names_a_group_of_the_policy_in_which_nobody_is(tmp_path):
    night = '{ from = "22:00", to = "07:00", unknown = "silence", groups = ["Work", "favorites"] }'
    context = a_context(tmp_path / "home", f"[policy]\nhours = [ {night} ]\n")
    context.store.contacts.add("Anna", "+390200000001", "own", ["favourites", "work"])

    found = a_client(context).doctor()
    context.close()

    assert [one["text"] for one in found if "no contact" in one["text"]] == [
        "no contact is in the group favorites, which the policy names: for it all of them count as unknown"
    ]
