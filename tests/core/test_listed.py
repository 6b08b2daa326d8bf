"""Lists that say the same twice: of one origin the heaviest counts, and so of those that cover too much of a country."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.facts import Density, Facts, Hit, Neighbours
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
        "on b: 2 reporters, last 24 Nov 2026; the same data as a, which counts",
    )


def test_a_copy_that_weighs_nothing_by_itself_says_no_more_than_it_did():
    _, copy = classify(
        a_call(), Facts(hits=(a_hit("a", origin="ftc"), a_hit("b", 1, origin="ftc")))
    ).findings

    assert str(copy.message) == "on b: 1 reporter, last 24 Nov 2026"


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


OCTOBER = date(2026, 10, 3)
CASES = [
    (a_hit("a", 1), "on a: 1 reporter, last 24 Nov 2026"),
    (a_hit("a", 2), "on a: 2 reporters, last 24 Nov 2026"),
    (a_hit("a", 1, since=OCTOBER), "on a: 1 reporter, listed so since 3 Oct 2026"),
    (a_hit("a", 2, since=OCTOBER), "on a: 2 reporters, listed so since 3 Oct 2026"),
    (a_hit("a", None), "on a, of 24 Nov 2026"),
    (a_hit("a", None, since=OCTOBER), "on a since 3 Oct 2026"),
]


@pytest.mark.parametrize(("hit", "sentence"), CASES)
@pytest.mark.parametrize("doubted", [False, True])
def test_the_sentence_says_what_is_known_of_the_row(hit, sentence, doubted):
    if doubted:
        hit = hit._replace(doubt=TOO_MUCH)
        sentence = f"{sentence}; {TOO_MUCH}, so it counts with trust 0.4 at most"

    (found,) = classify(a_call(), Facts(hits=(hit,))).findings

    assert (str(found.message), found.source) == (sentence, "a")


@pytest.mark.parametrize("trust", [0.0, 0.001])
def test_who_is_not_believed_says_next_to_nothing_of_a_block(trust):
    near = Neighbours(10, 10, 10.0, trust)
    dense = Density(500, 0.9, trust)

    for facts in (Facts(neighbours=near), Facts(density=dense)):
        (found,) = classify(a_call(), facts).findings
        assert found.weight == pytest.approx(45 * trust / 0.4)


def test_where_all_weigh_no_more_than_the_trusted_ones_alone_all_are_told():
    near = Neighbours(8, 10, 8.0, 0.4, Neighbours(5, 10, 5.0, 1.0))
    dense = Density(90, 0.9, 0.4, Density(70, 0.9, 1.0))

    said = [
        str(each.message)
        for each in classify(a_call(), Facts(neighbours=near, density=dense)).findings
    ]

    assert said == [
        "8 numbers of its block of 10 are listed",
        "90 numbers of this block of 1,000 are listed",
    ]


def test_where_the_trusted_ones_alone_weigh_more_they_are_told():
    near = Neighbours(8, 10, 8.0, 0.1, Neighbours(5, 10, 5.0, 1.0))
    dense = Density(90, 0.9, 0.1, Density(70, 0.8, 1.0))

    said = [
        str(each.message)
        for each in classify(a_call(), Facts(neighbours=near, density=dense)).findings
    ]

    assert said == [
        "5 numbers of its block of 10 are listed",
        "70 numbers of this block of 1,000 are listed",
    ]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (Facts(neighbours=Neighbours(1, 10, 1.0)), "1 number of its block of 10 is listed"),
        (Facts(neighbours=Neighbours(3, 100, 3.0)), "3 numbers of its block of 100 are listed"),
        (Facts(density=Density(1, 0.2)), "1 number of this block of 1,000 is listed"),
        (Facts(density=Density(2, 0.2)), "2 numbers of this block of 1,000 are listed"),
        (
            Facts(density=Density(1, 0.2, block=10_000)),
            "1 number of this block of 10,000 is listed",
        ),
        (
            Facts(density=Density(2, 0.2, block=10_000)),
            "2 numbers of this block of 10,000 are listed",
        ),
        (Facts(looked_up=0.5), "reported elsewhere, as a look-up after its last call says"),
        (Facts(innocent="town"), "on town: the number of a public body, if it is not forged"),
        (
            Facts(innocent="town", looked_up=0.5),
            "on town: the number of a public body, if it is not forged, so what lists say makes it suspected at most",
        ),
    ],
)
def test_what_others_say_is_told_as_it_is(facts, sentence):
    assert str(classify(a_call(), facts).findings[-1].message) == sentence


def test_nothing_counted_is_no_finding():
    assert (
        classify(
            a_call(), Facts(neighbours=Neighbours(0, 10, 0.0), density=Density(0, 0.5))
        ).findings
        == ()
    )
