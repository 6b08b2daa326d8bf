"""Numbers of public bodies on a list of callers: a few are a slip, many are a poisoned list, and the one of before answers."""

from __future__ import annotations

import pytest

from list_server import ok
from portinaio.core.numbers.pattern import key
from portinaio.lists.index.reader import ListIndex
from synced_list import phoneblock
from worlds import STRANGER

HALLS = [f"+3904900{n:05d}" for n in range(30)]


def callers(n: int) -> list[str]:
    return [f"+39020000{i:04d}" for i in range(n)]


def page(*numbers: str) -> bytes:
    return ok("".join(f"{number}\n" for number in numbers).encode())


@pytest.fixture
def guarded(a_list):
    """A list of which ten numbers are here, in a house that knows thirty town halls."""
    a_list.knows_public_bodies(*HALLS)
    a_list.renews(page(*callers(10)))
    return a_list


def test_an_update_with_a_third_of_the_town_halls_is_refused_and_the_list_of_before_answers(
    guarded,
):
    renewal = guarded.renews(page(*callers(10), *HALLS[:10]))

    assert (renewal.state.state, renewal.state.entries, guarded.holds(HALLS[0])) == (
        "refused",
        10,
        False,
    )


def test_the_refusal_says_how_many_they_are_names_five_and_tells_the_way(guarded):
    error = guarded.renews(page(*callers(10), *HALLS[:10])).state.error

    assert str(error) == (
        "10 of its 20 entries are numbers of public bodies, such as +390490000000, +390490000001, +390490000002,"
        " +390490000003, +390490000004; portinaio sync --accept spam-it takes it"
    )


@pytest.mark.parametrize(
    ("halls", "others", "state"),
    [
        pytest.param(3, 10, "ok", id="three are a slip, in however short a list"),
        pytest.param(4, 10, "refused", id="four are not"),
        pytest.param(4, 3995, "refused", id="four of 3,999 are more than one in a thousand"),
        pytest.param(4, 3996, "ok", id="four of 4,000 are one in a thousand"),
        pytest.param(5, 3996, "refused", id="five of 4,001 are more"),
    ],
)
def test_more_than_three_and_more_than_one_in_a_thousand_are_refused(guarded, halls, others, state):
    assert guarded.renews(page(*callers(others), *HALLS[:halls])).state.state == state


def test_a_town_hall_that_stands_on_two_lists_of_public_bodies_counts_once(guarded):
    guarded.knows_public_bodies(*HALLS, name="public-offices")

    assert guarded.renews(page(*callers(10), *HALLS[:3])).state.state == "ok"


def test_those_of_two_lists_of_public_bodies_count_together(guarded):
    offices = [f"+3906000{n:05d}" for n in range(2)]
    guarded.knows_public_bodies(*offices, name="public-offices")

    assert guarded.renews(page(*callers(10), *HALLS[:2], *offices)).state.state == "refused"


def test_a_beginning_that_means_many_town_halls_is_refused_as_they_would_be(guarded):
    guarded.wanted = guarded.wanted._replace(format="csv")

    renewal = guarded.renews(ok(b"number\n+39020000*\n+39049000*\n"))

    assert renewal.state.state == "refused"


def test_without_a_list_of_public_bodies_nothing_is_known_of_them(a_list):
    a_list.renews(page(*callers(10)))

    assert a_list.renews(page(*callers(10), *HALLS)).state.state == "ok"


def test_one_that_is_damaged_hinders_no_other_list(guarded):
    guarded.list_files.index("town-halls").write_bytes(b"torn")

    assert guarded.renews(page(*callers(10), *HALLS)).state.state == "ok"


def test_a_first_download_is_measured_too_and_tells_another_way(a_list):
    a_list.knows_public_bodies(*HALLS)

    state = a_list.renews(page(*callers(10), *HALLS)).state

    assert (state.state, str(state.error).partition("; ")[2]) == (
        "refused",
        "whoever wants it all the same writes it into config.toml and says portinaio sync --accept spam-it",
    )


