"""Rules that somebody wants to try on the log, beside those that they are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import asdict, replace

from portinaio.config.load import load_settings, parse_settings
from portinaio.core.message import msg
from portinaio.core.policy import KEYS, NEVER_HELD, Action
from portinaio.daemon.config_cache import policies_of
from portinaio.errors import NotFoundError, UsageError
from portinaio.language.choices import code_of, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.config.settings import PolicyTable, Settings
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context
    from portinaio.daemon.screening import Rules

LONGEST_SHOWN = 200  # characters, of the name of a file
UNNAMED = "policy.toml"


class Written(NamedTuple):
    text: str = ""
    """Of a config.toml with the policies to be tried."""
    name: str = ""
    """What an error calls it; the daemon never learns where it lies."""
    line: str = ""
    """Whose policy its `[policy]` is to be; empty for that of all."""


def tried_rules(
    context: Context, policy: Mapping[str, str], written: Written, list_name: str
) -> tuple[Rules, Rules]:
    """Those of before and of after. `ConfigError` or `UsageError` where what is tried is not right."""
    before = after = context.rules
    if list_name:
        before, after = _without(context, list_name), context.rules
    if not (policy or written.text):
        return before, after
    settings = load_settings(context.home.config_file)
    if written.text:
        name = written.name[:LONGEST_SHOWN] or UNNAMED
        theirs = parse_settings(written.text, name)
        settings = (
            _with_policy_of(settings, theirs, written.line, name)
            if written.line
            else _with_policies(settings, theirs, name)
        )
    wished = replace(settings, policy=_changed(settings.policy, policy))
    return before, after._replace(policies=policies_of(wished, context.environ))


def _without(context: Context, name: str) -> Rules:
    """The rules of today, but for one list."""
    lists = context.config.lists
    others = tuple(each for each in lists if each.name != name)
    if len(others) == len(lists):
        raise NotFoundError(
            msg(
                "there is no list called %(name)s; lists add says of one what it would do, before it is subscribed",
                name=name[:60],
            )
        )
    here = context.open_lists.all() if context.open_lists else ()
    if not any(each.name == name and each.opened for each in here):
        raise NotFoundError(msg("the list %(name)s has not been fetched yet", name=name))
    return context.rules._replace(lists=context.opened(others) if others else None)


def _changed(table: PolicyTable, policy: Mapping[str, str]) -> PolicyTable:
    meant: dict[str, str] = {}
    for name, action in policy.items():
        if name not in KEYS:
            raise UsageError(msg("there is no key %(key)s", key=f"policy.{name}"[:60]))
        possible = [
            str(each) for each in Action if each is not Action.HOLD or name not in NEVER_HELD
        ]
        if (code := code_of(action, possible)) is None:
            raise UsageError(
                msg(
                    "%(text)r is no action; policy.%(key)s is one of %(actions)s",
                    text=action[:60],
                    key=name,
                    actions=one_of(possible),
                )
            )
        meant[name] = code
    return replace(table, **meant)


def _with_policies(ours: Settings, theirs: Settings, file: str) -> Settings:
    """Our settings by their policies. What else they say and we do not cannot be tried, and is refused."""
    usual = type(ours)()
    for key, value in asdict(theirs).items():
        known = (getattr(ours, key), getattr(usual, key))
        if key not in {"policy", "line"} and value not in known:
            raise UsageError(_only_policies(file, key))
    lines = {line.name: line for line in ours.line}
    for line in theirs.line:
        own = lines.get(line.name)
        if own is None or replace(line, policy=own.policy) != own:
            raise UsageError(_only_policies(file, f"line.{line.name}"))
        lines[line.name] = line
    return replace(ours, policy=theirs.policy, line=tuple(lines.values()))


def _with_policy_of(ours: Settings, theirs: Settings, name: str, file: str) -> Settings:
    """Our settings, one line of which has their policy; they say nothing else."""
    if replace(theirs, policy=type(theirs)().policy) != type(theirs)():
        raise UsageError(_only_policies(file, "[policy]"))
    if not any(line.name == name for line in ours.line):
        raise NotFoundError(msg("there is no line called %(name)s", name=name[:60]))
    lines = (
        replace(line, policy=theirs.policy) if line.name == name else line for line in ours.line
    )
    return replace(ours, line=tuple(lines))


def _only_policies(file: str, key: str) -> Message:
    return msg(
        "%(file)s tries policies alone, and its %(key)s is not as in config.toml; leave it out",
        file=file,
        key=key[:60],
    )
