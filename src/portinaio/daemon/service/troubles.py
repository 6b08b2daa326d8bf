"""What is wrong with config.toml and the listeners, each until it is right again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from portinaio.core.message import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.errors import PortinaioError

log = logging.getLogger(__name__)


class Troubles:
    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._by_code: dict[str, Message] = {}

    def tell(self, code: str, error: PortinaioError | None) -> None:
        """`None` where all is well."""
        if error is None:
            self._by_code.pop(code, None)
        else:
            log.error("%s", error)
            sentence = error.sentence
            self._by_code[code] = sentence if isinstance(sentence, Message) else Message(str(error))
        self._changed()

    def troubles(self) -> list[tuple[str, Message]]:
        return list(self._by_code.items())
