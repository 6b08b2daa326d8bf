"""What may not be claimed: facts that nobody has verified, and promises that nobody can keep."""

import itertools
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from letters import ENERGY, MARIA, a_draft, a_sales_call, a_withheld_call, on_one_line
from portinaio.complaints.filing import CallKind, Company, Means, Profile, Sent
from portinaio.core.policy import Action, Outcome
from portinaio.countries import pack as packs
from portinaio.countries.pack import countries, read_pack
from portinaio.countries.reserved_ranges import ranges_file

FORBIDDEN = [
    pytest.param(r"gpdp\.it/diritti/s/", id="a deep link into the Garante's form"),
    pytest.param(r"0844[^.]*obbligator", id="that 0844 is compulsory"),
    pytest.param(r"@pec\.agc|@cert\.agc", id="certified mail of AGCM or AGCOM"),
    pytest.param(r"denunce_ugsv", id="the address of AGCOM's old form"),
    pytest.param(
        r"800[ .]?957[ .]?766|800[ .]?657[ .]?799", id="a toll-free number of the register"
    ),
    pytest.param(r"800[ .]?265[ .]?265|rpo@fub|5422\.?4822|Nomentano", id="the old register"),
    pytest.param(
        r"28 settembre 2024|28 marzo 2024|2024-09-28|2024-03-28", id="when the code began"
    ),
    pytest.param(r"nove mesi|dodici mesi", id="a deadline of art. 143"),
    pytest.param(
        r"chiamata dal numero|dal numero visualizzato", id="that the number displayed called"
    ),
    pytest.param(r"titolare del numero|intestatario del numero", id="whose the number is"),
    pytest.param(
        r"(orari|mute)[^.]*(illegal|illecit|vietat)", id="hours or silence being unlawful"
    ),
    pytest.param(r"INI-PEC|inipec", id="a look-up of certified addresses"),
    pytest.param(r"risarcimento|garantit[oa] il|sarete sanzionati", id="a promise of result"),
    pytest.param(r"consulenza legale|legal advice is", id="that it is legal advice"),
    pytest.param(r"provv\.[^.]*443|9735672", id="a decision that was annulled"),
    pytest.param(r"209/2025", id="the wrong decree for the energy ban"),
    pytest.param(r"00196", id="AGCM's postcode misprinted"),
    pytest.param(r"178/2010", id="a decree that was repealed"),
    pytest.param(r"A2A Energia|Wind ?Tre|Vodafone|Fastweb|Iliad|Edison", id="addresses not seen"),
    pytest.param(r"eur-lex\.europa\.eu", id="a page that was not opened"),
]

PEOPLE = [
    Profile(),
    MARIA,
    MARIA._replace(rpo_enrolled_on=date(2026, 1, 15), pec="maria@pec.example.net"),
]
FIRMS = [
    Company(),
    ENERGY,
    ENERGY._replace(consent="none", contract_until="none"),
    ENERGY._replace(consent="given", contract_until="running"),
]
CALLS = [(a_sales_call(),), (a_withheld_call(),), (a_sales_call(18), a_withheld_call(19, 2))]
KINDS = [None, *CallKind]
PEC = Means.PEC
HISTORIES = [
    {},
    {"sector": "energy", "nature": "sales", "adherent": True, "minimal": True},
    {
        "sector": "telecom",
        "customer_code": "1",
        "earlier": (Sent("controller", date(2026, 9, 1), PEC),),
    },
    {"nature": "scam"},
    {
        "sector": "energy",
        "earlier": (
            Sent("controller", date(2026, 9, 1), PEC, "refused", date(2026, 9, 9)),
            Sent("reminder", date(2026, 10, 5), Means.POST),
            Sent("garante", date(2026, 10, 6), Means.WEB),
        ),
    },
]


@pytest.fixture(scope="module")
def drafts():
    """Each recipient of each country, with little and with much known."""
    return [
        a_draft(
            *calls,
            recipient=recipient,
            country=country,
            profile=profile,
            company=company,
            kind=kind,
            summary="Hanno parlato di una bolletta." if kind else "",
            **history,
        )
        for country in countries()
        for recipient in read_pack(country).recipient
        for (profile, company, calls, kind), history in zip(
            itertools.product(PEOPLE, FIRMS, CALLS, KINDS), itertools.cycle(HISTORIES)
        )
    ]


