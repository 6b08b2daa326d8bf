"""What people and networks write where a number should stand, folded to plain characters.

Handsets, spreadsheets and exchanges each have their own way to spell or to damage a number. This file knows the
spellings; what the digits mean is `number`'s business.
"""

from __future__ import annotations

import re

from portinaio.core.call import Presentation

ON_KEYS = {
    "266696687": Presentation.RESTRICTED,
    "7378742833": Presentation.RESTRICTED,
    "86282452253": Presentation.UNAVAILABLE,
}
"""ANONYMOUS, RESTRICTED and UNAVAILABLE as some exchanges send them: on the letters of a telephone's keys."""
SHORTEST_EXTENDED = 5  # digits; behind fewer no exchange has telephones of its own
LONGEST = 128  # characters; no spelling of one number is longer, and reading stays fast on 100 kB

RESTRICTED = frozenset(
    {"", "p", "-2"}
    | {"anonymous", "anonymous caller", "private", "private number", "restricted", "withheld"}
    | {"number withheld", "withheld number", "no caller id", "blocked number"}
    | {"anonimo", "privato", "numero privato", "numero anonimo", "numero nascosto", "riservato"}
    | {"numero riservato", "nascosto", "chiamata anonima", "numero oculto", "oculto", "privado"}
    | {"numero privado", "número oculto", "número privado", "anónimo", "anônimo", "anonym"}
    | {"anonymer anruf", "anonymer anrufer", "unterdrückt", "nummer unterdrückt", "privat"}
    | {"unterdrückte nummer", "private nummer", "anonyme", "masqué", "numéro masqué", "privé"}
    | {"appel masqué", "numéro privé", "appel anonyme", "numéro anonyme", "anoniem", "afgeschermd"}
)
"""What stands in place of a number that its caller hides, in lower case."""
UNAVAILABLE = frozenset(
    {"o", "-1", "-3", "-", "--", "<none>", "none", "n/a", "null", "asterisk"}
    | {"unavailable", "unknown", "unknown number", "unknown caller", "out of area"}
    | {"not available", "sconosciuto", "numero sconosciuto", "non disponibile"}
    | {"numero non disponibile", "desconocido", "número desconocido", "no disponible"}
    | {"desconhecido", "não disponível", "indisponível", "unbekannt", "unbekannte nummer"}
    | {"nicht verfügbar", "inconnu", "numéro inconnu", "indisponible", "onbekend"}
)
"""What stands in place of a number that the network does not know, in lower case."""
# Patterns as text: most calls need none of them, and `re` keeps those that were compiled.
_EXTENSION = (
    r"(?i)(?:[\s,;(]*(?:interno|int|app(?:arecchio)?|extensi[oó]n|ext|durchwahl|dw|nebenstelle|nst|poste|toestel|anexo|ramal|postd|x)"
    r"[.:=\s]*p?|\s*[pw][.:\s]*|,{2,}\s*)(\d{1,6})#?\)?$"
    r"|(?:\s*;|\s+[,#])\s*(\d{1,4})$"
)
_WRAPPED = r"""=?\s*["'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb]+(.*?)["'\u201c\u201d\u2018\u2019\u00ab\u00bb]*"""
_SPREADSHEET = r"(?i)\d+\.0+|\d(?:[.,]\d+)?e\+?\d+"
_DOUBT = r"^\?\s*(?=[+\d])"
_PSEUDO_NAME = r"V\d{14,15}"
_WORD = (
    r"(?i)^(?:tel(?:efono|éfono|efone|efoon|efon|ephone)?|téléphone|phone|ph|fon|mobile?|móvil|mob|cell(?:ulare)?|cel|handy"
    r"|fax|telefax|gsm|num(?:ero|mer|ber)?|n[or°]?|no)\.?(?:\s*(?:no|nr|n|°)\.?)?\s*[:.=]?\s*(?=[+(\d][\d\s()./-]{5})"
)
"""What people write in front of a number: `tel. 0776…`, `Fax: …`."""
_SERVICE_PREFIX = r"^(?:\*31#|#31#)"
_EXTENSION_CODE = r"[*#]{1,2}\d{1,4}"  # from five digits on it may be somebody's number
_CODES = r"^\*(?:67|82)(?=(?:[ +./()-]*\d){9})|[*#]+"  # of the first two, dialled in North America, nothing marks the end
_ORDINAL = r"\d{1,4}[.)]\s+(?=[+(0])"
_BETWEEN = r"([;,/|]| +- +)"
_PUNCTUATION = str.maketrans("", "", " -./()[]\t")


def folded(text: str) -> str | None:
    """Plain characters: full-width and Arabic digits to ASCII, marks and odd spaces away; `None` for control characters."""
    if len(text) > LONGEST:
        return None
    if not text.isascii():
        text = _plain(text)
    text = text.strip()
    return text if text.isprintable() else None


