"""One question of a device, its body read and within its bounds, and the answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

import msgspec
from starlette.responses import Response

from portinaio.api.encoding import encoded
from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.gateway.calls import AskedCalls
    from portinaio.daemon.gateway.derived.list_files import ListFiles
    from portinaio.daemon.gateway.derived.prepared import Prepared
    from portinaio.daemon.gateway.digests import Digests
    from portinaio.store.devices.device import Device

MOST_FIELDS = 100
LONGEST_FIELD = 2000  # characters of a value that somebody has typed
_NO_JSON = msg("the request is no JSON object")
_TOO_MANY = msg("the request has too many fields")


class ForbiddenError(UsageError):
    """Answered with 403: the device may not do this, whatever else is right."""


class House(NamedTuple):
    """What questions are answered from."""

    context: Context
    calls: AskedCalls
    digests: Digests
    list_files: ListFiles
    prepared: Prepared


class Asked(NamedTuple):
    house: House
    device: Device
    method: str
    path: str
    """As it stands in the request line, resolved."""
    steps: Mapping[str, str]
    """What stands in the places of the route."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """In small letters; of several of a name the first."""
    body: bytes
    translation: Translation | None
    language: str
    now_s: int

    @property
    def context(self) -> Context:
        return self.house.context

    def needed(self, name: str) -> str:
        """A value of the query. `UsageError` where it is missing."""
        if not (value := self.query.get(name, "")):
            raise UsageError(msg("%(name)s is missing", name=name))
        return value

    @property
    def known_tags(self) -> set[str]:
        """RFC 9110 §13.1.2: of what the device has, weak ones as well."""
        said = self.headers.get("if-none-match", "").split(",")
        return {one.strip().removeprefix("W/").strip('"') for one in said}

    def form(self) -> dict[str, str]:
        return fields(self.body.decode("utf-8", "replace"))

    def json(self) -> dict[str, Any]:
        """An empty one where there is none. `UsageError` where it is no object."""
        if not self.body.strip():
            return {}
        try:
            found = msgspec.json.decode(self.body)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
            raise UsageError(_NO_JSON) from error
        if not isinstance(found, dict):
            raise UsageError(_NO_JSON)
        return found


def text_in(found: Mapping[str, Any], name: str) -> str:
    """Empty where there is none. `UsageError` where it is something else."""
    value = found.get(name)
    if not isinstance(value, str | None):
        raise UsageError(msg("%(name)s is no text", name=name))
    return value or ""


def fields(text: str) -> dict[str, str]:
    """Of a query or a form: of several of a name the first."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise UsageError(_TOO_MANY) from error
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value[:LONGEST_FIELD])
    return found


def unchanged(tag: str) -> Response:
    return Response(status_code=304, headers={"ETag": f'"{tag}"'})


def prepared_answer(
    asked: Asked, what: str, media_type: str, make: Callable[[], bytes]
) -> Response:
    """Of what the house blocks; `what` tells it from all others."""
    found = asked.house.prepared.get(what, asked.known_tags, make)
    if isinstance(found, str):
        return unchanged(found)
    return Response(found.data, media_type=media_type, headers={"ETag": f'"{found.tag}"'})


def json_answer(content: object, status: int = 200) -> Response:
    return Response(encoded(content), status, media_type="application/json")


def text_answer(text: str, status: int = 200) -> Response:
    return Response(text, status, media_type="text/plain")
