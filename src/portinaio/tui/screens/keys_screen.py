"""What the keys of a screen do, which of them can be pressed now, and why the others cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, PLACES, drawn, key_name
from portinaio.tui.escape import plain
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.widgets.footer import FooterKey

if TYPE_CHECKING:
    from textual import events
    from textual.binding import ActiveBinding


class KeysScreen(RequestScreen):
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Actions that the bottom line shows, the dearest first and help last."""

    def __init__(self) -> None:
        super().__init__()
        self._at_once: ActionContext | None = None
        """While all keys are asked whether they can be pressed: it is the same for each."""

    def current_context(self) -> ActionContext:
        """What the keys would act on now."""
        state = self.session.state
        return ActionContext(
            connection=state.connection,
            undo=bool(self.session.undoable),
            paused=bool(state.paused_until),
            expecting=bool(state.expecting_until),
            mask=state.mask,
            rejected=self.session.rejected is not None,
            notices=self.shows_notices,
        )

    @property
    def shows_notices(self) -> bool:
        """Whether anything is wrong or out of the ordinary."""
        return False

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        if self._at_once is not None:
            return _told(super().active_bindings)
        self._at_once = self.current_context()
        try:
            return _told(super().active_bindings)
        finally:
            self._at_once = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if getattr(self.app, "leaving", False):
            return False
        if action != "do":
            return super().check_action(action, parameters)
        context = self._at_once or self.current_context()
        return None if ACTIONS[str(parameters[0])].disabled_because(context) else True

    def action_do(self, action: str) -> None:
        if objection := self.objection(action):
            self.notify(objection, severity="warning", markup=False)
        elif action in PLACES:
            self.go_to(action)
        else:
            if action != "share":
                self.session.offered = ()
            getattr(self, f"do_{action}")()

    def objection(self, action: str) -> str:  # noqa: ARG002  # screens look at it
        """Why this key does nothing just now, though it may do what it says; empty where it does it."""
        return ""

    def on_key(self, event: events.Key) -> None:
        """A key that does nothing now says why."""
        if getattr(self.app, "leaving", False):
            return
        active = self.active_bindings.get(event.key)
        if active is None or active.enabled or active.binding.id not in ACTIONS:
            return
        event.stop()
        self.say_why_not(active.binding.id)

    def attempt(self, action: str) -> None:
        """Do it, or say why it cannot be done now."""
        if not self.say_why_not(action):
            self.action_do(action)

    def say_why_not(self, action: str) -> bool:
        """Whether there was anything to say."""
        why = ACTIONS[action].disabled_because(self.current_context())
        if why:
            self.notify(plain(why[:1].upper() + why[1:]), severity="warning", markup=False)
        return bool(why)

    def key_of(self, action: str) -> str:
        """The key as it is drawn, also after `[tui.keys]` has moved it."""
        for key, active in self.active_bindings.items():
            if active.binding.id == action:
                return key_name(key) or self.app.get_key_display(active.binding)
        return drawn(ACTIONS[action].key)

    def _footer_keys(self) -> list[FooterKey]:
        """The one for the corner last: it opens the palette also to who has no other hand than the mouse."""
        found = self.current_context()
        keys = {
            active.binding.id: key_name(key) or self.app.get_key_display(active.binding)
            for key, active in reversed(self.active_bindings.items())
        }
        return [
            FooterKey(
                id_,
                keys.get(id_) or drawn(ACTIONS[id_].key),
                ACTIONS[id_].title(found),
                id_ == "palette"
                or (
                    id_ in keys and ACTIONS[id_].disabled_because(found) is None
                ),  # letters typed are no keys
            )
            for id_ in (*self.FOOTER, "palette")
        ]

    def go_to(self, place: str) -> None:
        """To the top of a place; what was open on the way there is closed."""
        while len(self.app.screen_stack) > 1:
            self.app.pop_screen()
        self.app.switch_mode(place)


def _told(bindings: dict[str, ActiveBinding]) -> dict[str, ActiveBinding]:
    """Without those of the toolkit's own parts, such as a text that scrolls, which speak English alone."""
    return {
        key: one
        for key, one in bindings.items()
        if not type(one.node).__module__.startswith("textual.")
    }
