"""Writing a draft: pure, from calls, pack, profile and company to everything that a rendering needs.

What is lacking stands as a visible gap in the text and as a question in `missing`; the rest of the draft is whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.advice import advice
from portinaio.complaints.draft import Addressee, CallRow, Draft, Field, Missing, Paper, Source
from portinaio.complaints.drafting.cautions import cautions, of_the_log
from portinaio.complaints.drafting.compose import Renderer
from portinaio.complaints.drafting.template_values import authority_key, each_call, template_values
from portinaio.core.message import Message, counted, in_a_row, msg
from portinaio.countries.pack_check import places_of
from portinaio.countries.vocabulary import QUESTIONS
from portinaio.countries.written import mark
from portinaio.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.complaints.drafting.compose import Letter
    from portinaio.complaints.drafting.template_values import TemplateValues
    from portinaio.complaints.filing import Company, Filing, Profile
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.clause_schema import Clause
    from portinaio.countries.pack_schema import Pack

HEADINGS = ("subject", "to", "annexes", "calls", "page", "page_of")
STATED = ("company", "kind", "product", "summary", "consent", "contract_until")
OF_CALLS = ("date", "time")  # gaps where no call was given
CONTACT = frozenset({"pec", "email", "address"})
COMPANY_CONTACT = frozenset({"company_pec", "company_email", "company_address"})


def write_draft(
    filing: Filing, calls: Iterable[LoggedCall], pack: Pack, profile: Profile, company: Company
) -> Draft:
    """The complaint of `filing` about `calls`. `NotFoundError` for a recipient that the pack does not have."""
    recipient = _recipient(filing, pack)
    if recipient.to_authority or "name" in recipient.needs:
        filing = filing._replace(minimal=False)  # an authority examines nothing from nobody
    every = tuple(sorted(calls, key=lambda c: c.at))
    in_order = every[-recipient.most_calls :]  # all, where there is no limit
    known = template_values(filing, in_order, pack, profile, company)
    clauses = pack.letters[recipient.letter] if recipient.letter else ()
    missing = _missing(recipient, known, profile, pack)
    renderer = Renderer(pack, known, _with_gaps(known, missing, recipient, pack), filing.on)
    subject = renderer.text(recipient.subject)
    letter = renderer.letter(clauses)
    told = each_call(in_order, filing, pack, profile)
    fields = tuple(_fields(recipient, renderer, known, told, _gap_begins(pack)))
    annexes = tuple(filter(None, map(renderer.text, recipient.annexes)))
    used = letter.cites | renderer.cites | set(recipient.law)
    return Draft(
        recipient=filing.recipient,
        channel=recipient.channel,
        language=pack.language,
        country=pack.country,
        addressee=_addressee(recipient, authority_key(filing, profile, pack), known.values, pack),
        sender=tuple(filter(None, map(known.values.get, ("name", "contact")))),
        dated=known.values["today"],
        subject=subject,
        paragraphs=letter.paragraphs,
        table_after=letter.table_after,
        columns=CallRow(0, **pack.columns),
        calls=known.rows,
        fields=fields,
        annexes=annexes,
        statements=_statements(known, pack),
        missing=(*missing, *_points_without_a_clause(clauses, letter, pack)),
        cautions=(
            *(
                Message(pack.law[key].caution)
                for key in sorted(used & pack.law.keys())
                if pack.law[key].caution
            ),
            *cautions(filing, recipient, pack, company, known),
            *_left_out(len(every), len(in_order)),
            *of_the_log(filing, in_order),
        ),
        sources=tuple(
            Source(law.cite, law.url, law.checked)
            for key, law in pack.citations().items()
            if key in used
        ),
        aid=in_a_row(_aid(recipient, letter, known)),
        headings={"colon": mark(":", pack), **{key: pack.terms[key] for key in HEADINGS}},
        advice=advice(pack, known.facts),
        signed=recipient.signed,
        answer_owed=recipient.answer_owed,
        basis=letter.basis,
        reference=filing.reference,
        paper=Paper(pack.forms.paper, pack.forms.window, pack.forms.address),
        said_on=dict(filing.said_on),
    )


def _left_out(every: int, told: int) -> Iterable[Message]:
    if told < every:
        yield counted(
            "The form takes %(n)d call at once, so the latest of %(every)d is told.",
            "The form takes %(n)d calls at once, so the latest of %(every)d are told.",
            told,
            every=every,
        )


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
        heard = (moment for moment, facts in each if "was_untaken" not in facts)
        said["kind"] = f"{said['kind']} ({'; '.join(heard)})"  # of no call that the log denies
    return tuple((pack.terms[f"stated_{key}"], value) for key, value in said.items())


def _missing(
    recipient: Recipient, known: TemplateValues, profile: Profile, pack: Pack
) -> tuple[Missing, ...]:
    missing = [] if "date" in known.values else [_asked("calls", pack)]
    if recipient.region and "authority" not in known.values:
        missing.append(_asked(recipient.region, pack))
    facts = known.facts
    for need in recipient.needs:
        places = places_of(need)
        if places == ["product"] and not facts.holding.isdisjoint({"silent", "unanswered"}):
            continue  # who says nothing offers nothing
        if not isinstance(need, str) and not facts.holds(need.when):
            continue
        if set(places) & _declared_unknown(recipient, known):
            continue
        if not any(place in known.values for place in places):
            asked = places[0]
            if asked == "line" and profile.line and known.rows:
                asked = "called"  # a number is known, but not that it was called
            missing.append(_asked(asked, pack)._replace(any_of=tuple(places)))
    if recipient.unknown and _generic(known):
        missing.append(_asked("generic", pack)._replace(key="summary"))
    return tuple(missing)


def _points_without_a_clause(
    clauses: Iterable[Clause], letter: Letter, pack: Pack
) -> Iterable[Missing]:
    """An act that alleges nothing, or asks for nothing, is none."""
    for clause in clauses:
        if clause.asks and clause.key not in letter.stands:
            yield _asked(clause.asks, pack)


def _aid(recipient: Recipient, letter: Letter, known: TemplateValues) -> Iterable[Message]:
    """What this letter says, and none other."""
    company = {"company": known.values.get("company") or msg("the company")}
    for aid in recipient.aids:
        told = not aid.clauses or not letter.stands.isdisjoint(aid.clauses)
        if told and known.facts.holds(aid.when):
            yield Message(aid.says, company)


def _asked(key: str, pack: Pack) -> Missing:
    asked = {**pack.answer, **pack.profile}
    own = pack.question.get(key) or (asked[key].question if key in asked else "")
    return Missing(key, Message(own) if own else QUESTIONS[key])


def _declared_unknown(recipient: Recipient, known: TemplateValues) -> set[str]:
    return {place for place in recipient.unknown if f"{place}_unknown" in known.facts.holding}


def _generic(known: TemplateValues) -> bool:
    """Nothing but a time and a line: such reports are refused."""
    declared = {"company_unknown", "product_unknown", "withheld"} <= known.facts.holding
    return declared and "summary" not in known.values


def _with_gaps(
    known: TemplateValues, missing: tuple[Missing, ...], recipient: Recipient, pack: Pack
) -> dict[str, str]:
    places = {_gap_of(m) for m in missing} & pack.gap.keys()
    if "date" not in known.values:
        places |= set(OF_CALLS)
    gaps = {place: _gap(place, pack) for place in places}
    if "kind" in gaps:
        gaps["kinds"] = gaps["kind"]
    if recipient.region in gaps:
        gaps["authority"] = gaps[recipient.region]
    return known.values | gaps


def _gap_of(missing: Missing) -> str:
    """Where one of several ways would stand there is one gap."""
    if len(missing.any_of) > 1:
        if CONTACT.issuperset(missing.any_of):
            return "contact"
        if COMPANY_CONTACT.issuperset(missing.any_of):
            return "company_address"
    return "line" if missing.key == "called" else missing.key


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


def _addressee(
    recipient: Recipient, authority_of: str, values: Mapping[str, str], pack: Pack
) -> Addressee:
    number = ""
    if authority_of:
        authority = pack.authority[authority_of]
        post, email, pec = authority.address, authority.email, authority.pec
        name, page = authority.name, authority.page
        number = {"sms": authority.sms, "phone": authority.phone}.get(recipient.channel, "")
    elif recipient.to_authority:
        name, page, post, email, pec = _gap(recipient.region, pack), "", "", "", ""
    else:
        name, page = values.get("company", _gap("company", pack)), ""
        post, email, pec = (values.get(f"company_{way}", "") for way in ("address", "email", "pec"))
        if not (post or email or pec):
            post = _gap("company_address", pack)
    ways = recipient.ways
    return Addressee(
        name,
        post if "post" in ways else "",
        email if "email" in ways else "",
        pec if "pec" in ways else "",
        page,
        number,
    )


def _gap(place: str, pack: Pack) -> str:
    if place not in pack.gap:
        return ""
    return f"{_gap_begins(pack)} {pack.gap[place]}]"


def _gap_begins(pack: Pack) -> str:
    return f"[{pack.terms['gap']}{mark(':', pack)}"
