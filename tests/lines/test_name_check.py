"""What doctor tells of the name of a registrar, by who knows it: the line's name servers, the system's, or nobody."""

from __future__ import annotations

import pytest

from portinaio.lines.sip import SipLine
from portinaio.lines.sip.servers import names
from sip_worlds import sip_settings


class Record:
    def __init__(self, address: str) -> None:
        self.address = address


def told(
    monkeypatch: pytest.MonkeyPatch, theirs: str, systems: str, **keys: object
) -> list[tuple[str, bool]]:
    """What is said where the line's name servers and the system's give these addresses, empty for none."""

    async def records(name: str, kind: str, nameservers: object = ()) -> tuple[list[Record], float]:
        del name
        found = theirs if nameservers and kind == "A" else ""
        return ([Record(found)] if found else []), 60.0

    async def getaddrinfo(_loop: object, *_: object, **__: object) -> list[tuple[object, ...]]:
        if not systems:
            raise OSError("not known")
        return [(None, None, None, None, (systems, 0))]

    monkeypatch.setattr(names, "records", records)
    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", getaddrinfo)
    settings = sip_settings(
        **{
            "mode": "registrar",
            "registrar": "sip.example",
            "username": "me",
            "nameservers": ("192.0.2.53",),
            **keys,
        }
    )
    return [
        (remark.text.text.split("%(servers)s")[0], remark.quiet)
        for remark in SipLine.examined(settings)
    ]


HERE, THERE = "198.51.100.1", "198.51.100.2"


@pytest.mark.parametrize(
    ("theirs", "systems", "said"),
    [
        pytest.param(HERE, HERE, [], id="both know it alike"),
        pytest.param("", "", [("neither its name servers (", False)], id="nobody knows it"),
        pytest.param("", HERE, [("its name servers (", False)], id="the system alone knows it"),
        pytest.param(
            HERE, "", [("%(host)s is known to its name servers (", True)], id="they alone know it"
        ),
        pytest.param(
            HERE,
            THERE,
            [("%(host)s is elsewhere by its name servers (", True)],
            id="they know another one",
        ),
    ],
)
def test_who_knows_the_name_is_said(
    monkeypatch: pytest.MonkeyPatch, theirs: str, systems: str, said: list[tuple[str, bool]]
):
    assert told(monkeypatch, theirs, systems) == said


def test_each_of_several_proxies_is_compared(monkeypatch: pytest.MonkeyPatch):
    proxy = ("a.sip.example", "192.0.2.7", "b.sip.example")

    said = told(monkeypatch, "", HERE, proxy=proxy)

    assert said == [("its name servers (", False)] * 2


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"nameservers": ()}, id="no name servers of its own"),
        pytest.param({"registrar": "192.0.2.7"}, id="an address, which nobody need know"),
        pytest.param({"mode": "listen"}, id="no registrar"),
    ],
)
def test_nobody_is_asked_where_there_is_nothing_to_compare(
    monkeypatch: pytest.MonkeyPatch, keys: dict[str, object]
):
    assert told(monkeypatch, "", "", **keys) == []
