"""What somebody may answer where only a few answers count: each has its code, and a word in each language.

A word is taken in every language, since whoever answers may be heard far from where the language is known; said are those of
the reader. The English words are the codes.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.names import folded
from portinaio.language import LANGUAGES, chosen, translation
from portinaio.language.terms import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ARTICLE = re.compile(r"^(?:\w{1,4}['\u2019]|\w{2,3} )")
"""Of a name in any of the languages: the, l', il, die."""

WORDS = {
    str(one): one
    for one in (
        # labels and entries
        msg("known"), msg("unknown"), msg("suspected"), msg("reported"), msg("block"), msg("allow"),
        # what a file is, or becomes
        msg("contacts"), msg("calls"), msg("list"),
        # how a letter goes
        msg("email"), msg("registered"), msg("post"), msg("web"), msg("hand"), msg("sms"), msg("phone"),
        # who spoke, and what about
        msg("operator"), msg("automated"), msg("silent"), msg("unanswered"),
        msg("sales"), msg("research"), msg("scam"), msg("other"),
        # how much is said, and what was agreed
        msg("full"), msg("minimal"), msg("none"), msg("given"), msg("running"), msg("yes"), msg("no"),
        # how a line is connected, and who else rings on it
        msg("listen"), msg("registrar"), msg("sole"), msg("forked"), msg("serial"), msg("pbx"), msg("one"), msg("several"), msg("own"),
        # what a house has when it begins
        msg("provider"), msg("telephone"),
        # what packs ask
        msg("reached"), msg("impossible"), msg("energy"), msg("telecom"), msg("water"), msg("transport"), msg("postal"),
        msg("finance"), msg("adaptation"),
        # days
        msg("today"), msg("yesterday"), msg("tomorrow"),
        msg("mon"), msg("tue"), msg("wed"), msg("thu"), msg("fri"), msg("sat"), msg("sun"), msg("holiday"),
        # what is given away, and to whom
        msg("ask"), msg("blocked"), msg("never"), msg("nothing"), msg("last"), msg("look_up"), msg("report"),
        # how numbers come, and how mail goes
        msg("national"), msg("international"), msg("implicit"),
        # what a shared call was about, and what a letter is written as
        msg("advertising"), msg("survey"), msg("gambling"), msg("fraud"), msg("ping"), msg("evidence"),
        # actions of which more is said elsewhere than their code
        msg("answer"), msg("challenge"),
    )
}  # fmt: skip
"""By code. One that is not here, such as the name of a format, is the same in every language."""
ALSO = {"none": (msg("never"), msg("not one"))}
"""What is said instead where the question asks for it: whether one ever agreed, whether there is a contract."""


def code_of(text: str, codes: Iterable[str]) -> str | None:
    """Which of `codes` somebody means who wrote `text`; `None` for none of them."""
    every = tuple(codes)
    return text if text in every else _by_word(every).get(folded(text))


def code_named(text: str, names: Mapping[str, Message]) -> str | None:
    """Which code's name somebody wrote, in any language, with its article or without."""
    wanted = folded(text)
    for code, name in names.items():
        for language in LANGUAGES:
            spoken = translation(language)
            said = folded(spoken.gettext(name.text) if spoken else name.text)
            if wanted and wanted in {said, _ARTICLE.sub("", said)}:
                return code
    return None


def one_of(codes: Iterable[str]) -> Message:
    """All of them with commas between, in the words of whoever reads it."""
    words: dict[str, object] = {
        str(place): WORDS.get(code) or ACTIONS.get(code) or Message(code)
        for place, code in enumerate(codes)
    }
    return Message(", ".join(f"%({place})s" for place in words), words)


def said(code: str) -> str:
    """In what is spoken now; the code itself in English, and where it has no word."""
    sentence = WORDS.get(code) or ACTIONS.get(code)
    spoken = chosen()
    return spoken.gettext(sentence.text) if spoken and sentence else code


@lru_cache(64)
def _by_word(codes: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in codes:
        found[folded(code)] = code
        for sentence in (WORDS.get(code), ACTIONS.get(code), *ALSO.get(code, ())):
            if sentence is not None:
                for language in LANGUAGES:
                    spoken = translation(language)
                    said = spoken.gettext(sentence.text) if spoken else sentence.text
                    found.setdefault(folded(said), code)
    return found
