"""The words and tags of the page. Whatever comes from outside is escaped where it is put in."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.entry import EntryKind
from portinaio.core.message import Message, msg, render, rendered
from portinaio.core.safe_text import printable
from portinaio.daemon.gateway.look_up import national, safe_because
from portinaio.errors import PortinaioError
from portinaio.language import terms, translate_error_in
from portinaio.store.devices.device import CALLS, LOOK_UP, REPORT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.core.message import Translation
    from portinaio.daemon.gateway.asked import Asked
    from portinaio.daemon.gateway.calls import CallSeen
    from portinaio.daemon.gateway.look_up import LookedUp

_HEAD = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
<script src="/page.js" defer></script>
</head>
<body>
"""
_TAIL = "</body>\n</html>\n"
SYMBOLS = {"reported": "■", "let": "▣", "unknown": "□", "known": "◆"}
"""The same news as the colour, for who sees none."""
_ASKS = msg(
    "Open this page by the QR code that Portinaio showed for this telephone, or write its token here."
)
_WRONG = msg(
    "That is no token, or one that was revoked. After several of them you have to wait a while."
)
_NONE = msg("No calls yet.")
_TITLE = msg("The last calls")
_TOKEN, _ENTER, _LEAVE = msg("Token"), msg("Open"), msg("Leave this page")
_NUMBER, _ASK = msg("A number"), msg("Who is this?")
_REPORT, _ALLOW, _BACK = msg("Report"), msg("Allow"), msg("Take back")
_REPORTED, _ALLOWED = msg("you reported it"), msg("you allowed it")
_PAIR = msg("Let it ask")
_HIDDEN = msg("number withheld")
_RINGS, _TURNED = msg("would ring"), msg("would be turned away")


class Shown(NamedTuple):
    """What stands on it."""

    asked: Asked
    calls: Sequence[CallSeen]
    deeds: Mapping[str, EntryKind]
    """Of this device, by number."""
    looked: LookedUp | None = None
    error: Exception | None = None


def door(asked: Asked, *, wrong: bool = False) -> str:
    tongue = asked.translation
    said = f'<p class="error" role="alert">{_say(_WRONG, tongue)}</p>' if wrong else ""
    return (
        _head(_TOKEN, asked)
        + f"<main><p>{_say(_ASKS, tongue)}</p>{said}"
        + '<form method="post" action="/login" id="door">'
        + f'<label for="token">{_say(_TOKEN, tongue)}</label>'
        + '<input id="token" name="token" type="password" autocomplete="current-password" required>'
        + f"<button>{_say(_ENTER, tongue)}</button></form></main>"
        + _TAIL
    )


def calls(shown: Shown) -> str:
    tongue, device = shown.asked.translation, shown.asked.device
    parts = [_head(_TITLE, shown.asked), f"<header><h1>{_say(_TITLE, tongue)}</h1>"]
    parts += [f"<p>{escape(device.name)}</p></header><main>"]
    if isinstance(shown.error, PortinaioError):
        told = escape(translate_error_in(shown.error, tongue))
        parts.append(f'<p class="error" role="alert">{told}</p>')
    if device.may(LOOK_UP):
        parts.append(_search(shown))
    if device.may(CALLS):
        rows = "".join(_call(one, shown) for one in shown.calls)
        parts.append(f"<ul>{rows}</ul>" if rows else f"<p>{_say(_NONE, tongue)}</p>")
    leave = f'<form method="post" action="/leave"><button class="quiet">{_say(_LEAVE, tongue)}</button></form>'
    return "".join((*parts, f"</main><footer>{leave}</footer>", _TAIL))


def pairing(
    asked: Asked, action: str, hidden: Mapping[str, str], *, known: bool, wrong: bool
) -> str:
    """One button that gives an app its token; and a place for the telephone's own, where it is not `known`."""
    tongue = asked.translation
    who = msg(
        "Shall %(app)s ask Portinaio about callers?",
        app=printable(hidden["tokenLabel"] or hidden["appId"]),
    )
    said = f'<p class="error" role="alert">{_say(_WRONG, tongue)}</p>' if wrong else ""
    fields = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    token = (
        ""
        if known
        else f'<p>{_say(_ASKS, tongue)}</p><label for="token">{_say(_TOKEN, tongue)}</label>'
        '<input id="token" name="token" type="password" autocomplete="current-password" required>'
    )
    return (
        _head(_PAIR, asked)
        + f'<main><p>{_say(who, tongue)}</p>{said}<form method="post" action="{escape(action)}">'
        + f"{fields}{token}<button>{_say(_PAIR, tongue)}</button></form></main>"
        + _TAIL
    )


