"""The command palette: the same acts as the keys, found by their names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider

from portinaio.tui.acts import ACTS
from portinaio.tui.frame import COMMON, Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HIDDEN = frozenset({"palette", "back"})


class ActsProvider(Provider):
    async def discover(self) -> Hits:
        for title, told, run in self._possible():
            yield DiscoveryHit(title, run, help=told)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for title, told, run in self._possible():
            score = max(matcher.match(title), matcher.match(told) * 0.9)
            if score > 0:
                yield Hit(score, matcher.highlight(title), run, help=told)

    def _possible(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        """What can be done here and now, each with its key and a sentence."""
        screen = self.screen
        if not isinstance(screen, Frame):
            return
        found = screen.situation()
        for id_ in dict.fromkeys((*screen.OWN, *COMMON)):
            act = ACTS[id_]
            if id_ not in HIDDEN and act.hindrance(found) is None:
                key = screen.key_of(id_)
                yield f"{act.title(found)}  ({key})", act.help(), partial(screen.action_act, id_)
