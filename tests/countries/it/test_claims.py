"""What may not be claimed in Italy: facts that nobody has verified, and promises that nobody can keep."""

import re

import pytest

from letters import MARIA, a_draft, a_sales_call, all_that_is_said, on_one_line
from portinaio.complaints.filing import CallKind
from portinaio.core.policy import TURNS_AWAY, Action, Outcome
from portinaio.countries.pack import read_pack

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


@pytest.fixture(scope="module")
def everything_said():
    return all_that_is_said("IT")


@pytest.mark.parametrize("claim", FORBIDDEN)
def test_nothing_says(everything_said, claim):
    found = re.search(claim, everything_said, re.IGNORECASE)

    assert found is None, found[0]


def test_a_decision_that_was_annulled_is_kept_so_that_nobody_adds_it_again():
    assert [d.cite for d in read_pack("IT").decision if not d.may_cite]


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


SPOKEN = "con operatore|con messaggio preregistrato|nessuno ha parlato|muta|Contenuto"


@pytest.mark.parametrize("kind", CallKind)
@pytest.mark.parametrize(("seen", "taken"), TAKEN.values(), ids=TAKEN)
def test_nobody_says_what_was_heard_of_a_call_that_nobody_took(seen, taken, kind):
    call = a_sales_call(18, 1, **{"outcome": Outcome.DONE, **seen})

    told = kind is not CallKind.UNANSWERED
    letter = a_draft(call, kind=kind, recipient="garante", profile=MARIA, summary="Sì." * told)

    text = re.sub(r"\[.*?\]", "", on_one_line(letter))
    word = "sono io a dichiarare, diversamente da esso"
    heard = bool(re.search(SPOKEN, text))
    ours = taken or call.action not in TURNS_AWAY  # what was turned away nobody can have heard
    assert heard == (told and ours)
    assert (word in text) == (told and ours and not taken)
    assert ("Nobody in the house took 1" in " ".join(map(str, letter.cautions))) is not taken


@pytest.mark.parametrize("action", [Action.REJECT, Action.ANSWER, Action.ANNOUNCE])
def test_a_call_that_the_device_turned_away_was_no_conversation(action):
    call = a_sales_call(action=action, outcome=Outcome.DONE, talked_s=3.0, cause="SIP 200")

    letter = a_draft(call, kind=CallKind.OPERATOR)

    assert "con operatore" not in on_one_line(letter)
    assert "una chiamata alla quale nessuno ha risposto" in on_one_line(letter)
    assert "turned the calls away" in " ".join(map(str, letter.cautions))


def test_that_nobody_answered_is_not_said_of_a_call_on_which_somebody_talked():
    letter = a_draft(a_sales_call(talked_s=9.0), kind=CallKind.UNANSWERED)

    assert "nessuno ha risposto" not in on_one_line(letter)
    assert "kind" in {gap.key for gap in letter.missing}


def test_of_calls_of_which_one_was_taken_the_kind_is_told_of_that_one():
    calls = (a_sales_call(18, 1, talked_s=0.0), a_sales_call(19, 2, talked_s=4.0))

    text = on_one_line(a_draft(*calls, kind=CallKind.SILENT))

    assert "è del tipo «muta»: 19 novembre 2026, ore 15:04." in text
    assert "nessuno ha risposto nell'occasione seguente: 18 novembre 2026, ore 15:04." in text
