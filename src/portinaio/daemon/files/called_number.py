"""Which number of the house was called, where a log does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.numbers.number import read
from portinaio.errors import UsageError
from portinaio.wire.calllog.past_call import LONGEST_SHOWN

if TYPE_CHECKING:
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.daemon.files.import_request import ImportRequest

NO_NUMBER = msg("no number that anybody could have called")


def called_number(context: Context, request: ImportRequest, plan: Plan) -> str:
    """The number of ours that was called, where somebody says it, or that of the line which he names. `UsageError` for another one."""
    called, line = request.called, request.line
    if called and line:
        raise UsageError(
            msg("say which number was called with --called or with --line, not with both")
        )
    if called:
        reading = read(called, plan)
        if reading.number is None:
            raise UsageError(
                msg(
                    "%(number)s is no number that could have been called: %(hint)s",
                    number=called[:LONGEST_SHOWN],
                    hint=reading.hint or NO_NUMBER,
                )
            )
        return reading.number
    if not line:
        return ""
    lines = context.config.own_numbers.lines
    if line not in lines:
        raise UsageError(
            msg(
                "there is no line %(line)s with a number; give it one in config.toml, or say the number with --called",
                line=line[:LONGEST_SHOWN],
            )
        )
    return lines[line]
