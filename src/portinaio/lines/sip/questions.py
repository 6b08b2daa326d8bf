"""What a person is asked who sets a SIP line up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Field, Question
from portinaio.core.message import msg
from portinaio.lines.sip import manner

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIELDS = (
    Field(
        "registrar",
        msg("provider or router, its host name; empty: a PBX calls us"),
        title=msg("Provider or router"),
        hint=msg("its host name"),
        empty=msg("none: a PBX calls us"),
        prompt=msg("its host name; empty for a PBX"),
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
    """Where there is a registrar, it is meant to be used."""
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
        yield Question("registrar", msg("Host name of the registrar?"))
    if "peer" not in keys:
        yield _who_else_rings(keys)
    if registers and not keys.get("username"):
        yield Question("username", msg("User name?"))
    if registers and "password" not in keys:
        yield Question("password", msg("Password (Enter for none):"), secret=True)


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
