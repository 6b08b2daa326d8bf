"""From which day the age of a neighbour counts: its own, that of its list, or that on which the list was last found still so."""

from __future__ import annotations

import pytest

from portinaio.core import score
from portinaio.core.evidence import Evidence
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.changes import change
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.swap import note_checked

TODAY = 739_944  # 2026-11-24
LISTED, CHANGED = TODAY - 200, TODAY - 150
OWN = LISTED - 30
CALLER, NEIGHBOUR, ELSEWHERE = key("390200001234"), key("390200001235"), key("390844123456")
ROWS = {
    "curated, without a day": (Evidence(NEIGHBOUR, NEIGHBOUR), True),
    "curated, seen on a day": (Evidence(NEIGHBOUR, NEIGHBOUR, last_day=OWN, seen=True), True),
    "curated, of a day": (Evidence(NEIGHBOUR, NEIGHBOUR, last_day=OWN), False),
    "counted, without a day": (Evidence(NEIGHBOUR, NEIGHBOUR, 3), False),
    "counted, seen on a day": (Evidence(NEIGHBOUR, NEIGHBOUR, 3, last_day=OWN, seen=True), False),
    "counted, of a day": (Evidence(NEIGHBOUR, NEIGHBOUR, 3, last_day=OWN), False),
    "counted, disputed": (Evidence(NEIGHBOUR, NEIGHBOUR, 3, disputes=2, last_day=OWN), False),
}


@pytest.mark.parametrize("checked", [None, LISTED - 1, LISTED + 1, CHANGED - 1, CHANGED + 1, TODAY])
@pytest.mark.parametrize("changed", [False, True], ids=["as built", "changed since"])
@pytest.mark.parametrize(("row", "renewed"), ROWS.values(), ids=ROWS)
def test_what_a_publisher_keeps_on_the_list_is_as_fresh_as_the_last_look_at_it(
    tmp_path, row, renewed, changed, checked
):
    file = tmp_path / "list.nsx"
    build([row], file, list_date=LISTED, created=1)
    if changed:
        change(file, [Evidence(ELSEWHERE, ELSEWHERE)], [], list_date=CHANGED, created=2)
    if checked:
        note_checked(file, checked)

    near = ListIndex.open(file).near(CALLER, TODAY)

    of_list = CHANGED if changed else LISTED
    last = row.last_day or of_list
    if renewed:
        last = max(of_list, checked or 0)
    assert near == {NEIGHBOUR: score.worth(row.reporters, TODAY - last, row.disputes)}


def test_what_was_weighed_on_one_day_is_weighed_anew_on_the_next(tmp_path):
    """The daemon keeps a list open for weeks."""
    file = tmp_path / "list.nsx"
    listed = [CALLER + (n << 4) for n in range(1, 7)]
    build(
        [Evidence(one, one, 3, last_day=TODAY) for one in listed], file, list_date=TODAY, created=1
    )
    kept, days = ListIndex.open(file), (TODAY, TODAY + 30, TODAY)

    around = [kept.around(CALLER, day) for day in days]

    assert around == [ListIndex.open(file).around(CALLER, day) for day in days]
    assert around[1].share < around[0].share
