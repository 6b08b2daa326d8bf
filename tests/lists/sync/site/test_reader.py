"""A list site as it is subscribed: what comes, what comes again, and how far behind one may be."""

from __future__ import annotations

import shutil

import pytest

from portinaio.core.numbers.pattern import key, stored
from portinaio.lists.index.changes import fold
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.sync.site.parts import Parts
from portinaio.lists.sync.site.server import SiteServer
from site_world import LISTED, OTHERS, TODAY, APublisher, AReader, row

NEW = "+390200001299"
AMERICAN = "+12025550123"


def test_a_first_sync_takes_every_number(reader):
    renewal = reader.renews()

    assert (renewal.state.state, renewal.state.error, len(reader.index), reader.holds(LISTED)) == (
        "ok",
        None,
        61,
        True,
    )


def test_what_a_list_knows_of_a_number_arrives(tmp_path, publisher):
    told = row(
        LISTED,
        reporters=4,
        reports=2,
        disputes=1,
        first_day=TODAY - 30,
        category="scam",
        company="Acme",
    )
    published = publisher.publishes([told, *OTHERS])
    reader = AReader(tmp_path / "lists", publisher.url, published.fingerprint)

    reader.renews()

    hit = reader.index.find(key(LISTED[1:]))
    came = reader.index.detail(hit)
    assert came._replace(last_day=0, first_day=0) == told._replace(last_day=0, first_day=0)
    assert 0 <= told.last_day - came.last_day < 7
    assert 0 <= told.first_day - came.first_day < 7


def test_beginnings_and_stretches_arrive(tmp_path, publisher):
    wide = ["+390844*", "+390200001200..+390200001239"]
    published = publisher.publishes([*OTHERS, *(row(one) for one in wide)])
    reader = AReader(tmp_path / "lists", publisher.url, published.fingerprint)

    reader.renews()

    found = {(one.low, one.high) for one in reader.rows() if one.low != one.high}
    assert found == {(stored(one).low, stored(one).high) for one in wide}


def test_a_second_sync_without_news_takes_nothing(reader):
    reader.renews()
    renewal = reader.renews()

    assert (renewal.state.state, tuple(renewal.difference)) == ("ok", (0, 0, 0))


def test_what_changed_comes_as_changes(publisher, reader):
    reader.renews()
    publisher.publishes([NEW, *OTHERS[1:], row(LISTED, reporters=8)])

    renewal = reader.renews()

    assert (tuple(renewal.difference), reader.holds(NEW), reader.holds(OTHERS[0])) == (
        (1, 1, 1),
        True,
        False,
    )


@pytest.mark.parametrize("inner", ["+390200001300", "+390200001300..+390200001309"])
def test_a_stretch_that_is_told_anew_is_no_new_one_whatever_else_begins_where_it_does(
    publisher, reader, inner
):
    both = "+390200001300..+390200001399", inner
    reader.renews()
    publisher.publishes([LISTED, *OTHERS, *map(row, both)])
    came = reader.renews().difference
    publisher.publishes([LISTED, *OTHERS, *(row(each, reporters=9) for each in both)])
    told = reader.renews().difference
    publisher.publishes([LISTED, *OTHERS, row(inner, reporters=9)])
    gone = reader.renews().difference

    assert [(*came,), (*told,), (*gone,)] == [(2, 0, 0), (0, 2, 0), (0, 0, 1)]


def test_only_the_countries_wanted_are_fetched(tmp_path, publisher):
    published = publisher.publishes([LISTED, *OTHERS, AMERICAN])
    reader = AReader(tmp_path / "lists", publisher.url, published.fingerprint, ("IT",))
    reader.renews()
    publisher.publishes([LISTED, *OTHERS, AMERICAN, "+12025550124", NEW])
    reader.renews()

    assert (reader.holds(NEW), reader.holds(AMERICAN), reader.holds("+12025550124")) == (
        True,
        False,
        False,
    )


