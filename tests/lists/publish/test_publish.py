"""Publishing: the same bytes for the same rows, whole at any moment, and keys that change hands."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from portinaio.core.numbers.pattern import key
from portinaio.errors import ConfigError, HomeError, UntrustedListError, UsageError
from portinaio.lists.publish.folder import SiteFolder
from portinaio.lists.publish.keys import Keys
from portinaio.lists.publish.quantise import rounded, week
from portinaio.lists.publish.ranges import LEAST_NUMBERS, LEAST_REPORTERS, ranges
from portinaio.lists.site.manifest import read_manifest
from portinaio.lists.site.planes import CURATED, Rows
from portinaio.lists.site.shards import ROWS, parts_of
from portinaio.lists.sync.site.trust import MOVED
from site_world import LISTED, OTHERS, TODAY, APublisher, AReader, row

NEW = "+390200001299"


@pytest.fixture
def publisher(tmp_path):
    return APublisher(tmp_path)


def a_reader(publisher, name="lists"):
    reader = AReader(publisher.base / name, publisher.url, publisher.signed.fingerprint)
    reader.now = publisher.now
    return reader


# -- the bytes


def test_the_same_rows_and_keys_are_the_same_site_to_the_byte(tmp_path):
    first = APublisher(tmp_path / "a")
    first.roots.begin()
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    second = APublisher(tmp_path / "b")
    for publisher in (first, second):
        publisher.publishes([LISTED, *OTHERS])
        publisher.days_pass(1)
        publisher.publishes([NEW, *OTHERS])

    assert first.files() == second.files()


def test_an_unchanged_source_leaves_everything_but_the_timestamp(publisher):
    publisher.publishes([LISTED, *OTHERS])
    before = publisher.files()
    publisher.days_pass(1)
    publisher.publishes([LISTED, *OTHERS])
    after = publisher.files()

    assert {name for name in after if after[name] != before.get(name)} == {
        "metadata/timestamp.json"
    }
    assert before.keys() == after.keys()


def test_on_the_same_day_nothing_at_all_is_written(publisher):
    publisher.publishes([LISTED, *OTHERS])

    assert publisher.publishes([LISTED, *OTHERS]).written_bytes == 0


def test_readers_and_web_servers_may_read_the_site_and_nobody_else_the_keys(publisher):
    publisher.publishes([LISTED])
    modes = {
        stat.S_IMODE(file.stat().st_mode) for file in publisher.place.rglob("*") if file.is_file()
    }
    keys = {stat.S_IMODE(file.stat().st_mode) for file in (publisher.base / "keys").iterdir()}

    assert (modes, keys) == ({0o644}, {0o600})


def test_promises_are_renewed_before_they_run_out(publisher):
    publisher.publishes([LISTED, *OTHERS])
    reader = a_reader(publisher)
    for _ in range(14):
        publisher.days_pass(10)
        publisher.publishes([LISTED, *OTHERS])
        reader.now = publisher.now

        assert reader.renews().state.error is None


def test_a_site_that_nobody_publishes_for_a_fortnight_is_not_believed(publisher):
    publisher.publishes([LISTED, *OTHERS])
    reader = a_reader(publisher)
    reader.renews()
    publisher.days_pass(13)
    reader.now = publisher.now
    within = reader.renews().state.error
    publisher.days_pass(2)
    reader.now = publisher.now

    assert (within, "its promise has run out" in str(reader.renews().state.error)) == (None, True)


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, 0), (1, 1), (4, 4), (5, 4), (7, 4), (8, 8), (9, 8), (1023, 512), (1024, 1024)],
)
def test_counts_are_rounded_down_to_a_power_of_two(count, told):
    assert rounded(count) == told


def test_days_are_told_as_the_monday_of_their_week():
    monday = 20_787  # 2026-11-30
    assert [week(monday + n) for n in (-1, 0, 6, 7)] == [monday - 7, monday, monday, monday + 7]
    assert (week(0), week(1)) == (0, 1)


def test_notes_of_a_list_are_not_published(publisher):
    publisher.publishes([row(LISTED, note="my neighbour")])

    assert not any(b"neighbour" in data for data in publisher.files().values())


def test_a_page_says_what_it_is_and_escapes_what_it_is_told(publisher):
    publisher.publishes(
        [LISTED],
        title="<script>Terni",
        licence="CC BY 4.0",
        appeal="list@example.org",
        homepage="https://example.org/?a=1&b=2",
        source="reports of & by readers",
    )
    page = publisher.files()["index.html"].decode()

    assert "<script>" not in page
    for text in (
        "&lt;script&gt;Terni",
        "CC BY 4.0",
        "mailto:list@example.org",
        "a=1&amp;b=2",
        "reports of &amp; by readers",
        publisher.signed.fingerprint,
        f"portinaio lists add ADDRESS --root {publisher.signed.fingerprint}",
    ):
        assert text in page


def test_what_is_said_of_a_site_stays_until_it_is_said_otherwise(publisher):
    publisher.publishes([LISTED], title="Terni", licence="CC0")
    publisher.publishes([LISTED], licence="CC BY 4.0")
    page = publisher.files()["index.html"].decode()

    assert ("Terni" in page, "CC BY 4.0" in page, "CC0" in page) == (True, True, False)


def test_two_cannot_publish_to_one_folder_at_once(publisher):
    with SiteFolder(publisher.place).sole(), pytest.raises(HomeError, match="already"):
        publisher.publishes([LISTED])


@pytest.mark.parametrize(
    ("had", "has", "taken"), [(9, 1, True), (10, 5, True), (10, 4, False), (40, 19, False)]
)
def test_a_source_that_broke_off_takes_nothing_from_the_readers_unless_it_is_said(
    publisher, had, has, taken
):
    numbers = [f"+3902000013{n:02}" for n in range(had)]
    publisher.publishes(numbers)
    before = publisher.files()
    if taken:
        assert publisher.publishes(numbers[:has], accept=False).rows == has
        return
    with pytest.raises(UntrustedListError, match=f"has {has} entries and the site had {had}"):
        publisher.publishes(numbers[:has], accept=False)

    assert publisher.files() == before
    assert publisher.publishes(numbers[:has], accept=True).rows == has


def test_nothing_is_published_of_an_empty_list(publisher):
    publisher.publishes([LISTED])

    with pytest.raises(UntrustedListError, match="no number to publish"):
        publisher.publishes([])
    assert a_reader(publisher).renews().state.state == "ok"


# -- ranges


def numbers_of_a_block(count, **known):
    return [row(f"+39020000{9000 + 7 * n:04d}", **{"reporters": 2, **known}) for n in range(count)]


def told_ranges(rows):
    lows = [
        (
            one.low,
            one.low,
            one.last_day - 719_163,
            one.first_day and one.first_day - 719_163,
            CURATED if one.reporters is None else one.reporters,
            1,
            one.disputes,
            0,
            "",
        )
        for one in rows
    ]
    return list(ranges(Rows.of(sorted(lows))))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        pytest.param(numbers_of_a_block(LEAST_NUMBERS), 1, id="three numbers"),
        pytest.param(numbers_of_a_block(LEAST_NUMBERS - 1), 0, id="two numbers"),
        pytest.param(numbers_of_a_block(LEAST_REPORTERS, reporters=1), 1, id="four people"),
        pytest.param(numbers_of_a_block(LEAST_REPORTERS - 1, reporters=1), 0, id="three people"),
        pytest.param(numbers_of_a_block(5, reporters=None), 0, id="no counts"),
        pytest.param(numbers_of_a_block(5, last_day=719_163), 0, id="no days"),
        pytest.param(
            [*numbers_of_a_block(5), row("+390200009999", disputes=1)], 1, id="one dispute"
        ),
        pytest.param(
            [*numbers_of_a_block(5), row("+390200009999", disputes=2)], 0, id="two disputes"
        ),
        pytest.param(
            [*numbers_of_a_block(2), row("+390200009999", last_day=TODAY - 14)],
            1,
            id="a fortnight old",
        ),
        pytest.param(
            [*numbers_of_a_block(2), row("+390200009999", last_day=TODAY - 15)], 0, id="older"
        ),
        pytest.param(
            [*numbers_of_a_block(2), row("+390200008999")], 0, id="the third in the block beside"
        ),
    ],
)
def test_a_block_is_told_when_enough_stands_behind_it(rows, told):
    assert len(told_ranges(rows)) == told


def test_a_block_is_told_since_the_first_report_of_any_of_its_numbers():
    """Those that were not reported lately too, by which nothing else of it is told."""
    lately = numbers_of_a_block(LEAST_NUMBERS)
    ((_, _, last, first, _, count, *_),) = told_ranges(
        [*lately, row("+390200009999", last_day=TODAY - 100, reporters=9)]
    )

    assert (last, first, count) == (TODAY - 719_163, TODAY - 100 - 719_163, LEAST_NUMBERS)


def test_a_block_says_what_stands_behind_it_and_answers_for_its_other_numbers(publisher):
    publisher.publishes([*numbers_of_a_block(4, first_day=TODAY - 40), *OTHERS], ranges=True)
    reader = a_reader(publisher)
    reader.renews()
    hit = reader.index.find(key("390200009500"))
    block = reader.index.detail(hit)

    assert (hit.wide, block.reporters, block.reports, block.disputes) == (True, 8, 4, 0)
    assert (block.high - block.low) >> 4 == 999 * 1000
    assert (block.last_day <= TODAY, TODAY - 47 < block.first_day <= TODAY - 40) == (True, True)
    assert reader.index.find(key("390200019500")) is None


# -- shards


def shards_of(publisher):
    manifest = read_manifest(publisher.signed.manifest())
    folder = publisher.place / "data"
    return parts_of(manifest.shards, lambda digest: (folder / digest.hex()).read_bytes())


def many(count, **known):
    return [row(f"+3902001{n:05d}", **known) for n in range(count)]


def test_only_the_shards_of_what_has_changed_are_others(publisher):
    rows = many(600)
    publisher.publishes(rows, shards=True)
    before = shards_of(publisher)
    publisher.days_pass(1)
    publisher.publishes([*rows[:-1], row("+390200100599", reporters=16)], shards=True)
    fresh = shards_of(publisher) - before

    assert len(before) == 18
    assert len(fresh) == 3  # a shard, its table and their root


def test_a_list_that_passes_the_size_of_its_shards_keeps_them(publisher):
    rows = many(ROWS)
    publisher.publishes(rows, shards=True)
    publisher.publishes(many(ROWS + 1), shards=True)

    assert read_manifest(publisher.signed.manifest()).shards.digits == 0


@pytest.mark.parametrize(("much", "told"), [(1, True), (1_000_000, False)])
def test_whoever_uploads_is_told_how_many_shards_a_day_has_rewritten(
    publisher, monkeypatch, much, told
):
    monkeypatch.setattr("portinaio.lists.publish.publish.MUCH_BYTES", much)
    first = publisher.publishes(many(600), shards=True)
    day = publisher.publishes(many(600, reporters=16), shards=True)
    again = publisher.publishes(many(600, reporters=16), shards=True)

    assert (first.remarks, again.remarks) == ((), ())
    assert ["18 of the 18 files for those who ask" in str(said) for said in day.remarks] == (
        [True] if told else []
    )


# -- keys


class ARing:
    """A keyring that is open."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def set_password(self, service, name, password):
        self.kept[service, name] = password

    def delete_password(self, service, name):
        del self.kept[service, name]


