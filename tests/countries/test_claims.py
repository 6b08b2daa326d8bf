"""What no letter of any country may claim or leave open, with little and with much known."""

import re

import pytest

from letters import all_that_is_said, drafts_of, on_one_line
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

    found = {hole for d in drafts_of(country) for hole in holes.findall(on_one_line(d))}

    assert found == set()
