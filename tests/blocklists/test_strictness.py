"""A range that is written wrongly is refused, with the file, the range and what would be right."""

import pytest

from portinaio.countries.reserved_ranges import read_ranges
from portinaio.errors import ConfigError

GOOD = {
    "patterns": '["+390844*"]',
    "country": '"IT"',
    "effect": '"reported"',
    "meaning": '"sales calls"',
    "source": '"an act"',
    "checked": "2026-11-24",
    "mark": '"V2"',
}


def a_file(**changes):
    keys = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return ("[[range]]\n" + "\n".join(f"{k} = {v}" for k, v in keys.items())).encode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"patterns": '["0844*"]'}, r"reserved.toml: range 1, pattern '0844\*': write \+390844\*"),
        ({"patterns": "[]"}, "range 1, pattern '': write"),
        ({"patterns": '["+39*"]'}, "this would catch a whole country"),
        ({"patterns": '["+39*"]', "digits": "5"}, "this would catch a whole country"),
        ({"patterns": '["+390*"]'}, "this would catch a whole country"),
        ({"patterns": '["+3902*", "+3902*"]'}, "it stands there twice"),
        ({"patterns": '["+390299..+390200"]'}, "from a lower to a higher"),
        ({"patterns": '["+3902..+39020"]'}, "of the same length"),
        ({"patterns": '["+999123*"]'}, "no country has this calling code"),
        ({"patterns": '["+39084412345678901*"]'}, "write"),
        ({"country": '"Italy"'}, "two capital letters"),
        ({"meaning": '" "'}, "must say something"),
        ({"effect": '"block"'}, "reserved.toml: range 1, effect: Invalid enum value 'block'"),
        ({"mark": '"M"'}, "range 1, mark: Invalid enum value 'M'"),
        ({"source": None}, "range 1: .*missing required field `source`"),
        ({"colour": '"red"'}, "range 1: .*unknown field `colour`"),
        ({"since": '"yesterday"'}, "range 1, since: Invalid RFC3339"),
    ],
)
def test_a_wrong_range_is_refused_with_what_is_wrong(changes, sentence):
    with pytest.raises(ConfigError, match=sentence):
        read_ranges(a_file(**changes), "reserved.toml")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[[range", b"<html>"])
def test_a_file_that_is_no_toml_is_refused(data):
    with pytest.raises(ConfigError, match=r"^reserved.toml: this is not"):
        read_ranges(data, "reserved.toml")


def test_a_range_without_a_day_counts_always():
    assert read_ranges(a_file(), "f")[0]["since"] == "0001-01-01"


def test_a_range_that_is_only_proposed_is_left_out():
    assert read_ranges(a_file(enabled="false"), "f") == []
