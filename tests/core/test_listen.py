"""Where to listen: one grammar for lines and gateway."""

from __future__ import annotations

import pytest

from portinaio.core.listen import host_and_port, listen_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        pytest.param("127.0.0.1:8765", ("127.0.0.1", 8765), id="IPv4"),
        pytest.param("[::1]:80", ("::1", 80), id="IPv6"),
        pytest.param("pbx.lan:0", ("pbx.lan", 0), id="a name, and any port"),
    ],
)
def test_an_address_is_taken_apart_alike_on_a_line_and_at_the_gateway(
    text: str, address: tuple[str, int]
) -> None:
    assert host_and_port(text) == address
    assert listen_address(f"tcp:{text}") == ("tcp", *address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8765",
        "127.0.0.1",
        "127.0.0.1:99999",
        "::1:80",
        "[::1]",
        "my pbx:80",
        " pbx:80",
        "pbx:80 ",
    ],
)
def test_what_is_no_address_is_none(text: str) -> None:
    assert host_and_port(text) is None
    assert listen_address(f"udp:{text}") is None


@pytest.mark.parametrize(
    "text", ["127.0.0.1:5060", "tls:127.0.0.1:5061", "UDP:127.0.0.1:5060", ":1:2"]
)
def test_a_line_listens_by_udp_or_tcp(text: str) -> None:
    assert listen_address(text) is None
