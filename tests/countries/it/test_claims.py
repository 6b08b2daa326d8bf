"""What may not be claimed in Italy: facts that nobody has verified, and promises that nobody can keep."""

import re
from itertools import product

import pytest

from letters import LINE, MARIA, a_draft, a_sales_call, all_that_is_said, on_one_line
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
    "of another log, where somebody talked": ({"line": "import", "talked_s": 61.0}, True),
    "of another log, where nobody did": ({"line": "import", "talked_s": 0.0}, False),
    "of another log, which does not say": ({"line": "import", "talked_s": None}, True),
    "blocked, in another log": (
        {"line": "import", "action": Action.REJECT, "talked_s": 0.0},
        False,
    ),
    "picked up and hung up, in another portinaio's log": (
        {"line": "import", "action": Action.REJECT, "cause": "SIP 200", "talked_s": 3.0},
        False,
    ),
}


SPOKEN = "con operatore|con messaggio preregistrato|nessuno ha parlato|muta|Contenuto"


@pytest.mark.parametrize("kind", CallKind)
@pytest.mark.parametrize(("seen", "taken"), TAKEN.values(), ids=TAKEN)
def test_nobody_says_what_was_heard_of_a_call_that_nobody_took(seen, taken, kind):
    call = a_sales_call(18, 1, **{"outcome": Outcome.DONE, **seen})

    told = kind is not CallKind.UNANSWERED
    letter = a_draft(call, kind=kind, recipient="garante", profile=MARIA, summary="Sì." * told)

    text = re.sub(r"\[.*?\]", "", on_one_line(letter))
    word = "non risulta da esso, e sono io a dichiararlo"
    heard = bool(re.search(SPOKEN, text))
    # What our own device turned away nobody can have heard.
    ours = taken or call.imported or call.action not in TURNS_AWAY
    assert heard == (told and ours)
    assert (word in text) == (told and ours and not taken)
    assert ("the call was not taken" in " ".join(map(str, letter.cautions))) is not taken


@pytest.mark.parametrize("action", [Action.REJECT, Action.ANSWER, Action.ANNOUNCE])
def test_a_call_that_the_device_turned_away_was_no_conversation(action):
    call = a_sales_call(action=action, outcome=Outcome.DONE, talked_s=3.0, cause="SIP 200")

    letter = a_draft(call, kind=CallKind.OPERATOR)

    assert "con operatore" not in on_one_line(letter)
    assert "Secondo il registro dell'apparecchio nessuna persona vi ha risposto." in on_one_line(
        letter
    )
    assert "turned the call away" in " ".join(map(str, letter.cautions))


@pytest.mark.parametrize("line", ["home", "import"])
def test_that_nobody_answered_is_not_said_of_a_call_on_which_somebody_talked(line):
    letter = a_draft(a_sales_call(talked_s=9.0, line=line), kind=CallKind.UNANSWERED)

    assert "nessuna persona vi ha risposto" not in on_one_line(letter)
    assert "kind" in {gap.key for gap in letter.missing}


ACTS = ["controller", "garante", "reclamo", "agcm", "agcom"]
LOGS = ["home", "import"]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("missed_by", LOGS)
@pytest.mark.parametrize(
    "talked_on", [("home", 4.0), ("import", 4.0), ("home", None), ("import", None)]
)
@pytest.mark.parametrize("kind", [CallKind.OPERATOR, CallKind.AUTOMATED, CallKind.SILENT])
def test_of_calls_of_which_one_was_taken_the_kind_is_told_of_that_one(
    act, missed_by, talked_on, kind
):
    line, talked_s = talked_on
    calls = (
        a_sales_call(18, 1, talked_s=0.0, line=missed_by),
        a_sales_call(19, 2, talked_s=talked_s, line=line),
    )

    draft = a_draft(*calls, kind=kind, recipient=act, called=LINE)

    text = on_one_line(draft)
    word = {
        "operator": "con operatore",
        "automated": "con messaggio preregistrato",
        "silent": "muta",
    }[kind]
    assert f"Dichiaro che era {word} la chiamata seguente: 19 novembre 2026, ore 15:04." in text
    missed = "Dal registro dell'apparecchio risulta che nessuna persona ha risposto alla chiamata seguente: 18 novembre 2026, ore 15:04."
    assert missed in text
    assert "non risulta da esso" not in text
    assert dict(draft.statements)["Tipo di chiamata"] == f"{word} (19 novembre 2026, ore 15:04)"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("logs", product(LOGS, LOGS))
