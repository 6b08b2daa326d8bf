"""`[policy.repeated]`: what it may say, for the house and for one line, and what a person is told who says it wrong."""

from __future__ import annotations

import json

import pytest

from portinaio.config.load import parse_settings
from portinaio.config.policies import Policies, from_plain, to_plain
from portinaio.core.repeated import Repeated
from portinaio.errors import ConfigError

LINE = '[[line]]\nname = "office"\nkind = "replay"\n'


def policies(text: str) -> Policies:
    """As the cache on the disk gives them back."""
    kept = json.dumps(to_plain(parse_settings(text, "config.toml")))
    return from_plain(json.loads(kept))


@pytest.mark.parametrize(
    ("general", "own", "house", "office"),
    [
        pytest.param("", "", Repeated(2, 180, 10), Repeated(2, 180, 10), id="nothing is said"),
        pytest.param(
            'times = 3\nwithin = "5m"',
            "",
            Repeated(3, 300, 10),
            Repeated(3, 300, 10),
            id="a line has what the house has",
        ),
        pytest.param(
            'times = 3\nwithin = "5m"',
            'repeated = { not_before = "30s" }',
            Repeated(3, 300, 10),
            Repeated(3, 300, 30),
            id="but for what it says itself",
        ),
        pytest.param(
            "",
            "repeated = { times = 0 }",
            Repeated(2, 180, 10),
            Repeated(0, 180, 10),
            id="never on one line",
        ),
        pytest.param(
            "times = 0",
            "repeated = { times = 2 }",
            Repeated(0, 180, 10),
            Repeated(2, 180, 10),
            id="on one line alone",
        ),
        pytest.param(
            'not_before = "0s"', "", Repeated(2, 180, 0), Repeated(2, 180, 0), id="without a pause"
        ),
        pytest.param(
            'within = "1h"\ntimes = 9',
            "",
            Repeated(9, 3600, 10),
            Repeated(9, 3600, 10),
            id="the most",
        ),
        pytest.param(
            'within = "11s"', "", Repeated(2, 11, 10), Repeated(2, 11, 10), id="the least"
        ),
    ],
)
def test_what_is_left_out_comes_from_the_house_and_then_from_the_program(
    general: str, own: str, house: Repeated, office: Repeated
) -> None:
    found = policies(f"[policy.repeated]\n{general}\n{LINE}[line.policy]\n{own}\n")

    assert (found.policy.repeated, found.lines["office"].policy.repeated) == (house, office)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[policy.repeated]\ntimes = 1",
            "line 2: times must be 2 or more, since with 1 every call would ring; 0 is for never",
        ),
        ("[policy.repeated]\ntimes = 10", "line 2: times must be 0 to 9"),
        ("[policy.repeated]\ntimes = -1", "line 2: times must be 0 to 9"),
        (
            '[policy.repeated]\nwithin = "soon"',
            "line 2: within must be a span such as 10s or 3m, not 'soon'",
        ),
        (
            '[policy.repeated]\nwithin = "1h1s"',
            "line 2: within must be at most 1h and longer than not_before",
        ),
        (
            '[policy.repeated]\nwithin = "10s"',
            "line 2: within must be at most 1h and longer than not_before",
        ),
        (
            '[policy.repeated]\nnot_before = "3m"',
            "line 2: within must be at most 1h and longer than not_before",
        ),
        (
            '[policy.repeated]\nnot_before = "-3s"',
            "line 2: not_before must be a span such as 10s or 3m, not '-3s'",
        ),
        (
            "[policy.repeated]\nwithin = 3",
            'line 2: policy.repeated.within must be text in "quotes", not a whole number',
        ),
        (
            "[policy.repeated]\ntime = 3",
            "line 2: there is no key time; did you mean times?",
        ),
        (
            f'[policy.repeated]\nwithin = "30s"\n{LINE}[line.policy]\nrepeated = {{ not_before = "30s" }}',
            "line 7: within must be at most 1h and longer than not_before",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_where_it_stands(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_settings(text, "config.toml")

    assert str(refused.value) == f"config.toml {sentence}"
