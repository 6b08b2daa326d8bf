"""What the shape of a pack alone cannot refuse: names that lead nowhere, missing words, letters in another language.

A pack may come from somebody else, so whatever a window shows, opens or dials of it is held to what it may be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import to_builtins
from msgspec.structs import replace

from portinaio.core.numbers.plan import NOWHERE
from portinaio.core.numbers.validity import split
from portinaio.countries.data_file import quoted
from portinaio.countries.fact_check import fact_problems, measures
from portinaio.countries.letter_check import Names, Problem, letter_problems, text_problems, unseen
from portinaio.countries.range_schema import faults_of
from portinaio.countries.vocabulary import COLUMNS, GAPS, QUESTIONS, TERMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.clause_schema import Answer, Need
    from portinaio.countries.pack_schema import Pack, PlanTable

MOST_RECIPIENTS = 40  # they stand in one list on the screen
LONGEST_NAME = 40  # characters of a column and of a list
MOST_LANGUAGES = 8
_LANGUAGE = re.compile("[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?")
_HOLIDAYS = re.compile("[A-Z]{2,3}")  # the library looks for anything of that name in itself
_CALLING_CODE = re.compile("[1-9][0-9]{0,2}")
_EMERGENCY = re.compile("[0-9]{2,6}")
_BEGINNING = re.compile(r"\+[1-9][0-9]{0,14}")
_PREFIX = re.compile("[0-9]{1,5}")
_KEY = re.compile("[a-z][a-z0-9_]{0,30}")
_CHOICE = re.compile("[A-Za-z0-9][A-Za-z0-9_]{0,30}")
_COUNTRY = re.compile("[A-Z]{2}")
_PERCENT = re.compile(r"%%|%\(company\)s")


def problems(pack: Pack) -> Iterator[Problem]:
    yield from _of_country(pack)
    yield from _of_names(pack)
    yield from _of_ranges(pack)
    for table, wanted in (("terms", TERMS), ("columns", COLUMNS), ("gap", GAPS)):
        for word in sorted(wanted - getattr(pack, table).keys()):
            yield Problem(f"{table} lacks {word}", f"$.{table}")
    names = Names.of(pack)
    yield from fact_problems(pack, names)
    yield from _of_conditions(pack, names)
    yield from _of_recipients(pack, names)
    for name, clauses in pack.letters.items():
        yield from letter_problems(name, clauses, pack, names)
    yield from _of_unseen("$", to_builtins(replace(pack, letters={})))


def plan_problems(pack: Pack) -> Iterator[Problem]:
    """Of what screening needs; the letters wait until somebody writes one."""
    yield from _of_country(pack)
    yield from _of_ranges(pack)


def _of_names(pack: Pack) -> Iterator[Problem]:
    """What libraries call the language and the country."""
    # Only who reads a pack needs it, and the plan of a country with a pack is kept.
    from babel.localedata import exists  # noqa: PLC0415

    if len(pack.languages) >= MOST_LANGUAGES:
        yield Problem(f"more than {MOST_LANGUAGES} languages", "$.languages")
        return
    for place, language in enumerate(pack.all_languages):
        if not _LANGUAGE.fullmatch(language) or not exists(language):
            path = f"$.languages[{place - 1}]" if place else "$.language"
            yield Problem(f"Babel knows no language '{language[:20]}'", path)
    if pack.holidays and not _HOLIDAYS.fullmatch(pack.holidays):
        yield Problem("holidays must be two or three capital letters", "$.holidays")


def places_of(need: str | Need) -> list[str]:
    """The places of which one must be filled."""
    return (need if isinstance(need, str) else need.place).split("|")


def _of_conditions(pack: Pack, names: Names) -> Iterator[Problem]:
    """Facts and answers that are the pack's own."""
    own = [(t, key) for t in ("condition", "answer", "profile") for key in getattr(pack, t)]
    seen: set[str] = set()
    for table, key in own:
        path = f"$.{table}.{quoted(key)}"
        if not _KEY.fullmatch(key):
            yield Problem(f"'{key[:20]}' is no key: small letters", path)
        if key in names.taken or key in seen:
            yield Problem(f"{key} has a meaning already; choose another key", path)
        seen.add(key)
    for table, key in own[len(pack.condition) :]:
        for said in _of_answer(getattr(pack, table)[key]):
            yield Problem(f"{table} {key}: {said}", f"$.{table}.{quoted(key)}")
    for key, condition in pack.condition.items():
        path = f"$.condition.{quoted(key)}"
        before = names.before(key, pack)
        for name in condition.names:
            if name not in before:
                said = f"condition {key} names {name}, which is no fact, or comes later"
                yield Problem(said, path)


