"""Who can read along at the gateway: without TLS its tokens and the callers' numbers travel in clear."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Literal

from portinaio.core.listen import host_and_port
from portinaio.core.message import msg

if TYPE_CHECKING:
    from ipaddress import IPv4Address

    from portinaio.config.settings import GatewayTable
    from portinaio.core.message import Message

    Reach = Literal["computer", "network", "world"]


def exposure(table: GatewayTable) -> tuple[str, Message] | None:
    """State and sentence, as the doctor has them; `None` where nobody else can read along."""
    reach = reach_of(table.listen)
    if table.certificate or reach == "computer":
        return None
    if reach == "network":
        return (
            "warning",
            msg(
                "the gateway at %(listen)s has no TLS, so its token travels in clear and whoever is on this network can read it; set certificate and key under [gateway]",
                listen=table.listen,
            ),
        )
    return (
        "wrong",
        msg(
            "the gateway at %(listen)s can be reached from everywhere and has no TLS, so strangers can read its token and your calls; set certificate and key under [gateway], or listen at 127.0.0.1",
            listen=table.listen,
        ),
    )


def reach_of(listen: str) -> Reach:
    """Who can connect: a name or an address of all networks may lead anywhere."""
    address = host_and_port(listen)
    assert address is not None  # the configuration is looked through
    if address.host == "localhost":
        return "computer"
    try:
        found = _plain(ip_address(address.host))
    except ValueError:
        return "world"
    if found.is_loopback:
        return "computer"
    return "world" if found.is_unspecified or found.is_global else "network"


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An address of IPv4 may be written as one of IPv6."""
    return (address.ipv4_mapped if isinstance(address, IPv6Address) else None) or address
