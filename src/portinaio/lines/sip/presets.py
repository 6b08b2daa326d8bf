"""What is known of providers, one file of data each, with its source, its date and how sure it is. Nothing of it was tried there.

What a provider gives to each customer alone, such as a proxy, is asked for and never guessed; of what is old or second-hand
nothing is set, it is only told.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from portinaio.config.line_kind import Preset
from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FOLDER = Path(__file__).parent / "providers"

Form = Literal[
    "plus_national",
    "plus_national_at_domain",
    "plus_without_zero",
    "digits_international",
    "double_zero",
    "national",
    "without_zero",
    "number",
    "account",
    "sip_id",
    "dus",
    "extension",
    "ip_telephone",
    "portal",
    "letter",
    "from_provider",
    "telekom",
    "differs",
]
FORMS: Mapping[str, Message] = {
    "plus_national": msg("+, country code and number with its 0, such as +390200001234"),
    "plus_national_at_domain": msg(
        "as the user name, at some accesses with @ and the domain behind it"
    ),
    "plus_without_zero": msg("+, country code and number without its 0"),
    "digits_international": msg("country code and number, without + and 00"),
    "double_zero": msg("00, country code and number"),
    "national": msg("the number as it is dialled within the country"),
    "without_zero": msg("area code and number without the 0 in front"),
    "number": msg("your number"),
    "account": msg("the name of the account, which is not your number"),
    "sip_id": msg("the SIP-ID"),
    "dus": msg("the customer number, beginning with 000387"),
    "extension": msg("the extension"),
    "ip_telephone": msg("the name that the IP telephone was given in the box"),
    "portal": msg("as the customer portal shows it"),
    "letter": msg("as it stands in the provider's letter"),
    "from_provider": msg("as the provider tells who asks to use a modem of their own"),
    "telekom": msg("anonymous@t-online.de with no password on your own line, else your e-mail"),
    "differs": msg("the authentication ID, which is not the extension"),
}
"""What a user name looks like at a provider."""
CERTAINTY: Mapping[str, Message] = {
    "A": msg("several sources agree, or the provider says so"),
    "B": msg("one configuration that worked"),
    "C": msg("old or second-hand"),
}


class Provider(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file."""

    title: str
    source: str
    date: str
    """Of the newest source, or when those without a date were read."""
    mark: Literal["A", "B", "C"]
    country: str = ""
    registrar: str = ""
    registrar_hint: Literal["", "own_host", "area"] = ""
    """Which host each customer has to fill in."""
    proxy: str = ""
    proxy_hint: Literal["", "personal"] = ""
    """A proxy that each customer is told."""
    transport: Literal["", "udp", "tcp", "tls"] = ""
    user_form: Form | Literal[""] = ""
    auth_form: Form | Literal[""] = ""
    nameservers: Literal["", "provider"] = ""
    expires_s: int | None = None
    max_registrations: Literal["unknown", "one", "several"] = "unknown"
    clip: Literal["", "paid"] = ""
    own_access: bool = False
    """Whether it is only served on the provider's own access line."""
    peer: Literal["", "fritzbox"] = ""


@cache
def providers() -> Mapping[str, Provider]:
    """By name, those that are surer first within a country; the files come with the program."""
    found = {
        file.stem: msgspec.convert(tomllib.loads(file.read_text("utf-8")), Provider)
        for file in FOLDER.glob("*/*.toml")
    }
    order = sorted(found, key=lambda name: (found[name].country or "~", found[name].mark, name))
    return {name: found[name] for name in order}


def presets() -> list[Preset]:
    return [
        Preset(
            name,
            one.title,
            one.country,
            one.mark,
            one.date,
            one.source,
            keys_of(one),
            tuple(_said(one)),
        )
        for name, one in providers().items()
    ]


def keys_of(provider: Provider) -> dict[str, Any]:
    """For config.toml; what is not sure enough is none."""
    if provider.mark == "C":
        return {"mode": "registrar"}
    way = f";transport={provider.transport}" if provider.transport else ""
    nearest = "proxy" if provider.proxy else "registrar"
    keys: dict[str, Any] = {"mode": "registrar", "registrar": provider.registrar}
    keys["proxy"] = provider.proxy
    keys[nearest] = f"sip:{keys[nearest]}{way}" if keys[nearest] and way else keys[nearest]
    keys["expires_s"] = provider.expires_s
    keys["peer"] = provider.peer
    if provider.max_registrations != "unknown":
        keys["registrations"] = provider.max_registrations
    return {key: value for key, value in keys.items() if value}


def provider_of(keys: Mapping[str, Any]) -> Provider | None:
    """Whose registrar stands among the keys of a line."""
    host = _host(str(keys.get("registrar") or ""))
    return next(
        (one for one in providers().values() if host and one.registrar.lower() == host), None
    )


def named(text: str) -> Provider | None:
    """Whom a person means by a name, however it is written; a host is one."""
    wanted = "" if "." in text else _letters(text)
    return next(
        (
            one
            for name, one in providers().items()
            if wanted and wanted in {_letters(name), _letters(one.title)}
        ),
        None,
    )


def form_of_user(provider: Provider) -> Iterator[Message]:
    if provider.user_form:
        yield msg(
            "User name at %(title)s: %(form)s",
            title=provider.title,
            form=FORMS[provider.user_form],
        )
    if provider.auth_form:
        yield msg(
            "auth_username at %(title)s: %(form)s",
            title=provider.title,
            form=FORMS[provider.auth_form],
        )


def _said(provider: Provider) -> Iterator[Message]:
    yield msg(
        "%(title)s: mark %(mark)s, %(certainty)s (%(date)s); not tried by us",
        title=provider.title,
        mark=provider.mark,
        certainty=CERTAINTY[provider.mark],
        date=provider.date,
    )
    if provider.mark == "C":
        yield msg(
            "So nothing of it is set. Seen: registrar %(registrar)s, proxy %(proxy)s, transport %(transport)s;"
            " ask the provider: portinaio lines sheet",
            registrar=provider.registrar or "?",
            proxy=provider.proxy or "?",
            transport=provider.transport or "?",
        )
    yield from form_of_user(provider)
    if provider.registrar_hint == "area":
        yield msg("Its registrar is your area code, and .sip.arcor.de behind it.")
    if provider.own_access:
        yield msg("It serves its own access line alone, as far as is known.")
    if provider.nameservers:
        yield msg(
            "Its names are known to its own name servers alone, or only there rightly: where this computer asks"
            " others, set nameservers to those."
        )
    if provider.clip:
        yield msg("Callers' numbers are a paid option there; without it every caller is withheld.")


def _host(address: str) -> str:
    return address.lower().removeprefix("sips:").removeprefix("sip:").split(";")[0].split(":")[0]


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
