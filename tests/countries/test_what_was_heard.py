"""What was heard is told of calls in which somebody can have heard it: never of one that the device turned away."""

from __future__ import annotations

import pytest

from letters import ENERGY, TODAY, WHOLE, a_draft, a_sales_call
from packs import of_a_country
from portinaio.complaints.drafting.compose import Days, standing
from portinaio.complaints.drafting.template_values import template_values
from portinaio.complaints.filing import CallKind, Filing
from portinaio.core.policy import Action, Outcome
from portinaio.countries.notation import parsed
from portinaio.countries.pack import countries, read_pack

ACTS = [(country, act) for country in countries() for act in read_pack(country).recipient]
HEARD = (CallKind.OPERATOR, CallKind.AUTOMATED, CallKind.SILENT)
TURNED_AWAY = a_sales_call(
    19, 9, action=Action.REJECT, outcome=Outcome.DONE, talked_s=0.0, called=WHOLE.line
)
OTHERS = [
    pytest.param(a_sales_call(18, 1, talked_s=31.0), id="somebody talked"),
    pytest.param(a_sales_call(18, 1, talked_s=None), id="nobody knows"),
    pytest.param(a_sales_call(18, 1, talked_s=0.0), id="nobody, as the log has it"),
]


@pytest.mark.parametrize("kind", HEARD)
@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize(("country", "act"), ACTS)
def test_what_was_heard_is_not_told_of_a_call_that_was_turned_away(country, act, other, kind):
    pack = of_a_country(read_pack(country))
    recipient, calls = pack.recipient[act], (other, TURNED_AWAY)
    filing = Filing(act, TODAY, kind=kind, product="energia")
    known = template_values(filing, calls, pack, WHOLE, ENERGY)
    clauses = pack.letters[recipient.letter] if recipient.letter else ()
    days = Days(TODAY, pack.citations(), known.letters)
    stand = standing(clauses, known.facts, frozenset(known.values), days)

    told = [each for each in stand if {"kind", "kinds"} & parsed(each.clause.text).places]
    fields = [field for field in recipient.field if {"kind"} & parsed(field.value).places]
    in_force = [field.when.all for field in fields if known.facts.holds(field.when)]

    assert [each.those for each in told] == [(0,)] * len(told)
    assert all("mixed" in when for when in in_force)


@pytest.mark.parametrize("other", OTHERS)
def test_what_the_user_states_of_the_kind_names_the_call_that_it_is_about(other):
    drafted = a_draft(other, TURNED_AWAY)

    assert dict(drafted.statements)["Tipo di chiamata"] == (
        "con operatore (18 novembre 2026, ore 15:04)"
    )


def test_the_users_word_against_the_log_is_told_as_such_beside_a_call_that_was_turned_away():
    first = a_draft(OTHERS[2].values[0], TURNED_AWAY).paragraphs[1]

    assert "Dichiaro che era con operatore la chiamata seguente: 18 novembre 2026" in first
    assert "nessuna persona ha risposto alla chiamata seguente: 19 novembre 2026" in first
    assert "Per nessuna delle chiamate il registro dell'apparecchio riporta una conversazione" in first  # fmt: skip