def user_part(text: str) -> str:
    """`+39…` of `sip:+39…@host;user=phone` and of `tel:+39…;ext=12`; other text as it is.

    A local number of `tel:` is completed by its context where that is the beginning of numbers (RFC 3966, 5.1.5).
    """
    scheme, colon, rest = text.partition(":")
    if not colon or scheme.strip(" <").lower() not in {"sip", "sips", "tel"}:
        return text
    user = rest.strip("<> ").partition("@")[0].partition("?")[0].partition(">")[0]
    digits, *parameters = user.replace("%2B", "+").replace("%2b", "+").split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.lower() == "ext" and value.isdigit():
            digits += f";ext={value}"
        elif name.lower() == "phone-context":
            digits = completed(digits, value)
    return digits


def completed(digits: str, context: str) -> str:
    """A local number of `tel:` with the beginning that its `phone-context` names, RFC 3966 5.1.5; a domain completes nothing."""
    if context[:1] != "+" or digits[:1] in {"", "+", "*", "#", "?"} or digits[:2] == "00":
        return digits
    return context + digits if context[1:].strip("-.()").isdigit() else digits


def not_shown(text: str) -> Presentation | None:
    """What a word or a row of zeros in place of a number means; `None` for all else."""
    lowered = text.casefold()
    if lowered in RESTRICTED:
        return Presentation.RESTRICTED
    if lowered in UNAVAILABLE or not text.strip("0"):
        return Presentation.UNAVAILABLE  # exchanges that know no number send a row of zeros
    return None


def unwrapped(text: str) -> str:
    """`"333…"`, `'333…` and `="333…"`, as spreadsheets keep a text, and `++39…` and `+0039…`, as hands write them."""
    if found := re.fullmatch(_WRAPPED, text):
        text = found[1].strip()
    return re.sub(r"^\+(?:\s*\+)*\s*(?:00)?(?=[1-9])", "+", text)


def without_doubt(text: str) -> str:
    """The number behind the `?` by which some networks say that they do not vouch for it."""
    return re.sub(_DOUBT, "", text)


def without_service_prefix(text: str) -> str:
    """`*31#…` and `#31#…`, which hide or show one's own number in outgoing calls, taken off."""
    return re.sub(_SERVICE_PREFIX, "", text)


def is_extension_code(text: str) -> bool:
    """`**622`, `*17`: how telephones of one system call each other."""
    return re.fullmatch(_EXTENSION_CODE, text) is not None


def behind_code(text: str) -> str:
    """`0200001234` of `*67#0200001234` and `*21*0200001234#`; empty unless just one part is long enough to be a number."""
    parts = [part.strip() for part in re.split(_CODES, text)]
    long = [part for part in parts if part[:1] == "+" or sum(map(str.isdigit, part)) > 4]
    return long[0] if len(long) == 1 else ""


def split_extension(text: str) -> tuple[str, str]:
    """The number and, empty where there is none, the extension behind it: `… int. 12`, `… interno 12`."""
    found = re.search(_EXTENSION, text)
    if found is None or sum(map(str.isdigit, text[: found.start()])) < SHORTEST_EXTENDED:
        return text, ""
    return text[: found.start()], found[1] or found[2]


def behind_ordinal(text: str) -> str:
    """`0200001234` of `1. 0200001234`, a line that is counted; empty where no ordinal stands in front."""
    found = re.match(_ORDINAL, text)
    return text[found.end() :] if found else ""


def without_word(text: str) -> str:
    """`0776…` of `tel. 0776…`. Any other word stays, and makes it no number."""
    return re.sub(_WORD, "", text)


def is_spreadsheet_damage(text: str) -> bool:
    """`3331234567.0`, `3.33123E+09`: what spreadsheets make of a number."""
    return re.fullmatch(_SPREADSHEET, text) is not None


def is_pseudo_name(text: str) -> bool:
    """`V` and 14 or 15 digits, as some telemarketers present themselves."""
    return re.fullmatch(_PSEUDO_NAME, text) is not None


def digits_of(text: str) -> str | None:
    """The digits, with a `+` if it leads, once punctuation is gone; `None` where something else is left."""
    bare = text.translate(_PUNCTUATION)
    return bare if bare.isdigit() or (bare[:1] == "+" and bare[1:].isdigit()) else None


def parts_of(text: str) -> tuple[list[str], list[str]]:
    """What stands between the separators that also keep numbers apart, and these: `02/0000 1234`, `02… - 02…`."""
    pieces = re.split(_BETWEEN, text)
    return pieces[::2], pieces[1::2]


def _plain(text: str) -> str:
    from unicodedata import category, decimal, normalize  # noqa: PLC0415  # few networks write more than ASCII

    plain = []
    for character in normalize("NFKC", text):
        kind = category(character)
        folded_to = {"Cf": "", "Pd": "-", "Zs": " "}.get(kind, character)
        plain.append(str(decimal(character)) if kind == "Nd" else folded_to)
    return "".join(plain)