def test_keys_lie_in_the_keyring_where_there_is_one_and_that_of_the_root_in_a_file(
    publisher, monkeypatch
):
    ring = ARing()
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: ring)
    publisher.stick = None
    publisher.publishes([LISTED, *OTHERS])
    publisher.publishes([LISTED, *OTHERS, NEW])
    files = [file for file in publisher.base.rglob("*") if file.is_file()]
    (private,) = [file.name for file in files if b"PRIVATE KEY" in file.read_bytes()]
    kept = len(ring.kept)
    ring.kept.clear()

    assert (kept, private.endswith(".root.key")) == (3, True)
    with pytest.raises(ConfigError, match="publish keys recover"):
        publisher.publishes([LISTED, *OTHERS])


@pytest.fixture
def published(publisher):
    publisher.publishes([LISTED, *OTHERS])
    reader = a_reader(publisher)
    assert reader.renews().state.error is None
    return publisher, reader


def goes_on(publisher, reader):
    """A reader of before and one who comes new see the next number."""
    publisher.publishes([LISTED, *OTHERS, NEW])
    fresh = a_reader(publisher, "fresh")
    return [(one.renews().state.error, one.holds(NEW)) for one in (reader, fresh)] == [
        (None, True)
    ] * 2


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_every_role_may_have_new_keys(published, role):
    publisher, reader = published
    before = set(publisher.signed.root().signed.roles[role].keyids)
    publisher.roots.rotate(role)

    assert not before & set(publisher.signed.root().signed.roles[role].keyids)
    assert goes_on(publisher, reader)


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_between_two_steps_of_a_rotation_readers_are_served(published, role, monkeypatch):
    """Whatever file was written last."""
    publisher, reader = published
    put = SiteFolder.put
    seen = []

    def put_and_look(folder, path, data):
        done = put(folder, path, data)
        seen.append(a_reader(publisher, f"look-{len(seen)}").renews().state.error)
        seen.append(reader.renews().state.error)
        return done

    monkeypatch.setattr(SiteFolder, "put", put_and_look)
    publisher.roots.rotate(role)

    assert set(seen) == {None}


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_one_key_of_a_threshold_may_be_lost(published, role):
    publisher, reader = published
    publisher.roots.add(role)
    publisher.roots.add(role)
    publisher.roots.threshold(role, 2)
    lost = publisher.signed.root().signed.roles[role].keyids[0]
    publisher.keys.file(lost).unlink()
    assert goes_on(publisher, reader)

    publisher.roots.recover(role)

    assert lost not in publisher.signed.root().signed.roles[role].keyids
    assert reader.renews().state.error is None


