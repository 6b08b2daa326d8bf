"""`family`: what one home blocks, for those it invites, and nobody else reads it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.api.qr_code import qr_code
from portinaio.cli.lists.summary import added_lines
from portinaio.cli.progress import with_progress
from portinaio.cli.table import table
from portinaio.cli.terminal import Verbatim
from portinaio.core.safe_text import printable
from portinaio.language import _
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import InvitationAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Share what you have blocked with your family: a folder on any web host, which the host cannot read. invite publishes it and"
        " says a word; whoever joins with the word turns the same callers away, and no longer when you forget a block and invite again."
    )
    parser.examples(
        "portinaio family invite ~/family --url https://host.example/family/",
        "portinaio family join pf1.aHR0…",
        "portinaio family leave family",
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    invite = parser.add_subcommand(
        "invite", _("publish your blocks in a private folder, and say the word that opens it")
    )
    invite.add_argument("site", metavar=_("DIR"))
    invite.add_argument(
        "--url",
        metavar=_("URL"),
        default="",
        help=_("where the folder is served; kept for the next time"),
    )
    invite.add_argument(
        "--keys",
        metavar=_("DIR"),
        default="",
        help=_("folder of the private keys, such as a stick"),
    )
    renew = parser.add_subcommand(
        "renew",
        _("close the folder with another key, so that who has left reads nothing that comes"),
    )
    renew.add_argument("site", metavar=_("DIR"))
    renew.add_argument(
        "--keys",
        metavar=_("DIR"),
        default="",
        help=_("folder of the private keys, such as a stick"),
    )
    join = parser.add_subcommand("join", _("turn away whom another home has blocked"))
    join.add_argument("invitation", metavar=_("WORD"))
    join.add_argument(
        "--trust", type=float, metavar=_("X"), help=_("0 to 1, how much you believe it")
    )
    parser.add_subcommand("list", _("private lists that were joined"))
    leave = parser.add_subcommand("leave", _("subscribe no more, and forget the key"))
    leave.add_argument("name", metavar=_("NAME"))


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "invite":
            return _invite(context, given, given.url)
        case "renew":
            return _invite(context, given, "", renew=True)
        case "join":
            added = with_progress(
                context, lambda client: client.join_family(given.invitation, given.trust)
            )
            return context.answer(added, added_lines(added))
        case "leave":
            gone = context.client.leave_family(given.name)
            return context.answer(gone, [_("list %(name)s is gone") % {"name": gone["name"]}])
        case _:
            return _list(context)


def _invite(context: CommandContext, given: Namespace, url: str, *, renew: bool = False) -> int:
    site = str(Path(given.site).expanduser().absolute())
    keys = str(Path(given.keys).expanduser().absolute()) if given.keys else ""
    answer = with_progress(
        context, lambda client: client.invite(site, url, keys, renew=renew), writing=Path(site).name
    )
    lines = map(printable, (*_told(answer), *(_renewed() if renew else ())))
    if not context.can_draw:
        return context.answer(answer, lines)
    return context.answer(answer, (*lines, *map(Verbatim, qr_code(answer["invitation"]))))


def _told(answer: InvitationAnswer) -> Iterator[str]:
    published = answer["published"]
    yield _(
        "%(site)s is ready for %(url)s; the others join with this word, which is passed on like a password:"
    ) % {
        "site": published["site"],
        "url": answer["url"],
    }
    yield f"portinaio family join {answer['invitation']}"
    yield from published["remarks"]


def _renewed() -> Iterator[str]:
    yield _(
        "The word of before opens nothing that comes from now on. Give this one to those who stay: they join again with it, and what"
        " they have holds until then."
    )


def _list(context: CommandContext) -> int:
    joined = context.client.family()
    if not joined and not context.json:
        context.say(_("No private list was joined. portinaio family join takes an invitation."))
        return 0
    head = (_("name"), _("entries"), _("state"), _("address"))
    rows = (
        (one["name"], str(one["entries"]), term(one["state"], LIST_STATES), printable(one["url"]))
        for one in joined
    )
    return context.answer(joined, table(head, rows))
