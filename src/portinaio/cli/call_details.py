"""`calls show` and `calls message`: one call at length, and what its caller said."""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.api import player
from portinaio.cli.files import write_private
from portinaio.cli.plain import call_in_words
from portinaio.cli.terminal import Verbatim
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, durations
from portinaio.language.terms import ACTIONS, LABELS, NOT_DONE, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import CallAnswer
    from portinaio.cli.context import CommandContext


def show(context: CommandContext, call_id: int, *, plain: bool = False) -> int:
    found = context.client.call(call_id)
    if plain:
        return context.answer(found, [*call_in_words(found), *map(printable, _afterwards(found))])
    return context.answer(found, [printable(line) for line in _lines(found)])


def message(context: CommandContext, call_id: int, out: str | None, *, forget: bool) -> int:
    """Played where nothing else is wanted."""
    if forget and out is not None:
        raise UsageError(msg("--out saves it and --forget deletes it; say one after the other"))
    if forget:
        gone = context.client.forget_message(call_id)
        said = _("the message is deleted") if gone["forgotten"] else _("there was no message")
        return context.answer(gone, [said])
    found = context.client.message(call_id, playable=out is None)
    data = b64decode(found["data"])
    if out is not None:
        path = write_private(Path(out), data)
        return context.answer(found | {"file": path}, [Verbatim(path)])
    program = player.play(data, found["seconds"])
    return context.answer(found, [_("played by %(program)s") % {"program": program}])


def _lines(call: CallAnswer) -> Iterator[str]:
    yield f"{call['id']}  {call['at']}  {call['line']}"
    who = call["number"] or call["calling"] or call["presentation"]
    yield f"{who} {call['name']}".rstrip()
    yield f"{term(call['label'], LABELS)}: {call['because']}"
    for finding in call["findings"]:
        yield f"  {finding['text']}"
    outcome = term(call["outcome"], NOT_DONE) if call["outcome"] not in {None, "done"} else ""
    yield " ".join(filter(None, (term(call["action"], ACTIONS), outcome, call["cause"] or "")))
    yield from _afterwards(call)


def _afterwards(call: CallAnswer) -> Iterator[str]:
    """What was said, and what is noted of it."""
    if heard := call["heard"]:
        if heard["notice"]:
            yield _("told the caller: %(text)s") % {"text": heard["notice"]}
            yield _("sent %(said)s of %(whole)s s, SHA-256 %(digest)s") % {
                "said": f"{heard['said_s']:.1f}",
                "whole": f"{heard['whole_s']:.1f}",
                "digest": heard["digest"],
            }
        if heard["pressed"]:
            right = _("the right digit") if heard["passed"] else _("another digit")
            yield _("pressed %(digit)s: %(what)s") % {"digit": heard["pressed"], "what": right}
        if heard["message"]:
            time = durations.seconds(max(round(heard["message_s"]), 1))
            yield _("left a message of %(time)s; portinaio calls message %(id)d plays it") % {
                "time": time,
                "id": call["id"],
            }
    if call["answered_by"]:
        yield _("answered at extension %(by)s") % {"by": call["answered_by"]}
    if call["notes"]:
        yield call["notes"]
