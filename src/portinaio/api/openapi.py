"""The OpenAPI description, made from the route table, the questions and the answers."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import msgspec

from portinaio import __version__
from portinaio.api import answers, bodies, routes

_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"\{(\w+)\}")


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1 as plain values; nobody may change them."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes.ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    paths[routes.EVENTS] = {"get": _events()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Portinaio", "version": __version__},
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _operation(route: routes.Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.act,
        "summary": route.summary,
        "responses": {
            "200": {"description": "Done", **_content(_answer(route.answer))},
            "default": {
                "description": "Refused, with a sentence",
                **_content({"$ref": _REF.format(name="ErrorAnswer")}),
            },
        },
    }
    if parameters := [*_path_parameters(route.path), *_query_parameters(route.query)]:
        operation["parameters"] = parameters
    if route.body:
        operation["requestBody"] = {
            "required": True,
            **_content({"$ref": _REF.format(name=route.body)}),
        }
    return operation


def _events() -> dict[str, Any]:
    return {
        "operationId": "events",
        "summary": "First the state, then each change",
        "responses": {
            "200": {"description": "Listening", "content": {"text/event-stream": {}}},
        },
    }


def _content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _answer(name: str) -> dict[str, Any]:
    if not name:
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if name.startswith("["):
        return {"type": "array", "items": {"$ref": _REF.format(name=name[1:-1])}}
    return {"$ref": _REF.format(name=name)}


def _path_parameters(path: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if name.endswith("_id") else "string"},
        }
        for name in _PARAMETER.findall(path)
    ]


def _query_parameters(name: str) -> list[dict[str, Any]]:
    if not name:
        return []
    kind = getattr(bodies, name)
    properties = _schemas()[name]["properties"]
    return [
        {"name": field.encode_name, "in": "query", "required": field.required, "schema": told}
        for field, told in zip(msgspec.structs.fields(kind), properties.values(), strict=True)
    ]


@cache
def _schemas() -> dict[str, Any]:
    names = {"ErrorAnswer"}
    for route in routes.ROUTES:
        names.update(filter(None, (route.query, route.body, route.answer.strip("[]"))))
    kinds = [getattr(bodies, name, None) or getattr(answers, name) for name in sorted(names)]
    return msgspec.json.schema_components(kinds, ref_template=_REF)[1]
