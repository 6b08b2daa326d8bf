"""JSON of any reasonable nesting, and with a value on each line."""

import json

import pytest

from list_worlds import patterns, reading_of
from portinaio.errors import UntrustedListError
from portinaio.lists.intake import json_items
from portinaio.lists.intake.number_columns import ALIKE, NO_NUMBERS, OWN, UNTITLED
from portinaio.lists.intake.row import pattern_of

ONE, TWO, THREE, MINE = "+390200001234", "+390200001235", "+390200001236", "+390200009999"


@pytest.mark.parametrize(
    "value",
    [
        [ONE, TWO],
        {"list": [ONE, TWO]},
        {"data": {"list": [ONE, TWO]}},
        {"data": {"numbers": {"spam": [ONE], "other": [TWO]}}},
        [[ONE], [TWO]],
        [{"number": ONE}, {"number": TWO}],
        {"result": [{"entry": {"phone": ONE}}, {"entry": {"phone": TWO}}]},
        {"a": {"number": ONE}, "b": {"number": TWO}},
        {ONE: {"name": "x"}, TWO: 4},
        {"numbers": {ONE: {"reports": 3}, TWO: {"reports": 4}}},
        [{"name": "Gas", "phones": [ONE, TWO]}],
        [{"name": "Gas", "phones": [{"type": "home", "number": ONE}, {"type": "work", "number": TWO}]}],
        [{"name": "Gas", "phones": {"home": ONE, "work": TWO}}],
        [{"Work phone": ONE, "Mobile": TWO}],
        {"phone": ONE, "mobile": TWO},
        [{"pstn": ONE}, {"pstn": TWO}],
        [{"x": {"y": [{"z": [ONE, [TWO]]}]}}],
    ],
    ids=json.dumps,
)  # fmt: skip
@pytest.mark.parametrize("indent", [None, 1])
def test_numbers_are_found_however_deep_they_lie(value, indent):
    reading = reading_of(json.dumps(value, indent=indent), name="a.json")

    assert sorted({f"+{row.low >> 4:015d}"[:13] for row in reading}) == [ONE, TWO]
    assert reading.rejected_count == 0


@pytest.mark.parametrize(
    "value",
    [
        [{"number": ONE, "company": "Gas", "reports": 4}],
        [{"company": "Gas", "reports": 4, "phones": [ONE]}],
        [{"company": "Gas", "phones": [{"number": ONE, "reports": 4}]}],
        {ONE: {"company": "Gas", "reports": 4}},
        {"number": ONE, "company": "Gas", "reports": 4},
    ],
    ids=json.dumps,
)
def test_a_number_keeps_what_stands_around_it(value):
    (row,) = reading_of(json.dumps(value))

    assert (row.company, row.reports) == ("Gas", 4)


LINES = [{"number": ONE}, {"Work phone": TWO}, THREE, [MINE]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["a.ndjson", "a.jsonl", "a.csv", ""])
def test_a_value_on_each_line_is_read(end, encoding, name):
    text = end.join(map(json.dumps, LINES)) + end

    assert patterns(text.encode(encoding), name=name) == [ONE, TWO, THREE, MINE]


def test_a_line_that_is_no_json_is_told_and_the_others_live():
    reading = reading_of(
        f'{{"number": "{ONE}"}}\nbroken\n{{"number": "{TWO}"\n\n{{"number": "{THREE}"}}\n{{}}\n'
    )

    assert len(list(reading)) == 2
    assert [(bad.line, bad.text) for bad in reading.rejected] == [
        (2, "broken"), (3, f'{{"number": "{TWO}"'), (6, "{}"),
    ]  # fmt: skip


def test_a_number_of_the_house_is_left_and_named():
    reading = reading_of(json.dumps([{"my number": MINE, "company": "Gas", "caller": ONE}]))

    assert [row.company for row in reading] == ["Gas"]
    assert [(left.title, left.reason) for left in reading.columns.left] == [("my number", OWN)]


