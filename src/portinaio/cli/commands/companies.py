"""`companies`: who had you called, how they are reached, and by which numbers."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from portinaio.cli.company_search import company_lines, search_catalogue
from portinaio.cli.parser import pairs, whole_number
from portinaio.cli.prompts import agree, may_ask
from portinaio.cli.table import table
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import NotFoundError, UsageError
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import CompanyAnswer, SuggestedCompanyAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser


def describe(parser: Parser, _name: str) -> None:
    parser.description = _(
        "The companies that you named in complaints. Their addresses stand in their privacy notices."
    )
    parser.examples(
        "portinaio companies add 'Example S.p.A.' pec=privacy@pec.example.com --number +390844123456",
        "portinaio companies set 'Example S.p.A.' address='via Esempio 1, 00100 Roma'",
        "portinaio companies show 'Example S.p.A.'",
        "portinaio companies ask +390200001234",
        "portinaio companies search example energia",
    )
    _describe_subcommands(parser)


def _describe_subcommands(parser: Parser) -> None:
    for name, summary in (("add", _("write a company down")), ("set", _("change a company"))):
        subcommand = parser.add_subcommand(name, summary)
        subcommand.add_argument("name", metavar=_("NAME"))
        subcommand.add_argument("values", nargs="*", metavar=_("KEY=VALUE"))
        subcommand.add_argument(
            "--number",
            action="append",
            default=[],
            metavar=_("NUMBER"),
            help=_("a number that its callers display; may stand several times"),
        )
    ask = parser.add_subcommand(
        "ask", _("whose a number is, by the public register of its country")
    )
    ask.add_argument("number", metavar=_("NUMBER"))
    ask.add_argument("--yes", action="store_true", help=_("do not ask"))
    search = parser.add_subcommand(
        "search", _("look for a company in a published catalogue of addresses")
    )
    search.add_argument("words", nargs="+", metavar=_("WORD"))
    search.add_argument(
        "--take", type=whole_number, metavar="N", help=_("write the Nth of them into the book")
    )
    search.add_argument("--refresh", action="store_true", help=_("fetch the catalogue anew"))
    search.add_argument(
        "--from",
        dest="url",
        default="",
        metavar=_("URL"),
        help=_("fetch it from another place that has the same archive"),
    )
    search.add_argument("--yes", action="store_true", help=_("do not ask"))
    parser.add_subcommand("suggested", _("what registers have answered, and is in no book yet"))
    for name, summary in (("show", _("all of one")), ("remove", _("take a company out"))):
        parser.add_subcommand(name, summary).add_argument("name", metavar=_("NAME"))


def run(context: CommandContext, given: Namespace) -> int:
    match given.subcommand:
        case "add" | "set":
            company = context.client.set_company(given.name, pairs(given.values), given.number)
            return context.answer(company, company_lines(company))
        case "ask":
            return _ask(context, given)
        case "search":
            return search_catalogue(context, given)
        case "suggested":
            suggested = context.client.suggested_companies()
            return context.answer(
                suggested, [line for each in suggested for line in _found_for(each)]
            )
        case "show":
            company = _found(context.client.companies(), given.name)
            return context.answer(company, company_lines(company))
        case "remove":
            return context.answer(context.client.remove_company(given.name), [_("forgotten")])
        case _:
            return _list(context)


def _list(context: CommandContext) -> int:
    companies = context.client.companies()
    if not companies and not context.json:
        context.say(
            _("The book is empty. It fills with the companies that you name in complaints.")
        )
        return 0
    head = (_("name"), _("address"), _("numbers"))
    rows = (
        (c["name"], c["pec"] or c["email"] or c["address"], ", ".join(c["numbers"]))
        for c in companies
    )
    return context.answer(companies, table(head, rows))


def _found(companies: list[CompanyAnswer], name: str) -> CompanyAnswer:
    wanted = name.casefold().split()
    for company in companies:
        if company["name"].casefold().split() == wanted:
            return company
    raise NotFoundError(msg("there is no company %(name)s in the book", name=name[:60]))


def _ask(context: CommandContext, given: Namespace) -> int:
    """Whoever is asked learns who has called, so it is said before."""
    whom = context.client.register(given.number)
    if not given.yes:
        if not may_ask(context):
            raise UsageError(
                msg(
                    "%(keeper)s would learn that this number called; say --yes where nobody is there to answer",
                    keeper=whom["keeper"],
                )
            )
        said = _(
            "%(keeper)s (%(host)s) is asked for %(number)s, and learns by it that this number called you."
        )
        context.say(printable(said % whom))
        if not agree(_("Ask it?")):
            context.note(_("nobody was asked"))
            return 1
    found = context.client.ask_register(whom["number"])
    return context.answer(found, _found_for(found))


def _found_for(found: SuggestedCompanyAnswer) -> Iterator[str]:
    if not found["companies"]:
        said = _("%(source)s, %(day)s: %(number)s is registered for nobody")
        yield printable(said % found)
        return
    for company in found["companies"]:
        said = _("%(source)s, %(day)s: %(number)s is registered for %(company)s")
        yield printable(said % {**found, "company": company})
    yield _(
        "It may be a call centre that works for somebody else. Nothing was entered; this enters it:"
    )
    source = f"source={found['source']}, {found['day']}"
    words = (
        "portinaio",
        "companies",
        "add",
        found["companies"][0],
        source,
        "--number",
        found["number"],
    )
    yield "  " + printable(shlex.join(words))
