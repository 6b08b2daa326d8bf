"""Which kinds of line are installed: the entry points of the group `portinaio.lines`, ours among them.

A stranger's class may be gone, broken or wrong about itself. Then its lines are not served and say why, and nothing
else is held up.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.config.line_kind import Field, LineKind, Problem, Remark, out_of_bounds
from portinaio.config.settings import LineSettings
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

    Kind = type[LineKind[Any]]

GROUP = "portinaio.lines"
_OURS = "portinaio."


class Traits(NamedTuple):
    """What its kind says of one line."""

    can: frozenset[Action]
    has_extensions: bool = False
    remarks: tuple[Remark, ...] = ()
    trouble: Message | None = None
    """Why it is not served."""
    instead_of_silence: Action = Action.RING


class AnyLineSettings(LineSettings, frozen=True, forbid_unknown_fields=False):
    """A line of a kind that is not here: what its other keys mean nobody knows."""


class _Unknown(LineKind[AnyLineSettings]):
    settings_type = AnyLineSettings


def line_kinds() -> dict[str, Kind]:
    """By name, those that can be used; the simulated ones last."""
    names = {entry.name for entry in _entry_points()}
    found = {name: kind for name in sorted(names) if not isinstance(kind := _load(name), Message)}
    return dict(sorted(found.items(), key=lambda one: bool(one[1].simulated)))


def line_kind(name: str) -> Kind:
    """The class of a kind; one that knows what holds for every line where it cannot be had."""
    kind = _load(name)
    return _Unknown if isinstance(kind, Message) else kind


def trouble_with(name: str) -> Message | None:
    """Why a kind cannot be used."""
    kind = _load(name)
    return kind if isinstance(kind, Message) else None


def traits(settings: LineSettings) -> Traits:
    """Whatever goes wrong in a stranger's class is the trouble of its lines alone."""
    kind = line_kind(settings.kind)
    try:
        return Traits(
            frozenset(map(Action, kind.can(settings))) | {Action.RING},
            bool(kind.has_extensions(settings)),
            tuple(Remark(*remark) for remark in kind.remarks(settings)),
            trouble_with(settings.kind),
            Action(kind.instead_of_silence(settings)),
        )
    except Exception as error:  # noqa: BLE001  # whatever a stranger's code raises
        return Traits(frozenset(Action), trouble=_broken(settings.kind, error))


def abilities(kind: str, keys: Mapping[str, Any]) -> frozenset[Action]:
    """What a line with these keys will be able to do; everything where they are not all there yet."""
    try:
        settings = msgspec.convert(
            {"name": kind, "kind": kind, **keys}, line_kind(kind).settings_type
        )
    except msgspec.ValidationError:
        return frozenset(Action)
    return traits(settings).can


def problems_of(settings: LineSettings) -> list[Problem]:
    """What its kind finds wrong with a line; none where it cannot tell."""
    kind = line_kind(settings.kind)
    try:
        found = (*out_of_bounds(settings, kind.bounds), *kind.problems(settings))
        return [Problem(*problem) for problem in found]
    except Exception:  # noqa: BLE001  # as above
        return []


def description(kind: Kind, key: str) -> Message:
    """What a key of a line means; the key itself where nobody says."""
    return kind.keys.get(key) or DESCRIPTIONS.get(f"line.{key}") or Message(key)


def modules_of(settings: LineSettings) -> list[str]:
    """The file that says what the line is, to be looked at for a change."""
    module = sys.modules.get(line_kind(settings.kind).__module__)
    return [file] if (file := getattr(module, "__file__", None)) else []


@cache
def _load(name: str) -> Kind | Message:
    """The class, or why there is none; what is installed later is found by the next start."""
    entries = _entry_points(name)
    if not entries:
        return _missing(name)
    try:
        kind: Kind = entries[0].load()
        fault = _fault(kind)
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever a stranger's code raises
        return _broken(name, error)
    return _broken(name, fault) if fault else kind


def _fault(kind: Any) -> str:
    """What is missing before the rest can be believed."""
    if not (isinstance(kind, type) and issubclass(kind, LineKind)):
        return "it is no kind of line"
    if not issubclass(getattr(kind, "settings_type", object), LineSettings):
        return "it has no settings_type"
    texts: tuple[Any, ...] = (kind.title, kind.short or kind.title, *kind.keys.values())
    if not all(isinstance(text, Message) and text.text for text in texts):
        return "it has no title, or a key without a sentence"
    fields: tuple[Any, ...] = (*kind.fields,)
    return "" if all(isinstance(one, Field) for one in fields) else "a field of it is none"


def _entry_points(name: str | None = None) -> list[EntryPoint]:
    """Ours first: nobody takes the place of a kind that comes with the program."""
    from importlib.metadata import entry_points  # noqa: PLC0415  # keeps it off a cold `check`

    found = entry_points(group=GROUP) if name is None else entry_points(group=GROUP, name=name)
    return sorted(found, key=lambda entry: (not entry.value.startswith(_OURS), entry.value))


def _missing(name: str) -> Message:
    from difflib import get_close_matches  # noqa: PLC0415  # of no use to whoever has typed it well

    installed = (entry.name for entry in _entry_points())
    if near := get_close_matches(name, installed, n=1, cutoff=0.5):
        return msg(
            "the kind of line %(kind)s is not installed; did you mean %(near)s?",
            kind=name[:40],
            near=near[0],
        )
    return msg(
        "the kind of line %(kind)s is not installed; install it, or change kind", kind=name[:40]
    )


def _broken(name: str, why: BaseException | str) -> Message:
    reason = why if isinstance(why, str) else one_line(f"{type(why).__name__}: {why}", 200)
    return msg(
        "the kind of line %(kind)s cannot be used (%(reason)s); mend or remove the package that brings it",
        kind=name[:40],
        reason=reason,
    )
