"""`lines trace`: what the network wrote of the calls on a line, for a report of what went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.cli.terminal import Verbatim
from portinaio.core.safe_text import printable
from portinaio.language import _, formatting

if TYPE_CHECKING:
    from portinaio.api.answers import TraceAnswer
    from portinaio.cli.context import CommandContext


def run(context: CommandContext, name: str, *, watch: bool) -> int:
    if watch:
        return _watch(context, name)
    traces = context.client.line_trace(name)
    if context.json:
        return context.answer(traces, ())
    for trace in traces:
        _show(context, trace)
    if not traces:
        context.say(
            _(
                "No headers of a call have come on line %(name)s since the daemon started. Call it from another telephone."
            )
            % {"name": name}
        )
    return 0


def _watch(context: CommandContext, name: str) -> int:
    """Until it is interrupted, which is how one ends it."""
    shown: set[tuple[str, str]] = set()
    try:
        events = context.client.events()
        next(events, None)  # from the first event on, nothing is missed
        _show_new(context, name, shown)
        for event, content in events:
            if event == "call" and content["line"] == name:
                _show_new(context, name, shown)
    except KeyboardInterrupt:
        pass
    return 0


def _show_new(context: CommandContext, name: str, shown: set[tuple[str, str]]) -> None:
    traces = context.client.line_trace(name)
    for trace in traces:
        if (trace["at"], trace["text"]) not in shown:
            _show(context, trace)
            context.flush()
    shown.clear()
    shown.update((trace["at"], trace["text"]) for trace in traces)


def _show(context: CommandContext, trace: TraceAnswer) -> None:
    if context.json:
        context.answer_json(trace)
        return
    context.say(f"-- {formatting.moment(datetime.fromisoformat(trace['at']))}")
    for line in trace["text"].split("\n"):
        context.say(Verbatim(printable(line, keep="\t")))
    context.say("")
