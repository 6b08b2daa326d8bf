"""Tables in more than one order: a key goes on to the next, and the title says which it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeVar

from portinaio.language import translate
from portinaio.tui.screens.base_screen import BaseScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.core.message import Message

T = TypeVar("T")


class Order(NamedTuple):
    said: Message
    """For the title: `by number`."""
    key: Callable[[Any], Any]
    """Of what a row shows, as `sorted` takes it."""
    descending: bool = False


class SortedScreen(BaseScreen):
    ORDERS: ClassVar[tuple[Order, ...]] = ()
    """Besides the usual one, from which the key begins and to which it comes back."""

    @property
    def order(self) -> Order | None:
        """`None` for the usual one."""
        at = self.session.orders.get(type(self).__name__, 0)
        return self.ORDERS[at - 1] if at else None

    def ordered(self, items: Iterable[T], of: Callable[[T], Any] = lambda item: item) -> list[T]:
        """`items` come in the usual order, which also holds among equals; `of` is what the key looks at."""
        order = self.order
        if order is None:
            return list(items)
        return sorted(items, key=lambda item: order.key(of(item)), reverse=order.descending)

    def order_title(self) -> list[str]:
        return [translate(self.order.said)] if self.order else []

    def look(self) -> None:
        """Show everything as it is now."""
        raise NotImplementedError

    def do_sort(self) -> None:
        name = type(self).__name__
        at = self.session.orders.get(name, 0)
        self.session.orders[name] = (at + 1) % (len(self.ORDERS) + 1)
        self.look()
