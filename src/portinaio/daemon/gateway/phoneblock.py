"""PhoneBlock's API, as its clients ask it: SpamBlocker, PhoneBlock Mobile, the dongle, YACB.

SpamBlocker takes a caller for spam where one of five ratings stands anywhere in the answer, and looks at nothing else. So
the house's own decision is the rating, `A_LEGITIMATE` wherever the telephone is to ring, no other text of an answer holds
such a word, and JSON is written without a space after its colons.
"""

from __future__ import annotations

import re
from hashlib import sha1
from time import perf_counter
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from portinaio.core.entry import EntryKind
from portinaio.core.message import msg
from portinaio.daemon.gateway import blocklist, deeds
from portinaio.daemon.gateway.asked import json_answer, text_answer, text_in
from portinaio.daemon.gateway.look_up import look_up, national, unknown_digest
from portinaio.errors import UsageError
from portinaio.store.devices.device import BLOCK

if TYPE_CHECKING:
    from portinaio.daemon.gateway.asked import Asked
    from portinaio.daemon.gateway.look_up import LookedUp

LEGITIMATE = "A_LEGITIMATE"
RATINGS = (
    LEGITIMATE, "B_MISSED", "C_PING", "D_POLL", "E_ADVERTISING", "F_GAMBLE", "G_FRAUD",
)  # fmt: skip
VOTES = 100
"""Of a number that the house turns away: more than any limit that an app may be set to."""
_SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
_PREFIX = re.compile(r"(?:[0-9A-Fa-f]{2}){2,20}")
# Of a body that is no JSON, as of a comment with a quotation mark that nobody has escaped.
_PHONE = re.compile(r'"phone"\s*:\s*"([^"]{1,60})"')
_RATING = re.compile(r'"rating"\s*:\s*"([A-G]_[A-Z]{1,20})"')
_COMMENT = re.compile(r'"comment"\s*:\s*"(.*)"\s*\}?\s*$', re.DOTALL)
LONGEST_COMMENT = 1000


def num(asked: Asked) -> Response:
    looked = look_up(asked.context, asked.device, asked.steps["phone"])
    asked.house.calls.log(asked.device, looked)
    return _answer(asked, phone_info(asked, looked))


def check(asked: Asked) -> Response:
    digest = _digest(asked, "sha1")
    ten, hundred = (
        _digest(asked, name) if asked.query.get(name) else "" for name in ("prefix10", "prefix100")
    )
    number = asked.house.digests.number_of(digest)
    if number is not None:
        looked = look_up(asked.context, asked.device, number)
        asked.house.calls.log(asked.device, looked)
        # A number that we would let ring is told as one that is unknown: so who is a contact stays in the house.
        return _answer(asked, phone_info(asked, looked) if looked.spam else _unknown(0))
    block = asked.house.digests.block_of(ten, hundred)
    if block and (looked := look_up(asked.context, asked.device, block)).spam and looked.of_range:
        asked.house.calls.log(asked.device, looked, digest)
        return _answer(asked, _unknown(VOTES))
    asked.house.calls.log(asked.device, unknown_digest(asked.context, asked.device), digest)
    return _answer(asked, _unknown(0))


def check_prefix(asked: Asked) -> Response:
    """The dongle names the beginning of a digest, so that nobody learns which number it means, and looks for it itself."""
    digests, began_s = asked.house.digests, perf_counter()
    wanted = {
        name: _digest(asked, name, _PREFIX) if asked.query.get(name) or name == "sha1" else ""
        for name in ("sha1", "prefix10", "prefix100")
    }
    looked = (
        look_up(asked.context, asked.device, number) for number in digests.beginning(wanted["sha1"])
    )
    answer = _answer(
        asked,
        {
            "numbers": [phone_info(asked, each) for each in looked if each.spam],
            "range10": digests.blocks(wanted["prefix10"], 10),
            "range100": digests.blocks(wanted["prefix100"], 100),
        },
    )
    answer.headers["Server-Timing"] = f"lookup;dur={(perf_counter() - began_s) * 1000:.1f}"
    return answer


def phone_info(asked: Asked, looked: LookedUp) -> dict[str, Any]:
    """All of its fields, in PhoneBlock's order: apps fail where one is missing."""
    spam = looked.spam
    info: dict[str, Any] = {
        "phone": looked.number or "unknown",
        "votes": 0 if not spam or looked.of_range else VOTES,
        "rating": looked.rating,
        "votesWildcard": VOTES if spam and looked.of_range else 0,
        "whiteListed": looked.allowed,
        "blackListed": looked.blocked,
        "archived": False,
        "dateAdded": 0,
        "lastUpdate": 0,
    }
    if looked.number:
        info["label"] = national(looked.number, asked.context.config.plan)
    heat = looked.judgement.verdict.score / 100 if spam else 0.0
    return info | {"heat": heat, "spamConfidence": heat, "calls": 0}


def _unknown(wildcard: int) -> dict[str, Any]:
    return {
        "phone": "unknown",
        "votes": 0,
        "rating": "B_MISSED" if wildcard else LEGITIMATE,
        "votesWildcard": wildcard,
        "whiteListed": False,
        "blackListed": False,
        "archived": False,
        "dateAdded": 0,
        "lastUpdate": 0,
        "heat": 0.0,
        "spamConfidence": 0.0,
        "calls": 0,
    }


