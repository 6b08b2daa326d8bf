"""Writing a draft: pure, from calls, pack, profile and company to everything that a rendering needs.

What is lacking stands as a visible gap in the text and as a question in `missing`; the rest of the draft is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.advice import advice
from portinaio.complaints.draft import CallRow, Draft, Field, Missing, Paper, Source
from portinaio.complaints.drafting.addressee import addressee
from portinaio.complaints.drafting.cautions import cautions, of_the_log
from portinaio.complaints.drafting.compose import Letter, Renderer
from portinaio.complaints.drafting.further import further_questions
from portinaio.complaints.drafting.gaps import (
    gap_begins,
    missing_in,
    points_without_a_clause,
    with_gaps,
)
from portinaio.complaints.drafting.template_values import (
    TemplateValues,
    authority_key,
    each_call,
    template_values,
)
from portinaio.core.message import Message, counted, in_a_row, msg
from portinaio.countries.written import mark
from portinaio.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.complaints.filing import Company, Filing, Profile
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.clause_schema import Clause
    from portinaio.countries.pack_schema import Pack

HEADINGS = ("subject", "to", "annexes", "calls", "page", "page_of")
STATED = ("company", "kind", "product", "summary", "consent", "contract_until")


class _Matter(NamedTuple):
    """All that is known of a complaint."""

    filing: Filing
    recipient: Recipient
    pack: Pack
    known: TemplateValues
    profile: Profile
    company: Company
    calls: tuple[LoggedCall, ...]
    """Those that are told, in the order of time."""
    left_out: int
    """How many the form has no room for."""


class _Text(NamedTuple):
    """The act in the words of its pack."""

    subject: str
    letter: Letter
    fields: tuple[Field, ...]
    annexes: tuple[str, ...]
    cites: frozenset[str]
    """Laws that stand in it, by key."""


def write_draft(
    filing: Filing, calls: Iterable[LoggedCall], pack: Pack, profile: Profile, company: Company
) -> Draft:
    """The complaint of `filing` about `calls`. `NotFoundError` for a recipient that the pack does not have."""
    matter = _matter(filing, tuple(sorted(calls, key=lambda c: c.at)), pack, profile, company)
    filing, recipient, known = matter.filing, matter.recipient, matter.known
    missing = missing_in(recipient, known, pack)
    text = _text(matter, missing)
    clauses = _clauses(recipient, pack)
    missing += tuple(points_without_a_clause(clauses, text.letter, pack))
    said = (filing, company, profile)
    return Draft(
        recipient=filing.recipient,
        channel=recipient.channel,
        language=pack.language,
        country=pack.country,
        addressee=addressee(recipient, authority_key(filing, profile, pack), known.values, pack),
        sender=tuple(filter(None, map(known.values.get, ("name", "contact")))),
        dated=known.values["today"],
        subject=text.subject,
        paragraphs=text.letter.paragraphs,
        table_after=text.letter.table_after,
        columns=CallRow(0, **pack.columns),
        calls=known.rows,
        fields=text.fields,
        annexes=text.annexes,
        statements=_statements(known, pack),
        missing=missing,
        cautions=tuple(_cautions(matter, text)),
        sources=tuple(_sources(pack, text)),
        aid=in_a_row(_aid(recipient, text.letter, known)),
        headings={"colon": mark(":", pack), **{key: pack.terms[key] for key in HEADINGS}},
        advice=advice(pack, known.facts),
        signed=recipient.signed,
        answer_owed=recipient.answer_owed,
        basis=text.letter.basis,
        reference=filing.reference,
        paper=Paper(pack.forms.paper, pack.forms.window, pack.forms.address),
        said_on=dict(filing.said_on),
        further=tuple(further_questions((recipient, clauses), said, pack, missing)),
    )


def _sources(pack: Pack, text: _Text) -> Iterator[Source]:
    for key, law in pack.citations().items():
        if key in text.cites:
            yield Source(law.cite, law.url, law.checked)


def _matter(
    filing: Filing, every: tuple[LoggedCall, ...], pack: Pack, profile: Profile, company: Company
) -> _Matter:
    recipient = _recipient(filing, pack)
    if recipient.to_authority or "name" in recipient.needs:
        filing = filing._replace(minimal=False)  # an authority examines nothing from nobody
    told = every[-recipient.most_calls :]  # all, where there is no limit
    known = template_values(filing, told, pack, profile, company)
    left_out = len(every) - len(told)
    return _Matter(filing, recipient, pack, known, profile, company, told, left_out)


def _text(matter: _Matter, missing: tuple[Missing, ...]) -> _Text:
    """In the order of reading: what is short for something is spelt out where it first stands."""
    filing, recipient, pack, known = matter[:4]
    renderer = Renderer(pack, known, with_gaps(known, missing, recipient, pack), filing.on)
    subject = renderer.text(recipient.subject)
    letter = renderer.letter(_clauses(recipient, pack))
    each = each_call(matter.calls, filing, pack, matter.profile)
    fields = tuple(_fields(recipient, renderer, known, each, gap_begins(pack)))
    annexes = tuple(filter(None, map(renderer.text, recipient.annexes)))
    cites = letter.cites | renderer.cites | frozenset(recipient.law)
    return _Text(subject, letter, fields, annexes, cites)


def _clauses(recipient: Recipient, pack: Pack) -> tuple[Clause, ...]:
    return pack.letters[recipient.letter] if recipient.letter else ()


def _cautions(matter: _Matter, text: _Text) -> Iterable[Message]:
    filing, recipient, pack, known = matter[:4]
    laws = (pack.law[key] for key in sorted(text.cites & pack.law.keys()))
    yield from (Message(law.caution) for law in laws if law.caution)
    yield from cautions(filing, recipient, pack, matter.company, known)
    if matter.left_out:
        told = len(matter.calls)
        yield counted(
            "The form takes %(n)d call at once, so the latest of %(every)d is told.",
            "The form takes %(n)d calls at once, so the latest of %(every)d are told.",
            told,
            every=told + matter.left_out,
        )
    yield from of_the_log(filing, matter.calls)


def _recipient(filing: Filing, pack: Pack) -> Recipient:
    recipient = pack.recipient.get(filing.recipient)
    if recipient is None:
        raise NotFoundError(
            msg(
                "%(country)s has no recipient '%(asked)s'; it has: %(all)s",
                country=pack.country,
                asked=filing.recipient[:40],
                all=_named(pack),
            )
        )
    return recipient


def _named(pack: Pack) -> Message:
    """Its recipients, each with the name that it has in the reader's language."""
    every = sorted(pack.recipient.items())
    names: dict[str, object] = {
        str(place): Message(one.name) for place, (_, one) in enumerate(every)
    }
    text = ", ".join(f"{key} (%({place})s)" for place, (key, _) in enumerate(every))
    return Message(text, names)


