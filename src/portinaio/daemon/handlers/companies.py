"""The company book, and what letters say of the user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.request import NOTHING
from portinaio.api.requests.companies import CompanyRequests
from portinaio.complaints.addresses.catalogue import search
from portinaio.complaints.answers import check_address
from portinaio.core.complaint import BookedCompany
from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.daemon.asker import current_asker
from portinaio.daemon.companies import caller_register, company_catalogue
from portinaio.daemon.companies.suggested_companies import Suggested, suggested
from portinaio.daemon.complaints import house
from portinaio.daemon.complaints.complaint_answers import company_answer
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers import drafts, typed
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        CompanyAnswer,
        CompanyCatalogueAnswer,
        ForgottenAnswer,
        RegisterAnswer,
        SuggestedCompanyAnswer,
    )
    from portinaio.daemon.context import Context

COMPANY_KEYS = ("address", "email", "pec", "source")


@handles(CompanyRequests.profile)
def profile(context: Context) -> dict[str, str]:
    """Every key, those that nobody has filled empty."""
    return house.profile_of(context)


@handles(CompanyRequests.set_profile)
def set_profile(context: Context, values: Mapping[str, str]) -> dict[str, str]:
    house.set_profile(context, drafts.with_line(context, values))
    context.changed()  # one of the house's numbers may be another
    return house.profile_of(context)


@handles(CompanyRequests.companies)
def companies(context: Context) -> list[CompanyAnswer]:
    return [company_answer(company) for company in context.store.companies.all()]


@handles(CompanyRequests.set_company)
def set_company(
    context: Context, name: str, values: Mapping[str, str] = NOTHING, numbers: Sequence[str] = ()
) -> CompanyAnswer:
    """Write a company into the book, or change it; keys that are not named stay."""
    said = {key: one_line(value) for key, value in values.items()}
    if unknown := said.keys() - set(COMPANY_KEYS):
        raise UsageError(
            msg(
                "a company has no %(key)s, but: %(all)s",
                key=min(unknown)[:40],
                all=", ".join(COMPANY_KEYS),
            )
        )
    for key in ("email", "pec"):
        check_address(key, said.get(key, ""))
    name = one_line(name)
    if not name:
        raise UsageError(msg("a company needs a name"))
    book = context.store.companies
    old = book.get(name) or BookedCompany(name)
    e164 = tuple(typed.number(each, context.config.plan) for each in numbers)
    book.set(old._replace(**said, numbers=e164))
    changed = book.get(name)
    assert changed
    return company_answer(changed)


@handles(CompanyRequests.remove_company)
def remove_company(context: Context, name: str) -> ForgottenAnswer:
    if not context.store.companies.remove(name):
        raise NotFoundError(msg("there is no company %(name)s in the book", name=name[:60]))
    return {"forgotten": 1}


@handles(CompanyRequests.register)
def register(context: Context, number: str) -> RegisterAnswer:
    e164 = typed.number(number, context.config.plan)
    whom = caller_register.consulted(e164)
    return {
        "number": e164,
        "register": whom.register.name,
        "keeper": whom.register.keeper,
        "host": whom.host,
    }


@handles(CompanyRequests.ask_register)
def ask_register(context: Context, number: str) -> SuggestedCompanyAnswer:
    e164 = typed.number(number, context.config.plan)
    return _suggested(caller_register.ask(context, e164, current_asker()))


@handles(CompanyRequests.suggested_companies)
def suggested_companies(context: Context) -> list[SuggestedCompanyAnswer]:
    return list(map(_suggested, suggested(context.store)))


@handles(CompanyRequests.search_companies)
def search_companies(context: Context, words: str, limit: int = 20) -> CompanyCatalogueAnswer:
    return _searched(context, words, "", limit)


@handles(CompanyRequests.fetch_companies)
def fetch_companies(context: Context, url: str = "") -> CompanyCatalogueAnswer:
    company_catalogue.fetch(context, url, current_asker())
    return _searched(context, "", url, 0)


def _searched(context: Context, words: str, url: str, limit: int) -> CompanyCatalogueAnswer:
    catalogue = company_catalogue.kept(context)
    found = search(catalogue, words, context.config.plan.country) if catalogue else []
    return {
        "source": catalogue.source if catalogue else "",
        "day": catalogue.day if catalogue else "",
        "fetched": catalogue.fetched if catalogue else "",
        "host": company_catalogue.host_of(url),
        "total": len(found),
        "companies": [
            {**one._asdict(), "also": list(one.also), "countries": list(one.countries)}  # type: ignore[typeddict-item]  # its fields are those of the answer
            for one in found[: max(limit, 0)]
        ],
    }


def _suggested(found: Suggested) -> SuggestedCompanyAnswer:
    return {
        "number": found.number,
        "companies": list(found.companies),
        "source": found.source,
        "day": found.day,
    }
