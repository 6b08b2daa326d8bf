"""Scripts of calls: one JSON object a line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation, Presentation
from portinaio.errors import LineError
from portinaio.wire import replay
from portinaio.wire.replay import ScriptedCall, read_script


def test_a_line_needs_a_calling_number_and_nothing_else() -> None:
    assert read_script('{"calling": "+390200001234"}', "x") == (ScriptedCall("+390200001234"),)


def test_a_line_says_everything_that_a_network_could() -> None:
    text = (
        '{"after_s": 0.5, "calling": "", "called": "+390200000001", "name": "Anna",'
        ' "presentation": "restricted", "attestation": "A", "rings_s": 4, "talks_s": 2}'
    )

    assert read_script(text, "x") == (
        ScriptedCall(
            "", 0.5, "+390200000001", "Anna", Presentation.RESTRICTED, Attestation.FULL, 4.0, 2.0
        ),
    )


def test_a_line_may_be_a_call_of_the_user_instead() -> None:
    text = '{"dialled": "112"}\n{"calling": "1"}'

    assert read_script(text, "x") == (ScriptedCall(dialled="112"), ScriptedCall("1"))


def test_a_script_without_a_call_that_comes_in_is_none() -> None:
    with pytest.raises(LineError, match="x holds no call"):
        read_script('{"dialled": "112"}', "x")


def test_empty_lines_and_comments_are_passed_over() -> None:
    text = '# a comment\n\n   # another\n{"calling": "1"}\r\n'

    assert len(read_script(text, "x")) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("hello", "not a JSON object", id="no JSON"),
        pytest.param("[" * 1999, "not a JSON object", id="too deep"),
        pytest.param('["+39"]', "not a JSON object", id="another JSON"),
        pytest.param("{}", "the key calling is missing", id="no number"),
        pytest.param('{"calling": "1", "after": 1}', "there is no key after", id="unknown key"),
        pytest.param('{"calling": 39}', "calling cannot be 39", id="a number for text"),
        pytest.param('{"calling": "1", "after_s": -1}', "after_s cannot be -1", id="before"),
        pytest.param('{"calling": "1", "after_s": true}', "after_s cannot be true", id="a truth"),
        pytest.param('{"calling": "1", "after_s": NaN}', "after_s cannot be NaN", id="no number"),
        pytest.param('{"calling": "1", "rings_s": 1e9}', "rings_s cannot be", id="for years"),
        pytest.param(
            '{"calling": "1", "attestation": "a"}', 'attestation cannot be "a"', id="case"
        ),
        pytest.param('{"calling": "1", "presentation": 1}', "presentation cannot be 1", id="kind"),
        pytest.param('{"calling": "' + "1" * 2000 + '"}', "longer than 2000", id="endless"),
    ],
)
def test_a_line_that_is_wrong_is_told_by_file_and_line(line: str, told: str) -> None:
    with pytest.raises(LineError) as refusal:
        read_script(f"# one\n{line}\n", "calls.jsonl")

    assert str(refusal.value).startswith(f"calls.jsonl line 2: {told}")


def test_a_script_without_a_call_is_refused() -> None:
    with pytest.raises(LineError, match=r"calls\.jsonl holds no call"):
        read_script("# nothing\n", "calls.jsonl")


def test_a_script_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay, "MOST_CALLS", 2)

    with pytest.raises(LineError, match="line 3: a script has at most 2 calls"):
        read_script('{"calling": "1"}\n' * 3, "calls.jsonl")


@given(st.text())
def test_any_text_is_a_script_or_a_sentence(text: str) -> None:
    with suppress(LineError):
        assert read_script(text, "x")