def test_more_than_a_threshold_lost_is_told_and_nothing_is_changed(published):
    publisher, _ = published
    for keyid in publisher.signed.root().signed.roles["root"].keyids:
        publisher.keys.file(keyid).unlink()
    before = publisher.files()

    with pytest.raises(ConfigError, match="the role root needs more keys"):
        publisher.roots.rotate("timestamp")
    assert publisher.files() == before


def test_without_the_key_of_the_timestamp_nothing_is_published(published):
    publisher, reader = published
    (keyid,) = publisher.signed.root().signed.roles["timestamp"].keyids
    publisher.keys.file(keyid).unlink()

    with pytest.raises(ConfigError, match="publish keys recover"):
        publisher.publishes([NEW, *OTHERS])
    publisher.roots.recover("timestamp")
    assert goes_on(publisher, reader)


def test_a_thief_of_the_timestamp_who_ran_ahead_is_outrun(published):
    """A reader who has seen version 1,000 takes the honest one again once the keys are others."""
    publisher, reader = published
    signed = publisher.signed
    ahead = signed.current("timestamp")
    ahead.signed.version = 1000
    ahead.signed.snapshot_meta.version = 1000
    ahead.signatures.clear()
    signed.sign(ahead, signed.root().signed.roles["timestamp"].keyids)
    honest = publisher.files()["metadata/timestamp.json"]
    (publisher.place / "metadata" / "timestamp.json").write_bytes(ahead.to_bytes())
    reader.renews()
    (publisher.place / "metadata" / "timestamp.json").write_bytes(honest)
    publisher.publishes([LISTED, *OTHERS, NEW])
    assert "older" in str(reader.renews().state.error)

    publisher.roots.recover()

    assert (reader.renews().state.error, reader.holds(NEW)) == (None, True)