def test_a_number_under_another_name_is_told_beside_one_that_is_called_so():
    reading = reading_of(json.dumps([{"phone": ONE, "zentrale": TWO}]))

    assert len(list(reading)) == 1
    assert [bad.text for bad in reading.rejected] == [TWO]
    assert [(left.title, left.reason) for left in reading.columns.left] == [("zentrale", UNTITLED)]


@pytest.mark.parametrize(
    "beside",
    [{"id": 100000001}, {"id": "100000001"}, {"at": 1763632800}, {"day": "2026-11-24"}, {"zip": "00100"}, {"reports": 3},
     {"ip": "192.0.2.1"}, {"lat": 45.4642}, {"vat": "00000000018"}, {"address": {"zip": "00100", "street": "Via 12"}}, {"tags": ["a", "12"]}],
    ids=json.dumps,
)  # fmt: skip
def test_what_only_looks_like_a_number_becomes_none(beside):
    reading = reading_of(
        json.dumps([{**beside, "number": ONE}, {"number": TWO, **beside}]), region="IT"
    )

    assert len(list(reading)) == 2
    assert reading.rejected_count == 0


def test_lists_within_lists_end_somewhere_and_it_is_said():
    reading = reading_of(f'["{ONE}", {"[" * 30}"{TWO}"{"]" * 30}]')

    assert len(list(reading)) == 1
    assert [str(bad.reason) for bad in reading.rejected] == [
        "what stands here is nested too deep for a list"
    ]


def test_an_object_that_is_too_long_for_one_item_is_read_in_a_stream(monkeypatch):
    monkeypatch.setattr(json_items, "LONGEST_ITEM", 1000)
    monkeypatch.setattr(json_items, "_BLOCK", 100)
    numbers = [f"+39020000{n:04}" for n in range(1000)]

    assert patterns(json.dumps({"a": {"b": {"list": numbers}, "version": 3}, "c": 4})) == numbers


def test_json_that_is_cut_is_refused_in_any_shape():
    for text in ('{"a": {"b": ["+390200001234"', '[{"number": "+390200001234"}', '{"a": 1}x'):
        with pytest.raises(Exception, match="not JSON"):
            patterns(text)


@pytest.mark.parametrize(
    ("mine", "theirs", "left"),
    [
        pytest.param("me", "n", ("me.n", ALIKE), id="by a name that says nothing"),
        pytest.param("me", "number", ("me.number", ALIKE), id="called a number, within something"),
        pytest.param("called", "number", ("called", OWN), id="within what says whose"),
        pytest.param("to", "n", ("to", OWN), id="whose, and a name that says nothing"),
    ],
)
def test_a_number_that_stands_in_every_object_however_deep_is_your_own(mine, theirs, left):
    value = [{mine: {theirs: MINE}, "them": {theirs: each}} for each in (ONE, TWO, THREE)]
    reading = reading_of(json.dumps(value))

    rows = list(reading)

    assert len(rows) == 3
    assert [(each.title, each.reason) for each in reading.columns.left] == [left]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param([{"a": {"n": ONE}}] * 3, id="beside none that differ"),
        pytest.param([{"me": {"n": MINE}, "them": {"n": each}} for each in (ONE, TWO)], id="in two only"),
        pytest.param(
            [{"me": {"n": MINE}, "them": {"n": ONE}}, {"me": {"n": MINE}, "them": {"n": TWO}}, {"them": {"n": THREE}}],
            id="not in every one",
        ),
    ],
)  # fmt: skip
def test_a_number_of_some_objects_stays(value):
    reading = reading_of(json.dumps(value))

    assert list(reading)
    assert not reading.columns.left


def test_a_large_object_is_looked_at_no_further_than_its_beginning():
    value = [
        {"me": {"n": MINE}, "x": list(range(100_000)), "them": {"n": each}}
        for each in (ONE, TWO, THREE)
    ]

    assert len(patterns(json.dumps(value))) == 3


