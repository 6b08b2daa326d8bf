"""`share`: a report given back to a list, after showing exactly what leaves; and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.prompts import agree, may_ask
from portinaio.cli.table import table
from portinaio.cli.terminal import Verbatim
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.core.share import ShareState, Topic
from portinaio.errors import UsageError
from portinaio.language import _
from portinaio.language.terms import SHARE_STATES, TOPICS, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator
    from typing import Any

    from portinaio.api.answers import ShareAnswer, SharePreviewAnswer, ShareTargetAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

LONGEST_ID = 6  # digits; what has more is a telephone number


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Give a report back to the lists that take some: the number, what the call was about and its day."
        " What leaves is shown first. Without a number: what was given before."
    )
    parser.examples(
        "portinaio share 17 --about energy",
        "portinaio share +390844123456 --about fraud --to phoneblock",
        "portinaio share +390844123456 --withdraw",
    )
    parser.add_argument(
        "what", nargs="?", metavar=_("NUMBER|CALL"), help=_("a number, or an id of the log")
    )
    parser.add_argument(
        "--about",
        choices=[each.value for each in Topic],
        default=Topic.OTHER.value,
        help=_("what the call was about"),
    )
    parser.add_argument(
        "--company",
        default="",
        metavar=_("NAME"),
        help=_("for whom it was made; named only if you do"),
    )
    parser.add_argument(
        "--to",
        action="append",
        default=[],
        metavar=_("LIST"),
        help=_("to this list alone; may stand several times"),
    )
    parser.add_argument("--withdraw", action="store_true", help=_("take it back"))
    parser.add_argument("--dry-run", action="store_true", help=_("only show what would leave"))
    parser.add_argument("--yes", action="store_true", help=_("do not ask"))


def run(context: CommandContext, given: Namespace) -> int:
    if given.what is None:
        shares = context.client.shares()
        if not shares and not context.json:
            context.say(_("Nothing was shared so far."))
            return 0
        return context.answer(shares, _shared(shares))
    about = _meant(given.what)
    if given.withdraw:
        withdrawn = context.client.withdraw_share(**about)
        return context.answer(withdrawn, list(_told(withdrawn)))
    said = {"topic": given.about, "company": given.company}
    preview = context.client.preview_share(**about, **said)
    targets = _chosen(preview, given.to)
    if given.dry_run:
        return context.answer(preview, list(_leaving(preview, targets, named=bool(given.to))))
    if not given.yes:
        _agreed(context, list(_leaving(preview, targets, named=bool(given.to))))
    shares = context.client.share(
        **about, **said, targets=given.to or [each["name"] for each in targets]
    )
    return context.answer(shares, list(_told(shares)))


def _meant(text: str) -> dict[str, Any]:
    short = text.isdecimal() and len(text) <= LONGEST_ID
    return {"call": int(text)} if short else {"number": text}


def _chosen(preview: SharePreviewAnswer, names: list[str]) -> list[ShareTargetAnswer]:
    """Those that are named, whatever they then say to it; else those that can take it."""
    return [
        each
        for each in preview["targets"]
        if (each["name"] in names if names else not each["refusal"])
    ]


def _agreed(context: CommandContext, leaving: list[str]) -> None:
    if not may_ask(context):
        raise UsageError(
            msg(
                "a report leaves the house; look at it with --dry-run, and say --yes where nobody is there to answer"
            )
        )
    context.say(*leaving)
    if not agree(_("Give it?")):
        raise UsageError(msg("nothing has left"))


def _leaving(
    preview: SharePreviewAnswer, targets: list[ShareTargetAnswer], *, named: bool
) -> Iterator[str]:
    """`named` where the user has said which: of the others nothing is told."""
    for each in targets:
        title = printable(each["title"])
        if each["sends"]:
            yield _("%(list)s is given exactly this:") % {"list": title}
            yield "  " + printable(f"{each['method']} {each['url']}")
            yield Verbatim("  " + printable(each["body"]))
        else:
            yield _("%(list)s has a page for it, which you send yourself:") % {"list": title}
            yield "  " + printable(each["url"])
    for each in preview["targets"] if not named else ():
        if each["refusal"]:
            said = _("%(list)s is given nothing: %(reason)s")
            yield printable(said % {"list": each["title"], "reason": each["refusal"]})


def _told(shares: list[ShareAnswer]) -> Iterator[str]:
    for each in shares:
        said = printable(f"{each['title']}: {each['number']}: {term(each['state'], SHARE_STATES)}")
        yield f"{said} ({printable(each['error'])})" if each["error"] else said
        if each["page"] and each["state"] == ShareState.OPENED:
            yield _("Send it on this page: %(page)s") % {"page": printable(each["page"])}
        if each["page"] and each["state"] == ShareState.WITHDRAWN:
            yield _("If you had sent it on its page, take it back there: Portinaio cannot.")


def _shared(shares: list[ShareAnswer]) -> list[str]:
    head = (_("number"), _("list"), _("about"), _("day"), _("state"))
    rows = (
        (
            each["number"],
            each["title"],
            term(each["topic"], TOPICS),
            each["day"],
            term(each["state"], SHARE_STATES),
        )
        for each in shares
    )
    return list(table(head, rows))
