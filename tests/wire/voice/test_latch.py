"""Where the sound of a call goes and whose is heard, by where packets come from."""

from __future__ import annotations

import pytest

from portinaio.wire.voice.latch import Latch

# Addresses of providers must be of the internet here; these are of public name servers, and nobody asks them anything.
PROVIDER, ITS_OTHER, ATTACKER = "9.9.9.9", "9.9.9.10", "8.8.8.8"
HOME, NEIGHBOUR, BOX, BEHIND = "192.168.1.20", "192.168.1.66", "192.168.1.1", "10.0.0.5"


def following(said: tuple[str, int] | None, peer: str, *sources: tuple[str, int], keyed=False):
    """Whether each is heard, and where ours go after it."""
    latch = Latch(said, peer, keyed=keyed)
    return [(latch.takes(source), latch.to) for source in sources]


@pytest.mark.parametrize(
    ("said", "peer", "source", "heard", "to"),
    [
        pytest.param((PROVIDER, 4000), PROVIDER, (PROVIDER, 4000), True, "as said", id="as said"),
        pytest.param(
            (PROVIDER, 4000), PROVIDER, (PROVIDER, 4001), True, "source", id="another port"
        ),
        pytest.param(
            (PROVIDER, 4000), PROVIDER, (ITS_OTHER, 4000), True, "as said", id="another machine"
        ),
        pytest.param((PROVIDER, 4000), BOX, (BOX, 7078), True, "as said", id="the box beside it"),
        pytest.param((BOX, 4000), BOX, (BOX, 4000), True, "as said", id="a box"),
        pytest.param((BOX, 4000), BOX, (NEIGHBOUR, 4000), True, "as said", id="a neighbour"),
        pytest.param((BEHIND, 4000), PROVIDER, (PROVIDER, 9), True, "source", id="relayed"),
        pytest.param((BEHIND, 4000), PROVIDER, (ITS_OTHER, 9), True, "source", id="routed"),
        pytest.param((BEHIND, 4000), BOX, (BOX, 9), True, "source", id="a network in a network"),
        pytest.param((BEHIND, 4000), BOX, (NEIGHBOUR, 9), True, "as said", id="beside that"),
        pytest.param(None, BOX, (BOX, 9), True, "source", id="nothing said, the peer"),
        pytest.param(None, PROVIDER, (ITS_OTHER, 9), True, "source", id="nothing said, routed"),
        pytest.param(None, BOX, (NEIGHBOUR, 9), True, "as said", id="nothing said, a neighbour"),
        pytest.param(("127.0.0.1", 22), BOX, (BOX, 9), True, "source", id="our own, the peer"),
        pytest.param(
            ("127.0.0.1", 22), "127.0.0.1", ("127.0.0.1", 9), True, "source", id="all on a machine"
        ),
    ],
)
def test_the_first_packet_is_heard_and_moves_the_sound_only_where_nobody_is_wronged(
    said, peer, source, heard, to
):
    expected = {"as said": said, "source": source}[to]

    assert following(said, peer, source) == [(heard, expected)]


def test_to_our_own_machine_nothing_is_sent_for_somebody_outside():
    assert Latch(("127.0.0.1", 5353), BOX).to is None
    assert Latch(("::1", 5353), BOX).to is None
    assert Latch(("127.0.0.1", 5353), "127.0.0.1").to == ("127.0.0.1", 5353)


def test_who_was_first_gives_way_to_the_far_end_and_does_not_come_back():
    said, attacker = (PROVIDER, 4000), (ATTACKER, 6)

    assert following(said, PROVIDER, attacker, said, attacker, (PROVIDER, 4001)) == [
        (True, said),
        (True, said),
        (False, said),
        (False, said),
    ]


def test_the_host_that_was_said_takes_the_sound_back_from_one_that_was_taken_for_its_router():
    said, attacker = (BEHIND, 4000), (ATTACKER, 6)

    assert following(said, BOX, attacker, (BEHIND, 4002), attacker) == [
        (True, attacker),
        (True, (BEHIND, 4002)),
        (False, (BEHIND, 4002)),
    ]


@pytest.mark.parametrize("first", [(ATTACKER, 6), (NEIGHBOUR, 6)])
def test_of_two_that_fit_as_little_the_first_is_heard(first):
    said = (PROVIDER, 4000)

    assert following(said, PROVIDER, first, (ITS_OTHER, 4), first) == [
        (True, said),
        (False, said),
        (True, said),
    ]


def test_who_has_the_key_may_come_from_anywhere():
    said, source = (PROVIDER, 4000), (NEIGHBOUR, 5)

    assert following(said, PROVIDER, source, said, keyed=True) == [(True, source), (False, source)]
