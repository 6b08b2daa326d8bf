"""`companies search`: a published catalogue of addresses, fetched when the user says so; nothing of it is entered without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.prompts import agree, ask, may_ask
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import NotFoundError, UsageError
from portinaio.language import _, ngettext

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from portinaio.api.answers import CompanyAnswer, CompanyCatalogueAnswer, ListedCompanyAnswer
    from portinaio.cli.context import CommandContext


def search_catalogue(context: CommandContext, given: Namespace) -> int:
    words = " ".join(given.words)
    found = context.client.search_companies(words)
    if given.refresh or given.url or not found["fetched"]:
        if not _fetched(context, given, found):
            return 1
        found = context.client.search_companies(words)
    if given.take is not None:
        return _take(context, found, given.take)
    code = context.answer(found, list(_lines(found, words)))
    if found["companies"] and may_ask(context):
        return _ask_which(context, found)
    return code


def company_lines(company: CompanyAnswer) -> list[str]:
    """As the company book has it."""
    pairs_shown = {
        _("name"): company["name"],
        _("address"): company["address"],
        "email": company["email"],
        "pec": company["pec"],
        _("source"): company["source"],
        _("numbers"): ", ".join(company["numbers"]),
    }
    return [f"{key}: {value}" for key, value in pairs_shown.items() if value]


def _fetched(context: CommandContext, given: Namespace, found: CompanyCatalogueAnswer) -> bool:
    """False where the user would not have it."""
    host = found["host"] if not given.url else given.url
    if not given.yes:
        if not may_ask(context):
            raise UsageError(
                msg("the catalogue is not here yet; --yes fetches it from %(host)s", host=host[:200])
                if not found["fetched"]
                else msg("--yes fetches the catalogue from %(host)s", host=host[:200])
            )  # fmt: skip
        said = _(
            "The catalogue of addresses (about 2 MB) is fetched from %(host)s; whom you look for, nobody learns."
        )
        context.say(printable(said % {"host": host}))
        if not agree(_("Fetch it?")):
            context.note(_("nothing was fetched"))
            return False
    context.client.fetch_companies(given.url)
    return True


def _lines(found: CompanyCatalogueAnswer, words: str) -> Iterator[str]:
    source = printable(found["source"])
    if not found["companies"]:
        said = _("%(source)s has no company with: %(words)s")
        yield printable(said % {"source": source, "words": words})
        return
    for number, company in enumerate(found["companies"], 1):
        yield from _of_company(number, company)
    more = found["total"] - len(found["companies"])
    if more > 0:
        said = ngettext("and %(n)d more; add a word", "and %(n)d more; add a word", more)
        yield said % {"n": more}
    said = _("From %(source)s, fetched on %(day)s. Look in the company's own privacy notice again.")
    yield said % {"source": source, "day": found["fetched"]}
    yield _("Nothing was entered; --take N writes the Nth of them into the book.")


def _of_company(number: int, company: ListedCompanyAnswer) -> Iterator[str]:
    yield printable(f"{number}. {company['name']} ({', '.join(company['countries'])})")
    for value in (company["email"], company["address"]):
        if value:
            yield printable(f"   {value}")
    if company["also"]:
        yield printable("   " + _("also: %(names)s") % {"names": ", ".join(company["also"][:6])})
    if company["language"]:
        yield printable("   " + _("wants letters in: %(code)s") % {"code": company["language"]})
    if company["transport"]:
        yield printable("   " + _("prefers: %(way)s") % {"way": company["transport"]})
    if company["needs_id"]:
        yield "   " + _("has asked others for a proof of identity")
    if company["source"]:
        yield printable("   " + _("source: %(page)s") % {"page": company["source"]})


def _ask_which(context: CommandContext, found: CompanyCatalogueAnswer) -> int:
    typed = ask(_("Which one shall be written into the book? Its number; Enter for none:"))
    if not typed:
        context.note(_("nothing was entered"))
        return 0
    return _take(context, found, int(typed) if typed.isascii() and typed.isdecimal() else 0)


def _take(context: CommandContext, found: CompanyCatalogueAnswer, number: int) -> int:
    if not found["companies"]:
        said = msg("%(source)s has no such company", source=found["source"])
        raise NotFoundError(said)
    if not 1 <= number <= len(found["companies"]):
        raise UsageError(
            msg("there is no such number; choose 1 to %(most)d", most=len(found["companies"]))
        )
    company = found["companies"][number - 1]
    values = {key: company[key] for key in ("address", "email") if company[key]}
    book = context.client.set_company(company["name"], values | {"source": found["source"]})
    return context.answer(book, company_lines(book))