def paired(asked: Asked, token: str) -> str:
    """For an app that a browser can hand nothing to."""
    tongue = asked.translation
    copied = _say(msg("Copy this token into the app:"), tongue)
    return (
        _head(_PAIR, asked)
        + f"<main><p>{copied}</p><p><code>{escape(token)}</code></p></main>"
        + _TAIL
    )


def notice(asked: Asked, said: Message, *, button: str = "") -> str:
    """One sentence, and one button that posts to the address `button`."""
    tongue = asked.translation
    form = (
        f'<form method="post" action="{escape(button)}"><button>{_say(_ALLOW, tongue)}</button></form>'
        if button
        else ""
    )
    return _head(_ALLOW, asked) + f"<main><p>{_say(said, tongue)}</p>{form}</main>" + _TAIL


def _search(shown: Shown) -> str:
    tongue = shown.asked.translation
    form = (
        '<form method="post" action="/look" class="search">'
        f'<label for="number" class="hidden">{_say(_NUMBER, tongue)}</label>'
        f'<input id="number" name="number" type="tel" placeholder="{_say(_NUMBER, tongue)}" required>'
        f"<button>{_say(_ASK, tongue)}</button></form>"
    )
    looked = shown.looked
    if looked is None or looked.number is None:
        return form
    word = _TURNED if looked.spam else _RINGS
    kind = "reported" if looked.spam else "known" if looked.allowed else "unknown"
    return form + (
        f'<div class="call {kind}"><p class="who">{_number(looked.number, shown)}</p>'
        f'<p class="why">{_say(word, tongue)}; {_say(safe_because(looked, shown.asked.device), tongue)}</p>'
        f"{_button(looked.number, shown, spam=looked.spam)}</div>"
    )


def _call(call: CallSeen, shown: Shown) -> str:
    tongue, number = shown.asked.translation, call["number"]
    not_done = terms.NOT_DONE.get(call["outcome"] or "")
    turned_away = not not_done and call["action"] not in {"ring", "silence"}
    kind = "let" if call["label"] == "reported" and not turned_away else call["label"]
    who = printable(call["name"]) if call["name"] else ""
    shown_number = _number(number, shown) if number else _say(_HIDDEN, tongue)
    named = f"<b>{escape(who)}</b> {shown_number}" if who else f"<b>{shown_number}</b>"
    at = datetime.fromisoformat(call["at"])
    because = escape(str(rendered(call["because"], tongue)))
    done = escape(render(not_done or terms.DONE[call["action"]], tongue))
    known = kind == "known" and number not in shown.deeds
    button = _button(number, shown, spam=turned_away) if number and not known else ""
    return (
        f'<li class="call {escape(kind)}"><p class="when"><time datetime="{escape(call["at"])}">'
        f"{at:%d.%m. %H:%M}</time> · {escape(printable(call['line']))}</p>"
        f'<p class="who"><span aria-hidden="true">{SYMBOLS.get(kind, "□")}</span> {named}</p>'
        f'<p class="why">{done}; {because}</p>{button}</li>'
    )


def _button(number: str, shown: Shown, *, spam: bool) -> str:
    """One: what this device has done to the number it takes back, else what the call calls for."""
    if not shown.asked.device.may(REPORT):
        return ""
    tongue, done = shown.asked.translation, shown.deeds.get(number)
    said = ""
    if done is not None:
        act, word = "back", _BACK
        said = f"<span>{_say(_REPORTED if done is EntryKind.BLOCK else _ALLOWED, tongue)}</span>"
    else:
        act, word = ("allow", _ALLOW) if spam else ("report", _REPORT)
    label = f"{render(word, tongue)} {number}"
    return (
        f'<form method="post" action="/deed" class="deed">{said}'
        f'<input type="hidden" name="number" value="{escape(number)}">'
        f'<button name="act" value="{act}" class="{act}" aria-label="{escape(label)}">'
        f"{_say(word, tongue)}</button></form>"
    )


def _number(number: str, shown: Shown) -> str:
    plan = shown.asked.context.config.plan
    code = f"+{plan.calling_code}"
    return escape(national(number, plan) if number.startswith(code) else number)


def _head(title: Message, asked: Asked) -> str:
    return _HEAD.format(language=asked.language, title=_say(title, asked.translation))


def _say(sentence: Message, tongue: Translation | None) -> str:
    return escape(render(sentence, tongue))
