"""A request is told once: what asks, what answers, what is checked and what is described follow from its declaration."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest

from api_world import NAMED, asked_for
from portinaio.api import request as pace
from portinaio.api.client import Client
from portinaio.api.request import DEVICE, HERE, Request, Requests, request
from portinaio.api.routes import REQUESTS, find
from portinaio.api.validation import checked, signature
from portinaio.daemon import dispatch
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

by_name = pytest.mark.parametrize("one", REQUESTS, ids=lambda one: one.name)


class Asked:
    """A transport that keeps what it was asked."""

    daemon = False

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []

    def ask(self, asked: Request, arguments: Mapping[str, Any]) -> Any:
        self.asked.append((asked.name, dict(arguments)))

    def events(self) -> Any:
        return iter(())

    def close(self) -> None:
        return


class Doors(Requests):
    @request("POST", "/v1/doors/{door}", "Open a door")
    def open_door(self, door: str, wide: int, *, slowly: bool = False, by: str = "") -> None: ...

    @request("GET", "/v1/doors", "Doors")
    def doors(self, colour: str = "", height: int = 3) -> None: ...


OPEN: Any = Doors.open_door
DOORS: Any = Doors.doors


@by_name
def test_each_request_has_a_handler_with_its_parameters_and_defaults(one: Request) -> None:
    def told(function: Any) -> list[tuple[str, Any, Any]]:
        given = list(inspect.signature(function).parameters.values())[1:]
        return [(each.name, each.kind, each.default) for each in given]

    assert told(dispatch.handler(one)) == told(one.declared)


@by_name
def test_each_handler_lies_in_the_file_that_is_named_as_that_of_its_request(one: Request) -> None:
    assert dispatch.handler(one).__module__ == f"portinaio.daemon.handlers.{one.noun}"


@by_name
def test_each_request_is_found_by_its_method_and_path(one: Request) -> None:
    steps = ["7" if step.startswith("{") else step for step in one.path.split("/")]

    assert find(one.method, steps) == (one, dict.fromkeys(one.in_path, "7"))


@by_name
def test_every_parameter_of_a_path_is_one_of_the_request(one: Request) -> None:
    assert set(one.in_path) <= set(one.parameters)


@by_name
def test_what_may_be_done_once_at_a_time_says_so_by_its_own_parameters(one: Request) -> None:
    assert set(one.once_by or ()) <= set(one.parameters)
    assert one.once_by is None or one.pace != pace.QUICK


def test_no_two_requests_have_one_place_or_one_name() -> None:
    places = {(one.method, one.path) for one in REQUESTS}

    assert (len(places), len(NAMED)) == (len(REQUESTS), len(REQUESTS))


def test_only_a_question_changes_nothing() -> None:
    assert {one.method for one in REQUESTS if not one.changes} == {"GET"}
    assert {one.method for one in REQUESTS if one.changes} == {"POST", "PUT", "DELETE"}


def test_everybody_of_the_house_may_ask_but_some_keys_are_named_on_the_computer_alone() -> None:
    assert {one.name for one in REQUESTS if one.here_only} == {
        "follow_contacts",
        "add_list",
        "try_list",
        "add_line",
        "set_settings",
    }
    assert {one.name for one in REQUESTS if set(one.callers) != {HERE, DEVICE}} == {
        "backup",
        "restore",
        "restore_plan",
        "line_certificate",
        "add_telephone",
        "found_lines",
        "devices",
        "device",
        "add_device",
        "export_device",
        "revoke_device",
        "publish_site",
        "site_keys",
        "change_site_keys",
        "invite",
        "join_family",
        "leave_family",
    }


def test_a_method_asks_with_the_names_of_its_parameters() -> None:
    transport = Asked()
    Doors(transport).open_door("front", 2, by="Anna")

    assert transport.asked == [("open_door", {"door": "front", "wide": 2, "by": "Anna"})]


def test_what_is_none_is_left_out() -> None:
    transport = Asked()
    Client(transport).check("1", line=None, at=None)

    assert transport.asked == [("check", {"number": "1"})]


def test_too_many_arguments_are_an_error_of_the_program() -> None:
    with pytest.raises(TypeError, match="doors takes 2 arguments"):
        Doors(Asked()).doors("red", 3, 4)  # type: ignore[call-arg]  # that is the point


@pytest.mark.parametrize(
    ("one", "given", "right"),
    [
        pytest.param(NAMED["check"], {"number": "1"}, True, id="text alone"),
        pytest.param(NAMED["check"], {"number": "1", "line": "home"}, True, id="text or nothing"),
        pytest.param(NAMED["check"], {"line": "home"}, False, id="a parameter is missing"),
        pytest.param(NAMED["check"], {"number": 1}, False, id="a number for text"),
        pytest.param(NAMED["check"], {"number": "1", "x": "1"}, False, id="one that there is not"),
        pytest.param(DOORS, {}, True, id="all have a default"),
        pytest.param(DOORS, {"height": "3"}, False, id="text for a number"),
        pytest.param(OPEN, {"door": "front"}, False, id="a number is missing"),
        pytest.param(NAMED["calls"], {"label": "known"}, False, id="text of a choice"),
        pytest.param(NAMED["status"], {}, True, id="nothing"),
    ],
)
def test_only_text_for_text_need_not_be_checked(
    one: Request, given: dict[str, Any], right: bool
) -> None:
    assert one.takes(given) is right


def test_what_is_checked_has_every_parameter() -> None:
    assert checked(NAMED["pause"], {}) == {"for_s": 3600}
    assert checked(NAMED["attach"], {"complaint_id": 1, "name": "x", "data": b"\xff"}) == {
        "complaint_id": 1,
        "name": "x",
        "data": b"\xff",
    }


LIMITS = {
    ("calls", "limit"): (1, 1000),
    ("list_rows", "limit"): (1, 500),
    ("insight", "days"): (1, 3660),
    ("caught", "days"): (1, 3660),
    ("pause", "for_s"): (1, 604800),
    ("expect", "for_s"): (1, 604800),
    ("call", "call_id"): (-(10**18) + 1, 10**18 - 1),
    ("complaint", "complaint_id"): (-(10**18) + 1, 10**18 - 1),
    ("calls", "before"): (-(10**18) + 1, 10**18 - 1),
    ("report", "call"): (-(10**18) + 1, 10**18 - 1),
}


@pytest.mark.parametrize(("which", "limits"), LIMITS.items(), ids=lambda each: str(each)[:40])
def test_a_number_is_taken_up_to_its_bounds_and_no_further(
    which: tuple[str, str], limits: tuple[int, int]
) -> None:
    (name, parameter), (least, most) = which, limits
    needed = {"name": "x"} if name == "list_rows" else {}

    for inside in (least, most):
        assert checked(NAMED[name], {**needed, parameter: inside})[parameter] == inside
    for outside in (least - 1, most + 1):
        with pytest.raises(UsageError) as told:
            checked(NAMED[name], {**needed, parameter: outside})
        assert "msgspec" not in str(told.value)
        assert "$" not in str(told.value)


def test_a_word_that_is_none_of_a_choice_is_told_with_the_choice() -> None:
    with pytest.raises(UsageError) as told:
        checked(NAMED["calls"], {"label": "foo"})

    assert str(told.value) == "label is one of known, unknown, reported, not foo"


@by_name
def test_an_answer_has_a_type(one: Request) -> None:
    assert signature(one).answer is not Any
    assert signature(one).answer is not None


@by_name
def test_a_query_has_no_more_than_one_value_of_a_name(one: Request) -> None:
    """What is a list or a table goes into a body."""
    lists = [field.name for field in asked_for(one) if "Sequence" in str(field.type)]

    assert one.has_body or not lists
