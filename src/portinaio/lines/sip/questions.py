"""What a person is asked who sets a SIP line up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Field, Question
from portinaio.core.message import Message, msg
from portinaio.lines.sip import manner
from portinaio.lines.sip.presets import form_of_user, keys_of, named, provider_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REGISTRATIONS: dict[str, Message | None] = {
    "several": msg("yes, others stay registered"),
    "one": msg("no, one at a time: from now on the calls come here alone"),
    "unknown": msg("I do not know"),
}

WORDS: dict[str, Message] = {
    "several": msg("may be"),
    "one": msg("may not be"),
    "unknown": msg("not known"),
}
"""The same in a cell."""

FIELDS = (
    Field(
        "registrar",
        msg("provider or router, its name or host name; empty: a PBX calls us"),
        title=msg("Provider or router"),
        hint=msg("its name or host name"),
        empty=msg("none: a PBX calls us"),
        prompt=msg("its name, such as TIM, or host name; empty for a PBX"),
    ),
    Field(
        "username",
        msg("user name"),
        title=msg("User name"),
        prompt=msg("as the provider or the router knows you"),
        after="registrar",
    ),
    Field(
        "password",
        msg("password; never in config.toml"),
        title=msg("Password"),
        hint=msg("never in config.toml"),
        empty=msg("none"),
        prompt=msg("kept in the keyring, or in a file that only you can read"),
        after="registrar",
    ),
    Field("number", msg("your number on it, for complaints")),
)


def keys_of_form(typed: Mapping[str, str]) -> dict[str, Any]:
    """Where there is a registrar, it is meant to be used; a provider's name stands for what is known of it."""
    provider = named(typed.get("registrar", ""))
    known = keys_of(provider) if provider else {}
    if known.get("registrar"):
        return {**typed, **known}
    return {"mode": "registrar", **typed} if "registrar" in typed else dict(typed)


def questions(keys: Mapping[str, Any]) -> Iterator[Question]:
    """Where the calls come from, who else rings there, and what the registrar wants to know."""
    if "mode" not in keys:
        yield Question(
            "mode",
            msg("Mode"),
            {"listen": None, "registrar": None},
            "listen",
            said=msg("listen: a PBX calls us. registrar: we register at a provider or router."),
            in_form=False,
        )
    registers = keys.get("mode") == "registrar"
    if registers and not keys.get("registrar"):
        yield Question(
            "registrar", msg("Provider or router, its name, such as TIM, or its host name?")
        )
    if registers:
        yield from _of_provider(keys)
    if "peer" not in keys:
        yield _who_else_rings(keys)
    if registers and not keys.get("username"):
        provider = provider_of(keys)
        said = next(form_of_user(provider), None) if provider else None
        yield Question("username", msg("User name?"), said=said)
    if registers and "password" not in keys:
        yield Question("password", msg("Password (Enter for none):"), secret=True)


def _of_provider(keys: Mapping[str, Any]) -> Iterator[Question]:
    """Whether we may come beside the telephone that is there, before we put it out of service; and what each customer is told."""
    provider = provider_of(keys)
    if "registrations" not in keys and not manner.box_of(keys):
        yield Question(
            "registrations",
            msg("May this account be registered twice at the same time?"),
            REGISTRATIONS,
            "unknown",
            said=msg(
                "Many providers take one telephone a number: whoever registers last gets the calls, and the telephone at the"
                " router falls silent. Where that is so, do not register here; let the router or a PBX keep the account, and"
                " register at that: a FRITZ!Box makes an IP telephone under Telephony, Telephony Devices."
            ),
            title=msg("Registered twice"),
            hint=msg("else the router's telephone falls silent"),
            words=WORDS,
            assumed=msg(
                "line %(name)s: whether the account may be registered twice is not known; where it may not, the telephone"
                " at the router falls silent",
                name=keys.get("name"),
            ),
        )
    if provider and provider.proxy_hint and not keys.get("proxy"):
        yield Question(
            "proxy",
            msg("Proxy? (Enter where you do not know it yet)"),
            said=msg(
                "%(title)s gives each customer a proxy of their own, which stands in its letter or on its page.",
                title=provider.title,
            ),
            in_form=False,
            assumed=_lacks_proxy(str(keys.get("name")), provider.title),
            optional=True,
        )


def _lacks_proxy(name: str, title: str) -> Message:
    return msg(
        "line %(name)s: %(title)s gives each customer a proxy of their own, without which it is not reached; add it as"
        " line.%(name)s.proxy",
        name=name,
        title=title,
    )


def _who_else_rings(keys: Mapping[str, Any]) -> Question:
    asked = Question(
        "peer",
        msg("Does another telephone ring on this line?"),
        manner.PEERS,
        manner.guessed_peer(keys),
        title=msg("Other telephones"),
        hint=msg("on the same line"),
        words=manner.WORDS,
    )
    if keys.get("registrations") == "one":
        return asked._replace(guess="sole", certain=True, assumed=None)
    if box := manner.box_of(keys):
        return asked._replace(
            certain=True,
            said=msg(
                "%(box)s is a FRITZ!Box: good calls are left to its telephones, and a reject picks up and hangs up.",
                box=box,
            ),
            refusal=msg(
                "%(box)s is a FRITZ!Box, which has to be said, since it rings its other telephones too:"
                " add peer=fritzbox",
                box=box[:60],
            ),
        )
    return asked._replace(
        assumed=msg(
            "line %(name)s: peer is not given, so nobody else is taken to ring on it",
            name=keys.get("name"),
        )
    )