def _of_answer(asked: Answer) -> Iterator[str]:
    kinds = (bool(asked.choices), asked.day, asked.amount, asked.number)
    if not all(map(_CHOICE.fullmatch, asked.choices)) or sum(kinds) > 1:
        yield "choices are single words, or it is one of day, amount, number"
    if not {*asked.of_category.values()} <= {*asked.choices}:
        yield "of_category leads to what is no choice"
    if not asked.question.strip():
        yield "the question is empty"


def _of_ranges(pack: Pack) -> Iterator[Problem]:
    for place, pattern, fault in faults_of(pack.range):
        yield Problem(f"pattern '{pattern[:40]}': {fault}", f"$.range[{place}].patterns")
    for place, act in enumerate(pack.range):
        code = pack.plan.calling_code if pack.plan else "-"
        of_others = [p for p in act.patterns if not p.startswith(f"+{code}")]
        if of_others or act.country != pack.country:
            yield Problem("a pack has ranges of its own country only", f"$.range[{place}].patterns")


def _of_country(pack: Pack) -> Iterator[Problem]:
    """A pack has a country of its own, or serves others."""
    if pack.plan:
        yield from _of_plan(pack.plan)
    if bool(pack.plan) is bool(pack.serves):
        yield Problem("a pack has a plan, or serves countries without a pack", "$.serves")
    for place, country in enumerate(pack.serves):
        if not _COUNTRY.fullmatch(country):
            path = f"$.serves[{place}]"
            yield Problem(f"'{country[:20]}' is no code of a country, such as XA", path)
    if not pack.before_release.strip():
        yield Problem("before_release must say who has to read it", "$.before_release")
    if not all(map(str.strip, pack.does_not)) or not pack.does_not:
        yield Problem("does_not must say what it leaves out, a sentence each", "$.does_not")


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


def _of_recipients(pack: Pack, names: Names) -> Iterator[Problem]:
    first = [one for one in pack.recipient.values() if one.begins]
    if len(first) > 1 or any(one.to_authority for one in first):
        said = "one recipient, the company that gets the first letter, has begins = true"
        yield Problem(said, "$.recipient")
    if len(pack.recipient) > MOST_RECIPIENTS:
        yield Problem(f"more than {MOST_RECIPIENTS} recipients", "$.recipient")
    for key, recipient in pack.recipient.items():
        if not _KEY.fullmatch(key):
            yield Problem(f"'{key[:20]}' is no key of a recipient: small letters", "$.recipient")
        for problem in _of_recipient(recipient, pack, names):
            path = problem.path.replace("$", f"$.recipient.{quoted(key)}", 1)
            yield problem._replace(says=f"recipient {key}: {problem.says}", path=path)


def _of_recipient(recipient: Recipient, pack: Pack, names: Names) -> Iterator[Problem]:
    if not recipient.name.strip() or len(recipient.name) > LONGEST_NAME:
        yield Problem(f"name must have 1 to {LONGEST_NAME} characters", "$.name")
    yield from _of_authority(recipient, pack)
    yield from _of_channel(recipient)
    yield from _of_term(recipient, pack)
    if recipient.reminds and recipient.reminds not in pack.recipient:
        said = f"there is no recipient {recipient.reminds} that it could recall"
        yield Problem(said, "$.reminds")
    for law in recipient.law:
        if law not in pack.law:
            yield Problem(f"there is no law {law}", "$.law")
    yield from _of_aid(recipient, pack, names)
    yield from _of_needs(recipient, pack, names)
    yield from _of_texts(recipient, pack, names)


def _of_aid(recipient: Recipient, pack: Pack, names: Names) -> Iterator[Problem]:
    clauses = {clause.key for clause in pack.letters.get(recipient.letter, ())}
    for aid in recipient.aids:
        if "%" in _PERCENT.sub("", aid.says):
            yield Problem("aid has a % that is neither %(company)s nor %%", "$.aid")
        for key in sorted({*aid.clauses} - clauses):
            yield Problem(f"aid tells of a clause {key[:40]}, which the letter has not", "$.aid")
        yield from names.problems_of(aid.when, "aid", "$.aid")


