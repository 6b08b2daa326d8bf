"""Where a telephone of the same network reaches the gateway."""

from __future__ import annotations

import socket
from contextlib import closing
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portinaio.config.load import load_settings
from portinaio.core.listen import host_and_port

if TYPE_CHECKING:
    from portinaio.config.home import Home
    from portinaio.config.settings import GatewayTable

USUAL_PORT = 8765
ANYWHERE = (
    "192.0.2.1",
    9,
)  # an address of no network: nothing is sent, the system only chooses the way


def gateway_address(home: Home) -> str | None:
    """Scheme, host and port without a slash; `None` while the gateway is off."""
    table = load_settings(home.config_file).gateway
    return address_of(table) if table else None


def listen_at(home: Home) -> str:
    """What `listen` says; where the gateway is off, what it could say for a telephone of the same network."""
    table = load_settings(home.config_file).gateway
    return table.listen if table else f"{_own_address()}:{USUAL_PORT}"


def address_of(table: GatewayTable) -> str:
    if table.address:
        return table.address.rstrip("/")
    found = host_and_port(table.listen)
    assert found is not None  # the configuration is looked through
    host = _own_address() if _is_every(found.host) else found.host
    if ":" in host:
        host = f"[{host}]"
    return f"http{'s' if table.certificate else ''}://{host}:{found.port}"


def own_names(table: GatewayTable) -> frozenset[str]:
    """Of the host, as config.toml has them."""
    listened = host_and_port(table.listen)
    written = urlsplit(table.address).hostname if table.address else None
    return frozenset(name for name in (listened and listened.host, written) if name)


def _is_every(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def _own_address() -> str:
    """That by which this computer would leave the house; its name where it has no such way."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as way:
        try:
            way.connect(ANYWHERE)
            return str(way.getsockname()[0])
        except OSError:
            return socket.gethostname()