def test_a_root_of_sixty_changes_ago_leads_to_now_and_is_not_walked_again(published):
    publisher, reader = published
    for _ in range(30):
        publisher.roots.rotate("timestamp")
    assert publisher.signed.root().signed.version > 60
    assert goes_on(publisher, reader)

    kept = sorted((reader.files.trust("spam-it") / "root_history").iterdir())

    assert len(kept) == 2


@pytest.mark.parametrize(
    ("role", "n"),
    [("root", 0), ("root", 2), ("timestamp", -1)],
    ids=["none", "too many", "below none"],
)
def test_a_threshold_is_one_that_can_be_met(published, role, n):
    publisher, _ = published

    with pytest.raises(UsageError, match="has 1 key, and that one must sign"):
        publisher.roots.threshold(role, n)


def test_keys_are_made_once(published):
    publisher, _ = published

    with pytest.raises(UsageError, match="its keys already"):
        publisher.roots.begin()


def test_online_keys_lie_where_passwords_do_and_the_root_in_a_file(publisher, monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    publisher.stick = None
    publisher.publishes([LISTED])
    root = publisher.signed.root().signed
    places = {role: publisher.keys.where(root.roles[role].keyids[0]) for role in root.roles}
    own = Path(publisher.home.data, "site-keys")

    assert places == {
        "root": str(publisher.keys.file(root.roles["root"].keyids[0])),
        "targets": "passwords",
        "snapshot": "passwords",
        "timestamp": "passwords",
    }
    assert {stat.S_IMODE(file.stat().st_mode) for file in own.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "what", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_damaged_key_is_told(published, what):
    publisher, _ = published
    (keyid,) = publisher.signed.root().signed.roles["timestamp"].keyids
    publisher.keys.file(keyid).write_bytes(what)

    with pytest.raises(ConfigError, match=r"cannot be used|needs more keys"):
        publisher.publishes([NEW])


def test_a_key_under_the_name_of_another_is_told(published):
    publisher, _ = published
    roles = publisher.signed.root().signed.roles
    mine, other = (publisher.keys.file(roles[role].keyids[0]) for role in ("timestamp", "targets"))
    mine.write_bytes(other.read_bytes())

    with pytest.raises(ConfigError, match="another key than its name says"):
        publisher.publishes([NEW])


# -- a site that moves


def test_a_move_announced_in_the_root_is_followed_even_when_the_old_place_is_gone(published):
    publisher, reader = published
    target = publisher.base / "moved"
    publisher.roots.move(f"{target.as_uri()}/")
    shutil.copytree(publisher.place, target)
    first = reader.renews()
    shutil.rmtree(publisher.place)
    publisher.place = target
    publisher.publishes([LISTED, *OTHERS, NEW])

    second = reader.renews()

    assert "has moved to" in str(first.remarks[0])
    assert (second.state.error, reader.holds(NEW)) == (None, True)


def test_a_move_needs_a_safe_address(published):
    publisher, _ = published

    with pytest.raises(UsageError, match="https:// only"):
        publisher.roots.move("http://lists.example.org/")
    assert MOVED not in publisher.signed.root().signed.unrecognized_fields


# -- kill -9

PUBLISHERS = """
import os, sys
sys.path[:0] = {path!r}
from pathlib import Path
from site_world import APublisher, LISTED, OTHERS

def publish_for_ever():
    publisher = APublisher(Path({base!r}))
    rows = [LISTED, *OTHERS]
    for n in range(10_000):
        publisher.days_pass(n % 20 == 19)
        publisher.publishes([*rows[: 30 + n % 11], f"+3902000013{{n % 100:02d}}"], title=f"T{{n % 7}}")

for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        publish_for_ever()
    print(child, flush=True)
    os.waitpid(child, 0)
"""


def test_a_publisher_killed_at_any_moment_leaves_a_whole_site(publisher):
    publisher.publishes([LISTED, *OTHERS])
    code = PUBLISHERS.format(path=sys.path, base=str(publisher.base))
    late = a_reader(publisher, "late")
    late.now += timedelta(days=10)  # the publishers live faster
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as publishers:
        for killed in range(50):
            publishers.stdin.write("\n")
            publishers.stdin.flush()
            child = int(publishers.stdout.readline())
            time.sleep(0.001 * (1 + 7 * killed % 61))  # wherever it is by then
            os.kill(child, signal.SIGKILL)
            fresh = a_reader(publisher, f"fresh-{killed}")
            fresh.now = late.now
            assert [one.renews().state.error for one in (late, fresh)] == [None, None]
            assert late.rows() == fresh.rows()
        publishers.stdin.close()
    publisher.publishes([LISTED, *OTHERS])

    assert not [name for name in publisher.files() if name.endswith(".fresh")]


def test_json_that_hosts_are_asked_for_says_where_the_site_is(publisher):
    publisher.publishes([LISTED], title="Terni")
    told = json.loads(publisher.files()[".well-known/portinaio.json"])

    assert told == {"site": "../", "root": publisher.signed.fingerprint, "title": "Terni"}


def test_keys_of_the_home_are_found_beside_those_of_a_stick(publisher, tmp_path):
    publisher.stick = None
    publisher.publishes([LISTED])
    (root,) = Path(publisher.home.data, "site-keys").iterdir()
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.move(root, stick / root.name)

    with pytest.raises(ConfigError, match="root needs more keys"):
        publisher.roots.add("timestamp")
    publisher.stick = stick
    publisher.roots.add("timestamp")
    assert Keys(publisher.home, stick).where(publisher.signed.root().signed.roles["root"].keyids[0])
