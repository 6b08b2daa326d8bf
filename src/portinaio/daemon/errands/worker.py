"""The far end of an errand: reads the question, answers it once, and leaves with whoever asked."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Any

from portinaio.core.message import Message
from portinaio.errors import PortinaioError
from portinaio.store.codec import pack_message

if TYPE_CHECKING:
    from collections.abc import Callable


def answer_errand(answer: Callable[[dict[str, Any]], object]) -> None:
    """`answer` takes the question, and may raise `PortinaioError`, whose sentence is the answer then."""
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    said: dict[str, object]
    try:
        said = {"answer": answer(asked)}
    except PortinaioError as error:
        sentence = error.sentence
        known = sentence if isinstance(sentence, Message) else Message(str(error))
        said = {"failed": pack_message(known), "kind": type(error).__name__}
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def _leave_with_parent() -> None:
    """Who began us holds the other end of stdin open; when it ends, nobody waits any more."""
    while os.read(sys.__stdin__.fileno(), 1024):  # type: ignore[union-attr]  # we are not without it
        pass
    os._exit(1)
