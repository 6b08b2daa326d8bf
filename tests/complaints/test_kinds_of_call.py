"""What may be said of the kind of calls, and which of several are too many."""

from datetime import date, datetime, timedelta

import pytest
from msgspec.structs import replace

from letters import ENERGY, MARIA, ROME, a_sales_call
from packs import the_pack
from portinaio.complaints.drafting.facts import kind_of
from portinaio.complaints.drafting.template_values import template_values
from portinaio.complaints.filing import CallKind, Filing, Sent

TODAY = date(2026, 11, 24)
TALKED, MISSED = {"talked_s": 4.0}, {"talked_s": 0.0}


@pytest.mark.parametrize(
    ("calls", "said", "kind"),
    [
        pytest.param((), CallKind.OPERATOR, CallKind.OPERATOR, id="of no call, as the user says"),
        pytest.param((), None, None, id="of no call, nothing"),
        pytest.param((a_sales_call(**MISSED),), None, CallKind.UNANSWERED, id="missed"),
        pytest.param((a_sales_call(**TALKED),), CallKind.UNANSWERED, None, id="talked, denied"),
        pytest.param((a_sales_call(**MISSED), a_sales_call(19, 2, **TALKED)), None, None, id="both"),
    ],
)  # fmt: skip
def test_the_log_says_the_kind_where_it_can(calls, said, kind):
    assert kind_of(Filing("controller", TODAY, said), calls) is kind


@pytest.mark.parametrize(
    ("calls", "mixed"),
    [
        ((a_sales_call(18, **TALKED), a_sales_call(19, 2, **TALKED)), False),
        ((a_sales_call(18, **MISSED), a_sales_call(19, 2, **MISSED)), False),
        ((a_sales_call(18, **MISSED), a_sales_call(19, 2, **TALKED)), True),
    ],
)
def test_calls_are_mixed_where_some_were_taken_and_some_were_not(calls, mixed):
    filing = Filing("controller", TODAY, CallKind.OPERATOR)

    known = template_values(filing, calls, the_pack("IT it"), MARIA, ENERGY)

    assert ("mixed" in known.facts.holding) is mixed


def test_of_two_calls_of_one_day_the_second_is_the_one_too_many():
    pack = the_pack("TK de")
    calls = (a_sales_call(18, 1), a_sales_call(18, 2))

    known = template_values(Filing("plea", TODAY), calls, pack, MARIA, ENERGY)

    assert ["was_over_four" in facts for facts in known.facts.calls] == [False, True]


OBJECTED = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("days_after", "most", "over"),
    [
        pytest.param([-1], 0, [False], id="the day before the objection"),
        pytest.param([0], 0, [False], id="its day, when nobody knows which came first"),
        pytest.param([1], 0, [True], id="the first day after it"),
        pytest.param([60], 0, [True], id="the last day of the limit"),
        pytest.param([61], 0, [False], id="the first day that is free again"),
        pytest.param([-1, 1, 60], 1, [False, False, True], id="one is tolerated, and one before it counts for none"),
        pytest.param([1, 61], 1, [False, False], id="one after the limit is none too many"),
    ],
)  # fmt: skip
def test_a_limit_after_an_objection_counts_from_the_next_day_to_its_last(days_after, most, over):
    pack = the_pack("TK de")
    limit = replace(pack.limit[0], most=most, days=60, after_objection=True, since=None, until=None)
    noon = datetime(2026, 9, 1, 12, tzinfo=ROME)
    calls = tuple(
        a_sales_call(call_id=n, at=noon + timedelta(days=days))
        for n, days in enumerate(days_after, 1)
    )
    sent = (Sent(pack.first, OBJECTED),)

    def too_many(earlier):
        filing = Filing("plea", TODAY, earlier=earlier)
        known = template_values(filing, calls, replace(pack, limit=(limit,)), MARIA, ENERGY)
        return [f"was_over_{limit.key}" in facts for facts in known.facts.calls]

    assert too_many(sent) == over
    assert not any(too_many(()))
