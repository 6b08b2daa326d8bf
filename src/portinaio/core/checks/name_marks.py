"""What a network writes in the place of a caller's name where it takes the call for spam, as telephones with a list of such do.

A mark is a whole part of the name, between its ends and any punctuation: `Scam Likely`, `Rossi (spam)`, `Vorsicht: Betrug möglich!`.
What may also be a trade, or a bank's department against fraud, counts as the first part alone. In the midst of a name the same words
are a name's: a firm that hunts spam, Frode from Bergen.

A phonebook of tellows in the router names its callers by it, and by a score from 1, harmless, to 9, of which 5 says nothing.
"""

from __future__ import annotations

import re

from portinaio.core.names import bare

LONGEST = 120  # characters; networks send 15 to 80
_ANYWHERE = {
    "": "spam; scam; spammer; scammer; telemarketing; telemarketer; robocall; robocaller",
    "en": "spam likely; likely spam; spam risk; potential spam; possible spam; suspected spam; suspect spam;"
    " scam likely; likely scam; scam risk; potential scam; possible scam; suspected scam; fraud likely; fraud risk;"
    " potential fraud; possible fraud; suspected fraud; nuisance likely; nuisance call; junk caller; junk call;"
    " unwanted call; telemarketer likely; robocall likely; likely robocall",
    "it": "possibile spam; probabile spam; sospetto spam; spam sospetto; rischio spam; possibile truffa; probabile truffa;"
    " sospetta truffa; possibile frode; probabile frode; sospetta frode; rischio frode; attenzione possibile frode;"
    " attenzione possibile truffa; chiamata molesta; chiamata indesiderata",
    "de": "spamverdacht; spam verdacht; verdacht auf spam; moglicher spam; moglicherweise spam; werbeanruf;"
    " betrug moglich; moglicher betrug; betrugsverdacht; verdacht auf betrug; unerwunschter anruf",
    "fr": "spam probable; spam possible; spam presume; spam suspecte; probablement du spam; demarchage telephonique;"
    " telemarketing probable; arnaque possible; fraude possible; appel indesirable",
    "es": "posible spam; probable spam; sospecha de spam; posible estafa; posible fraude; llamada comercial;"
    " llamada no deseada",
    "pt": "possivel spam; provavel spam; suspeita de spam; possivel golpe; possivel fraude; suspeita de fraude;"
    " chamada indesejada",
    "nl": "mogelijk spam; mogelijke spam; vermoedelijk spam; waarschijnlijk spam; mogelijke oplichting; mogelijke fraude;"
    " ongewenste oproep",
}
_AS_FIRST_PART = {
    "en": "fraud; nuisance; sales call",
    "it": "truffa; molesto; pubblicita",
    "de": "betrug; werbung",
    "fr": "arnaque; fraude; demarchage; indesirable",
    "es": "estafa; fraude; publicidad",
    "pt": "golpe; fraude; publicidade",
    "nl": "oplichting; fraude; reclame",
}
"""Both by language, lower case and without accents; without one, what several say."""


def _marks(words: dict[str, str]) -> frozenset[str]:
    return frozenset(mark.strip() for said in words.values() for mark in said.split(";"))


SCORER = "tellows"
WORST_HARMLESS = 5
_SCORE = rf"(?:{SCORER} )?score ([1-9])(?: |$)|{SCORER} ([1-9])(?: |$)|{SCORER}(?: |$)"

MARKS, MARKS_IN_FRONT = _marks(_ANYWHERE), _marks(_AS_FIRST_PART)


def mark_in(name: str) -> str:
    """The mark in a name that the network sent, in lower case and without accents; empty where there is none."""
    parts = _parts(name[:LONGEST])
    if parts and parts[0] in MARKS_IN_FRONT:
        return parts[0]
    if scored := _scored(" ".join(parts)):
        return scored
    for part in parts:
        if part in MARKS:
            return part
    # Telephones write the number behind the word.
    first, _, rest = parts[0].partition(" ") if parts else ("", "", "")
    return first if first in MARKS and rest.replace(" ", "").isdigit() else ""


def _scored(said: str) -> str:
    """`tellows score 8` of `tellows: Score 8 - Gewinnspiel`; empty for one that is harmless there."""
    found = re.match(_SCORE, said)
    if not found or int(found[1] or found[2] or 9) <= WORST_HARMLESS:
        return ""
    return found[0].strip()


def _parts(name: str) -> list[str]:
    """Lower case without accents, apart at punctuation; a hyphen or apostrophe within a word is as good as a space."""
    apart = bare(name).casefold().replace(" - ", "\n")
    plain = "".join(c if c.isalnum() else " " if c in "-_'. " else "\n" for c in apart)
    parts = (" ".join(part.split()) for part in plain.splitlines())
    return [part for part in parts if part]
