"""The company book, and what letters say of the user."""

from __future__ import annotations

from portinaio.api.request import NOTHING, WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        CompanyAnswer,
        CompanyCatalogueAnswer,
        ForgottenAnswer,
        RegisterAnswer,
        SuggestedCompanyAnswer,
    )


class CompanyRequests(Requests):
    @request("GET", "/v1/profile", "What letters say of you")
    def profile(self) -> dict[str, str]: ...

    @request("PUT", "/v1/profile", "Change what letters say of you")
    def set_profile(self, values: Mapping[str, str]) -> dict[str, str]:
        """An empty value takes the key away."""

    @request("GET", "/v1/companies", "The company book")
    def companies(self) -> list[CompanyAnswer]: ...

    @request("PUT", "/v1/companies", "Write a company into the book")
    def set_company(
        self,
        name: str,
        values: Mapping[str, str] = NOTHING,
        numbers: Sequence[str] = (),
    ) -> CompanyAnswer:
        """`values` of `address`, `email`, `pec`, `source`; what is not named stays. `numbers` are added to those it has."""

    @request("DELETE", "/v1/companies", "Take a company out of the book")
    def remove_company(self, name: str) -> ForgottenAnswer: ...

    @request("GET", "/v1/companies/register", "The public register that can say whose a number is")
    def register(self, number: str) -> RegisterAnswer:
        """Nobody is asked for this; to be shown before `ask_register`."""

    @request(
        "POST",
        "/v1/companies/ask",
        "Ask the public register whose a number is",
        pace=WAITING,
        once_by=("number",),
    )
    def ask_register(self, number: str) -> SuggestedCompanyAnswer:
        """It leaves the house that this number has called. The answer is kept as a suggestion, and nothing is entered."""

    @request("GET", "/v1/companies/suggested", "What registers have answered")
    def suggested_companies(self) -> list[SuggestedCompanyAnswer]: ...

    @request("GET", "/v1/companies/catalogue", "Search the catalogue of addresses that was fetched")
    def search_companies(self, words: str, limit: int = 20) -> CompanyCatalogueAnswer:
        """Nothing leaves the house. Where the catalogue was never fetched, `fetched` is empty."""

    @request(
        "POST",
        "/v1/companies/catalogue",
        "Fetch the catalogue of addresses",
        pace=WAITING,
        once_by=("url",),
    )
    def fetch_companies(self, url: str = "") -> CompanyCatalogueAnswer:
        """Of the place where it is published, or of another one that has the same archive. Nothing is entered."""