@pytest.mark.parametrize("kind", [CallKind.OPERATOR, CallKind.AUTOMATED, CallKind.SILENT])
def test_of_calls_that_every_log_denies_the_kind_is_the_users_word(act, logs, kind):
    calls = [a_sales_call(18 + n, n, talked_s=0.0, line=line) for n, line in enumerate(logs)]

    text = on_one_line(a_draft(*calls, kind=kind, recipient=act, called=LINE))

    assert "non risulta da esso, e sono io a dichiararlo." in text
    assert not re.search(r"\d chiamate (con|mute)|nessuno ha (mai )?parlato|Dichiaro che era", text)


@pytest.mark.parametrize("kind", [None, CallKind.UNANSWERED])
@pytest.mark.parametrize("line", LOGS)
def test_that_nobody_answered_is_said_as_the_log_has_it(line, kind):
    draft = a_draft(a_sales_call(talked_s=0.0, line=line), kind=kind, called=LINE)

    assert "Secondo il registro dell'apparecchio nessuna persona vi ha risposto." in on_one_line(
        draft
    )
    assert "Tipo di chiamata" not in dict(draft.statements)
    said = next(b for b in draft.basis if "nessuna persona vi ha risposto" in b.sentence)
    assert said.rests_on == "observed"


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("calls", [1, 2])
def test_whose_calls_they_were_no_log_has_observed(act, calls):
    missed = [a_sales_call(18 + n, n + 1, talked_s=0.0) for n in range(calls)]

    draft = a_draft(*missed, recipient=act, kind=None, called=LINE)

    said = next(b for b in draft.basis if "riferibil" in b.sentence)
    assert said.rests_on == "stated"


@pytest.mark.parametrize("line", LOGS)
def test_where_the_log_does_not_say_that_nobody_answered_is_the_users_word(line):
    call = a_sales_call(talked_s=None, line=line)

    draft = a_draft(call, kind=CallKind.UNANSWERED, called=LINE)

    assert "A quanto ricordo nessuna persona vi ha risposto." in on_one_line(draft)
    assert dict(draft.statements)["Tipo di chiamata"] == "senza che una persona rispondesse"
    said = next(b for b in draft.basis if "nessuna persona vi ha risposto" in b.sentence)
    assert said.rests_on == "stated"


@pytest.mark.parametrize("kind", [CallKind.SILENT, CallKind.UNANSWERED])
def test_of_a_call_on_which_nobody_spoke_neither_offer_nor_content_is_told(kind):
    call = a_sales_call(talked_s=None)

    draft = a_draft(call, kind=kind, recipient="garante", summary="Una tariffa.", product="fibra")

    assert not {"product", "summary"} & {field.key for field in draft.fields}
    assert not {"Oggetto", "Contenuto, per quanto ricordato"} & dict(draft.statements).keys()
    assert "Una tariffa" not in on_one_line(draft)


def test_beside_a_kind_that_the_log_denies_the_field_says_whose_word_it_is():
    draft = a_draft(a_sales_call(talked_s=0.0), recipient="garante", kind=CallKind.OPERATOR)

    told = next(field.value for field in draft.fields if field.key == "kind")
    assert (
        told
        == "con operatore, come dichiaro io: il registro dell'apparecchio non riporta alcuna conversazione"
    )
