"""Writing a draft: pure, from calls, pack, profile and company to everything that a rendering needs.

What is lacking stands as a visible gap in the text and as a question in `missing`; the rest of the draft is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.advice import advice, holds
from portinaio.complaints.call_facts import untaken
from portinaio.complaints.draft import Addressee, CallRow, Draft, Field, Missing, Source
from portinaio.complaints.filing import CallKind
from portinaio.complaints.template_values import CALLS_HERE, each_call, template_values
from portinaio.core.message import Message, counted, msg
from portinaio.countries.pack_check import split_need
from portinaio.countries.template import cited, parsed, rendered
from portinaio.countries.vocabulary import QUESTIONS
from portinaio.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.complaints.filing import Company, Filing, Profile
    from portinaio.complaints.template_values import TemplateValues
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack, Recipient

HEADINGS = ("subject", "to", "annexes", "calls", "page", "page_of")
STATED = ("company", "kind", "product", "summary", "consent", "contract_until")
OF_CALLS = ("date", "time")  # gaps where no call was given
GAP_OF = {"pec": "contact", "company_pec": "company_address"}  # where one of several would stand


class _Renderer(NamedTuple):
    """What a template is rendered with."""

    pack: Pack
    values: dict[str, str]
    conditions: frozenset[str]

    def paragraphs(self, text: str) -> tuple[str, ...]:
        citations = {key: law.cite for key, law in self.pack.law.items()}
        return rendered(parsed(text), self.values, self.conditions, citations)

    def line(self, text: str) -> str:
        return " ".join(self.paragraphs(text))

    def laws(self, texts: Iterable[str]) -> set[str]:
        return set().union(*(cited(parsed(t), self.values, self.conditions) for t in texts))


def write_draft(
    filing: Filing, calls: Iterable[LoggedCall], pack: Pack, profile: Profile, company: Company
) -> Draft:
    """The complaint of `filing` about `calls`. `NotFoundError` for a recipient that the pack does not have."""
    recipient = _recipient(filing, pack)
    if recipient.authority:
        filing = filing._replace(minimal=False)  # an authority examines nothing from nobody
    in_order = tuple(sorted(calls, key=lambda c: c.at))
    nobody_took = sum(map(untaken, in_order))
    mute_to_nobody = filing.kind is CallKind.SILENT and 0 < nobody_took == len(in_order)
    if mute_to_nobody:  # the letter would say that nobody spoke to who answered
        filing = filing._replace(kind=None)
    known = template_values(filing, in_order, pack, profile, company)
    missing = _missing(recipient, known, filing.kind, pack)
    renderer = _Renderer(pack, _with_gaps(known, missing, recipient, pack), known.conditions)
    letter = pack.letters[recipient.letter] if recipient.letter else ""
    paragraphs, table_after = _without_marker(renderer.paragraphs(letter))
    used = renderer.laws([letter, recipient.subject, *recipient.annexes]) | set(recipient.law)
    return Draft(
        recipient=filing.recipient,
        channel=recipient.channel,
        language=pack.language,
        country=pack.country,
        addressee=_addressee(recipient, renderer),
        sender=tuple(filter(None, (known.values["name"], known.values["contact"]))),
        dated=known.values["today"],
        subject=renderer.line(recipient.subject),
        paragraphs=paragraphs,
        table_after=table_after,
        columns=CallRow(0, **pack.columns),
        calls=known.rows,
        fields=tuple(_fields(recipient, renderer, each_call(in_order, pack))),
        annexes=tuple(filter(None, map(renderer.line, recipient.annexes))),
        statements=_statements(known, renderer),
        missing=missing,
        cautions=(
            *(Message(pack.law[key].caution) for key in sorted(used) if pack.law[key].caution),
            *_cautions(filing, recipient, pack, company, known),
            *_of_untaken(nobody_took, mute=mute_to_nobody),
        ),
        sources=tuple(
            Source(law.cite, law.url, law.checked) for key, law in pack.law.items() if key in used
        ),
        aid=Message(recipient.aid, {"company": known.values["company"] or msg("the company")}),
        headings={key: pack.terms[key] for key in HEADINGS},
        advice=advice(pack, known.values, known.conditions),
        signed=recipient.signed,
        answer_owed=recipient.answer_owed,
    )


def _recipient(filing: Filing, pack: Pack) -> Recipient:
    recipient = pack.recipient.get(filing.recipient)
    if recipient is None:
        raise NotFoundError(
            msg(
                "%(country)s has no recipient '%(asked)s'; it has: %(all)s",
                country=pack.country,
                asked=filing.recipient[:40],
                all=", ".join(sorted(pack.recipient)),
            )
        )
    return recipient


def _statements(known: TemplateValues, renderer: _Renderer) -> tuple[tuple[str, str], ...]:
    """What only the user can vouch for."""
    terms = renderer.pack.terms
    return tuple(
        (terms[f"stated_{key}"], renderer.values[key]) for key in STATED if known.values.get(key)
    )


def _missing(
    recipient: Recipient, known: TemplateValues, kind: CallKind | None, pack: Pack
) -> tuple[Missing, ...]:
    missing = [] if known.values.get("date") else [_asked("calls", pack)]
    for need in recipient.needs:
        conditions, places = split_need(need)
        if places == ["product"] and kind is CallKind.SILENT:
            continue  # who says nothing offers nothing
        if not all(holds(name, known.values, known.conditions) for name in conditions):
            continue
        if set(places) & _declared_unknown(recipient, known):
            continue
        if not any(known.values.get(place) for place in places):
            missing.append(_asked(places[0], pack))
    if recipient.unknown and _generic(known):
        missing.append(_asked("generic", pack)._replace(key="summary"))
    return tuple(missing)


def _asked(key: str, pack: Pack) -> Missing:
    own = pack.question.get(key)
    return Missing(key, Message(own) if own else QUESTIONS[key])


def _declared_unknown(recipient: Recipient, known: TemplateValues) -> set[str]:
    return {place for place in recipient.unknown if f"{place}_unknown" in known.conditions}


def _generic(known: TemplateValues) -> bool:
    """Nothing but a time and a line: such reports are refused."""
    declared = {"company_unknown", "product_unknown", "withheld"} <= known.conditions
    return declared and not known.values.get("summary")


def _with_gaps(
    known: TemplateValues, missing: tuple[Missing, ...], recipient: Recipient, pack: Pack
) -> dict[str, str]:
    places = {GAP_OF.get(m.key, m.key) for m in missing} & pack.gap.keys()
    if not known.values.get("date"):
        places |= set(OF_CALLS)
    gaps = {place: f"[{pack.terms['gap']}: {pack.gap[place]}]" for place in places}
    if "kind" in gaps:
        gaps["kinds"] = gaps["kind"]
    unknown = dict.fromkeys(_declared_unknown(recipient, known), pack.terms["unknown"])
    return known.values | gaps | unknown


def _fields(
    recipient: Recipient, renderer: _Renderer, calls: list[dict[str, str]]
) -> Iterable[Field]:
    """In the form's order; those that come out empty are left out."""
    for field in recipient.field:
        for each in calls if field.each else [{}]:
            here = renderer._replace(values=renderer.values | each)
            if value := here.line(field.value):
                yield Field(field.key, here.line(field.label), value, field.verified)


