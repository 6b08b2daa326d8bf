"""What the shape of a pack alone cannot refuse: names that lead nowhere, missing words, letters in another language.

A pack may come from somebody else, so whatever a window shows, opens or dials of it is held to what it may be.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from msgspec import to_builtins
from msgspec.structs import replace

from portinaio.core.numbers.plan import NOWHERE
from portinaio.core.numbers.validity import split
from portinaio.countries.range_schema import faults_of
from portinaio.countries.template import TemplateError, cited, line_at, parsed, placed
from portinaio.countries.vocabulary import (
    COLUMNS,
    CONDITIONS,
    FIRST_LETTER,
    GAPS,
    PLACES,
    QUESTIONS,
    TERMS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.pack_schema import Pack, PlanTable, Recipient

MOST_TOKENS = 1000  # of one letter; each may become two thousand characters, ours have a hundred
MOST_RECIPIENTS = 40  # they stand in one list on the screen
LONGEST_NAME = 40  # characters of a column and of a list
LEAST_SHARE = 0.1  # of a letter's words that are among the commonest; of ours a third are
SHORTEST_SAMPLE = 30  # words; of fewer no language can be told
_LANGUAGE = re.compile("[a-z]{2,3}")  # as typst takes it, too
_HOLIDAYS = re.compile("[A-Z]{2,3}")  # the library looks for anything of that name in itself
_CALLING_CODE = re.compile("[1-9][0-9]{0,2}")
_EMERGENCY = re.compile("[0-9]{2,6}")
_BEGINNING = re.compile(r"\+[1-9][0-9]{0,14}")
_PREFIX = re.compile("[0-9]{1,5}")
_KEY = re.compile("[a-z][a-z0-9_]{0,30}")
_PAGE = re.compile(r"https://[\w.:-]+(/[^\s\"<>]*)?")
_ASK = re.compile(r"https://[\w.:-]+/[^\s\"<>{}]*\{national\}[^\s\"<>{}]*")
_PERCENT = re.compile(r"%%|%\(company\)s")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


class Problem(NamedTuple):
    says: str
    path: str = "$"
    """Where in the pack: `$.recipient.garante.needs`; a key with dots in quotes."""
    letter: str = ""
    """File of the letter, where it stands in one, and"""
    line: int = 0


def problems(pack: Pack) -> Iterator[Problem]:
    yield from _of_plan(pack.plan)
    yield from _of_names(pack)
    yield from _of_ranges(pack)
    for table, wanted in (("terms", TERMS), ("columns", COLUMNS), ("gap", GAPS)):
        for word in sorted(wanted - getattr(pack, table).keys()):
            yield Problem(f"{table} lacks {word}", f"$.{table}")
    if pack.silent and pack.silent.law not in pack.law:
        yield Problem(f"silent: there is no law {pack.silent.law}", "$.silent.law")
    for place, regime in enumerate(pack.regime):
        if regime.law not in pack.law:
            yield Problem(f"regime: there is no law {regime.law}", f"$.regime[{place}].law")
    yield from _of_pages(pack)
    yield from _of_register(pack)
    yield from _of_recipients(pack)
    for name, text in pack.letters.items():
        yield from _of_letter(name, text, pack)
    yield from _of_unseen("$", to_builtins(replace(pack, letters={})))


def _of_names(pack: Pack) -> Iterator[Problem]:
    """What libraries call the language and the country."""
    # Only who reads a pack needs it, and the plan of a country with a pack is kept.
    from babel.localedata import exists  # noqa: PLC0415

    if not _LANGUAGE.fullmatch(pack.language) or not exists(pack.language):
        yield Problem(f"Babel knows no language '{pack.language[:20]}'", "$.language")
    if pack.holidays and not _HOLIDAYS.fullmatch(pack.holidays):
        yield Problem("holidays must be two or three capital letters", "$.holidays")


def split_need(need: str) -> tuple[list[str], list[str]]:
    """Conditions and places of a need such as `operator !banned: a|b`."""
    conditions, _, places = need.rpartition(":")
    return conditions.split(), places.strip().split("|")


def _of_ranges(pack: Pack) -> Iterator[Problem]:
    for place, pattern, fault in faults_of(pack.range):
        yield Problem(f"pattern '{pattern[:40]}': {fault}", f"$.range[{place}].patterns")
    for place, act in enumerate(pack.range):
        of_others = [p for p in act.patterns if not p.startswith(f"+{pack.plan.calling_code}")]
        if of_others or act.country != pack.country:
            yield Problem("a pack has ranges of its own country only", f"$.range[{place}].patterns")


def _of_plan(plan: PlanTable) -> Iterator[Problem]:
    code = plan.calling_code
    known = split(f"{code}000", NOWHERE) if _CALLING_CODE.fullmatch(code) else None
    if known is None or known[0] != code:
        yield Problem(f"no country has the calling code {code[:10]}", "$.plan.calling_code")
    for number in plan.emergency:
        if not _EMERGENCY.fullmatch(number):
            yield Problem(f"{number[:20]} is no emergency number", "$.plan.emergency")
    if not _PREFIX.fullmatch(plan.international_prefix):
        yield Problem("international_prefix must be digits", "$.plan.international_prefix")
    for beginning, same in plan.also.items():
        ours = same.startswith(f"+{code}") and _BEGINNING.fullmatch(same)
        if not ours or not _BEGINNING.fullmatch(beginning):
            said = f"{beginning[:20]} cannot be {same[:20]}: write +378 = +390549, in this country"
            yield Problem(said, "$.plan.also")


def _of_pages(pack: Pack) -> Iterator[Problem]:
    """The program opens these."""
    pages = [(f"$.authority.{quoted(k)}", one.page) for k, one in pack.authority.items()]
    if pack.optout:
        pages.append(("$.optout", pack.optout.page))
    for path, page in pages:
        if page and not _PAGE.fullmatch(page):
            yield Problem(f"page must be an address with https://, not {page[:60]}", f"{path}.page")


def _of_register(pack: Pack) -> Iterator[Problem]:
    """The program asks it, and says beforehand who learns of the call."""
    register = pack.register
    if register is None:
        return
    if not _ASK.fullmatch(register.ask):
        said = f"ask must be an address with https:// and one {{national}}, not {register.ask[:60]}"
        yield Problem(said, "$.register.ask")
    if not register.name.strip() or not register.keeper.strip() or not register.company:
        yield Problem("register: name, keeper and company must say something", "$.register")


def _of_recipients(pack: Pack) -> Iterator[Problem]:
    if FIRST_LETTER not in pack.recipient:
        yield Problem(f"recipient lacks {FIRST_LETTER}, the letter to the company")
    if len(pack.recipient) > MOST_RECIPIENTS:
        yield Problem(f"more than {MOST_RECIPIENTS} recipients", "$.recipient")
    for key, recipient in pack.recipient.items():
        if not _KEY.fullmatch(key):
            yield Problem(f"'{key[:20]}' is no key of a recipient: small letters", "$.recipient")
        for problem in _of_recipient(recipient, pack):
            path = problem.path.replace("$", f"$.recipient.{quoted(key)}", 1)
            yield problem._replace(says=f"recipient {key}: {problem.says}", path=path)


def _of_recipient(recipient: Recipient, pack: Pack) -> Iterator[Problem]:
    if not recipient.name.strip() or len(recipient.name) > LONGEST_NAME:
        yield Problem(f"name must have 1 to {LONGEST_NAME} characters", "$.name")
    if recipient.authority and recipient.authority not in pack.authority:
        yield Problem(f"there is no authority {recipient.authority}", "$.authority")
    if recipient.reminds and recipient.reminds not in pack.recipient:
        said = f"there is no recipient {recipient.reminds} that it could recall"
        yield Problem(said, "$.reminds")
    for law in recipient.law:
        if law not in pack.law:
            yield Problem(f"there is no law {law}", "$.law")
    if "%" in _PERCENT.sub("", recipient.aid):
        yield Problem("aid has a % that is neither %(company)s nor %%", "$.aid")
    yield from _of_needs(recipient, pack)
    yield from _of_advice(recipient)
    for path, text in _templates(recipient):
        for problem in _of_template(text, pack):
            yield Problem(problem.says, path)


def _of_advice(recipient: Recipient) -> Iterator[Problem]:
    for place, rule in enumerate(recipient.advice):
        for name in (name.lstrip("!") for name in rule.when):
            if name not in PLACES | CONDITIONS:
                said = f"advice names {name}, which is no condition"
                yield Problem(said, f"$.advice[{place}].when")


def _of_needs(recipient: Recipient, pack: Pack) -> Iterator[Problem]:
    for need in recipient.needs:
        conditions, places = split_need(need)
        for name in conditions:
            if name.lstrip("!") not in PLACES | CONDITIONS:
                yield Problem(f"needs names {name}, which is no condition", "$.needs")
        for place in places:
            if place not in PLACES:
                yield Problem(f"needs names {place}, which is no place", "$.needs")
        if len(places) == 1 and places[0] not in pack.gap:
            yield Problem(f"gap has no name for {places[0]}", "$.needs")
        if places[0] in PLACES and places[0] not in QUESTIONS.keys() | pack.question.keys():
            yield Problem(f"question has none for {places[0]}", "$.needs")


def _of_letter(name: str, text: str, pack: Pack) -> Iterator[Problem]:
    if text.count("{") > MOST_TOKENS:
        yield Problem(f"more than {MOST_TOKENS} places", letter=name, line=1)
        return
    for number, line in enumerate(text.split("\n"), 1):
        if _unseen(line):
            yield Problem("a character that nobody can see", letter=name, line=number)
    for problem in _of_template(text, pack):
        yield problem._replace(letter=name)
    words = re.sub(r"\{[^}]*\}", " ", text).casefold().split()
    common = sum(word in pack.common_words for word in words)
    if len(words) >= SHORTEST_SAMPLE and common < LEAST_SHARE * len(words):
        said = f"hardly a word is among common_words, so it seems not to be in '{pack.language}'"
        yield Problem(said, letter=name, line=1)


def _of_template(text: str, pack: Pack) -> Iterator[Problem]:
    try:
        template = parsed(text)
    except TemplateError as error:
        yield Problem(str(error), line=error.line)
        return
    places, conditions = placed(template)
    unknown = [(f"{{{n}}}", f"there is no place {{{n}}}") for n in places - PLACES]
    unknown += [
        (f"{n}}}", f"there is no condition {{?{n}}}") for n in conditions - PLACES - CONDITIONS
    ]
    unknown += [(f"{{@{n}}}", f"there is no law {n}") for n in cited(template) - pack.law.keys()]
    for token, said in sorted(unknown):
        yield Problem(said, line=line_at(text, text.index(token)))


def _templates(recipient: Recipient) -> Iterator[tuple[str, str]]:
    yield "$.subject", recipient.subject
    yield from ((f"$.annexes[{n}]", text) for n, text in enumerate(recipient.annexes))
    for place, field in enumerate(recipient.field):
        yield f"$.field[{place}].label", field.label
        yield f"$.field[{place}].value", field.value


def _of_unseen(path: str, content: object) -> Iterator[Problem]:
    """Characters that show nothing, or turn what stands around them: a name could seem to be another."""
    if isinstance(content, str) and _unseen(content):
        yield Problem("a character that nobody can see", path)
    elif isinstance(content, dict):
        for key, inner in content.items():
            yield from _of_unseen(f"{path}.{quoted(str(key))}", inner)
    elif isinstance(content, list | tuple):
        for place, inner in enumerate(content):
            yield from _of_unseen(f"{path}[{place}]", inner)


def _unseen(text: str) -> bool:
    return not text.isprintable() and any(unicodedata.category(c) in _UNSEEN for c in text)


def quoted(key: str) -> str:
    """A key as it stands in a path."""
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