def test_other_countries_wanted_are_fetched_anew(tmp_path, publisher):
    published = publisher.publishes([LISTED, *OTHERS, AMERICAN])
    reader = AReader(tmp_path / "lists", publisher.url, published.fingerprint, ("IT",))
    reader.renews()
    reader.wanted = reader.wanted._replace(countries=())
    reader.renews()

    assert reader.holds(AMERICAN)


def test_a_number_without_a_day_stays_as_old_as_it_is(tmp_path, publisher):
    published = publisher.publishes([row(LISTED, reporters=None, last_day=0), *OTHERS])
    publisher.days_pass(30)
    publisher.publishes([row(LISTED, reporters=None, last_day=0), *OTHERS, NEW])
    reader = AReader(tmp_path / "lists", publisher.url, published.fingerprint)
    reader.now = publisher.now
    reader.renews()

    came = reader.index.detail(reader.index.find(key(LISTED[1:])))
    assert (came.seen, 0 <= TODAY - came.last_day < 7) == (True, True)


DAYS_BEHIND = [0, 1, 10, 70, 400]


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """Readers who stopped looking some days ago, a site that went on, and one that was empty-handed until today."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _descriptor: None)  # the power stays on
        yield lived(tmp_path_factory.mktemp("year"))


def lived(base):
    publisher = APublisher(base)
    rows = {number: row(number) for number in (LISTED, *OTHERS)}
    rows["+390844*"] = row("+390844*")
    root = publisher.publishes(rows.values()).fingerprint
    readers = {}
    for day in range(401):
        behind = 400 - day
        if day:
            publisher.days_pass(1)
        if day and (behind < 80 or day % 6 == 0):  # of old days a few are enough
            number = f"+3902000{1000 + day:04d}"
            rows[number] = row(number, reporters=1 + day % 9, last_day=TODAY + day)
            rows.pop(f"+3902000{1000 + day - 60:04d}", None)
            if day % 50 == 0:
                rows[f"+39084{day}*"] = row(f"+39084{day}*")
            publisher.publishes(rows.values())
        if behind in DAYS_BEHIND:
            readers[behind] = AReader(base / f"lists-{behind}", publisher.url, root)
            readers[behind].now = publisher.now
            readers[behind].renews()
    fresh = AReader(base / "fresh", publisher.url, root)
    fresh.now = publisher.now
    fresh.renews()
    for reader in readers.values():
        reader.now = publisher.now
        assert reader.renews().state.state == "ok"
    return publisher, readers, fresh


@pytest.mark.parametrize("behind", DAYS_BEHIND)
def test_who_was_away_has_what_who_comes_new_has(year, behind, tmp_path):
    _, readers, fresh = year
    folded = []
    for name, reader in (("late", readers[behind]), ("fresh", fresh)):
        place = tmp_path / name / "spam-it.nsx"
        shutil.copytree(reader.files.folder, place.parent)
        fold(ListIndex.open(place), list_date=TODAY, created=1)
        folded.append(
            place.read_bytes()[:264] + place.read_bytes()[272:]
        )  # but for when it was looked at

    assert readers[behind].rows() == fresh.rows()
    assert folded[0] == folded[1]


def test_a_site_keeps_no_more_changes_than_anybody_needs(year):
    publisher, _, _ = year
    files = publisher.files()

    assert len([name for name in files if name.startswith("data/")]) < 45
    assert len([name for name in files if name.startswith("metadata/")]) == 6


NTH = range(1, 10)
"""Of the requests of a sync, and one that never comes."""


def publishing_within(monkeypatch, publisher, nth, numbers):
    """Each of `numbers` is published, a month after the one before, when the reader asks for the `nth` time; how often it asked."""
    pieces, asked = SiteServer.pieces, []

    def watched(server, url):
        asked.append(url)
        if len(asked) == nth:
            for n in range(len(numbers)):
                publisher.days_pass(30)
                publisher.publishes([LISTED, *OTHERS, *numbers[: n + 1]])
        return pieces(server, url)

    monkeypatch.setattr(SiteServer, "pieces", watched)
    return asked


@pytest.mark.parametrize("begun", [False, True], ids=["first sync", "later sync"])
@pytest.mark.parametrize("nth", NTH)
def test_who_syncs_while_the_site_is_published_twice_ends_well(
    publisher, reader, monkeypatch, nth, begun
):
    if begun:
        reader.renews()
        publisher.publishes([LISTED, *OTHERS, AMERICAN])
    asked = publishing_within(monkeypatch, publisher, nth, ["+390200001298", NEW])

    renewal = reader.renews()

    assert (renewal.state.state, renewal.state.error) == ("ok", None)
    assert reader.holds(LISTED)
    assert len(asked) < max(NTH) * 2


@pytest.mark.parametrize(
    ("published", "looked"), [(1, 1), (2, 2)], ids=["kept for one more", "looked for anew"]
)
def test_parts_that_the_manifest_of_before_names_are_there_until_the_next_but_one(
    publisher, reader, monkeypatch, published, looked
):
    """Whoever has read it takes them; where they have gone, those of the manifest of now."""
    serials, whole = [], Parts.whole
    came = ["+390200001298", NEW][:published]

    def between(parts, manifest, into):
        serials.append(manifest.serial)
        for n in range(published if len(serials) == 1 else 0):
            publisher.days_pass(30)  # a new snapshot each time
            publisher.publishes([LISTED, *OTHERS, *came[: n + 1]])
        return whole(parts, manifest, into)

    monkeypatch.setattr(Parts, "whole", between)
    renewal = reader.renews()

    assert (renewal.state.error, len(serials), reader.holds(LISTED)) == (None, looked, True)
    assert reader.holds(NEW) == (published == 2)


def test_a_missing_change_is_made_up_for_by_the_snapshot(publisher, reader):
    reader.renews()
    before = {file.name for file in (publisher.place / "data").iterdir()}
    publisher.publishes([LISTED, *OTHERS, NEW])
    (change,) = {file.name for file in (publisher.place / "data").iterdir()} - before
    publisher.days_pass(30)
    publisher.publishes(
        [LISTED, *OTHERS[1:], NEW]
    )  # the snapshot is old by now, and there is a new one
    (publisher.place / "data" / change).unlink()
    reader.now = publisher.now

    renewal = reader.renews()

    assert (renewal.state.state, reader.holds(NEW), reader.holds(OTHERS[0])) == ("ok", True, False)


def test_what_a_publisher_has_lost_of_a_site_is_published_anew(publisher, reader):
    reader.renews()
    for file in (publisher.place / "data").iterdir():
        file.unlink()
    publisher.publishes([LISTED, *OTHERS, NEW])

    assert (reader.renews().state.state, reader.holds(NEW)) == ("ok", True)


def test_a_change_is_laid_over_a_large_list(tmp_path, publisher):
    many = [f"+39020000{n:04d}" for n in range(1000, 3000)]
    published = publisher.publishes(many)
    reader = AReader(tmp_path / "lists", publisher.url, published.fingerprint)
    reader.renews()
    publisher.publishes([*many, LISTED[:-1] + "99"])
    reader.renews()

    assert reader.index.changes is not None


def test_a_damaged_index_is_built_anew_from_what_was_fetched(publisher, reader):
    reader.renews()
    publisher.publishes([LISTED, *OTHERS, NEW])
    reader.renews()
    reader.files.index("spam-it").write_bytes(b"torn")

    assert (reader.renews().state.state, reader.holds(NEW)) == ("ok", True)


def test_a_site_in_a_folder_has_a_deadline_too(reader):
    reader.limits = reader.limits._replace(total_s=0.0)
    late = reader.renews().state.error
    reader.limits = reader.limits._replace(total_s=20.0)

    assert "it takes too long" in str(late)
    assert reader.renews().state.error is None
