"""`report`: from a call to a finished complaint."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.asked_numbers import STDIN, each_of, pieces_of_one
from portinaio.cli.commands.check import exists
from portinaio.cli.parser import Parser, pairs
from portinaio.cli.prompts import agree, may_ask
from portinaio.cli.share_offer import share_offer
from portinaio.cli.terminal import Verbatim
from portinaio.core.message import msg
from portinaio.errors import PortinaioError, UsageError
from portinaio.language import _, choices

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from typing import Any

    from portinaio.api.answers import MissingAnswer, ReportAnswer
    from portinaio.cli.context import CommandContext

TEXTS = ("txt", "md", "json")
FILES = ("pdf", "eml", "evidence")
"""Formats that no terminal can show."""
LONGEST_ID = 6  # digits; what has more is a telephone number, and no log keeps a million calls
A_DAY = "2026-01-31"
SHORTEST_NUMBER = 7  # digits of several ids one behind the other that could be a number in pieces


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Draft a complaint about a logged call, or about all calls of a number. You send it; nothing leaves by itself."
    )
    parser.examples(
        "portinaio report 17",
        "portinaio report 17 19 23",
        "portinaio report 17 --set company='Example S.p.A.' --set kind=operator",
        "portinaio report +390200001234 --out ~/complaints",
    )
    parser.add_argument(
        "about",
        nargs="+",
        metavar=_("CALL|NUMBER"),
        help=_(
            "an id of the log, several for one complaint, or a number; - for one a line from standard input"
        ),
    )
    to = parser.add_argument(
        "--to",
        metavar=_("RECIPIENT"),
        default="",
        help=_("who receives it; the company where it is left out") + "%(recipients)s",
    )
    vars(to)["recipients"] = _Recipients()
    parser.add_argument(
        "--set",
        metavar=_("KEY=VALUE"),
        action="append",
        default=[],
        help=_("answer a question; may stand several times"),
    )
    parser.add_argument(
        "--format",
        choices=(*TEXTS, *FILES),
        default="txt",
        help=_("of the draft; pdf, eml and evidence need --out"),
    )
    parser.add_argument("--out", metavar=_("DIR"), help=_("write it to a file in this folder"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.format in FILES and given.out is None:
        raise UsageError(msg("%(format)s needs --out and a folder", format=given.format))
    context.json = context.json or given.format == "json"
    every = _about(context, given.about)
    if len(every) == 1:
        return _report(context, given, every[0])
    for ordinal, about in enumerate(every):
        if ordinal and not context.json:
            context.say("")
        _report(context, given, about)
        context.flush()
    return 0


def _report(context: CommandContext, given: Namespace, about: dict[str, Any]) -> int:
    asked = {**about, "recipient": given.to, "values": pairs(given.set)}
    _say_what_it_joins(context, asked)
    draft = context.client.report(**asked)
    _note_missing(context, draft)
    _note_advice(context, draft)
    if not context.json:
        context.note(*_offer(context, about))
    if given.out is None:
        text = draft["text"] if given.format != "md" else Verbatim(_markdown(context, draft))
        return context.answer(draft, [text.rstrip("\n")])
    file = _written(context, Path(given.out), draft, given.format)
    return context.answer(draft, [_("written to %(file)s") % {"file": file}])


def _say_what_it_joins(context: CommandContext, asked: dict[str, Any]) -> None:
    """Before it does; `PortinaioError` where somebody is there and says no."""
    says = context.client.joining(**asked)["says"]
    if not says:
        return
    context.note(says[:1].upper() + says[1:])
    if may_ask(context) and not agree(_("Add it to that draft?")):
        raise PortinaioError(msg("nothing was changed"))


def _offer(context: CommandContext, about: dict[str, Any]) -> Iterator[str]:
    """Of several calls, which are of one company, by the first."""
    call = about["calls"][0] if "calls" in about else about.get("call")
    return share_offer(context, number=about.get("number"), call=call)


class _Recipients:
    """Of every country; looked for when help or a completion asks, since that takes longer than a report by a daemon."""

    def __str__(self) -> str:
        return "".join(f". {code}: {', '.join(keys)}" for code, keys in self._keys().items())

    def __iter__(self) -> Iterator[str]:
        yield from dict.fromkeys(key for keys in self._keys().values() for key in keys)

    @staticmethod
    def _keys() -> dict[str, tuple[str, ...]]:
        from portinaio.countries.recipients import recipient_keys  # noqa: PLC0415  # as said above

        return recipient_keys()


def _about(context: CommandContext, arguments: list[str]) -> list[dict[str, Any]]:
    """What each complaint is about: calls by their ids, or a number. A number has a +, a leading zero or many digits."""
    if arguments == [STDIN]:
        texts = list(each_of(arguments))
        if not texts:
            raise UsageError(msg("standard input names no call and no number"))
    else:
        texts = arguments
    ids = [int(text) for text in texts if _is_id(text)]
    if len(ids) == len(texts):
        if len(ids) > 1 and arguments != [STDIN]:
            _refuse_pieces(context, texts)
        return [{"call": ids[0]} if len(ids) == 1 else {"calls": ids}]
    if arguments != [STDIN]:
        whole = pieces_of_one(texts, lambda text: exists(context, text), "report")
        texts = texts if whole is None else [whole]
    return [{"call": int(text)} if _is_id(text) else {"number": text} for text in texts]


def _is_id(text: str) -> bool:
    return re.fullmatch(r"[1-9]\d*", text, re.ASCII) is not None and len(text) <= LONGEST_ID


def _refuse_pieces(context: CommandContext, ids: list[str]) -> None:
    """`UsageError` where ids one behind the other are a number that somebody may have: nobody is to be accused by a slip."""
    together = "".join(ids)
    if len(together) >= SHORTEST_NUMBER and exists(context, together):
        raise UsageError(
            msg(
                "%(ids)s may be %(count)d calls, or one number; put a number in quotes, and name calls by"
                " portinaio report -, one a line",
                ids=" ".join(ids)[:60],
                count=len(ids),
            )
        )


def _note_missing(context: CommandContext, draft: ReportAnswer) -> None:
    """What it cannot do without, and once that is there what would make it say more."""
    if draft["missing"]:
        context.note(_("The draft is not complete. It still asks:"), *_asked(draft["missing"]))
    elif draft["further"]:
        context.note(_("It says more where you answer; you need not:"), *_asked(draft["further"]))


def _asked(questions: list[MissingAnswer]) -> Iterator[str]:
    for gap in questions:
        said = f"--set {gap['key']}={_answers(gap)}  " if gap["any_of"] else ""
        yield f"  {said}{gap['question']}"


def _answers(gap: MissingAnswer) -> str:
    """What may stand there, in the reader's words."""
    if not gap["choices"]:
        return "…"
    words = [choices.said(code) for code in gap["choices"]]
    words += [A_DAY] if gap["or_day"] else []
    return "|".join(f"'{word}'" if " " in word else word for word in words)


