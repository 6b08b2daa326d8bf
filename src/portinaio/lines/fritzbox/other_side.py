"""What is to be done at a FRITZ!Box so that its calls are heard; its menus are named as it names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Step
from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MONITOR = Step(
    msg("A telephone at the box"),
    (msg("dial  #96*5*  and hang up: its call monitor is on from then on"),),
)
_USER = Step(
    msg("fritz.box in a browser"),
    (
        msg("System → FRITZ!Box Users → Users → [ Add User ]"),
        msg("name and password: those given here"),
        msg("rights: [x] FRITZ!Box Settings   [x] Voice messages, faxes … and call list"),
        msg("Home Network → Network → Network Settings: [x] Allow access for applications"),
    ),
)


def other_side(keys: Mapping[str, Any]) -> Iterator[Step]:
    yield _MONITOR
    if keys.get("username"):
        yield _USER
    yield Step(
        msg("This computer, so that callers are turned away as well"),
        (
            msg("this line only listens; an IP telephone of the box takes calls before they ring:"),
            msg(
                "in the app Lines → J, or type  portinaio lines telephone %(name)s",
                name=keys.get("name") or "box",
            ),
            msg("the box asks to confirm: press a button of it, or dial the code that is shown"),
        ),
    )
