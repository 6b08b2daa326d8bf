"""The languages of the windows: which one, and saying things in it.

Source strings are English; every other language is one file, `locale/CODE/LC_MESSAGES/portinaio.po`, and no code names it.
`use` chooses for the process; `_` and `ngettext` speak in what was chosen. English needs no catalogue, so nothing is loaded for it.
"""

from __future__ import annotations

import os

from portinaio.core.message import Message, render

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.core.message import Translation
    from portinaio.errors import PortinaioError

_FOLDER = os.path.dirname(os.path.dirname(__file__)) + "/locale"  # noqa: PTH120  # pathlib costs `check` 5 ms
LANGUAGES = ("en", *sorted(code for code in os.listdir(_FOLDER) if code.isalpha()))  # noqa: PTH208  # as above
"""By their ISO 639 codes."""
_catalogues: dict[str, Translation | None] = {}
_chosen: Translation | None = None
_code = "en"


def use(language: str | None) -> None:
    """Speak `language` from now on; English for one that has no catalogue."""
    global _chosen, _code  # noqa: PLW0603  # one person, one language a process
    _chosen = translation(language)
    _code = language if language in LANGUAGES else "en"


def chosen() -> Translation | None:
    return _chosen


def code() -> str:
    """Of `LANGUAGES`: what is spoken now."""
    return _code


def translation(language: str | None) -> Translation | None:
    """The catalogue of `language`; `None` for English and for languages without one."""
    if language is None or language == "en" or language not in LANGUAGES:
        return None
    if language not in _catalogues:
        from portinaio.language.catalogue import Catalogue  # noqa: PLC0415  # English can do without

        path = f"{_FOLDER}/{language}/LC_MESSAGES/portinaio.mo"
        try:
            with open(path, "rb") as file:  # noqa: PTH123  # as above
                _catalogues[language] = Catalogue(file.read())
        except (OSError, ValueError):  # a checkout whose catalogue was never built speaks English
            _catalogues[language] = None
    return _catalogues[language]


def guess(environ: Mapping[str, str]) -> str:
    """The language of the locale, `en` where it is none of ours."""
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(variable):
            wanted = value.split(":")[0].split("_")[0].split(".")[0].lower()
            return wanted if wanted in LANGUAGES else "en"
    return "en"


def guess_country(environ: Mapping[str, str]) -> str:
    """The country of the locale, Italy where it has none: `de_AT.UTF-8` is AT."""
    for variable in ("LC_ALL", "LC_TELEPHONE", "LANG"):
        value = environ.get(variable, "")
        _, underscore, rest = value.partition("_")
        if underscore and rest[:2].isalpha() and len(rest[:2]) == 2:
            return rest[:2].upper()
    return "IT"


def _(message: str) -> str:
    return _chosen.gettext(message) if _chosen else message


def ngettext(singular: str, plural: str, n: int) -> str:
    if _chosen:
        return _chosen.ngettext(singular, plural, n)
    return singular if n == 1 else plural


def translate(sentence: Message) -> str:
    """A sentence of the ground floor, in what is spoken now."""
    return render(sentence, _chosen)


def translate_error(error: PortinaioError) -> str:
    """What an error says, in what is spoken now."""
    return translate_error_in(error, _chosen)


def translate_error_in(error: PortinaioError, tongue: Translation | None) -> str:
    sentence = error.sentence
    return render(sentence, tongue) if isinstance(sentence, Message) else str(sentence)
