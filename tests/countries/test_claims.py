"""What no letter of any country may claim or leave open, with little and with much known."""

import re

import pytest

from letters import a_draft, a_sales_call, all_that_is_said, drafts_of, on_one_line
from portinaio.complaints.filing import CallKind
from portinaio.complaints.text import as_text
from portinaio.core.checks.finding import Finding
from portinaio.core.logged import PICKED_UP
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.countries.pack import countries, read_pack


@pytest.fixture(params=countries())
def country(request):
    return request.param


def test_a_decision_that_must_not_be_cited_is_cited_nowhere(country):
    barred = [decision.cite for decision in read_pack(country).decision if not decision.may_cite]
    said = all_that_is_said(country)

    assert [cite for cite in barred if cite in said] == []


def test_no_rendering_leaves_a_place_unfilled_or_a_hole(country):
    holes = re.compile(r"[{}]|\(\)|\( | \)|\bNone\b| [,.;:)]|,,|\.\. ")

    # Not `on_one_line`: the space that French has before a mark is one that does not break, and no hole.
    texts = (re.sub(r"[ \n]+", " ", as_text(d)) for d in drafts_of(country))
    found = {hole for text in texts for hole in holes.findall(text)}

    assert found == set()


GAP = re.compile(r"\[[^\]]*\]")
"""It names what may be said, and says none of it."""
ANSWERED_BY_THE_DEVICE = {
    "action": Action.ANNOUNCE,
    "outcome": Outcome.DONE,
    "cause": PICKED_UP,
    "talked_s": 0.0,
}
NOBODY = re.compile(
    r"nobody answered|by nobody|niemand entgegen|[Uu]nbeantwortet|(?<![Aa]ucune )personne n'a répondu|[Rr]estés? sans réponse"
    r"|nessuno (vi )?ha risposto|[Ss]enza risposta|nadie atendió|[Ss]in respuesta|die niemand beantwoordde"
    r"|[Nn]iemand beantwoordde (?!persoonlijk)|beantwoordde niemand (?!persoonlijk)|ninguém atendeu"
)
"""What the caller, whose own telephone company counted seconds, could prove to be false."""


@pytest.mark.parametrize("kind", [None, *CallKind])
@pytest.mark.parametrize("others", [(), ({},), ({"talked_s": 31.0},), ({"talked_s": 0.0},)], ids=["alone", "and one", "and one taken", "and one missed"])  # fmt: skip
def test_of_a_call_that_the_device_answered_it_is_not_said_that_nobody_did(country, others, kind):
    picked_up = a_sales_call(18, 1, **ANSWERED_BY_THE_DEVICE)
    more = (a_sales_call(19, n, **other) for n, other in enumerate(others, 2))
    calls = (picked_up, *more)
    said = [
        GAP.sub("", on_one_line(a_draft(*calls, recipient=act, country=country, kind=kind)))
        for act in read_pack(country).recipient
    ]

    assert [found[0] for text in said for found in NOBODY.finditer(text)] == []


@pytest.mark.parametrize("line", ["import", "home"])
@pytest.mark.parametrize("others", [(), (19,), (19, 20)], ids=len)
def test_where_a_letter_says_this_it_has_said_what_or_asks_for_it(country, line, others):
    """Of a call from another log nobody knows which number was called: then the calls are told with a gap."""
    calls = [a_sales_call(day, day, line=line, called="") for day in (18, *others)]
    for act, recipient in read_pack(country).recipient.items():
        clauses = read_pack(country).letters.get(recipient.letter, ())
        facts = [clause for clause in clauses if clause.group == "facts"]
        drafted = a_draft(*calls, recipient=act, country=country, sole_line=False)

        if facts:
            assert {"called", "line"} & {gap.key for gap in drafted.missing}, act


LISTED = {
    "label": Label.REPORTED,
    "score": 97,
    "suspected": True,
    "findings": (Finding("range", 40, msg("90 numbers of this block are listed")),),
    "because": msg("it stands on a list whose entries are disputed"),
}


def test_what_lists_and_learned_ranges_say_of_a_number_is_told_in_no_letter(country):
    """A list may be wrong, and nobody can prove in a letter what strangers have reported."""
    for act in read_pack(country).recipient:
        plain = a_draft(a_sales_call(), recipient=act, country=country)

        assert a_draft(a_sales_call(**LISTED), recipient=act, country=country) == plain
