"""The OpenAPI description, made from the declarations of requests and the types of their answers."""

from __future__ import annotations

from functools import cache
from inspect import getdoc
from typing import TYPE_CHECKING, Any

import msgspec

from portinaio import __version__
from portinaio.api.answers import ErrorAnswer
from portinaio.api.request import DEVICE, QUICK
from portinaio.api.routes import EVENTS, REQUESTS
from portinaio.api.validation import signature

if TYPE_CHECKING:
    from portinaio.api.request import Request

_REF = "#/components/schemas/{name}"


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1 as plain values; nobody may change them."""
    paths: dict[str, dict[str, Any]] = {}
    for request in REQUESTS:
        paths.setdefault(request.path, {})[request.method.lower()] = _operation(request)
    paths[EVENTS] = {"get": _events()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Portinaio", "version": __version__},
        "paths": paths,
        "components": {"schemas": _components()},
    }


def _operation(request: Request) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": request.name,
        "summary": request.summary,
        "responses": {
            "200": {"description": "Done", **_content(_schema(signature(request).answer))},
            "default": {
                "description": "Refused, with a sentence",
                **_content(_schema(ErrorAnswer)),
            },
        },
    }
    if told := getdoc(request.declared):
        operation["description"] = told
    if DEVICE not in request.callers:
        operation["x-callers"] = list(request.callers)
    if request.pace != QUICK:
        operation["x-pace"] = request.pace
    parameters = _parameters(request, "path")
    if request.has_body and _fields(request, "rest"):
        operation["requestBody"] = {
            "required": True,
            **_content(_schema(signature(request).rest)),
        }
    else:
        parameters += _parameters(request, "query")
    if parameters:
        operation["parameters"] = parameters
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


def _schema(kind: Any) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components([kind], ref_template=_REF)
    return schema


def _fields(request: Request, where: str) -> tuple[msgspec.structs.FieldInfo, ...]:
    told = signature(request)
    return msgspec.structs.fields(told.path if where == "path" else told.rest)


def _parameters(request: Request, where: str) -> list[dict[str, Any]]:
    return [
        {
            "name": field.encode_name,
            "in": where,
            "required": field.required,
            "schema": _described(field),
        }
        for field in _fields(request, where)
    ]


def _described(field: msgspec.structs.FieldInfo) -> dict[str, Any]:
    schema = _schema(field.type)
    return schema if field.required else {**schema, "default": msgspec.to_builtins(field.default)}


@cache
def _components() -> dict[str, Any]:
    kinds: list[Any] = [ErrorAnswer]
    for request in REQUESTS:
        told = signature(request)
        kinds += [told.answer, *([told.rest] if request.has_body else [])]
    components = msgspec.json.schema_components(kinds, ref_template=_REF)[1]
    return {name: _as_json(schema) for name, schema in components.items()}


def _as_json(schema: Any) -> Any:
    """An empty list is what a client sends for an empty tuple."""
    if isinstance(schema, dict):
        return {key: _as_json(value) for key, value in schema.items()}
    return list(map(_as_json, schema)) if isinstance(schema, (list, tuple)) else schema
