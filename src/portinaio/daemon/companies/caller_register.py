"""Whose a number is, by the public register of its country: asked when the user says so, and never by itself.

Who asks tells the register's keeper that this number has called. Its answer is a suggestion, which is kept as one
(`suggested_companies`) and enters the company book by the user alone.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from portinaio.core.message import msg
from portinaio.countries.pack import countries, read_pack
from portinaio.daemon.asker import Asker
from portinaio.daemon.companies.suggested_companies import Suggested, keep
from portinaio.daemon.errands.errand import run_errand
from portinaio.errors import ConfigError, HomeError, PortinaioError, UsageError

if TYPE_CHECKING:
    from portinaio.countries.fact_schema import CallerRegister
    from portinaio.daemon.context import Context

MODULE = "portinaio.daemon.companies.register_worker"
PATIENCE_S = 60.0  # for the whole process; the question itself has 20
_BROKEN = msg("the question ended before there was an answer")


class Consulted(NamedTuple):
    """The register of a number's country."""

    register: CallerRegister
    national: str
    """The number as the register knows it."""

    @property
    def url(self) -> str:
        return self.register.ask.replace("{national}", self.national)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def source(self) -> str:
        return f"{self.register.keeper}, {self.register.name}"


def consulted(number: str) -> Consulted:
    """`UsageError` where no register is known for numbers of its country."""
    known = []
    for country in countries():
        with suppress(ConfigError):  # a pack of somebody else's that is wrong is told elsewhere
            pack = read_pack(country)
            if pack.register and pack.plan:
                code = f"+{pack.plan.calling_code}"
                if number.startswith(code):
                    return Consulted(pack.register, number.removeprefix(code))
                known.append(code)
    raise UsageError(
        msg(
            "no register says whose %(number)s is; there is one for numbers that begin with %(codes)s",
            number=number,
            codes=", ".join(known) or "-",
        )
    )


def ask(context: Context, number: str, asker: Asker | None) -> Suggested:
    """`PortinaioError` where there is no answer, or a call is coming in: nobody is asked while one rings."""
    if context.ringing():
        raise UsageError(msg("a call is under way; ask when it is over"))
    whom = consulted(number)
    try:
        asked = {"url": whom.url, "keys": whom.register.company}
        companies = tuple(run_errand(MODULE, asked, asker or Asker(), PATIENCE_S, _BROKEN))
    except PortinaioError as error:
        raise PortinaioError(
            msg(
                "the register of %(keeper)s has not answered: %(reason)s",
                keeper=whom.register.keeper,
                reason=error.sentence,
            )
        ) from error
    day = context.now().date().isoformat()
    found = Suggested(number, companies, whom.source, day)
    if companies:
        with suppress(HomeError):  # on a full disk it is still an answer
            keep(context.store, found)
    return found
