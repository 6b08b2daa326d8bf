"""SpamBlocker's settings as it imports them (read in its version 5.13): a text each for what it asks, reports and keeps.

It takes a text where it shows *Import*, beside what there is already. Classes are named in it as SpamBlocker saves them, and what is left
out is as SpamBlocker has it. It asks by the number as the network showed it: the digests of its own preset lose the zero of a landline,
and say nothing of a number that is on no list. It keeps no answer of ours, so whoever is allowed here rings at the next call.
"""

from __future__ import annotations

import json
from typing import Any

DESCRIPTION = "Portinaio"
SPAM = "(D_POLL|G_FRAUD|E_ADVERTISING|F_GAMBLE|B_MISSED)"
RATINGS = {
    "{valid}": "A_LEGITIMATE",
    "{other}": "B_MISSED",
    "{survey}": "D_POLL",
    "{marketing}": "E_ADVERTISING",
    "{political}": "E_ADVERTISING",
    "{fraud}": "G_FRAUD",
}
"""By what the user of the telephone chooses."""
A_DAY = {"hour": 23, "min": 50}
_CALL = {"type": "ParseIncomingNumber", "numberFilter": ".+", "forwardType": 1}
"""Whoever has called, and not who forwarded it; of a hidden number nothing is asked."""
_POST = 1


def texts(address: str, token: str) -> dict[str, str]:
    """`query`, `report` and `workflow`; `address` is the gateway's."""
    who = f"{{bearer_auth({token})}}"
    return {
        "query": _text(
            [
                _CALL,
                _request(f"{address}/phoneblock/api/num/{{raw_number}}", who),
                {
                    "type": "ParseQueryResult",
                    "negativeSig": SPAM,
                    "categorySig": '"rating":"(.+?)"',
                },
            ]
        ),
        "report": _text(
            [
                _CALL,
                {"type": "CategoryConfig", "map": RATINGS},
                _request(f"{address}/phoneblock/api/rate", who)
                | {
                    "method": _POST,
                    "body": '{"phone":"{raw_number}","rating":"{category}","comment":"{comment}"}',
                },
            ]
        ),
        "workflow": _text(
            [
                _request(f"{address}/lists/block/numbers", who),
                {"type": "ParseCSV"},
                {"type": "ImportToSpamDB"},
            ],
            trigger={"type": "Schedule", "schedule": {"type": "Periodically", "time": A_DAY}},
        ),
    }


def _text(actions: list[dict[str, Any]], **more: Any) -> str:
    return json.dumps({"desc": DESCRIPTION, **more, "actions": actions}, separators=(",", ":"))


def _request(url: str, header: str) -> dict[str, Any]:
    return {"type": "HttpDownload", "url": url, "header": header}
