"""The OpenAPI description: made from the table, and whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from portinaio.api.openapi import description
from portinaio.api.routes import REQUESTS

if TYPE_CHECKING:
    from collections.abc import Iterator


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(ref := value.get("$ref"), str):
            yield ref
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def test_every_act_is_described() -> None:
    told = {
        operation["operationId"]
        for path in description()["paths"].values()
        for operation in path.values()
    }

    assert told == {route.name for route in REQUESTS} | {"events"}


def test_every_reference_leads_somewhere() -> None:
    whole = description()
    named = {f"#/components/schemas/{name}" for name in whole["components"]["schemas"]}

    assert set(references(whole)) <= named


def test_it_can_be_written_as_json() -> None:
    assert json.loads(json.dumps(description())) == description()


@pytest.mark.parametrize("route", REQUESTS, ids=lambda route: f"{route.method} {route.path}")
def test_the_parameters_of_a_path_are_described(route: Any) -> None:
    operation = description()["paths"][route.path][route.method.lower()]

    told = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"}

    assert told == set(re.findall(r"\{(\w+)\}", route.path))


def test_a_question_tells_what_it_needs() -> None:
    parameters = description()["paths"]["/v1/check"]["get"]["parameters"]

    assert {each["name"]: each["required"] for each in parameters} == {
        "number": True,
        "line": False,
        "name": False,
        "at": False,
    }


def test_an_answer_is_described_by_its_shape() -> None:
    answer = description()["paths"]["/v1/calls"]["get"]["responses"]["200"]

    assert answer["content"]["application/json"]["schema"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/CallAnswer"},
    }
