"""From a call in the log to a draft that is kept, through the façade as every window sees it."""

import logging

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from letters import LINE, SALES, a_sales_call, a_withheld_call
from portinaio.daemon.handlers.facade import Facade
from portinaio.errors import ConfigError, NotFoundError, UsageError


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


@pytest.fixture
def facade(context):
    return Facade(context)


def test_a_draft_says_what_is_missing(facade):
    draft = facade.report(call=1)

    assert [gap["key"] for gap in draft["missing"]] == [
        "company",
        "company_pec",
        "line",
        "kind",
        "product",
        "name",
        "pec",
    ]


def test_answers_and_profile_make_it_whole(facade):
    draft = facade.report(call=1, values=ANSWERS | MARIA)

    assert draft["missing"] == []
    assert f"l'utenza {LINE}, iscritta al Registro" in " ".join(draft["text"].split())


def test_what_was_answered_need_not_be_said_again(facade):
    first = facade.report(call=1, values=ANSWERS | MARIA)

    assert facade.report(call=1) == first


def test_a_draft_is_written_on_and_not_doubled(facade):
    facade.report(call=1)
    facade.report(call=1, values=ANSWERS)

    assert [(c["id"], c["company"]) for c in facade.complaints()] == [(1, ANSWERS["company"])]


def test_an_answer_can_be_taken_back(facade):
    facade.report(call=1, values=ANSWERS | MARIA)

    draft = facade.report(call=1, values={"product": ""})

    assert [gap["key"] for gap in draft["missing"]] == ["product"]


def test_the_profile_is_remembered(facade):
    facade.report(call=1, values=MARIA)

    assert facade.profile() == dict.fromkeys(facade.profile(), "") | MARIA | {"line": LINE}


def test_the_company_book_grows_by_what_the_user_says(facade):
    facade.report(call=1)
    assert facade.companies() == []

    facade.report(call=1, values=ANSWERS)

    assert facade.companies() == [
        {
            "name": ANSWERS["company"],
            "address": "",
            "email": "privacy@example.com",
            "pec": "",
            "source": "",
            "numbers": [SALES],
        }
    ]


def test_the_next_call_of_the_number_is_put_to_the_company_that_the_user_named(facade, context):
    facade.report(call=1, values=ANSWERS | MARIA)
    context.store.calls.record(a_sales_call(20, 2))

    draft = facade.report(call=2)

    assert draft["missing"] == []


def test_calls_of_one_company_go_into_one_letter(facade, context):
    facade.report(call=1, values=ANSWERS | MARIA)
    context.store.calls.record(a_sales_call(20, 2))
    context.store.calls.record(a_withheld_call(21, 3))

    facade.report(call=2)
    draft = facade.report(call=3, values={"company": "esempio energia s.p.a."})

    assert (draft["id"], draft["calls"], draft["missing"]) == (1, [1, 2, 3], [])


def test_several_calls_go_into_one_letter_whatever_their_numbers(facade, context):
    context.store.calls.record_many([a_sales_call(20, 2), a_withheld_call(21, 3)])

    draft = facade.report(calls=[3, 1])

    assert (draft["calls"], len(facade.complaints())) == ([1, 3], 1)


def test_a_number_means_all_its_calls(facade, context):
    context.store.calls.record_many([a_sales_call(20, 2), a_withheld_call(21, 3)])

    assert facade.report(number="0844 123456")["calls"] == [1, 2]


def test_the_line_that_was_called_is_known_from_the_configuration(facade, context, tmp_path):
    (tmp_path / "config.toml").write_text(
        'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "+390200001299"\n'
    )
    context.config_changed()

    assert "+390200001299" in facade.report(call=1)["text"]


def test_a_call_in_an_open_complaint_is_not_pruned(facade, context):
    facade.report(call=1)

    assert context.store.complaints.open_call_ids() == {1}


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        ({"call": 9}, NotFoundError, "there is no call 9 in the log"),
        ({"number": "+390200009999"}, NotFoundError, "no call of .390200009999 is in the log"),
        ({}, UsageError, "name a call, several calls or a number"),
        ({"call": 1, "number": SALES}, UsageError, "name a call, several calls or a number"),
        ({"call": 1, "calls": [2]}, UsageError, "name a call, several calls or a number"),
        ({"calls": [1] * 501}, UsageError, "a complaint has at most 500 calls"),
        ({"calls": [9999]}, NotFoundError, "there is no call 9999 in the log"),
        ({"call": 1, "recipient": "pope"}, NotFoundError, "IT has no recipient 'pope'"),
        ({"call": 1, "values": {"compny": "x"}}, UsageError, "the nearest is company"),
        ({"call": 1, "values": {"line": "abc"}}, UsageError, "line must be like"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(facade, asked, error, sentence):
    with pytest.raises(error, match=sentence):
        facade.report(**asked)

    assert facade.complaints() == []


def test_a_country_without_a_pack_is_told_so(context, tmp_path):
    (tmp_path / "config.toml").write_text('country = "PT"\n')
    context.config_changed()

    with pytest.raises(ConfigError, match="complaints cannot be written for the country 'PT' yet"):
        Facade(context).report(call=1)


def test_how_much_is_said_of_the_user_is_chosen_letter_by_letter(facade):
    minimal = facade.report(call=1, values=ANSWERS | MARIA | {"identity": "minimal"})
    sheet = facade.report(call=1, recipient="garante")

    assert "Rossi" not in minimal["text"]
    assert "Rossi" in sheet["text"]
    assert "Rossi" not in facade.report(call=1)["text"]


def test_what_the_user_says_of_themselves_is_not_logged(facade, caplog):
    with caplog.at_level(logging.DEBUG):
        facade.report(call=1, values=ANSWERS | MARIA)
        facade.set_profile(MARIA)

    assert [value for value in MARIA.values() if value in caplog.text] == []


def test_listeners_hear_of_a_draft(facade, context):
    told = {}
    context.publish = lambda name, render: told.update({name: render(None)})

    facade.report(call=1)

    assert [complaint["id"] for complaint in told["complaints"]] == [1]
    assert told["status"]["due"] == 0
