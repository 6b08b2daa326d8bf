"""Whether the values of a request are what it asks for: the same sentence for a wrong one with and without a daemon.

Its annotations are evaluated here, once a process: into a class of msgspec for what stands in the path, and one for the
query or the body.
"""

from __future__ import annotations

import re
import typing
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args, get_origin

import msgspec

from portinaio.api import answers, parameters
from portinaio.api.request import NOTHING
from portinaio.core.message import Message, msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.request import Request

_PLACE = re.compile(r" - at `\$\.(?P<name>\w+)")
_NAMES = {
    **vars(parameters),
    **vars(answers),
    **vars(typing),
    "Sequence": Sequence,
    "Mapping": Mapping,
}
_CHOICE = re.compile(r"Invalid enum value '(?P<text>.*)' - at")
LONGEST_SHOWN = 60


class Signature(NamedTuple):
    path: type[msgspec.Struct]
    """The parameters that stand in the path."""
    rest: type[msgspec.Struct]
    """Those of the query or of the body."""
    answer: Any
    """The type of the answer."""
    hints: Mapping[str, Any]


@cache
def signature(request: Request) -> Signature:
    hints = typing.get_type_hints(request.declared, dict(_NAMES), include_extras=True)
    answer = hints.pop("return")
    defaults = _defaults(request)
    in_path = request.in_path
    fields = [
        (name, hints[name], defaults[name]) if name in defaults else (name, hints[name])
        for name in request.parameters
    ]
    title = "".join(map(str.capitalize, request.name.split("_")))
    return Signature(
        _struct(f"{title}Path", [one for one in fields if one[0] in in_path]),
        _struct(
            f"{title}{'Body' if request.has_body else 'Query'}",
            [one for one in fields if one[0] not in in_path],
        ),
        answer,
        hints,
    )


def checked(request: Request, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter with a value that fits. `UsageError` with a sentence where one does not."""
    in_path = request.in_path
    return {
        **converted(request, {k: v for k, v in arguments.items() if k in in_path}, path=True),
        **converted(request, {k: v for k, v in arguments.items() if k not in in_path}),
    }


def converted(
    request: Request, values: Mapping[str, Any], *, path: bool = False, text: bool = False
) -> dict[str, Any]:
    """Those of the path, or the rest; `text` where they came as text, as in a query."""
    told = signature(request)
    kind = told.path if path else told.rest
    try:
        return msgspec.structs.asdict(msgspec.convert(dict(values), kind, strict=not text))
    except msgspec.ValidationError as error:
        raise UsageError(_sentence(told, str(error), values)) from error


def decoded(request: Request, body: bytes) -> dict[str, Any]:
    """As `converted`, of a body in JSON. An empty one is an empty object."""
    told = signature(request)
    try:
        return msgspec.structs.asdict(msgspec.json.decode(body or b"{}", type=told.rest))
    except msgspec.MsgspecError as error:
        raise UsageError(_sentence(told, str(error), {})) from error


def _sentence(told: Signature, error: str, values: Mapping[str, Any]) -> Message:
    """What the parameter itself has to say, or msgspec's own words."""
    found = _PLACE.search(error)
    if found is None:
        return msg("the request is wrong: %(error)s", error=error)
    hint = told.hints.get(found["name"])
    value = values.get(found["name"])
    shown = value[:LONGEST_SHOWN] if isinstance(value, str) else "…"
    if otherwise := _otherwise(hint):
        return otherwise._replace(values={**otherwise.values, "text": shown})
    if choice := _CHOICE.search(error):
        shown = choice["text"][:LONGEST_SHOWN]
        return msg(
            "%(key)s is one of %(all)s, not %(text)s",
            key=found["name"],
            all=", ".join(_choices(hint)),
            text=shown,
        )
    return msg("the request is wrong: %(error)s", error=error)


def _otherwise(hint: Any) -> Message | None:
    """Also of what may be left out, and of what there may be several."""
    if get_origin(hint) is Annotated:
        for meta in hint.__metadata__:
            if isinstance(meta, msgspec.Meta) and meta.extra:
                said: Message = meta.extra["otherwise"]
                return said
    return next(filter(None, map(_otherwise, get_args(hint))), None)


def _choices(hint: Any) -> list[str]:
    if get_origin(hint) is Literal:
        return [str(choice) for choice in get_args(hint) if choice]
    return [choice for inner in get_args(hint) for choice in _choices(inner)]


def _struct(name: str, fields: list[Any]) -> type[msgspec.Struct]:
    return msgspec.defstruct(name, fields, kw_only=True, forbid_unknown_fields=True)


def _defaults(request: Request) -> dict[str, Any]:
    declared = request.declared
    positional = request.parameters[: declared.__code__.co_argcount - 1]
    given = declared.__defaults__ or ()
    named = dict(zip(positional[len(positional) - len(given) :], given, strict=True))
    named |= declared.__kwdefaults__ or {}
    return {k: {} if v is NOTHING else v for k, v in named.items()}
