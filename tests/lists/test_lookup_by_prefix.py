"""Asking a list about a number without naming it."""

from __future__ import annotations

import json

import pytest

from portinaio.errors import PortinaioError
from portinaio.lists.lookup_by_prefix import asked_as, share_in

NUMBER = "+390200001234"


def an_answer(*infos: dict[str, object]) -> bytes:
    return json.dumps({"numbers": list(infos), "range10": [], "range100": []}).encode()


def test_what_is_sent_are_the_first_four_digits_of_the_hash():
    """The first vector of PhoneBlock's own guide: `+4917650642602` is `3D1D76F0…`."""
    assert asked_as("+4917650642602") == "3D1D"


@pytest.mark.parametrize(
    ("votes", "share"), [(0, 0), (1, 0.1), (5, 0.5), (10, 1), (400, 1), (-3, 0), ("9", 0)]
)
def test_ten_votes_are_enough_and_fewer_say_less(votes, share):
    answer = an_answer({"phone": NUMBER, "votes": votes, "rating": "E_ADVERTISING"})

    assert share_in(answer, NUMBER) == share


def test_numbers_that_only_begin_with_the_same_hash_say_nothing():
    assert share_in(an_answer({"phone": "+390200005678", "votes": 50}), NUMBER) == 0


@pytest.mark.parametrize("known", [{"rating": "A_LEGITIMATE"}, {"whiteListed": True}])
def test_a_number_that_is_thought_well_of_is_not_held_against_anybody(known):
    answer = an_answer({"phone": NUMBER, "votes": 50, "rating": "G_FRAUD", **known})

    assert share_in(answer, NUMBER) == 0


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"{}", b'{"numbers": 3}', b'{"numbers": [3]}', b"[" * 100_000]
)
def test_what_is_no_answer_is_refused(body):
    with pytest.raises(PortinaioError, match="cannot be understood"):
        share_in(body, NUMBER)
