"""A list that is here is built anew where it is damaged, or would be read otherwise now."""

from __future__ import annotations

import gzip
import json

import pytest

from list_server import ok
from list_worlds import as_an_older_version_wrote_it
from portinaio.core.numbers.pattern import key
from portinaio.core.reach import Reach
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.read_list import AS_NOW
from synced_list import GOOD
from worlds import STRANGER


def test_a_list_that_an_older_version_built_is_measured_though_its_server_is_away(a_list):
    a_list.renews(ok(b"".join(b"+393%d*\n" % n for n in range(2, 10))))
    file = a_list.list_files.index("spam-it")
    as_an_older_version_wrote_it(file)
    before = ListIndex.open(file)

    state = a_list.renews(ok(b"", status="503 Service Unavailable")).state

    after = ListIndex.open(file)
    assert (state.state, before.measured, after.measured) == ("stale", False, True)
    assert after.reach == Reach(80, "mobile", "IT")
    assert (after.day, list(after.rows())) == (before.day, list(before.rows()))


def test_a_good_download_that_is_damaged_too_is_fetched_anew(a_list):
    a_list.renews(ok(GOOD))
    index = a_list.list_files.index("spam-it")
    index.unlink()
    index.write_bytes(b"torn")
    good = index.parent / ".good" / "spam-it"
    good.write_bytes(b"torn too")

    assert (a_list.renews().state.state, a_list.holds(STRANGER)) == ("ok", True)


COMPLAINTS = b"+390200001234\n+390200001234\n+390200001235\n"


def reporters(a_list) -> int | None:
    return ListIndex.open(a_list.list_files.index("spam-it")).find(key(STRANGER[1:])).reporters


def test_a_list_that_was_believed_is_counted_anew_though_its_server_is_away(a_list):
    a_list.renews(ok(COMPLAINTS))
    before = reporters(a_list)
    a_list.wanted = a_list.wanted._replace(complaints=True)

    state = a_list.renews(ok(b"", status="503 Service Unavailable")).state

    assert (before, reporters(a_list), state.state) == (None, 2, "stale")


def test_a_list_that_is_counted_otherwise_now_is_fetched_anew(a_list):
    a_list.renews(ok(COMPLAINTS, 'ETag: "v1"'))
    a_list.wanted = a_list.wanted._replace(complaints=True)

    a_list.renews(ok(COMPLAINTS, 'ETag: "v1"'))
    asked = a_list.last_request
    a_list.renews()

    assert ("if-none-match" in asked, "if-none-match" in a_list.last_request) == (False, True)


def test_a_list_that_cannot_be_counted_anew_stays_as_it_was(a_list):
    a_list.renews(ok(COMPLAINTS))
    (a_list.list_files.folder / ".good" / "spam-it").write_bytes(
        b'{"url": "x", "format": "", "region": null, "list_day": 0}\ntorn'
    )
    a_list.wanted = a_list.wanted._replace(complaints=True)

    a_list.renews(ok(b"", status="503 Service Unavailable"))

    assert (a_list.holds(STRANGER), reporters(a_list)) == (True, None)


@pytest.mark.parametrize(
    "head", [b"", b"number,name\n", b"pattern\n"], ids=["plain", "csv", "one column"]
)
@pytest.mark.parametrize(
    ("times", "found"), [(3, None), (4, 1)], ids=["three lists made one", "complaints"]
)
def test_numbers_that_a_long_list_names_again_are_counted_from_four_times_on(
    a_list, head, times, found
):
    a_list.wanted = a_list.wanted._replace(
        format={b"": "plain", b"pattern\n": "spamblocker"}.get(head, "csv")
    )
    numbers = [b"+39020%07d\n" % n for n in range(300)]
    again = numbers[:20] + numbers[19:20] * (times - 2)

    a_list.renews(ok(head + STRANGER.encode() + b"\n" + b"".join(numbers + again)))

    assert reporters(a_list) == found


def test_what_a_long_list_was_taken_for_survives_its_measuring(a_list):
    a_list.renews(ok(b"".join(b"+39020%07d\n" % (n % 50) for n in range(200))))
    file = a_list.list_files.index("spam-it")
    found = ListIndex.open(file).of_complaints
    as_an_older_version_wrote_it(file)

    a_list.renews()

    assert (found, ListIndex.open(file).of_complaints) == (True, True)


def plist(category: int) -> bytes:
    row = "<dict><key>category</key><string>%d</string><key>number</key><string>%s</string></dict>"
    return f'<plist version="1.0"><array>{row % (category, STRANGER)}</array></plist>'.encode()


def test_a_list_that_allows_is_refused_and_the_one_of_before_stays(a_list):
    a_list.renews(ok(plist(0)))

    state = a_list.renews(ok(plist(1))).state

    assert (state.state, "only you can allow" in str(state.error), a_list.holds(STRANGER)) == (
        "refused",
        True,
        True,
    )


@pytest.mark.parametrize(
    "answer", [ok(plist(1)), ok(b"", status="503 Service Unavailable")], ids=["there", "away"]
)
def test_what_an_older_version_took_from_an_allow_list_blocks_nobody_any_more(a_list, answer):
    a_list.renews(ok(plist(0)))
    good = a_list.list_files.folder / ".good" / "spam-it"
    info = a_list.list_files.info("spam-it")._replace(reading=0)
    good.write_bytes(json.dumps(info._asdict()).encode() + b"\n" + gzip.compress(plist(1)))

    state = a_list.renews(answer).state

    assert a_list.list_files.index("spam-it").exists() is False
    assert (state.state in {"refused", "never"}, state.entries) == (True, 0)


def test_a_list_whose_name_says_that_it_allows_is_refused(a_list):
    a_list.server.answers["/whitelist.txt"] = ok(GOOD)
    a_list.wanted = a_list.wanted._replace(urls=(a_list.server.url("/whitelist.txt"),))

    state = a_list.renews().state

    assert (state.state, "it is called an allow list" in str(state.error)) == ("refused", True)


def test_what_an_older_version_has_read_is_read_again_once(a_list):
    a_list.renews(ok(GOOD, 'ETag: "v1"'))
    good = a_list.list_files.folder / ".good" / "spam-it"
    line, _, packed = good.read_bytes().partition(b"\n")
    good.write_bytes(
        line.replace(f'"reading": {AS_NOW}'.encode(), b'"reading": 0') + b"\n" + packed
    )

    a_list.renews(ok(GOOD, 'ETag: "v1"'))
    asked = a_list.last_request
    a_list.renews()

    assert ("if-none-match" in asked, "if-none-match" in a_list.last_request) == (False, True)