@pytest.fixture(scope="module")
def everything_said(drafts):
    """The drafts, what is told to the user beside them, and the data themselves."""
    folder = Path(packs.__file__).parent
    said = [f"{on_one_line(d)} {d.aid} {' '.join(map(str, d.cautions))}" for d in drafts]
    said += [path.read_text(encoding="utf-8") for path in folder.glob("*/*.txt")]
    # The decisions are kept with those that must never be cited; a test of their own looks after them.
    packs_said = [replace(read_pack(country), decision=()) for country in countries()]
    said += [msgspec.json.encode(pack).decode() for pack in packs_said]
    said.append(Path(ranges_file()).read_text(encoding="utf-8"))
    return "\n".join(said)


@pytest.mark.parametrize("claim", FORBIDDEN)
def test_nothing_says(everything_said, claim):
    found = re.search(claim, everything_said, re.IGNORECASE)

    assert found is None, found[0]


def test_a_decision_that_must_not_be_cited_is_cited_nowhere(everything_said):
    barred = [d.cite for c in countries() for d in read_pack(c).decision if not d.may_cite]

    assert barred
    assert [cite for cite in barred if cite in everything_said] == []


def test_no_rendering_leaves_a_place_unfilled_or_a_hole(drafts):
    holes = re.compile(r"[{}]|\(\)|\( | \)|\bNone\b| [,.;:)]|,,|\.\. ")

    assert {hole for d in drafts for hole in holes.findall(on_one_line(d))} == set()


TAKEN = {
    # what the log says of a call, and whether somebody in the house may have heard it
    "rang, and somebody talked": ({"talked_s": 61.0}, True),
    "rang, and nobody took it": ({"talked_s": 0.0}, False),
    "rang, and another telephone may have taken it": ({"talked_s": None}, True),
    "silenced": ({"action": Action.SILENCE, "talked_s": 0.0}, False),
    "refused": ({"action": Action.REJECT, "cause": "SIP 607", "talked_s": 0.0}, False),
    "picked up and hung up": (
        {"action": Action.REJECT, "cause": "SIP 200", "talked_s": 0.001},
        False,
    ),
    "announced to": ({"action": Action.ANNOUNCE, "cause": "SIP 200", "talked_s": 4.0}, False),
    "picked up at once with another": (
        {"action": Action.ANSWER, "cause": "SIP 200", "talked_s": None},
        True,
    ),
    "refused too late": (
        {"action": Action.REJECT, "outcome": Outcome.TOO_LATE, "talked_s": 9.0},
        True,
    ),
    "refused in vain": (
        {"action": Action.REJECT, "outcome": Outcome.UNABLE, "talked_s": 9.0},
        True,
    ),
    "of another log": ({"line": "import", "talked_s": 0.0}, True),
}


@pytest.mark.parametrize("kind", CallKind)
@pytest.mark.parametrize(("seen", "taken"), TAKEN.values(), ids=TAKEN)
def test_nobody_says_what_was_heard_of_a_call_that_nobody_took(seen, taken, kind):
    call = a_sales_call(18, 1, **{"outcome": Outcome.DONE, **seen})

    letter = a_draft(call, kind=kind, recipient="garante", profile=MARIA)

    cautions = " ".join(map(str, letter.cautions))
    silent = taken and kind is CallKind.SILENT
    assert ("Nobody in the house took 1" in cautions) is not taken
    assert ("Alla risposta nessuno ha parlato" in on_one_line(letter)) == silent
    assert ("it was silent" in cautions) == (not taken and kind is CallKind.SILENT)
    assert ("kind" in {gap.key for gap in letter.missing}) == (
        not taken and kind is CallKind.SILENT
    )


def test_calls_of_which_one_was_taken_may_be_called_silent():
    calls = (a_sales_call(18, 1, talked_s=0.0), a_sales_call(19, 2, talked_s=4.0))

    letter = a_draft(*calls, kind=CallKind.SILENT)

    cautions = " ".join(map(str, letter.cautions))
    assert ("Nobody in the house took 1" in cautions, "it was silent" in cautions) == (True, False)
