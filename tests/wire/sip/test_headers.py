"""The headers of a message."""

from __future__ import annotations

import pytest

from portinaio.wire.sip.header import COMPACT_FORMS, Headers


@pytest.mark.parametrize("name", ["Call-ID", "call-id", "CALL-ID", "i", "I"])
def test_a_header_is_found_however_its_name_is_written(name: str):
    headers = Headers([(name, "one")])

    assert (headers["Call-ID"], headers.get("call-id"), headers.getlist("CALL-id")) == (
        "one",
        "one",
        ["one"],
    )


@pytest.mark.parametrize(("short", "long"), COMPACT_FORMS.items())
def test_each_compact_form_is_its_header(short: str, long: str):
    assert Headers([(long.title(), "one"), (short, "two")]).getlist(long) == ["one", "two"]


def test_several_of_a_name_keep_their_order():
    headers = Headers([("Via", "one"), ("X", "other"), ("v", "two"), ("VIA", "three")])

    assert (headers.get("Via"), headers.getlist("via")) == ("one", ["one", "two", "three"])


def test_what_is_not_there_is_none():
    headers = Headers()

    assert (headers.get("Via"), headers.getlist("Via")) == (None, [])
    with pytest.raises(KeyError):
        headers["Via"]
