"""`check`: what would happen to a call, and why."""

from __future__ import annotations

from portinaio.api.requests.judging import JudgingRequests
from portinaio.cli.context import COLOURS
from portinaio.core.numbers.digits import SHORT
from portinaio.core.safe_text import printable
from portinaio.language import _
from portinaio.language.terms import ACTIONS, LABELS, term

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from portinaio.api.answers import CheckAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

    Told = Callable[[CommandContext, str, CheckAnswer], Iterator[str]]

LONGEST_ECHO = 60  # of a text that is no number; it may have 100 kB


def describe(parser: Parser, _name: str) -> None:
    parser.description = _("Say what would happen to a call from a number, and why.")
    parser.examples(
        "portinaio check +390200001234",
        "portinaio check '02 0000 1234' --at 23:30",
        "portinaio check 0844000000 --json",
        "portinaio check - --json < LIST",
    )
    parser.add_argument(
        "number",
        nargs="+",
        metavar=_("NUMBER"),
        help=_("in any spelling, or - for one a line from standard input"),
    )
    parser.add_argument("--line", metavar=_("LINE"), help=_("as if it rang on this line"))
    parser.add_argument(
        "--name", metavar=_("TEXT"), default="", help=_("as if the network sent this name")
    )
    parser.add_argument(
        "--at", metavar=_("TIME"), help=_("as if it were 14:30 today, or 2026-11-24T14:30")
    )
    parser.add_argument(
        "--plain", action="store_true", help=_("in sentences, without columns; for screen readers")
    )


def run(context: CommandContext, given: Namespace) -> int:
    at = None
    if given.at is not None:
        from portinaio.language.durations import clock, iso  # noqa: PLC0415  # the plain form has no use for it

        at = iso(clock(given.at, context.now()))
    told = _in_words if given.plain else _lines
    return check(context, given.number, told, line=given.line, name=given.name, at=at)


def check(
    context: CommandContext, numbers: Sequence[str], told: Told | None = None, **how: Any
) -> int:
    """Both forms of the command end here; `how` is what `JudgingRequests.check` takes besides the number."""
    told = told or _lines
    judging = JudgingRequests(context.transport)

    def ask(number: str) -> CheckAnswer:
        return judging.check(number, **how)

    number = numbers[0]
    if len(numbers) > 1 or number == "-" or "\n" in number or "\r" in number:
        from portinaio.cli.asked_numbers import each_of, pieces_of_one  # noqa: PLC0415  # most ask about one

        whole = pieces_of_one(numbers, lambda text: _exists(ask(text)))
        if whole is None:
            return _answer_each(context, each_of(numbers), ask, told)
        _say_how_it_was_taken(context, numbers, whole)
        number = whole
    answer = ask(number)
    return context.answer(answer, told(context, number, answer))


def _answer_each(
    context: CommandContext,
    numbers: Iterable[str],
    ask: Callable[[str], CheckAnswer],
    told: Told,
) -> int:
    """One object a line in JSON, one paragraph each for a person."""
    for ordinal, number in enumerate(numbers):
        answer = ask(number)
        if context.json:
            context.answer_json(answer)
        else:
            context.say(*([""] if ordinal else []), *told(context, number, answer))
        context.flush()
    return 0


def _say_how_it_was_taken(context: CommandContext, pieces: Sequence[str], whole: str) -> None:
    if any(map(str.isdigit, whole)):
        said = _("%(count)d arguments were taken as one number, %(number)s; quotes leave no doubt")
        context.note("portinaio: " + said % {"count": len(pieces), "number": whole})


def exists(context: CommandContext, number: str) -> bool:
    """As the check of it says."""
    return _exists(JudgingRequests(context.transport).check(number))


def _exists(answer: CheckAnswer) -> bool:
    """Whether somebody may call from it: in an assigned range that is none of mailboxes, or in one reserved for sales calls or surveys."""
    reserved = any(finding["code"] == "reserved_range" for finding in answer["findings"])
    assigned = answer["valid"] and answer["type"] != "voicemail"
    return assigned or (answer["number"] is not None and reserved)


def _in_words(_context: CommandContext, asked: str, answer: CheckAnswer) -> Iterator[str]:
    from portinaio.cli.plain import check_in_words  # noqa: PLC0415  # the plain form has no use for it

    return check_in_words(asked, answer)


def _lines(context: CommandContext, asked: str, answer: CheckAnswer) -> Iterator[str]:
    rows = list(_rows(context, answer))
    width = max(len(title) for title, _text in rows)
    yield _headline(asked, answer)
    for title, text in rows:
        yield f"  {title:<{width}}  {text}"
    if answer["findings"]:
        yield "  " + _("findings")
    trust = _trust(context, answer)
    for finding in answer["findings"]:
        said = finding["text"]
        if finding["code"] == "listed" and finding["source"] in trust:
            said += ", " + _("trust %(trust)s") % {"trust": trust[finding["source"]]}
        yield f"  {finding['weight']:>5}  {printable(said)} [{finding['code']}]"


def _trust(context: CommandContext, answer: CheckAnswer) -> dict[str, str]:
    """How much each list is believed that knows the caller; nobody is asked where none does.

    Of a list that covers too much the finding itself says with how much trust it counts.
    """
    if not any(finding["code"] == "listed" for finding in answer["findings"]):
        return {}
    believed = JudgingRequests(context.transport).trust()
    return {name: f"{trust:g}" for name, trust in believed.items()}


def _rows(context: CommandContext, answer: CheckAnswer) -> Iterator[tuple[str, str]]:
    label = answer["label"]
    named = context.coloured(term(label, LABELS), COLOURS.get(label, ""))
    if answer["suspected"]:
        named += ", " + _("suspected")
    yield (
        _("label"),
        _("%(label)s, score %(score)d of 100") % {"label": named, "score": answer["score"]},
    )
    yield _("action"), term(answer["action"], ACTIONS)
    yield _("because"), printable(answer["because"])
    if answer["hint"]:
        yield _("hint"), printable(answer["hint"])


def _is_short(national: str | None) -> bool:
    return national is not None and national.isdigit() and len(national) in SHORT


def _headline(asked: str, answer: CheckAnswer) -> str:
    if answer["number"] is None:
        shown = printable(asked[:LONGEST_ECHO]) + ("…" if len(asked) > LONGEST_ECHO else "")
        return f"{shown or '-'}  " + _("(no number)")
    # Whoever dials a short number writes no + before it.
    parts = [answer["national"], "" if _is_short(answer["national"]) else answer["number"]]
    country = answer["country"] or ""
    return "  ".join(part for part in dict.fromkeys(parts) if part) + (
        f"  ({country})" if country else ""
    )
