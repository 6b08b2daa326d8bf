"""Boxes of the house, found by SSDP: who answers a question to all as a router of the maker does."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

GROUP = ("239.255.255.250", 1900)
WAIT_S = 2.0
MOST_ANSWERS = 200  # a house full of televisions
LARGEST_BYTES = 4096  # of an answer
_ROUTER = "urn:dslforum-org:device:InternetGatewayDevice:1"
_QUESTION = 'M-SEARCH * HTTP/1.1\r\nHOST: {host}:{port}\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: {what}\r\n\r\n'
_NAME = re.compile(r"FRITZ!Box[ \w!-]*")


class FoundBox(NamedTuple):
    address: str
    name: str
    """Such as FRITZ!Box 7590."""


def find_boxes(group: tuple[str, int] = GROUP, wait_s: float = WAIT_S) -> list[FoundBox]:
    """Each once. None where there is no network that could be asked."""
    found: dict[str, FoundBox] = {}
    try:
        for data, source in _answers(group, wait_s):
            if box := box_of(data, source):
                found.setdefault(box.address, box)
    except OSError:
        return list(found.values())
    return list(found.values())


def _answers(group: tuple[str, int], wait_s: float) -> Iterator[tuple[bytes, str]]:
    question = _QUESTION.format(host=group[0], port=group[1], what=_ROUTER).encode()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 2)
        asking.sendto(question, group)
        ends = time.monotonic() + wait_s
        for _ in range(MOST_ANSWERS):
            left_s = ends - time.monotonic()
            if left_s <= 0:
                return
            asking.settimeout(left_s)
            try:
                data, (source, _port) = asking.recvfrom(LARGEST_BYTES)
            except TimeoutError:
                return
            yield data, source


def box_of(data: bytes, source: str) -> FoundBox | None:
    """The box that wrote this; `None` for any other device, and for one that speaks of somebody else."""
    head = {}
    lines = data.decode("latin-1").splitlines()
    if not lines or not lines[0].startswith("HTTP/1.1 200"):
        return None
    for line in lines[1:40]:
        key, _, value = line.partition(":")
        head[key.strip().lower()] = value.strip()
    name = _NAME.search(head.get("server", ""))
    try:
        address = urlsplit(head.get("location", "")).hostname or ""
        near = ipaddress.ip_address(source).is_private
    except ValueError:
        return None
    if name is None or address != source or not near:
        return None
    return FoundBox(address, one_line(name[0].partition(" UPnP")[0], 40))
