"""Whoever holds the host, or a key, or both: each attack ends in a sentence, and the list of before goes on answering.

The site is in memory and signs on demand, so an attack is said as what it changes.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from msgspec import structs

from forged_site import ForgedSite, served
from list_server import AServer, ok
from portinaio.core.numbers.pattern import key
from portinaio.lists.sync.download import Limits
from site_attacks import (
    ATTACKS,
    NEW,
    OLDER,
    ROWS,
    a_row,
    a_timestamp_that_drips,
    an_older_snapshot,
    an_older_timestamp,
    news,
    older_targets,
)
from site_world import LISTED, AReader
from worlds import FROZEN_NOW


@pytest.fixture
def site():
    return ForgedSite(ROWS)


@pytest.fixture
def reader(tmp_path, site):
    with AServer() as server:
        reader = AReader(tmp_path / "lists", served(server, site), site.fingerprint)
        assert reader.renews().state.error is None
        yield reader


@pytest.mark.parametrize(
    ("attack", "said"), [pytest.param(a, said, id=a.__name__) for a, said in ATTACKS]
)
def test_an_attack_is_told_and_the_list_of_before_answers(site, reader, attack, said):
    attack(site)
    if attack is a_timestamp_that_drips:
        reader.limits = Limits(total_s=0.5)

    renewal = reader.renews()

    assert renewal.state.state in {"refused", "stale"}
    assert re.search(re.escape(said), str(renewal.state.error))
    assert (reader.holds(LISTED), reader.holds("+390200001299"), len(reader.rows())) == (
        True,
        False,
        len(ROWS),
    )


@pytest.mark.parametrize(
    ("attack", "said"), [pytest.param(a, said, id=a.__name__) for a, said in ATTACKS[:13]]
)
def test_when_an_attack_is_over_the_next_sync_is_right(site, reader, attack, said):
    attack(site)
    assert said in str(reader.renews().state.error)
    site.instead.clear()
    later = FROZEN_NOW + timedelta(days=30)
    for role in ("targets", "snapshot", "timestamp"):
        signed = getattr(site, role)
        signed.version, signed.expires = 19, later
    if site.root.version > 1:
        site.rotate_root(lambda root: setattr(root, "expires", later))
    site.manifest = site.of([*ROWS, NEW], serial=2)

    renewal = reader.renews()

    assert (renewal.state.error, reader.holds("+390200001299")) == (None, True)


def test_news_as_they_should_be_are_taken(site, reader):
    """Without which the attacks above could be refused for any reason."""
    news(site)

    assert (reader.renews().state.error, reader.holds("+390200001299")) == (None, True)


# -- a clock that jumps, and a country that nobody asked for


def test_a_clock_that_jumps_ahead_costs_a_sentence_and_no_list(site, reader):
    reader.now += timedelta(days=3650)
    ahead = reader.renews()
    held = reader.holds(LISTED)
    reader.now = FROZEN_NOW
    news(site)

    assert ("which says 21 Nov 2036" in str(ahead.state.error), held) == (True, True)
    assert (reader.renews().state.error, reader.holds("+390200001299")) == (None, True)


@pytest.mark.parametrize("attack", [an_older_timestamp, an_older_snapshot, older_targets])
def test_a_clock_that_was_set_back_makes_nothing_old_young_again(site, reader, attack):
    reader.now -= timedelta(days=3650)
    attack(site)

    assert OLDER in str(reader.renews().state.error)
    assert len(reader.rows()) == len(ROWS)


ELSEWHERE = [a_row(f"+4402000012{n:02d}") for n in range(len(ROWS))]


def all_of_another_country(site):
    site.manifest = site.of(ELSEWHERE, serial=2)
    site.bump()


def another_country_by_the_name_of_this(site):
    all_of_another_country(site)
    site.chunks = (structs.replace(site.chunks[0], low=ROWS[0][0]),)
    site.manifest = site.with_table(site.manifest)


def a_stretch_into_the_next_country(site):
    """Not the last of its chunk."""
    low, more = key("399999999990"), NEW[2:]
    rows = [*ROWS, (low, key("400000000100"), *more), a_row("+399999999991")]
    site.manifest = site.of(rows, serial=2)
    site.chunks = (site.chunk(sorted(rows)),)
    site.manifest = site.with_table(site.manifest)
    site.bump()


@pytest.mark.parametrize(
    ("attack", "said"),
    [
        (all_of_another_country, "it holds no number"),
        (another_country_by_the_name_of_this, "makes no sense"),
        (a_stretch_into_the_next_country, "makes no sense"),
    ],
    ids=["all of another country", "by the name of this", "by a stretch into it"],
)
def test_who_wants_one_country_is_given_no_other(tmp_path, site, attack, said):
    with AServer() as server:
        reader = AReader(tmp_path / "lists", served(server, site), site.fingerprint, ("IT",))
        assert reader.renews().state.error is None
        attack(site)

        renewal = reader.renews()

    assert said in str(renewal.state.error)
    assert (renewal.state.state, len(reader.rows())) == ("refused", len(ROWS))


def test_an_emergency_number_costs_its_row_alone(site, reader):
    site.manifest = site.of([*ROWS, NEW, a_row("+39112")], serial=2)
    site.bump()

    renewal = reader.renews()

    assert (renewal.state.state, renewal.rejected, reader.holds("+39112")) == ("ok", 1, False)


def test_another_root_than_the_one_confirmed_is_never_believed(tmp_path, site):
    with AServer() as server:
        reader = AReader(tmp_path / "other", served(server, site), "ab" * 32)

        renewal = reader.renews()

    assert (renewal.state.state, "somebody else answers there" in str(renewal.state.error)) == (
        "refused",
        True,
    )


def test_a_host_that_has_a_page_for_everything_can_serve_a_site(site, reader):
    site.instead["/metadata/2.root.json"] = ok(
        b"<html>welcome", "Content-Type: text/html; charset=utf-8"
    )
    news(site)

    assert reader.renews().state.error is None