@pytest.mark.parametrize(
    "value",
    [
        {"version": 1, "data": json.dumps([{"number": "+390200001201", "name": "Energia"}])},
        {"date": json.dumps({"caller": {"phone": "+390200001201"}})},
        [{"payload": json.dumps({"caller": {"phone": "+390200001201"}})}],
        [json.dumps({"number": "+390200001201"})],
        [{"payload": json.dumps({"body": json.dumps({"phone": "+390200001201"})})}],
    ],
)
def test_json_that_stands_in_a_text_of_json_is_read(value):
    reading = reading_of(json.dumps(value), name="x.json")

    assert [pattern_of(row) for row in reading] == ["+390200001201"]
    assert reading.remarks == ()


def test_a_text_that_only_begins_as_json_does_is_a_text():
    reading = reading_of(json.dumps([{"number": "+390200001201", "name": "[x"}]), name="x.json")

    assert [row.company for row in reading] == ["[x"]


def test_texts_of_json_in_one_another_end_somewhere():
    value = {"number": "+390200001201"}
    for _ in range(9):
        value = {"payload": json.dumps([[[value]]])}
    reading = reading_of(json.dumps([value, {"number": "+390200001202"}]), name="x.json")

    assert [pattern_of(row) for row in reading] == ["+390200001202"]
    assert reading.rejected_count == 1


@pytest.mark.parametrize("text", ['{"version": 1, "data": "nothing"}', "[]", "{}"])
def test_json_without_a_number_says_so(text):
    reading = reading_of(text, name="x.json")

    assert list(reading) == []
    assert list(map(str, reading.remarks)) == ["no number stands in it"]


@pytest.mark.parametrize("name", ["note", "comment", "descr", "company", "x_text"])
def test_a_number_within_a_text_is_told_by_its_member_with_an_example(name):
    items = [{"phone": ONE, name: "x"}, {"phone": TWO, name: "also call 02 0000 9901"}]
    reading = reading_of(json.dumps(items), name="a.json")

    assert [pattern_of(row) for row in reading] == [ONE, TWO]
    assert list(map(str, reading.remarks)) == [
        f"numbers within the texts of {name} are not read, such as: also call 02 0000 9901"
    ]


def test_an_object_whose_only_number_stands_within_a_text_is_refused_with_the_text():
    reading = reading_of('{"note": "call 02 0000 0001", "n": 3}', region="IT", name="a.json")

    with pytest.raises(UntrustedListError, match=r"texts of note .*: call 02 0000 0001"):
        list(reading)


def test_numbers_that_are_called_ids_are_told_by_their_member():
    items = [{"phone": ONE, "id": "0200009901"}, {"phone": TWO, "id": "0200009902"}]
    reading = reading_of(json.dumps(items), region="IT", name="a.json")

    assert [pattern_of(row) for row in reading] == [ONE, TWO]
    assert [(left.title, left.reason) for left in reading.columns.left] == [("id", NO_NUMBERS)]


@pytest.mark.parametrize("about", [{"contact": MINE}, {"meta": {"help": MINE}}, {"Info": {"phone": MINE}}, {"support": MINE}], ids=json.dumps)  # fmt: skip
@pytest.mark.parametrize("first", [True, False])
def test_the_number_of_whoever_publishes_a_list_is_none_of_its_callers_and_told(about, first):
    listed = {"numbers": [ONE, TWO]}
    reading = reading_of(json.dumps({**about, **listed} if first else {**listed, **about}))

    assert [pattern_of(row) for row in reading] == [ONE, TWO]
    assert [bad.text for bad in reading.rejected] == [MINE]
    assert MINE not in [column.title for column in reading.columns.read]


@pytest.mark.parametrize("name", ["removed", "deleted", "exceptions", "excluded", "unblocked"])
def test_numbers_that_a_list_takes_away_are_not_blocked(name):
    reading = reading_of(json.dumps({"numbers": [ONE], name: [TWO]}))

    assert [pattern_of(row) for row in reading] == [ONE]
    assert [bad.text for bad in reading.rejected] == [TWO]
