"""A list that tells what has changed since."""

from __future__ import annotations

import pytest

from list_server import ok
from portinaio.lists.read_list import AS_NOW
from synced_list import phoneblock
from worlds import STRANGER

MANY = [f"n20{n:02}" for n in range(60)]


class TestIncrements:
    @pytest.fixture
    def a_list(self, a_list):
        a_list.wanted = a_list.wanted._replace(
            changes=a_list.server.url("/changes?since={version}")
        )
        a_list.renews(ok(phoneblock(7, n1234=10, n1235=10, n1236=10)))
        return a_list

    def test_only_what_changed_is_asked_for(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1237=4))

        renewal = a_list.renews()

        assert (tuple(renewal.difference), renewal.state.version, renewal.state.entries) == (
            (1, 0, 0),
            "8",
            4,
        )

    def test_a_number_that_is_taken_back_is_off_the_list(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1234=0))

        renewal = a_list.renews()

        assert (renewal.difference.removed, a_list.holds(STRANGER)) == (1, False)

    def test_the_same_increment_twice_changes_nothing(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(7, n1234=0, n1237=4))
        a_list.renews()

        assert tuple(a_list.renews().difference) == (0, 0, 0)

    def test_an_increment_that_empties_the_list_is_refused(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1234=0, n1235=0, n1236=0))

        renewal = a_list.renews()

        assert (renewal.state.state, a_list.holds(STRANGER)) == ("refused", True)

    def test_an_increment_that_takes_more_than_half_of_many_back_is_refused(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, **dict.fromkeys(MANY, 10)))
        a_list.renews()
        a_list.server.answers["/changes?since=8"] = ok(phoneblock(9, **dict.fromkeys(MANY, 0)))

        renewal = a_list.renews()

        assert (renewal.state.state, a_list.holds("+390200002000")) == ("refused", True)

    def test_an_older_increment_is_refused(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(6, n1237=4))

        assert a_list.renews().state.state == "refused"

    def test_what_an_older_version_has_read_keeps_its_increments_while_the_server_is_away(
        self, a_list
    ):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1237=4))
        a_list.renews()
        good = a_list.list_files.folder / ".good" / "spam-it"
        line, _, packed = good.read_bytes().partition(b"\n")
        good.write_bytes(
            line.replace(f'"reading": {AS_NOW}'.encode(), b'"reading": 0') + b"\n" + packed
        )

        state = a_list.renews(ok(b"", status="503 Service Unavailable")).state

        assert (state.state, a_list.holds("+390200001237")) == ("stale", True)

    def test_a_damaged_list_is_rebuilt_and_catches_up(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1237=4))
        a_list.renews()
        index = a_list.list_files.index("spam-it")
        index.unlink()
        index.write_bytes(b"torn")

        a_list.renews()

        assert (a_list.holds("+390200001237"), a_list.state.version) == (True, "8")