def search(asked: Asked) -> Response:
    looked = look_up(asked.context, asked.device, asked.steps["phone"])
    info = phone_info(asked, looked)
    return json_answer(
        {
            "phoneId": info["phone"],
            "number": info["phone"],
            "comments": [],
            "info": info,
            "searches": [0] * 12,
            "aiSummary": None,
            "relatedNumbers": [],
            "topRating": looked.rating,
            "ratings": {},
        }
    )


def rate(asked: Asked) -> Response:
    """Read as it comes: SpamBlocker says no type of content, and puts the comment in as it is."""
    try:
        found = asked.json()
    except UsageError:
        text = asked.body.decode("utf-8", "replace")
        found = {
            name: said[1]
            for name, expression in (("phone", _PHONE), ("rating", _RATING), ("comment", _COMMENT))
            if (said := expression.search(text))
        }
    phone, rating = text_in(found, "phone"), text_in(found, "rating")
    if rating not in RATINGS:
        raise UsageError(msg("the rating is one of %(ratings)s", ratings=" ".join(RATINGS)))
    comment = text_in(found, "comment")[:LONGEST_COMMENT]
    if rating == LEGITIMATE:
        deeds.allow(asked.context, asked.device, phone, comment)
    else:
        deeds.report(asked.context, asked.device, phone, comment)
    return text_answer("Rating recorded.")


def report_call(asked: Asked) -> Response:
    """A call that the device has recognised by itself, by a list that it keeps."""
    looked = look_up(
        asked.context, asked.device, deeds.number_of(asked.context, asked.steps["phone"])
    )
    asked.house.calls.log(asked.device, looked)
    return Response(status_code=204)


def ratings(_asked: Asked) -> Response:
    return json_answer({"values": list(RATINGS)})


def test(_asked: Asked) -> Response:
    return text_answer("ok")


def hashes(asked: Asked) -> Response:
    number = deeds.number_of(asked.context, asked.needed("phone"))
    return json_answer(
        {
            "phone": number,
            "sha1": digest_of(number),
            "prefix10": digest_of(number[:-1]),
            "prefix100": digest_of(number[:-2]),
        }
    )


def account(asked: Asked) -> Response:
    """What some apps show of whoever is logged in; nothing of it can be changed here."""
    name = asked.device.name
    code = asked.context.config.plan.calling_code
    return json_answer(
        {
            "lang": asked.context.config.plan.country.lower(),
            "dialPrefix": f"+{code}" if code else "",
            "displayName": name,
            "login": name,
            "email": "",
        }
    )


def entries(asked: Asked) -> Response:
    """`blacklist`: what the house blocks, where the device is given that; `whitelist`: what the device itself allows."""
    kind = _kind(asked)
    if kind is EntryKind.BLOCK:
        found = blocklist.blocked(asked.context) if asked.device.has(BLOCK) else []
        numbers = [(entry.text, entry.created) for entry in found]
    else:
        numbers = [
            (deed.number, deed.at)
            for deed in asked.context.store.devices.deeds()
            if deed.device == asked.device.name and deed.kind is kind
        ]
    plan = asked.context.config.plan
    rating = LEGITIMATE if kind is EntryKind.ALLOW else "E_ADVERTISING"
    return json_answer(
        {
            "numbers": [
                {
                    "phone": number,
                    "label": national(number, plan),
                    "comment": "",
                    "rating": rating,
                    "created": blocklist.millis(at),
                    "wildcard": False,
                }
                for number, at in numbers
            ]
        }
    )


def set_entry(asked: Asked) -> Response:
    told = asked.json()
    if told.get("wildcard") or asked.query.get("wildcard") == "true":
        raise UsageError(
            msg("a device reports or allows one number; ranges are for Portinaio itself")
        )
    act = deeds.report if _kind(asked) is EntryKind.BLOCK else deeds.allow
    act(asked.context, asked.device, asked.steps["phone"], text_in(told, "comment"))
    return Response(status_code=204)


def drop_entry(asked: Asked) -> Response:
    deeds.take_back(asked.context, asked.device, asked.steps["phone"], _kind(asked))
    return Response(status_code=204)


def digest_of(number: str) -> str:
    return sha1(number.encode(), usedforsecurity=False).hexdigest().upper()


def _kind(asked: Asked) -> EntryKind:
    return EntryKind.BLOCK if asked.steps["list"] == "blacklist" else EntryKind.ALLOW


def _digest(asked: Asked, name: str, form: re.Pattern[str] = _SHA1) -> str:
    text = asked.needed(name)
    if not form.fullmatch(text):
        raise UsageError(msg("%(name)s is no digest in hexadecimal", name=name))
    return text.upper()


def _answer(asked: Asked, content: dict[str, Any]) -> Response:
    wants = asked.query.get("format") or asked.headers.get("accept", "")
    if wants == "xml" or wants.endswith("/xml"):
        return blocklist.xml_answer("phone-info", content)
    return json_answer(content)
