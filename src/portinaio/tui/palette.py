"""The command palette: every action, found by its name; those of this place first, and those that cannot be done say why."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider

from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS, PLACES
from portinaio.tui.places import kind_of
from portinaio.tui.screens.base_screen import BaseScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

HIDDEN = frozenset({"palette", "back"})
NOT_NOW, ELSEWHERE = 0.5, 0.6  # of the score of what can be done here and now


class _Command(NamedTuple):
    title: str
    told: str
    run: Callable[[], Awaitable[None] | None]
    weight: float = 1.0


class ActionProvider(Provider):
    async def discover(self) -> Hits:
        for one in self._here():
            if one.weight == 1.0:
                yield DiscoveryHit(one.title, one.run, help=one.told)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for one in (*self._here(), *self._elsewhere()):
            score = max(matcher.match(one.title), matcher.match(one.told) * 0.9) * one.weight
            if score > 0:
                yield Hit(score, matcher.highlight(one.title), one.run, help=one.told)

    def _here(self) -> Iterator[_Command]:
        """What belongs to this screen and to all of them, each with its key and a sentence."""
        screen = self.screen
        if not isinstance(screen, BaseScreen):
            return
        found = screen.current_context()
        for id_ in _actions_of(screen):
            action, run = ACTIONS[id_], partial(screen.attempt, id_)
            title = f"{action.title(found)}  ({screen.key_of(id_)})"
            if (why := action.disabled_because(found)) is None:
                yield _Command(title, action.help(), run)
            else:
                yield _Command(title, f"{action.help()} \N{EN DASH} {why}", run, NOT_NOW)

    def _elsewhere(self) -> Iterator[_Command]:
        """What the other places can do; their names lead there."""
        screen, nothing = self.screen, ActionContext()
        if not isinstance(screen, BaseScreen):
            return
        here = set(_actions_of(screen))
        for place in PLACES:
            for id_ in (one for one in kind_of(place).OWN_ACTIONS if one not in here):
                action = ACTIONS[id_]
                title = f"{ACTIONS[place].title(nothing)} \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} {action.title(nothing)}"
                yield _Command(title, action.help(), partial(_go, screen, place, id_), ELSEWHERE)


def _actions_of(screen: BaseScreen) -> list[str]:
    return [
        id_ for id_ in dict.fromkeys((*screen.OWN_ACTIONS, *COMMON_ACTIONS)) if id_ not in HIDDEN
    ]


async def _go(screen: BaseScreen, place: str, action: str) -> None:
    app = screen.app
    screen.go_to(place)
    await app.switch_mode(place)
    there = app.screen
    if isinstance(there, BaseScreen):
        there.call_after_refresh(there.attempt, action)
