"""What is asked before an entry or a contact is made that may not be what somebody meant."""

from __future__ import annotations

from portinaio.cli.prompts import agree, may_ask
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _, ngettext

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import PreviewAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def add_yes(parser: Parser) -> None:
    parser.add_argument(
        "--yes",
        action="store_true",
        help=_("do it although it looks like a slip, or means a contact or much of a country"),
    )


def make_sure(context: CommandContext, preview: PreviewAnswer, question: str, *, yes: bool) -> None:
    """Ends in a `PortinaioError` where somebody says no, or nobody is there to ask and nobody insists."""
    if yes or not preview["doubts"]:
        return
    said = list(map(printable, preview["doubts"]))
    if not may_ask(context):
        raise UsageError(
            msg(
                "%(pattern)s: %(doubts)s; nothing was changed, --yes insists",
                pattern=preview["pattern"],
                doubts="; ".join(said),
            )
        )
    context.note(*said, *touched(preview))
    if not agree(question % {"pattern": preview["pattern"]}):
        raise PortinaioError(msg("nothing was changed"))


def touched(preview: PreviewAnswer) -> Iterator[str]:
    """How many calls of late came from the numbers that it means, in one sentence or none."""
    calls, callers = preview["recent_calls"], preview["recent_callers"]
    if calls:
        said = ngettext(
            "%(n)d call of the last 90 days came from there",
            "%(n)d calls of the last 90 days came from there",
            calls,
        ) % {"n": calls}
        numbers = ngettext("of %(n)d caller", "of %(n)d callers", callers) % {"n": callers}
        yield f"{said}, {numbers}"