def _of_authority(recipient: Recipient, pack: Pack) -> Iterator[Problem]:
    for path, key in (
        ("$.authority", recipient.authority),
        *((f"$.authorities.{quoted(r)}", key) for r, key in recipient.authorities.items()),
    ):
        if key and key not in pack.authority:
            yield Problem(f"there is no authority {key[:40]}", path)
    if bool(recipient.region) is not bool(recipient.authorities):
        yield Problem("region chooses among authorities: give both", "$.region")
    if not recipient.region:
        return
    asked = {**pack.answer, **pack.profile}.get(recipient.region)
    if recipient.region == "country":
        regions = set(pack.serves or (pack.country,))
    elif asked and asked.choices:
        regions = set(asked.choices)
        if not recipient.authority and recipient.region not in pack.gap:
            yield Problem(f"gap has no name for {recipient.region}", "$.region")
    else:
        said = f"region is country, or an answer or field of the profile with choices, not {recipient.region[:40]}"
        yield Problem(said, "$.region")
        return
    for region in sorted(recipient.authorities.keys() - regions):
        yield Problem(f"authorities names {region[:20]}, which is no choice", "$.authorities")
    lacking = sorted(regions - recipient.authorities.keys())
    if lacking and not recipient.authority:
        yield Problem(f"authorities has none for {lacking[0]}", "$.authorities")


def _of_channel(recipient: Recipient) -> Iterator[Problem]:
    spoken = recipient.channel in {"sms", "phone"}
    if not recipient.subject and not spoken:
        yield Problem("subject is empty", "$.subject")
    if not recipient.letter and not recipient.field:
        yield Problem("it has neither a letter nor fields, so it says nothing", "$.letter")
    if spoken and not recipient.to_authority:
        yield Problem(f"{recipient.channel} goes to an authority", "$.channel")


def _of_term(recipient: Recipient, pack: Pack) -> Iterator[Problem]:
    for name in ("term", "extended"):
        if measures(getattr(recipient, name)) > 1:
            yield Problem(f"{name} is in days, working_days or months", f"$.{name}")
    if recipient.extended and not recipient.term:
        yield Problem("extended belongs to a term", "$.extended")
    if recipient.term_law and recipient.term_law not in pack.law:
        yield Problem(f"there is no law {recipient.term_law}", "$.term_law")


def _of_texts(recipient: Recipient, pack: Pack, names: Names) -> Iterator[Problem]:
    for place, rule in enumerate(recipient.advice):
        yield from names.problems_of(rule.when, "advice", f"$.advice[{place}].when")
    for place, field in enumerate(recipient.field):
        yield from names.problems_of(field.when, "field", f"$.field[{place}].when")
    for path, text in _texts(recipient):
        for said in text_problems(text, pack, names):
            yield Problem(said, path)


def _of_needs(recipient: Recipient, pack: Pack, names: Names) -> Iterator[Problem]:
    asked = QUESTIONS.keys() | pack.question.keys() | pack.answer.keys() | pack.profile.keys()
    for need in recipient.needs:
        if not isinstance(need, str):
            yield from names.problems_of(need.when, "needs", "$.needs")
        places = places_of(need)
        for place in places:
            if place not in names.places:
                yield Problem(f"needs names {place}, which is no place", "$.needs")
        if len(places) == 1 and places[0] not in pack.gap:
            yield Problem(f"gap has no name for {places[0]}", "$.needs")
        if places[0] in names.places and places[0] not in asked:
            yield Problem(f"question has none for {places[0]}", "$.needs")


def _texts(recipient: Recipient) -> Iterator[tuple[str, str]]:
    yield "$.subject", recipient.subject
    yield from ((f"$.annexes[{n}]", text) for n, text in enumerate(recipient.annexes))
    for place, field in enumerate(recipient.field):
        yield f"$.field[{place}].label", field.label
        yield f"$.field[{place}].value", field.value


def _of_unseen(path: str, content: object) -> Iterator[Problem]:
    """Characters that show nothing, or turn what stands around them: a name could seem to be another."""
    if isinstance(content, str) and unseen(content):
        yield Problem("a character that nobody can see", path)
    elif isinstance(content, dict):
        for key, inner in content.items():
            yield from _of_unseen(f"{path}.{quoted(str(key))}", inner)
    elif isinstance(content, list | tuple):
        for place, inner in enumerate(content):
            yield from _of_unseen(f"{path}[{place}]", inner)