def _without_marker(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], int | None]:
    if CALLS_HERE not in paragraphs:
        return paragraphs, None
    place = paragraphs.index(CALLS_HERE)
    return paragraphs[:place] + paragraphs[place + 1 :], place


def _addressee(recipient: Recipient, renderer: _Renderer) -> Addressee:
    if recipient.authority:
        authority = renderer.pack.authority[recipient.authority]
        post, email, pec = authority.address, authority.email, authority.pec
        name, page = authority.name, authority.page
    else:
        values = renderer.values
        name, page = values["company"], ""
        post, email = values["company_address"], values["company_email"]
        pec = values["company_pec"]
    ways = recipient.ways
    return Addressee(
        name,
        post if "post" in ways else "",
        email if "email" in ways else "",
        pec if "pec" in ways else "",
        page,
    )


def _cautions(
    filing: Filing, recipient: Recipient, pack: Pack, company: Company, known: TemplateValues
) -> Iterable[Message]:
    if filing.on > pack.review_by:
        yield msg(
            "The law and the addresses here were last checked on %(checked)s and were due for review by %(review)s; "
            "look them up again before you send.",
            checked=pack.checked.isoformat(),
            review=pack.review_by.isoformat(),
        )
    yield from map(Message, recipient.cautions)
    if company.source and company.checked:
        yield msg(
            "The address comes from the company's own privacy notice (%(source)s), read on %(checked)s; "
            "see that it is still the one.",
            source=company.source,
            checked=company.checked.isoformat(),
        )
    if company.noted:
        yield msg(
            "The company book names as its source: %(source)s. See that it is the company in whose interest the calls"
            " were made, and no call centre that works for it.",
            source=company.noted,
        )
    held = known.conditions
    if "enrolled" in held and "enrolment_in_force" not in held and pack.optout:
        yield msg(
            "The first call came less than %(days)d days after the enrolment, so nothing is claimed from it.",
            days=pack.optout.threshold_days,
        )
    if held & {"contract_running", "contract_recent", "consent_stands"}:
        yield msg(
            "A contract or a consent of yours may cover these calls, so the letter does not say that they had none."
        )


def _of_untaken(calls: int, *, mute: bool) -> Iterable[Message]:
    if calls:
        yield counted(
            "Nobody in the house took %(n)d of these calls, as the log says: what was said in it you can only know"
            " otherwise.",
            "Nobody in the house took %(n)d of these calls, as the log says: what was said in them you can only know"
            " otherwise.",
            calls,
        )
    if mute:
        yield msg(
            "Of a call that nobody took it cannot be said that it was silent, so the letter does not say it."
        )
