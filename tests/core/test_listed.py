"""Lists that say the same twice: of one origin the heaviest counts, and so of those that cover too much of a country."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.facts import Facts, Hit
from portinaio.core.reach import Reach
from portinaio.core.verdict import classify
from worlds import FROZEN_NOW, a_call

TODAY = FROZEN_NOW.date()
TOO_MUCH = Reach(80, "mobile", "IT").message


def a_hit(name: str, reporters: int | None = 5, **given: object) -> Hit:
    return Hit(**{"list_name": name, "trust": 0.4, "last": TODAY, "reporters": reporters, **given})


def score_of(*hits: Hit) -> int:
    return classify(a_call(), Facts(hits=hits)).score


ONE, TWO = 38, 61  # points of five reporters at a trust of 0.4; of two such lists


@pytest.mark.parametrize(
    ("hits", "points"),
    [
        pytest.param([a_hit("a")], ONE, id="one list"),
        pytest.param([a_hit("a"), a_hit("b")], TWO, id="two of nobody in particular add up"),
        pytest.param([a_hit("a", origin="ftc"), a_hit("b", origin="fcc")], TWO, id="two origins add up"),
        pytest.param([a_hit("a", origin="ftc"), a_hit("b")], TWO, id="one with an origin and one without"),
        pytest.param([a_hit("a", origin="ftc"), a_hit("b", origin="ftc")], ONE, id="one origin counts once"),
        pytest.param([a_hit("a", 1, origin="ftc"), a_hit("b", origin="ftc")], ONE, id="the heavier of them"),
        pytest.param([a_hit("a", origin="ftc"), a_hit("b", 1, origin="ftc")], ONE, id="whichever stands first"),
        pytest.param([a_hit("a", origin="x"), a_hit("b", origin="x"), a_hit("c")], TWO, id="and another beside them"),
        pytest.param([a_hit(n, origin=o) for n, o in ("ax", "bx", "cy", "dy")], TWO, id="two pairs"),
        pytest.param([a_hit("a", doubt=TOO_MUCH), a_hit("b", doubt=TOO_MUCH)], ONE, id="two that cover too much"),
        pytest.param([a_hit("a", doubt=TOO_MUCH), a_hit("b")], TWO, id="one that does, and an honest one"),
        pytest.param([a_hit("a", doubt=TOO_MUCH, origin="x"), a_hit("b", doubt=TOO_MUCH), a_hit("c", origin="x")], TWO, id="of two that do, the one that is no copy"),
        pytest.param([a_hit("a", doubt=TOO_MUCH, origin="x"), a_hit("b", doubt=TOO_MUCH, origin="x")], ONE, id="both at once"),
        pytest.param([a_hit("a", origin="x"), a_hit("b", doubt=TOO_MUCH, origin="x")], ONE, id="an honest one and its copy"),
    ],
)  # fmt: skip
def test_what_lists_say_together(hits, points):
    assert score_of(*hits) == points


def test_a_copy_says_whose_word_counts():
    _, copy = classify(
        a_call(), Facts(hits=(a_hit("a", origin="ftc"), a_hit("b", 2, origin="ftc")))
    ).findings

    assert (copy.weight, str(copy.message)) == (
        0.0,
        "on b: 2 reporters, last 2026-11-24; the same data as a, which counts",
    )


def test_a_copy_that_weighs_nothing_by_itself_says_no_more_than_it_did():
    _, copy = classify(
        a_call(), Facts(hits=(a_hit("a", origin="ftc"), a_hit("b", 1, origin="ftc")))
    ).findings

    assert str(copy.message) == "on b: 1 reporter, last 2026-11-24"


@pytest.mark.parametrize(
    ("hits", "said"),
    [
        pytest.param([a_hit("a", doubt=TOO_MUCH), a_hit("b", 3, doubt=TOO_MUCH)], ["b: no better than a"], id="two that cover too much"),
        pytest.param([a_hit("a", doubt=TOO_MUCH, origin="x"), a_hit("b", 3, doubt=TOO_MUCH), a_hit("c", origin="x")], ["a: the same data as c"], id="one of them a copy"),
        pytest.param([a_hit("a", 3, doubt=TOO_MUCH, origin="x"), a_hit("b", doubt=TOO_MUCH), a_hit("c", 2, origin="x")], ["a: the same data as c"], id="or nearly one"),
    ],
)  # fmt: skip
def test_each_that_does_not_count_names_one_that_does(hits, said):
    findings = classify(a_call(), Facts(hits=tuple(hits))).findings

    silent = [(each.source, str(each.message)) for each in findings if not each.weight]
    assert [
        f"{name}: {words.split('; ')[-1].removesuffix(', which counts')}" for name, words in silent
    ] == said


hits = st.lists(
    st.builds(
        a_hit,
        st.text("abc", min_size=1, max_size=3),
        st.integers(0, 9) | st.none(),
        trust=st.floats(0, 1),
        origin=st.sampled_from(["", "", "ftc", "fcc"]),
        doubt=st.sampled_from([None, None, TOO_MUCH]),
    ),
    min_size=1,
    max_size=6,
)


@given(hits, hits.map(lambda found: found[0]))
def test_a_further_list_never_lowers_the_score(before, another):
    assert score_of(*before) <= score_of(*before, another)
