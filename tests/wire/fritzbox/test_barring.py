"""What a box bars: its list, an entry for it, and the steps to what is wanted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.wire.fritzbox.barring import Barred, barred_of, entry, steps
from portinaio.wire.fritzbox.records import LONGEST_TEXT, RecordsError

ONE, TWO, THREE = "+390844000001", "+390844000002", "+390844000003"
SAMPLE = """<?xml version="1.0"?><phonebooks><phonebook name="Rufsperre"><contact><category>0</category>
<person><realName>Nachbar</realName></person><telephony><number type="home">0200001111</number>
<number type="mobile">0200002222</number></telephony><uniqueid>7</uniqueid></contact></phonebook></phonebooks>"""


def ours(number: str, uid: str = "1") -> Barred:
    return Barred(uid, f"Portinaio {number}", (number,))


NEIGHBOUR = Barred("7", "Nachbar", (TWO,))


def test_a_list_tells_of_each_entry_its_name_and_all_numbers() -> None:
    assert barred_of(SAMPLE) == [Barred("7", "Nachbar", ("0200001111", "0200002222"))]


def test_an_entry_for_the_box_is_read_back_as_ours() -> None:
    (found,) = barred_of(f"<phonebook>{entry(ONE)}</phonebook>")

    assert found.numbers == (ONE,)
    assert found.ours


@pytest.mark.parametrize(
    "text", ["", "<phonebook>", SAMPLE[:-5], "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "\x00"]
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(RecordsError):
        barred_of(text)


def test_a_name_that_never_ends_is_cut() -> None:
    (found,) = barred_of(SAMPLE.replace("Nachbar", "x" * 100_000))

    assert len(found.name) == LONGEST_TEXT


@pytest.mark.parametrize(
    ("wanted", "there", "add", "remove", "beyond"),
    [
        pytest.param([ONE], [], [ONE], [], 0, id="a new one"),
        pytest.param([ONE], [ours(ONE)], [], [], 0, id="in step"),
        pytest.param([], [ours(ONE)], [], ["1"], 0, id="no longer wanted"),
        pytest.param([], [NEIGHBOUR], [], [], 0, id="whom the user has barred stays"),
        pytest.param([TWO], [NEIGHBOUR], [], [], 0, id="and needs no entry of ours"),
        pytest.param([ONE], [ours(ONE), ours(ONE, "2")], [], ["2"], 0, id="twice is once too many"),
        pytest.param([ONE, TWO, THREE], [], [ONE, TWO], [], 1, id="the first have the room"),
        pytest.param(
            [THREE, ONE], [ours(ONE), ours(TWO, "2")], [THREE], ["2"], 0, id="and take it"
        ),
        pytest.param([ONE, THREE], [NEIGHBOUR], [ONE], [], 1, id="of others too"),
        pytest.param([ONE, ONE], [], [ONE], [], 0, id="named twice"),
    ],
)
def test_the_steps_to_what_is_wanted(
    wanted: list[str], there: list[Barred], add: list[str], remove: list[str], beyond: int
) -> None:
    found = steps(wanted, there, most=2)

    assert list(found.add) == add
    assert [one.uid for one in found.remove] == remove
    assert found.beyond == beyond


NUMBERS = st.sampled_from([ONE, TWO, THREE, "+12025550100"])


@given(
    st.lists(NUMBERS),
    st.lists(st.tuples(NUMBERS, st.booleans()), max_size=6),
    st.integers(0, 6),
)
def test_after_its_steps_a_box_is_in_step(
    wanted: list[str], there: list[tuple[str, bool]], most: int
) -> None:
    before = [
        Barred(str(n), f"Portinaio {number}" if own else "x", (number,))
        for n, (number, own) in enumerate(there)
    ]
    done = steps(wanted, before, most)
    after = [one for one in before if one not in done.remove] + [ours(one) for one in done.add]

    assert [one for one in before if not one.ours] == [one for one in after if not one.ours]
    assert {n for one in after if one.ours for n in one.numbers} <= set(wanted)
    assert len(after) <= max(most, sum(not one.ours for one in before))
    again = steps(wanted, after, most)
    assert (again.add, again.remove, again.beyond) == ((), (), done.beyond)
