"""What the calls of a line tell of how its callers' numbers come: none at all, or those of other countries without a `+`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.message import Message, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.number import read_caller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.logged import LoggedCall
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context

LOOKED_AT = 20  # the latest; so many who all hide their number there are on no line
FEWEST_ABROAD = 2  # one may be forged
_SHOWN_DIGITS = 4


def of_line(context: Context, name: str) -> Iterator[Message]:
    calls = context.store.calls.page(line=name, limit=LOOKED_AT)
    if len(calls) == LOOKED_AT and not any(map(_has_number, calls)):
        yield msg(
            "the last %(n)d calls had no number; ask your provider for caller ID, which some sell apart",
            n=LOOKED_AT,
        )
    if not context.config.policies.lines[name].international:
        yield from _from_abroad(calls, context.config.plan)


def abroad_without_plus(calling: str, plan: Plan) -> tuple[str, str] | None:
    """The number and country that digits mean which are no number here; `None` where they mean none elsewhere either."""
    number = validity.without_plus(calling, plan)
    if not number or number.startswith(plan.calling_code, 1) or read_caller(calling, plan).valid:
        return None
    return number, validity.describe(number, plan).country or ""


def _has_number(call: LoggedCall) -> bool:
    return call.presentation is Presentation.ALLOWED and any(map(str.isdigit, call.calling))


def _from_abroad(calls: list[LoggedCall], plan: Plan) -> Iterator[Message]:
    found = {
        call.calling: meant for call in calls if (meant := abroad_without_plus(call.calling, plan))
    }
    if len(found) >= FEWEST_ABROAD:
        calling, (_, country) = next(iter(found.items()))
        yield msg(
            "numbers such as %(digits)s… look like numbers of %(country)s without +; if callers from abroad come so,"
            ' set caller_numbers = "international"',
            digits=calling[:_SHOWN_DIGITS],
            country=country,
        )
