"""Sentences before they are put into a language."""

from __future__ import annotations

import pytest

from portinaio.core.message import Message, counted, msg, render
from portinaio.core.numbers.masking import masked


class Shouting:
    """A language that only shouts."""

    def gettext(self, message: str) -> str:
        return message.upper().replace("%(WHO)S", "%(who)s").replace("%(N)D", "%(n)d")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_a_sentence_is_english_where_no_language_is_given():
    assert str(msg("hello %(who)s", who="you")) == "hello you"


def test_a_sentence_is_said_in_the_language_of_the_reader():
    assert render(msg("hello %(who)s", who="you"), Shouting()) == "HELLO you"


def test_a_sentence_inside_a_sentence_is_translated_too():
    assert render(msg("hello %(who)s", who=msg("you")), Shouting()) == "HELLO YOU"


def test_a_count_chooses_the_plural():
    said = [str(counted("%(n)d call", "%(n)d calls", n)) for n in (0, 1, 2)]

    assert said == ["0 calls", "1 call", "2 calls"]


def test_a_count_chooses_the_plural_of_the_language():
    assert render(counted("%(n)d call", "%(n)d calls", 2), Shouting()) == "2 CALLS"


def test_a_percent_sign_from_outside_is_just_a_percent_sign():
    assert str(msg("you block it: %(note)s", note="50% off %(x)s")) == "you block it: 50% off %(x)s"


def test_a_sentence_whose_values_are_lost_is_still_said():
    assert str(Message("hello %(who)s", {"x": 1})) == "hello %(who)s"


def test_a_logged_number_shows_enough_to_recognise_and_too_little_to_call():
    assert [masked("+390200001234"), masked("112")] == ["+39020•••••34", "•••"]


@pytest.mark.parametrize(
    ("n", "said"), [(999, "999 rows"), (1000, "1,000 rows"), (1_234_567, "1,234,567 rows")]
)
def test_how_many_there_are_is_written_with_what_stands_between_thousands(n, said):
    assert str(counted("%(n)d row", "%(n)d rows", n)) == said


@pytest.mark.parametrize("text", ["port %(port)d", "line %(line)d", "%(year)d"])
def test_what_is_no_count_stays_as_it_is(text):
    assert "5060" in str(msg(text, port=5060, line=5060, year=5060))


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("2026-10-25", "on 25 Oct 2026"),
        ("2026-01-01", "on 1 Jan 2026"),
        ("2026-12-31", "on 31 Dec 2026"),
        ("2026-13-01", "on 2026-13-01"),
        ("2026-00-01", "on 2026-00-01"),
        ("2026-1-1", "on 2026-1-1"),
        ("2026-10-2x", "on 2026-10-2x"),
        ("2026-10-25 14:05", "on 2026-10-25 14:05"),
        ("yesterday", "on yesterday"),
        ("-", "on -"),
        (None, "on None"),
    ],
)
def test_a_day_is_written_as_its_reader_does_and_what_is_none_stays(said, read):
    assert str(msg("on %(day)s", day=said)) == read
