"""What other apps and dial plans ask: YACB's own providers, and one word for `CURL()` of Asterisk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import render
from portinaio.core.policy import Action
from portinaio.daemon.gateway.asked import json_answer, text_answer, text_in
from portinaio.daemon.gateway.look_up import look_up, safe_because

if TYPE_CHECKING:
    from starlette.responses import Response

    from portinaio.daemon.gateway.asked import Asked

LONGEST = 60  # characters of a number


def yacb(asked: Asked) -> Response:
    """`number` in any spelling, in the query or in a JSON object. YACB keeps nothing that it is told."""
    text = asked.query.get("number") or text_in(asked.json(), "number")
    looked = look_up(asked.context, asked.device, text[:LONGEST], lasting=False)
    asked.house.calls.log(asked.device, looked)
    verdict = looked.judgement.verdict
    rating = "negative" if looked.spam else "positive" if looked.allowed else "unknown"
    return json_answer(
        {
            "name": render(safe_because(looked, asked.device), asked.translation),
            "rating": rating,
            "category": verdict.label.value if looked.spam else "",
            "score": -verdict.score if looked.spam else 0,
            "comments": 0,
            "url": "",
        }
    )


def asterisk(asked: Asked) -> Response:
    """`block` or `ring`, and no line end: a dial plan compares the whole answer. Without a number the caller has withheld it."""
    looked = look_up(asked.context, asked.device, asked.query.get("n", "")[:LONGEST], lasting=False)
    asked.house.calls.log(asked.device, looked)
    return text_answer("ring" if looked.judgement.decision.action is Action.RING else "block")
