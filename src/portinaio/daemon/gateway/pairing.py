"""An app on the telephone that asks, by the telephone's own browser, for a token: as PhoneBlock's apps pair.

    browser   GET  /phoneblock/mobile/login?appId=SpamBlocker&label=…&state=…
    page      POST /phoneblock/create-token     appId, tokenLabel, state, and the telephone's token where it has no cookie
    answer    303  spamblocker://auth?loginToken=…&state=…

What the app is given is a token of its own, made of the telephone's: it does what that may, and ends with it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import Response

from portinaio.daemon.gateway import page_text
from portinaio.daemon.gateway.browsers import HEADERS

if TYPE_CHECKING:
    from portinaio.daemon.gateway.asked import Asked
    from portinaio.daemon.gateway.devices import Devices
    from portinaio.store.devices.device import Device

SCHEMES = {"SpamBlocker": "spamblocker", "PhoneSpamBlocker": "PhoneSpamBlocker"}
"""Of apps that a browser can hand something to. Any other is shown its token, to be copied."""
LOGIN, CREATE = "/mobile/login", "/create-token"
_PATH = re.compile(f"(/phoneblock)?({LOGIN}|{CREATE})")
LONGEST_LABEL = 60
# Browsers also hold what a form leads to against this.
_POLICY = {
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": HEADERS["Content-Security-Policy"].replace(
        "form-action 'self'",
        " ".join(("form-action 'self'", *(f"{one.lower()}:" for one in SCHEMES.values()))),
    ),
}


def serves(method: str, path: str) -> bool:
    found = _PATH.fullmatch(path)
    return found is not None and method in ({"POST"} if found[2] == CREATE else {"GET", "HEAD"})


def asks(asked: Asked, *, known: bool, wrong: bool = False, status: int = 200) -> Response:
    """The page with one button; with a place for the token as well, where nobody knows whose browser it is."""
    of = asked.form() if asked.method == "POST" else asked.query
    hidden = {
        "appId": of.get("appId", "")[:LONGEST_LABEL],
        "tokenLabel": (of.get("tokenLabel") or of.get("label") or "")[:LONGEST_LABEL],
        "state": of.get("state", ""),
    }
    action = asked.path.replace(LOGIN, CREATE)
    shown = page_text.pairing(asked, action, hidden, known=known, wrong=wrong)
    return Response(shown, status, _POLICY, "text/html")


def answered(asked: Asked, devices: Devices, device: Device) -> Response:
    form = asked.form()
    token = devices.app_token(device)
    scheme = SCHEMES.get(form.get("appId", ""))
    if scheme is None:
        return Response(page_text.paired(asked, token), 200, _POLICY, "text/html")
    state = {"state": form["state"]} if form.get("state") else {}
    told = urlencode({"loginToken": token, **state})
    return Response(status_code=303, headers={"Location": f"{scheme}://auth?{told}"})
