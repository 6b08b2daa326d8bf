"""`publish`: a list of your own as a folder for any web host, and the keys that sign it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.cli.progress import with_progress
from portinaio.core.message import counted, msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _, translate

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import PublishedAnswer, SiteKeysAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

ABOUT = ("title", "publisher", "licence", "homepage", "source", "appeal")
ENTRIES = "entries"
KEYS = "keys"
_GROUP = 8


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "Make or update a list site: a signed folder that any web host serves and every Portinaio can subscribe to. SOURCE is a"
        " file in any format of lists, the name of a subscribed list, entries for the numbers that you have blocked, or shares for the reports that you gave to your own list. The keys"
        " are made the first time; keys init|show|add|rotate|threshold|recover|move SITE changes who may sign."
    )
    parser.examples(
        "portinaio publish numbers.csv ~/site --title 'Calls in Terni' --licence 'CC BY 4.0' --appeal list@example.org",
        "portinaio publish entries ~/site",
        "portinaio publish keys show ~/site",
        "portinaio publish keys rotate timestamp ~/site --keys /media/stick",
        "portinaio publish keys threshold root 2 ~/site --keys /media/stick",
    )
    parser.add_argument("words", metavar=_("SOURCE SITE | keys ACTION [ROLE] SITE"), nargs="+")
    parser.add_argument(
        "--keys",
        metavar=_("DIR"),
        default="",
        help=_("folder of the private keys, such as a stick"),
    )
    parser.add_format("--format", help=_("where its content does not tell"))
    parser.add_argument("--region", metavar=_("CC"), help=_("country of its national numbers"))
    _describe_site(parser)


def _describe_site(parser: Parser) -> None:
    for option, says in (
        ("title", _("what the list is called")),
        ("publisher", _("who publishes it")),
        ("licence", _("what others may do with it")),
        ("homepage", _("a page about it")),
        ("source", _("where its numbers come from")),
        ("appeal", _("whom the owner of a number writes to: a mail address, or a page")),
    ):
        parser.add_argument(f"--{option}", metavar=_("TEXT"), default="", help=says)
    parser.add_argument(
        "--no-ranges",
        dest="ranges",
        action="store_false",
        help=_("numbers alone, without the blocks of a thousand of which several were reported"),
    )
    parser.add_argument(
        "--lookup",
        action="store_true",
        help=_(
            "also for those who ask about one number without holding the list: some ten bytes more a number"
        ),
    )
    parser.add_argument(
        "--url", metavar=_("URL"), default="", help=_("where it is served, to have a look at it")
    )
    parser.add_argument(
        "--accept",
        action="store_true",
        help=_("publish a list that lacks more than half of what the site had"),
    )


def run(context: CommandContext, given: Namespace) -> int:
    if given.words[0] == KEYS:
        return _keys(context, given)
    if len(given.words) != 2:
        raise UsageError(msg("say what is published and where: portinaio publish SOURCE SITE"))
    source, site = given.words[0], _whole(given.words[1])
    about = {name: getattr(given, name) for name in ABOUT if getattr(given, name)}
    published = with_progress(
        context,
        lambda client: client.publish_site(
            _source(source),
            site,
            keys=_whole(given.keys),
            format=given.format or "",
            region=given.region or "",
            about=about,
            ranges=given.ranges,
            lookup=given.lookup,
            url=given.url,
            accept=given.accept,
        ),
        writing=Path(site).name,
    )
    return context.answer(published, map(printable, _published(published)))


def _source(text: str) -> str:
    """A path becomes a whole one, since the daemon lives elsewhere."""
    path = Path(text).expanduser()
    return str(path.absolute()) if "/" in text or path.is_file() else text


def _whole(path: str) -> str:
    return str(Path(path).expanduser().absolute()) if path else ""


def _published(published: PublishedAnswer) -> Iterator[str]:
    entries, site = published["entries"], published["site"]
    yield translate(counted("%(site)s: %(n)d entry", "%(site)s: %(n)d entries", entries, site=site))
    yield _("%(came)s new or changed, %(gone)s gone, %(bytes)s bytes written") % {
        "came": published["accepted"],
        "gone": published["removed"],
        "bytes": published["bytes"],
    }
    if published["keys_made"]:
        yield _("its keys were made just now; who subscribes compares this fingerprint:")
        yield f"  {_grouped(published['root'])}"
    yield from published["remarks"]


def _grouped(fingerprint: str) -> str:
    return " ".join(fingerprint[at : at + _GROUP] for at in range(0, len(fingerprint), _GROUP))


def _keys(context: CommandContext, given: Namespace) -> int:
    words = given.words[1:]
    if len(words) < 2:
        raise UsageError(
            msg("say what is done with the keys of which site: portinaio publish keys show SITE")
        )
    act, *rest, site = words
    keys = _whole(given.keys)
    if act == "show" and not rest:
        answer = context.client.site_keys(_whole(site), keys)
        return context.answer(answer, map(printable, _shown(answer)))
    role, threshold, url = _words_of(act, rest)
    answer = with_progress(
        context,
        lambda client: client.change_site_keys(
            _whole(site), act, role=role, threshold=threshold, url=url, keys=keys
        ),
        writing=Path(site).name,
    )
    return context.answer(answer, map(printable, _shown(answer)))


def _words_of(act: str, rest: list[str]) -> tuple[str, int, str]:
    """Role, number and address that an act takes; `UsageError` where there are others."""
    match act, rest:
        case "init", []:
            return "", 0, ""
        case (("add" | "rotate" | "recover"), [role]):
            return role, 0, ""
        case "recover", []:
            return "", 0, ""
        case "threshold", [role, n] if n.isascii() and n.isdigit():
            return role, int(n[:4]), ""
        case "move", [url]:
            return "", 0, url
        case _:
            raise UsageError(
                msg(
                    "keys takes: init SITE, show SITE, add ROLE SITE, rotate ROLE SITE, threshold ROLE N SITE, recover [ROLE] SITE,"
                    " move URL SITE"
                )
            )


def _shown(answer: SiteKeysAnswer) -> Iterator[str]:
    yield _("root %(version)s, until %(day)s") % {
        "version": answer["version"],
        "day": answer["expires"],
    }
    yield f"  {_grouped(answer['root'])}"
    if answer["moved"]:
        yield _("moved to %(url)s") % {"url": answer["moved"]}
    for role in answer["roles"]:
        of = _("%(role)s: %(n)s of %(keys)s must sign") % {
            "role": role["role"],
            "n": role["threshold"],
            "keys": len(role["keys"]),
        }
        yield of
        for key in role["keys"]:
            where = key["where"] or _("not here")
            yield f"  {key['id']}  {where}"
    yield from answer["remarks"]
