"""Every key that config.toml can hold, as it stands there, made from the classes that read it."""

from __future__ import annotations

from functools import partial
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import msgspec

from portinaio.config import settings
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.config.line_kinds import description, line_kind, traits
from portinaio.config.load import read_config
from portinaio.config.notify import name_of
from portinaio.core.decide import instead
from portinaio.core.message import lines_of, msg, untranslated
from portinaio.core.policy import CONDITIONS, KEYS, Action, Policy
from portinaio.core.repeated import Repeated
from portinaio.core.score import NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from portinaio.api.answers import SettingAnswer, SettingsAnswer
    from portinaio.config.home import Home
    from portinaio.core.message import Message

    Table = type[msgspec.Struct]

FALLBACK: dict[str, Any] = {
    **{key: action.value for key, action in Policy().actions.items()},
    "groups": [],
    "hours": [],
    "spam_name": int(NAME),
}
"""Of what nobody has chosen; conditions are as `unknown`."""
_WITH_ACTIONS = frozenset({*KEYS, "hours"})
"""Of a policy, those of which a line may be unable to do what they say."""
PERSISTENT = {"times": Repeated().times, "within": "3m", "not_before": "10s"}
"""Of `[policy.repeated]`, as a person writes it."""


def settings_answer(home: Home) -> SettingsAnswer:
    """`ConfigError` where the file is not right."""
    file = home.config_file
    found, raw = read_config(file)
    return {
        "file": file,
        "data": home.data,
        "state": home.state,
        "keys": list(_keys(found, raw)),
    }


def _keys(found: settings.Settings, raw: Mapping[str, Any]) -> Iterator[SettingAnswer]:
    for field in msgspec.structs.fields(settings.Settings):
        if field.encode_name in {"country", "language"}:
            yield _key(field, "", raw, DESCRIPTIONS[field.encode_name])
    services: tuple[tuple[str, Table], ...] = (
        ("community", settings.CommunityTable),
        ("gateway", settings.GatewayTable),
        ("mail", settings.MailTable),
        ("ncid", settings.NcidTable),
        ("tui", settings.TuiTable),
    )
    for one in _table(settings.PolicyTable, "policy", raw.get("policy", {})):
        yield _of_policy(one, found)
    persistent = raw.get("policy", {}).get("repeated", {})
    for one in _table(settings.RepeatedTable, "policy.repeated", persistent):
        yield {**one, "default": PERSISTENT[one["key"].rpartition(".")[2]]}
    yield from _table(settings.LogTable, "log", raw.get("log", {}))
    for line, written in zip(found.line, raw.get("line", ()), strict=True):
        described = partial(description, line_kind(line.kind))
        yield from _table(type(line), f"line.{line.name}", written, described)
        yield from _policy_of(line, written.get("policy", {}), found)
    for wanted, written in zip(found.list, raw.get("list", ()), strict=True):
        yield from _table(settings.ListTable, f"list.{wanted.name}", written, _described("list"))
    for book, written in zip(found.contacts, raw.get("contacts", ()), strict=True):
        where = f"contacts.{book.name}"
        yield from _table(settings.ContactsTable, where, written, _described("contacts"))
    for notify, written in zip(found.notify, raw.get("notify", ()), strict=True):
        where = f"notify.{name_of(notify)}"
        yield from _table(settings.NotifyTable, where, written, _described("notify"))
    for name, table in services:
        yield from _table(table, name, raw.get(name, {}))


def _policy_of(
    line: settings.LineSettings, written: Mapping[str, Any], found: settings.Settings
) -> Iterator[SettingAnswer]:
    """What differs on a line; what is not written there is as the general policy has it."""
    where, general = f"line.{line.name}.policy", settings_of(found.policy)
    remark = _instead((line,))
    for one in _table(settings.PolicyTable, where, written, _described("policy")):
        key = one["key"].rpartition(".")[2]
        default = general.get(key, FALLBACK.get(key, one["default"]))
        if key in CONDITIONS and default is None:
            default = line.policy.unknown or found.policy.unknown or FALLBACK["unknown"]
        yield {**one, "default": default, "remark": remark if key in _WITH_ACTIONS else ""}
    persistent = written.get("repeated", {})
    for one in _table(
        settings.RepeatedTable, f"{where}.repeated", persistent, _described("policy.repeated")
    ):
        key = one["key"].rpartition(".")[2]
        default = getattr(found.policy.repeated, key)
        yield {**one, "default": PERSISTENT[key] if default is None else default}


def settings_of(table: msgspec.Struct) -> dict[str, Any]:
    """What stands in a table, without its defaults."""
    return dict(msgspec.to_builtins(table))


def _of_policy(one: SettingAnswer, found: settings.Settings) -> SettingAnswer:
    key = one["key"].removeprefix("policy.")
    default = FALLBACK.get(key, one["default"])
    if key in CONDITIONS:
        default = found.policy.unknown or FALLBACK["unknown"]
    remark = _instead(found.line) if key in _WITH_ACTIONS else ""
    return {**one, "default": default, "remark": remark}


def _table(
    table: Table,
    where: str,
    written: Mapping[str, Any],
    described: Callable[[str], Message] | None = None,
) -> Iterator[SettingAnswer]:
    """`described` tells what the keys of one table among many mean."""
    for field in msgspec.structs.fields(table):
        if described and field.encode_name in {"name", "kind"}:
            continue  # a line or a list of another name is another one
        if field.type in {settings.RepeatedTable, settings.PolicyTable}:
            continue  # its keys are told one by one
        sentence = (described or _described(where))(field.encode_name)
        yield _key(field, where, written, sentence)


def _described(table: str) -> Callable[[str], Message]:
    return lambda key: DESCRIPTIONS[f"{table}.{key}"]


def _key(field: Any, where: str, written: Mapping[str, Any], sentence: Message) -> SettingAnswer:
    name = field.encode_name
    kind, choices = _kind(field.type)
    default = None if field.required else msgspec.to_builtins(default_of(field))
    return {
        "key": f"{where}.{name}" if where else name,
        "text": untranslated(sentence),
        "kind": kind,
        "choices": choices,
        "value": msgspec.to_builtins(written.get(name)),
        "default": list(default) if isinstance(default, tuple) else default,
        "required": field.required,
        "remark": "",
    }


def _instead(lines: Iterable[settings.LineSettings]) -> str:
    """What becomes of each action on each line that cannot do it."""
    said = [
        msg(
            "line %(name)s: %(error)s",
            name=line.name,
            error=instead(action, found.can, found.instead_of_silence),
        )
        for line in lines
        for found in [traits(line)]
        for action in Action
        if action not in found.can
    ]
    return untranslated(lines_of(said)) if said else ""


def default_of(field: Any) -> object:
    return field.default_factory() if field.default is msgspec.NODEFAULT else field.default


def _kind(annotation: Any) -> tuple[str, list[Any]]:
    """The kind of value, and those that there are where they can be counted."""
    whole = [one for one in get_args(annotation) if one is not NoneType]
    if len(whole) == 1 and NoneType in get_args(annotation):
        annotation = whole[0]
    elif lists := [one for one in whole if str in whole and get_origin(one) is tuple]:
        annotation = lists[0]  # one text alone may stand without its list
    if get_origin(annotation) is Literal:
        return "choice", list(get_args(annotation))
    if annotation in {int, float}:
        return "number", []
    if annotation is str:
        return "text", []
    if get_origin(annotation) is tuple and get_args(annotation)[0] is str:
        return "list", []
    return "table", []
