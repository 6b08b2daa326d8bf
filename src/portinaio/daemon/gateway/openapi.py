"""The OpenAPI description of what devices may ask. What address books are asked by stands in their own standards, and the page
is for people.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from portinaio import __version__
from portinaio.daemon.gateway import blocklist
from portinaio.daemon.gateway.calls import CallSeen
from portinaio.daemon.gateway.derived import list_formats

API = "/phoneblock/api"
RATINGS = (
    "A_LEGITIMATE", "B_MISSED", "C_PING", "D_POLL", "E_ADVERTISING", "F_GAMBLE", "G_FRAUD",
)  # fmt: skip
_SHA1 = {"type": "string", "pattern": "^[0-9A-Fa-f]{40}$"}
_PREFIX = {"type": "string", "pattern": "^([0-9A-Fa-f]{2}){2,20}$"}
_NUMBER = {
    "type": "string",
    "format": "telephone-number",
    "description": "One number as its country's plan may have it, best in E.164; 00, national notation and the usual separators are understood as well.",
    "example": "+390200001234",
}
_CALLER = {
    "type": "string",
    "minLength": 1,
    "description": "A number in any spelling; what is none is a caller of whom nothing is known.",
    "example": "+390200001234",
}
_MAYBE_CALLER = {**_CALLER, "minLength": 0}
_COUNT = {"type": "integer", "minimum": 0, "maximum": 10**18 - 1}
_FORMAT = {"type": "string", "description": "xml, and else it is JSON", "example": "json"}
_TEXT = {"text/plain": {"schema": {"type": "string"}}}
_COMMENT = {
    "comment": {"type": ["string", "null"], "description": "Cut where it is longer than 1000."}
}
_INFO = {
    "type": "object",
    "required": [
        "phone", "votes", "rating", "votesWildcard", "whiteListed", "blackListed", "archived",
        "dateAdded", "lastUpdate", "heat", "spamConfidence", "calls",
    ],
    "properties": {
        "phone": {"type": "string"},
        "votes": {"type": "integer"},
        "rating": {"type": "string", "enum": list(RATINGS)},
        "votesWildcard": {"type": "integer"},
        "whiteListed": {"type": "boolean"},
        "blackListed": {"type": "boolean"},
        "archived": {"type": "boolean"},
        "dateAdded": {"type": "integer"},
        "lastUpdate": {"type": "integer"},
        "label": {"type": "string"},
        "heat": {"type": "number"},
        "spamConfidence": {"type": "number"},
        "calls": {"type": "integer"},
    },
}  # fmt: skip


@cache
def description() -> dict[str, Any]:
    """OpenAPI 3.1 as plain values; nobody may change them."""
    (calls,), components = msgspec.json.schema_components(
        [list[CallSeen]], ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Portinaio, for telephones and routers", "version": __version__},
        "security": [{"bearer": []}, {"basic": []}],
        "paths": {**_phoneblock(), **_others({"type": "object", "properties": {"calls": calls}})},
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {"type": "http", "scheme": "basic"},
            },
        },
    }


def _phoneblock() -> dict[str, Any]:
    return {
        **_of_callers(),
        **_of_kept_numbers(),
        f"{API}/test": {"get": _get("Whether the token is right", _TEXT)},
        f"{API}/ratings": {"get": _get("The ratings", _json())},
        f"{API}/account": {
            "get": _get("Who is logged in", _json()),
            "put": _get("As before; nothing of it is changed here", _json()),
        },
    }


def _of_callers() -> dict[str, Any]:
    info, form, found = _in_both(_INFO), _query("format", _FORMAT), _in_both({"type": "object"})
    caller, phone = _path("phone", _CALLER), _path("phone", _NUMBER)
    number = _query("phone", _NUMBER, required=True)
    rating = {
        "type": "object",
        "required": ["phone", "rating"],
        "properties": {
            "phone": _NUMBER,
            "rating": {"type": "string", "enum": list(RATINGS)},
            **_COMMENT,
        },
    }
    return {
        f"{API}/num/{{phone}}": {"get": _get("A caller by its number", info, [caller, form])},
        f"{API}/check": {
            "get": _get("A caller by the digest of its number", info, _digests(_SHA1))
        },
        f"{API}/check-prefix": {
            "get": _get("Callers whose digests begin so", found, _digests(_PREFIX))
        },
        f"{API}/search/{{phone}}": {"get": _get("A caller at length", _json(), [caller])},
        f"{API}/hash": {"get": _get("The digests of a number", _json(), [number])},
        f"{API}/report-call/{{phone}}": {
            "post": _done("A call that the device has recognised by itself", [phone])
        },
        f"{API}/rate": {"post": {**_get("Report or allow a number", _TEXT), **_body(rating)}},
    }


def _digests(schema: dict[str, Any]) -> list[dict[str, Any]]:
    # One that is empty is none: an app that looks for no block may send it so.
    block = {**schema, "pattern": f"^$|{schema['pattern']}"}
    return [
        _query("sha1", schema, required=True),
        _query("prefix10", block),
        _query("prefix100", block),
        _query("format", _FORMAT),
    ]


def _of_kept_numbers() -> dict[str, Any]:
    lists = _path("list", {"type": "string", "enum": ["blacklist", "whitelist"]})
    phone = _path("phone", _NUMBER)
    least, most = blocklist.LEAST_BYTES, blocklist.MOST_BYTES
    blocks = [
        *(_query(name, _COUNT) for name in ("since", "limit", "minDirect", "minRange")),
        _query("maxBytes", {"type": "integer", "minimum": least, "maximum": most}),
        _query("format", {"type": "string", "enum": ["json", "xml", "binary"]}),
        _query("type", {"type": "string", "enum": ["community", "personal"]}),
    ]
    found = {**_in_both({"type": "object"}), "application/octet-stream": {}}
    return {
        f"{API}/blocklist": {"get": _get("What the house blocks", found, blocks)},
        f"{API}/{{list}}": {
            "get": _get("What is blocked, or allowed by this device", _json(), [lists])
        },
        f"{API}/{{list}}/{{phone}}": {
            "put": {
                **_done("Report or allow a number", [lists, phone]),
                **_body({"type": "object", "properties": _COMMENT}, required=False),
            },
            "delete": _done("Take that back", [lists, phone]),
        },
    }


def _others(calls: dict[str, Any]) -> dict[str, Any]:
    number = {
        "type": "object",
        "properties": {"number": {**_MAYBE_CALLER, "type": ["string", "null"]}},
    }
    formats = {"type": "string", "enum": list(list_formats.TYPES)}
    files: dict[str, Any] = {kind: {} for kind in sorted(set(list_formats.TYPES.values()))}
    return {
        "/yacb": {
            "get": _get(
                "A caller, as YACB asks; without a number one who withholds it",
                _json(),
                [_query("number", _MAYBE_CALLER)],
            ),
            "post": {**_get("The same", _json()), **_body(number, required=False)},
        },
        "/asterisk": {
            "get": _get(
                "block or ring",
                {"text/plain": {"schema": {"type": "string", "enum": ["block", "ring"]}}},
                [_query("n", {"type": "string"})],
            )
        },
        "/calls": {"get": _get("The last calls", {"application/json": {"schema": calls}})},
        "/lists/{list}/{format}": {
            "get": _get(
                "What the house blocks, or a list that the device is given, as a file",
                files,
                [_path("list", {"type": "string"}), _path("format", formats)],
            )
        },
        "/openapi.json": {"get": _get("This", _json())},
    }


def _json() -> dict[str, Any]:
    return {"application/json": {"schema": {"type": "object"}}}


def _in_both(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}, "application/xml": {}}


def _get(
    summary: str, content: dict[str, Any], parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return _operation(summary, {"200": {"description": "Done", "content": content}}, parameters)


def _done(summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    return _operation(summary, {"204": {"description": "Done"}}, parameters)


def _operation(
    summary: str, good: dict[str, Any], parameters: list[dict[str, Any]] | None
) -> dict[str, Any]:
    refusals = {
        "400": "What is asked for is wrong",
        "401": "No token, or one that was revoked",
        "403": "The device may not do that",
        "404": "There is no such thing",
        "429": "Too much was asked",
    }
    told = {code: {"description": text, "content": _TEXT} for code, text in refusals.items()}
    operation: dict[str, Any] = {"summary": summary, "responses": {**good, **told}}
    return {**operation, "parameters": parameters} if parameters else operation


def _body(schema: dict[str, Any], *, required: bool = True) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": required, "content": content}}


def _path(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(name: str, schema: dict[str, Any], *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "schema": schema}