def _note_advice(context: CommandContext, draft: ReportAnswer) -> None:
    """What speaks against this act, what may not be claimed, and what else the user should know."""
    context.note(*(f"! {caution}" for caution in draft["cautions"]))
    for route in draft["routes"]:
        if route["recipient"] == draft["recipient"] and not route["fits"]:
            context.note(_("Better not now:"), *(f"  {reason}" for reason in route["reasons"]))
    for found in draft["suggestions"]:
        said = {"source": found["source"], "key": found["key"], "value": found["value"]}
        if found["source"] == "name":
            context.note(
                _("The network named the caller. If it is so: --set %(key)s='%(value)s'") % said
            )
        else:
            context.note(_("%(source)s says, if it is so: --set %(key)s='%(value)s'") % said)


def _markdown(context: CommandContext, draft: ReportAnswer) -> str:
    return b64decode(context.client.letter(draft["id"], "md")["data"]).decode()


def _written(context: CommandContext, folder: Path, draft: ReportAnswer, kind: str) -> str:
    """A file for its owner only; a draft of the same id is replaced."""
    from portinaio.cli.files import write_private  # noqa: PLC0415  # only with --out

    if context.json and kind == "txt":
        kind = "json"
    if kind == "json":
        content = json.dumps(draft, ensure_ascii=False, indent=2) + "\n"
        return write_private(folder / f"complaint-{draft['id']}.json", content)
    if kind == "txt":
        return write_private(folder / f"complaint-{draft['id']}.txt", draft["text"])
    letter = context.client.letter(draft["id"], kind)
    if letter["notice"]:
        context.note(letter["notice"])
    return write_private(folder / letter["name"], b64decode(letter["data"]))
