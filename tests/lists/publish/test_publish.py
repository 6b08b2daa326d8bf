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

import pytest

from portinaio.errors import HomeError, UntrustedListError, UsageError
from portinaio.lists.publish.folder import SiteFolder
from portinaio.lists.publish.quantise import rounded, week
from portinaio.lists.sync.site.trust import MOVED
from publishing import NEW, a_reader
from site_world import LISTED, OTHERS, APublisher, row


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