def _statements(known: TemplateValues, pack: Pack) -> tuple[tuple[str, str], ...]:
    """What only the user can vouch for."""
    said = {key: known.values[key] for key in STATED if key in known.values}
    held = known.facts.holding
    if held & {"silent", "unanswered"}:  # who says nothing offers nothing
        said = {key: value for key, value in said.items() if key not in {"product", "summary"}}
    if "unanswered" in known.observed:
        said.pop("kind", None)  # the log says so, and no user need
    elif "kind" in said and "mixed" in held and "unanswered" not in held:
        each = zip(known.moments, known.facts.calls, strict=True)
        heard = (moment for moment, facts in each if "was_unheard" not in facts)
        said["kind"] = f"{said['kind']} ({'; '.join(heard)})"  # of no call that the log denies
    return tuple((pack.terms[f"stated_{key}"], value) for key, value in said.items())


def _aid(recipient: Recipient, letter: Letter, known: TemplateValues) -> Iterable[Message]:
    """What this letter says, and none other."""
    company = {"company": known.values.get("company") or msg("the company")}
    for aid in recipient.aids:
        told = not aid.clauses or not letter.stands.isdisjoint(aid.clauses)
        if told and known.facts.holds(aid.when):
            yield Message(aid.says, company)


def _fields(
    recipient: Recipient,
    renderer: Renderer,
    known: TemplateValues,
    calls: list[dict[str, str]],
    gap: str,
) -> Iterable[Field]:
    """In the pack's order; those that come out empty are left out."""
    for field in recipient.field:
        if not known.facts.holds(field.when):
            continue
        for each in calls if field.each else [{}]:
            if value := renderer.text(field.value, each):
                label = renderer.text(field.label, each)
                yield Field(field.key, label, value, field.verified, gap in value)