class TestAccepting:
    @pytest.fixture
    def accepted(self, guarded):
        guarded.renews(page(*callers(10), *HALLS[:10]), accept=True)
        return guarded

    def test_what_the_user_accepts_is_taken(self, accepted):
        assert (accepted.state.state, accepted.holds(HALLS[0])) == ("ok", True)

    def test_the_next_version_with_no_more_of_them_is_taken_unasked(self, accepted):
        assert accepted.renews(page(*callers(12), *HALLS[:10])).state.state == "ok"

    def test_one_more_of_them_is_refused_again(self, accepted):
        assert accepted.renews(page(*callers(12), *HALLS[:11])).state.state == "refused"

    def test_those_that_went_meanwhile_are_not_agreed_to_any_more(self, accepted):
        accepted.renews(page(*callers(12), *HALLS[:5]))

        assert accepted.renews(page(*callers(12), *HALLS[:10])).state.state == "refused"

    def test_another_list_in_its_place_is_asked_about_anew(self, accepted):
        accepted.wanted = accepted.wanted._replace(urls=(accepted.server.url("/other"),))
        accepted.server.answers["/other"] = page(*callers(12), *HALLS[:10])

        assert accepted.renews().state.state == "refused"


class TestIncrements:
    @pytest.fixture
    def guarded(self, a_list):
        a_list.knows_public_bodies("+390200001240", "+390200001241", "+390200001242", STRANGER)
        a_list.wanted = a_list.wanted._replace(
            changes=a_list.server.url("/changes?since={version}")
        )
        a_list.renews(ok(phoneblock(7, n1234=10, n1235=10, n1236=10, n1240=10)))
        return a_list

    def changes(self, guarded, since: int, **votes: int) -> str:
        version = since + 1
        guarded.server.answers[f"/changes?since={since}"] = ok(phoneblock(version, **votes))
        return guarded.renews().state.state

    def test_they_are_counted_over_all_increments(self, guarded):
        states = [
            self.changes(guarded, 7, n1241=10),
            self.changes(guarded, 8, n1242=10),
        ]

        assert (states, guarded.holds("+390200001242")) == (["ok", "refused"], False)

    def test_one_that_is_taken_back_makes_room(self, guarded):
        self.changes(guarded, 7, n1241=10)

        assert self.changes(guarded, 8, n1242=10, n1240=0) == "ok"

    def test_what_the_user_accepts_is_fetched_as_a_whole_and_stays_accepted(self, guarded):
        every = {"n1234": 10, "n1235": 10, "n1240": 10, "n1241": 10, "n1242": 10}
        guarded.server.answers["/list"] = ok(phoneblock(8, **every))
        guarded.server.answers["/changes?since=7"] = ok(phoneblock(8, n1241=10, n1242=10))

        guarded.renews(accept=True)

        assert (guarded.state.state, self.changes(guarded, 8, n1299=10)) == ("ok", "ok")


class TestTheirOwnList:
    def test_it_keeps_the_digits_of_landlines_alone(self, a_list):
        a_list.wanted = a_list.wanted._replace(format="csv", region="IT", innocents=True)
        table = (
            "Ente,Telefono,Telefono_responsabile,Fax\n"
            "Comune,02 0000 1234,02 0000 9999,02 0000 1299\n"
            "Scuola,333 000 0000,,\n"
        )

        a_list.renews(ok(table.encode()))

        (row,) = ListIndex.open(a_list.list_files.index("spam-it")).rows()
        assert (row.low, row.company, row.reporters) == (key(STRANGER[1:]), "", None)

    def test_of_a_row_that_is_left_out_not_even_the_text_is_told(self, a_list):
        a_list.wanted = a_list.wanted._replace(format="csv", region="IT", innocents=True)
        table = "Ente,Telefono\nComune,0200001234\nScuola,333 000 0000\nUfficio,Anna Rossi\n"

        renewal = a_list.renews(ok(table.encode()))

        assert [row.text for row in renewal.rows] == ["", ""]

    def test_it_may_hold_what_it_is_made_of(self, a_list):
        a_list.knows_public_bodies(*HALLS)
        a_list.wanted = a_list.wanted._replace(innocents=True)

        assert a_list.renews(page(*HALLS)).state.state == "ok"

    def test_a_list_that_the_catalogue_marks_later_is_read_anew(self, a_list):
        a_list.renews(page(*HALLS))
        a_list.wanted = a_list.wanted._replace(innocents=True)

        a_list.renews()

        assert ListIndex.open(a_list.list_files.index("spam-it")).of_innocents
