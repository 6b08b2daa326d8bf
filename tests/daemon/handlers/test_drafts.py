"""From a call in the log to a draft that is kept, through the façade as every window sees it."""

import logging

import pytest

from complaint_world import ANSWERS, MARIA, Clock, a_context
from daemon_world import a_client
from letters import LINE, SALES, a_sales_call, a_withheld_call
from portinaio.errors import ConfigError, NotFoundError, UsageError


@pytest.fixture
def context(tmp_path):
    context = a_context(tmp_path, Clock())
    yield context
    context.close()


@pytest.fixture
def client(context):
    return a_client(context)


def test_a_draft_says_what_is_missing(client):
    draft = client.report(call=1)

    assert [gap["key"] for gap in draft["missing"]] == [
        "company",
        "company_pec",
        "called",
        "kind",
        "product",
        "name",
        "pec",
    ]


def test_answers_and_profile_make_it_whole(client):
    draft = client.report(call=1, values=ANSWERS | MARIA)

    assert draft["missing"] == []
    assert "l'utenza era iscritta al Registro" in " ".join(draft["text"].split())


def test_what_was_answered_need_not_be_said_again(client):
    first = client.report(call=1, values=ANSWERS | MARIA)

    assert client.report(call=1) == first


def test_a_draft_is_written_on_and_not_doubled(client):
    client.report(call=1)
    client.report(call=1, values=ANSWERS)

    assert [(c["id"], c["company"]) for c in client.complaints()] == [(1, ANSWERS["company"])]


def test_an_answer_can_be_taken_back(client):
    client.report(call=1, values=ANSWERS | MARIA)

    draft = client.report(call=1, values={"product": ""})

    assert [gap["key"] for gap in draft["missing"]] == ["product"]


def test_a_number_of_the_profile_counts_from_the_next_call_on(client):
    client.check(LINE)  # what the house knows is in memory now

    client.set_profile({"line": LINE})

    assert [found["code"] for found in client.check(LINE)["findings"]] == ["own_number"]


def test_the_profile_is_remembered(client):
    client.report(call=1, values=MARIA)

    assert client.profile() == dict.fromkeys(client.profile(), "") | MARIA | {"line": LINE}


def test_the_company_book_grows_by_what_the_user_says(client):
    client.report(call=1)
    assert client.companies() == []

    client.report(call=1, values=ANSWERS)

    assert client.companies() == [
        {
            "name": ANSWERS["company"],
            "address": "",
            "email": "privacy@example.com",
            "pec": "",
            "source": "",
            "numbers": [SALES],
        }
    ]


def test_the_next_call_of_the_number_is_put_to_the_company_that_the_user_named(client, context):
    client.report(call=1, values=ANSWERS | MARIA)
    context.store.calls.record(a_sales_call(20, 2))

    draft = client.report(call=2)

    assert draft["missing"] == []


def test_calls_of_one_company_go_into_one_letter(client, context):
    client.report(call=1, values=ANSWERS | MARIA)
    context.store.calls.record(a_sales_call(20, 2))
    context.store.calls.record(a_withheld_call(21, 3))

    client.report(call=2)
    draft = client.report(call=3, values={"company": "esempio energia s.p.a."})

    assert (draft["id"], draft["calls"], draft["missing"]) == (1, [1, 2, 3], [])


def test_several_calls_go_into_one_letter_whatever_their_numbers(client, context):
    context.store.calls.record_many([a_sales_call(20, 2), a_withheld_call(21, 3)])

    draft = client.report(calls=[3, 1])

    assert (draft["calls"], len(client.complaints())) == ([1, 3], 1)


def test_a_number_means_all_its_calls(client, context):
    context.store.calls.record_many([a_sales_call(20, 2), a_withheld_call(21, 3)])

    assert client.report(number="0844 123456")["calls"] == [1, 2]


def test_the_line_that_was_called_is_known_from_the_configuration(client, context, tmp_path):
    (tmp_path / "config.toml").write_text(
        'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "+390200001299"\n'
    )
    context.config_changed()

    assert "+39 02 0000 1299" in client.report(call=1)["text"]


def test_a_call_in_an_open_complaint_is_not_pruned(client, context):
    client.report(call=1)

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
def test_what_cannot_be_is_refused_and_nothing_is_kept(client, asked, error, sentence):
    with pytest.raises(error, match=sentence):
        client.report(**asked)

    assert client.complaints() == []


def test_a_country_without_a_pack_is_told_so(context, tmp_path):
    (tmp_path / "config.toml").write_text('country = "NZ"\n')
    context.config_changed()

    with pytest.raises(ConfigError, match="complaints cannot be written for the country 'NZ' yet"):
        a_client(context).report(call=1)


def test_how_much_is_said_of_the_user_is_chosen_letter_by_letter(client):
    minimal = client.report(call=1, values=ANSWERS | MARIA | {"identity": "minimal"})
    sheet = client.report(call=1, recipient="garante")

    assert "Rossi" not in minimal["text"]
    assert "Rossi" in sheet["text"]
    assert "Rossi" not in client.report(call=1)["text"]


def test_what_the_user_says_of_themselves_is_not_logged(client, caplog):
    with caplog.at_level(logging.DEBUG):
        client.report(call=1, values=ANSWERS | MARIA)
        client.set_profile(MARIA)

    assert [value for value in MARIA.values() if value in caplog.text] == []


