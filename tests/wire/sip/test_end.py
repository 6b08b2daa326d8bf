"""Why a CANCEL came, as far as it says so."""

from __future__ import annotations

import pytest

from portinaio.wire.sip.dialogs.end import End, end_of_cancel


@pytest.mark.parametrize(
    ("reasons", "end"),
    [
        pytest.param([], End.CANCELLED, id="most proxies say nothing"),
        pytest.param(
            ['SIP;cause=200;text="Call completed elsewhere"'], End.ELSEWHERE, id="Kamailio"
        ),
        pytest.param(
            ['SIP;cause=200;text="Call completed elsewhere"', "Q.850;cause=26"],
            End.ELSEWHERE,
            id="Asterisk says it twice",
        ),
        pytest.param(["Q.850;cause=26"], End.ELSEWHERE, id="non-selected user clearing"),
        pytest.param(['SIP;cause=487;text="ORIGINATOR_CANCEL"'], End.GAVE_UP, id="the caller"),
        pytest.param(
            ["SIP;cause=487, SIP ;cause=200"],
            End.ELSEWHERE,
            id="whoever took it outweighs the rest",
        ),
        pytest.param(
            ["Q.850;cause=127"],
            End.CANCELLED,
            id="Asterisk: its caller gave up, or its own Dial did, and the next telephone rings",
        ),
        pytest.param(["Q.850;cause=16"], End.CANCELLED, id="normal clearing says nothing of who"),
        pytest.param(["sip ; CAUSE = 200"], End.ELSEWHERE, id="in any case, with any blanks"),
        pytest.param(['SIP;text="cause=200"'], End.CANCELLED, id="a cause in a text is none"),
        pytest.param(["SIP;cause=2000000000000"], End.CANCELLED, id="no cause there is"),
        pytest.param(["SIP;cause=zwei", "", ";", ",,"], End.CANCELLED, id="what cannot be read"),
    ],
)
def test_a_cancel_tells_its_reason_or_none(reasons: list[str], end: End):
    assert end_of_cancel(reasons) is end
