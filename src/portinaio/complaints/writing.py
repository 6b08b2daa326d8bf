"""Writing a draft: pure, from calls, pack, profile and company to everything that a rendering needs.

What is lacking stands as a visible gap in the text and as a question in `missing`; the rest of the draft is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.act import CallKind
from portinaio.complaints.draft import Addressee, CallRow, Draft, Field, Missing, Source
from portinaio.complaints.material import CALLS_HERE, material
from portinaio.complaints.questions import QUESTIONS
from portinaio.core.words import Words, words
from portinaio.countries.template import cited, parsed, rendered
from portinaio.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.complaints.act import Act, Company, Profile
    from portinaio.complaints.material import Material
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack import Pack
    from portinaio.countries.pack_table import Recipient

OF_CALLS = ("date", "time")  # gaps where no call was given
GAP_OF = {"pec": "contact", "company_pec": "company_address"}  # where one of several would stand


class _Desk(NamedTuple):
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


def draft(
    act: Act, calls: Iterable[LoggedCall], pack: Pack, profile: Profile, company: Company
) -> Draft:
    """The complaint of `act` about `calls`. `NotFoundError` for a recipient that the pack does not have."""
    recipient = pack.recipient.get(act.recipient)
    if recipient is None:
        raise NotFoundError(
            words(
                "%(country)s has no recipient '%(asked)s'; it has: %(all)s",
                country=pack.country,
                asked=act.recipient[:40],
                all=", ".join(sorted(pack.recipient)),
            )
        )
    known = material(act, tuple(sorted(calls, key=lambda c: c.at)), pack, profile, company)
    missing = _missing(recipient, known.values, act.kind)
    desk = _Desk(pack, _with_gaps(known.values, missing, pack), known.conditions)
    letter = pack.letters[recipient.letter] if recipient.letter else ""
    paragraphs, table_after = _without_marker(desk.paragraphs(letter))
    used = desk.laws([letter, recipient.subject, *recipient.annexes]) | set(recipient.law)
    return Draft(
        recipient=act.recipient,
        channel=recipient.channel,
        language=pack.language,
        country=pack.country,
        addressee=_addressee(recipient, desk),
        sender=tuple(filter(None, (known.values["name"], known.values["contact"]))),
        dated=known.values["today"],
        subject=desk.line(recipient.subject),
        paragraphs=paragraphs,
        table_after=table_after,
        columns=CallRow(0, **pack.columns),
        calls=known.rows,
        fields=tuple(
            Field(f.key, f.label, desk.line(f.value), f.verified) for f in recipient.field
        ),
        annexes=tuple(filter(None, map(desk.line, recipient.annexes))),
        missing=missing,
        cautions=tuple(_cautions(act, recipient, pack, company, known)),
        sources=tuple(
            Source(law.cite, law.url, law.checked) for key, law in pack.law.items() if key in used
        ),
        aid=Words(recipient.aid, {"company": known.values["company"] or words("the company")}),
        headings={key: pack.terms[key] for key in ("subject", "to", "annexes")},
        signed=recipient.signed,
        answer_owed=recipient.answer_owed,
    )


def _missing(
    recipient: Recipient, values: dict[str, str], kind: CallKind | None
) -> tuple[Missing, ...]:
    missing = [] if values.get("date") else [Missing("calls", QUESTIONS["calls"])]
    for need in recipient.needs:
        places = need.split("|")
        if places == ["product"] and kind is CallKind.SILENT:
            continue  # who says nothing offers nothing
        if not any(values.get(place) for place in places):
            missing.append(Missing(places[0], QUESTIONS[places[0]]))
    return tuple(missing)


def _with_gaps(values: dict[str, str], missing: tuple[Missing, ...], pack: Pack) -> dict[str, str]:
    places = {GAP_OF.get(m.key, m.key) for m in missing} & pack.gap.keys()
    if not values.get("date"):
        places |= set(OF_CALLS)
    gaps = {place: f"[{pack.terms['gap']}: {pack.gap[place]}]" for place in places}
    if "kind" in gaps:
        gaps["kinds"] = gaps["kind"]
    return values | gaps


def _without_marker(paragraphs: tuple[str, ...]) -> tuple[tuple[str, ...], int | None]:
    if CALLS_HERE not in paragraphs:
        return paragraphs, None
    place = paragraphs.index(CALLS_HERE)
    return paragraphs[:place] + paragraphs[place + 1 :], place


def _addressee(recipient: Recipient, desk: _Desk) -> Addressee:
    if recipient.authority:
        authority = desk.pack.authority[recipient.authority]
        return Addressee(
            authority.name, authority.address, authority.email, authority.pec, authority.page
        )
    values = desk.values
    return Addressee(
        values["company"],
        values["company_address"],
        values["company_email"],
        values["company_pec"],
    )


def _cautions(
    act: Act, recipient: Recipient, pack: Pack, company: Company, known: Material
) -> Iterable[Words]:
    if act.on > pack.review_by:
        yield words(
            "The law and the addresses here were last checked on %(checked)s and were due for review by %(review)s; "
            "look them up again before you send.",
            checked=pack.checked.isoformat(),
            review=pack.review_by.isoformat(),
        )
    yield from map(Words, recipient.cautions)
    if company.source and company.checked:
        yield words(
            "The address comes from the company's own privacy notice (%(source)s), read on %(checked)s; "
            "see that it is still the one.",
            source=company.source,
            checked=company.checked.isoformat(),
        )
    held = known.conditions
    if "enrolled" in held and "enrolment_in_force" not in held and pack.optout:
        yield words(
            "The first call came less than %(days)d days after the enrolment, so nothing is claimed from it.",
            days=pack.optout.threshold_days,
        )
    if held & {"contract_running", "contract_recent", "consent_stands"}:
        yield words(
            "A contract or a consent of yours may cover these calls, so the letter does not say that they had none."
        )