def test_listeners_hear_of_a_draft(client, context):
    told = {}
    context.publish = lambda name, content: told.update({name: content()})

    client.report(call=1)

    assert [complaint["id"] for complaint in told["complaints"]] == [1]
    assert told["status"]["due"] == 0


@pytest.mark.parametrize(("act", "key"), [("reminder", "objected_on"), ("agcm", "unfair")])
def test_what_no_answer_fills_asks_for_none_and_comes_last(client, act, key):
    gap = client.report(call=1, recipient=act)["missing"][-1]

    assert (gap["key"], gap["any_of"]) == (key, [])


def test_every_key_that_is_asked_for_is_taken(client):
    for act in ("controller", "reminder", "garante", "reclamo", "agcm", "agcom", "contract"):
        for gap in client.report(call=1, recipient=act)["missing"]:
            for key in gap["any_of"]:
                client.report(call=1, recipient=act, values={key: ""})


def test_a_call_of_another_number_that_joins_a_draft_says_so(client, context):
    client.report(call=1, values={"company": "Esempio Energia S.p.A."})
    context.store.calls.record(a_sales_call(19, 2)._replace(number="+390844999999"))

    joined = client.report(call=2, values={"company": "Esempio Energia S.p.A."})

    assert joined["cautions"][0] == (
        "added to draft 1, which has 2 calls now, also of: +390844999999"
    )


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        pytest.param({"number": "+390844999999"}, "+390844999999", id="another number"),
        pytest.param({"line": "office"}, "office", id="another line"),
        pytest.param(
            {"number": "+390844999999", "line": "office"}, "+390844999999, office", id="both"
        ),
    ],
)
def test_before_another_call_joins_a_draft_it_is_said_what_it_would_come_to(
    client, context, changed, others
):
    client.report(call=1, values={"company": "Esempio Energia S.p.A."})
    context.store.calls.record(a_sales_call(19, 2)._replace(**changed))
    about = {"call": 2, "values": {"company": "Esempio Energia S.p.A."}}

    joining = client.joining(**about)
    before = client.complaint(1)["calls"]
    joined = client.report(**about)

    assert joining == {
        "draft": 1,
        "says": f"it would come to draft 1, which would have 2 calls then, also of: {others}",
    }
    assert (before, joined["calls"]) == ([1], [1, 2])
    assert joined["cautions"][0].endswith(f"also of: {others}")


def test_it_is_asked_in_the_language_of_whoever_asks(client, context):
    client.report(call=1, values={"company": "Esempio Energia S.p.A."})
    context.store.calls.record(a_sales_call(19, 2)._replace(line="office"))
    about = {"call": 2, "values": {"company": "Esempio Energia S.p.A."}}

    told = a_client(context, "it").joining(**about)["says"]

    assert "bozza 1" in told


@pytest.mark.parametrize("company", ["", "Esempio Energia S.p.A."])
def test_nothing_is_asked_of_a_new_draft_or_of_the_same_number(client, context, company):
    values = {"company": company}
    new = client.joining(call=1, values=values)
    client.report(call=1, values=values)
    context.store.calls.record(a_sales_call(19, 2))

    assert [new, client.joining(call=2, values=values)] == [{"draft": None, "says": ""}] * 2


def test_a_further_call_of_the_same_number_joins_a_draft_without_a_word(client, context):
    client.report(call=1, values={"company": "Esempio Energia S.p.A."})
    context.store.calls.record(a_sales_call(19, 2))

    joined = client.report(call=2, values={"company": "Esempio Energia S.p.A."})

    assert joined["id"] == 1
    assert not any("added to draft" in one for one in joined["cautions"])


# -- a call that does not belong


def two_calls(context, client):
    context.store.calls.record(a_sales_call(20, 2))
    return client.report(calls=(1, 2), values=ANSWERS | MARIA)


def test_a_call_is_taken_out_of_a_draft_and_put_back_in(context, client):
    draft = two_calls(context, client)

    without = client.take_out(draft["id"], 2)
    filed = client.complaint(draft["id"])
    again = client.put_in(draft["id"], 2)

    assert (draft["calls"], without["calls"], again["calls"]) == ([1, 2], [1], [1, 2])
    assert filed["calls"] == [1]
    assert without["id"] == draft["id"] == again["id"]
    assert without["missing"] == []
    assert (again["text"] == draft["text"], without["text"] == draft["text"]) == (True, False)
    assert {call["id"] for call in client.calls()} == {1, 2}


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        (3, NotFoundError, "call 3 is not in draft 1"),
        (2, UsageError, "complaint 1 is no draft any more"),
    ],
    ids=["one of elsewhere", "of what was sent"],
)
def test_nothing_is_taken_out(context, client, call, error, said):
    two_calls(context, client)
    if error is UsageError:
        client.mark_complaint(1, "sent")

    with pytest.raises(error, match=said):
        client.take_out(1, call)

    assert client.complaint(1)["calls"] == [1, 2]


def test_the_last_call_of_a_draft_stays(context, client):
    two_calls(context, client)
    client.take_out(1, 1)

    with pytest.raises(UsageError, match="call 2 is the only one of draft 1; discard the draft"):
        client.take_out(1, 2)

    assert client.complaint(1)["calls"] == [2]


def test_a_call_that_is_not_in_the_log_cannot_be_put_in(context, client):
    two_calls(context, client)

    with pytest.raises(NotFoundError):
        client.put_in(1, 99)

    with pytest.raises(NotFoundError, match="there is no complaint 7"):
        client.put_in(7, 1)
