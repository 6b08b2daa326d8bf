"""What the keys do to the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext, needs_daemon

if TYPE_CHECKING:
    from portinaio.config.line_kind import LineKind


def _kind(context: ActionContext) -> type[LineKind[Any]]:
    from portinaio.config.line_kinds import line_kind  # noqa: PLC0415  # the app begins without msgspec

    return line_kind(context.kind)


def _needs_line(context: ActionContext) -> str | None:
    if context.chosen is None:
        return _("no line is chosen")
    return needs_daemon(context)


def _needs_simulated(context: ActionContext) -> str | None:
    if why := _needs_line(context):
        return why
    if not _kind(context).simulated:
        return _("only a simulated line rings by itself; call this one from another telephone")
    return None


def _needs_account(context: ActionContext) -> str | None:
    if why := _needs_line(context):
        return why
    if not _kind(context).calls_itself:
        return _("only a SIP line can call itself")
    return None


def _needs_named_line(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no line is chosen")


def _needs_box(context: ActionContext) -> str | None:
    if context.chosen is not None and not _kind(context).makes_telephones:
        return _("nothing behind a line of this kind makes telephones")
    return _needs_named_line(context)


def _needs_password(context: ActionContext) -> str | None:
    if context.chosen is None or _kind(context).takes_password():
        return _needs_named_line(context)
    if _kind(context).simulated:
        return _("a simulated line needs no password")
    return _("a line of this kind needs no password")


LINE_ACTIONS = (
    Action(
        "test",
        "t",
        lambda _s: _("Test"),
        lambda: _("see whether this line works"),
        _needs_line,
    ),
    Action(
        "ring",
        "C",
        lambda _s: _("Ring"),
        lambda: _("let this simulated line ring once"),
        _needs_simulated,
    ),
    Action(
        "trace",
        "h",
        lambda _s: _("Headers"),
        lambda: _("show the headers of the latest calls, numbers masked, for a bug report"),
        _needs_line,
    ),
    Action(
        "order",
        "Q",
        lambda _s: _("Call itself"),
        lambda: _(
            "have this line call itself, to see whether it is asked before the other telephones"
        ),
        _needs_account,
    ),
    Action(
        "devices",
        "D",
        lambda _s: _("Devices"),
        lambda: _("telephones and routers that ask Portinaio: let one in, or revoke it"),
    ),
    Action(
        "other_side",
        "l",
        lambda _s: _("Other side"),
        lambda: _("what to click and write at the router, the provider, the PBX or the telephone"),
    ),
    Action(
        "correct_line",
        "e",
        lambda _s: _("Correct"),
        lambda: _("change the answers to the questions about this line"),
    ),
    Action(
        "telephone",
        "J",
        lambda _s: _("Telephone"),
        lambda: _("have the box behind this line make an IP telephone, which turns calls away"),
        _needs_box,
    ),
    Action("line_add", "plus", lambda _s: _("Add"), lambda: _("add a line to config.toml")),
    Action(
        "line_drop",
        "d",
        lambda _s: _("Remove"),
        lambda: _("take this line out of config.toml"),
        _needs_named_line,
    ),
    Action(
        "password",
        "P",
        lambda _s: _("Password"),
        lambda: _("give this line another password"),
        _needs_password,
    ),
)
