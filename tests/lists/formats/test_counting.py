"""Which formats say of every number how many reported it. The samples hold the table to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from portinaio.lists.offer import COUNTING

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.mark.parametrize("name", sorted(COUNTING))
def test_a_format_that_counts_gives_every_number_its_reporters(name):
    expected = SAMPLES.joinpath(f"{name}.expected").read_text().splitlines()
    rows = [row for row in expected if re.match(r"\+\d", row)]

    assert rows
    assert [row for row in rows if "reporters=" not in row] == []


@pytest.mark.parametrize("name", ["saracroche", "plain", "ncid", "vcard", "fritzbox", "plist"])
def test_a_format_without_counts_is_not_taken_for_one(name):
    expected = SAMPLES.joinpath(f"{name}.expected").read_text()

    assert ("reporters=" in expected, name in COUNTING) == (False, False)
