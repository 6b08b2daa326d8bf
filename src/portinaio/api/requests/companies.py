"""The company book, and what letters say of the user."""

from __future__ import annotations

from portinaio.api.request import NOTHING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import CompanyAnswer, ForgottenAnswer


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
