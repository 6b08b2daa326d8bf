"""What other rules would have done to the calls of the log. Nothing of the log or of the house is changed by it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call, a_rejected_call
from portinaio.core.checks.finding import Finding
from portinaio.core.entry import EntryKind
from portinaio.core.logged import GIVEN_BACK, IMPORTED, PICKED_UP
from portinaio.core.message import msg
from portinaio.core.names import stored_name
from portinaio.daemon.replay.replay import MOST_CALLS, Tally, past_calls, ringing_of
from portinaio.daemon.replay.sentence import sentence
from portinaio.errors import NotFoundError, UsageError
from worlds import FROZEN_NOW, a_pattern

if TYPE_CHECKING:
    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context

SUSPECT = "+390200001234"
"""On a list that makes it suspected."""
REPORTED = "+390200005678"
OTHER = "+390200009999"
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CONFIG = 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n'


@pytest.fixture
def house(tmp_path: Path) -> Context:
    """One list, that suspects one caller and reports another."""
    file = tmp_path / "list.csv"
    file.write_text(f"number,reporters\n{SUSPECT},2\n{REPORTED},9\n")
    table = f'[[list]]\nname = "list"\nurl = "{file.as_uri()}"\n'
    context = a_context(tmp_path / "home", CONFIG + table)
    assert [synced.state for synced in context.syncs.run()] == ["ok"]
    return context


def logged(house: Context, *calls: LoggedCall) -> None:
    house.store.calls.record_many(calls)


def a_call(call_id: int = 1, number: str = SUSPECT, **known: object) -> LoggedCall:
    known.setdefault("at", FROZEN_NOW - call_id * HOUR)
    return a_logged_call(call_id, number=number, calling=number, **known)


def replay(house: Context, **policy: str):
    found = a_client(house).replay(policy)
    return {
        key: n for key, n in found.items() if key not in {"days", "says", "costly", "unused"} and n
    }


def test_a_policy_is_tried_on_every_call_of_the_log(house):
    logged(house, a_call(1), a_call(2, OTHER), a_call(3), a_call(4, REPORTED))

    assert replay(house, suspected="reject") == {"calls": 4, "turned_away": 2}
    assert replay(house, suspected="silence") == {"calls": 4, "silenced": 2}
    assert replay(house, reported="ring") == {"calls": 4, "let_ring": 1}
    assert replay(house, suspected="ring") == {"calls": 4}
    assert replay(house) == {"calls": 4}


def test_what_was_done_to_a_call_then_is_not_what_it_is_compared_with(house):
    logged(house, a_rejected_call(1, number=OTHER, calling=OTHER))

    assert replay(house) == {"calls": 1}


@pytest.mark.parametrize(
    ("known", "cost"),
    [
        pytest.param({"talked_s": 12.0}, {"answered": 1}, id="answered"),
        pytest.param({"talked_s": 0.0}, {}, id="not taken"),
        pytest.param({"talked_s": None, "cause": GIVEN_BACK}, {}, id="perhaps taken elsewhere"),
        pytest.param({"talked_s": 12.0, "cause": PICKED_UP}, {}, id="taken by the line itself"),
        pytest.param({"name": "Studio Bianchi"}, {"named": 1}, id="named by the network"),
    ],
)
def test_calls_that_somebody_may_have_wanted_are_counted_apart(house, known, cost):
    logged(house, a_call(1, **known))

    assert replay(house, suspected="reject") == {"calls": 1, "turned_away": 1, **cost}


def test_a_contact_that_a_policy_turns_away_is_counted_as_one(house):
    a_client(house).import_contacts(
        "a.vcf", f"BEGIN:VCARD\nFN:Anna\nTEL:{SUSPECT}\nEND:VCARD\n".encode()
    )
    logged(house, a_call(1))

    assert replay(house, known="reject") == {"calls": 1, "turned_away": 1, "contacts": 1}
    assert replay(house, suspected="reject") == {"calls": 1}


@pytest.mark.parametrize("meant", [a_pattern(SUSPECT), stored_name("Ann*")], ids=["number", "name"])
@pytest.mark.parametrize(
    ("entered", "turned_away"),
    [pytest.param(DAY, 0, id="before the call"), pytest.param(-DAY, 1, id="after it")],
)
def test_an_entry_counts_from_the_day_on_which_it_was_made(house, meant, entered, turned_away):
    at = FROZEN_NOW - 5 * DAY
    house.store.entries.add(meant, EntryKind.ALLOW, "", at - entered)
    logged(house, a_call(1, at=at, name="Anna"))

    assert replay(house, suspected="reject").get("turned_away", 0) == turned_away


@pytest.mark.parametrize("path", ["pause", "expect"])
def test_a_pause_of_today_does_not_excuse_the_calls_of_before(house, path):
    logged(house, a_call(1))
    getattr(a_client(house), path)(3600)

    assert replay(house, suspected="reject") == {"calls": 1, "turned_away": 1}


@pytest.mark.parametrize(("hour", "silenced"), [(21, 1), (22, 0), (6, 0), (7, 1)])
def test_a_call_is_judged_by_its_own_hour(tmp_path, hour, silenced):
    hours = '[policy]\nhours = [ { from = "22:00", to = "07:00", unknown = "reject" } ]\n'
    house = a_context(tmp_path / "home", CONFIG + hours)
    logged(house, a_call(1, OTHER, at=FROZEN_NOW.replace(hour=hour, minute=0) - DAY))

    assert replay(house, unknown="silence").get("silenced", 0) == silenced


def test_a_line_with_a_policy_of_its_own_goes_on_having_it(tmp_path):
    own = '[line.policy]\nunknown = "ring"\n[[line]]\nname = "other"\nkind = "replay"\n'
    house = a_context(tmp_path / "home", CONFIG + own)
    logged(house, a_call(1, OTHER), a_call(2, OTHER, line="other"), a_call(3, OTHER, line=IMPORTED))

    assert replay(house, unknown="reject") == {"calls": 3, "turned_away": 2}


@pytest.mark.parametrize(("line", "silenced"), [("home", 1), ("other", 2), ("", 3)])
def test_the_policy_of_one_line_is_tried_on_its_calls_alone(tmp_path, line, silenced):
    house = a_context(tmp_path / "home", CONFIG + '[[line]]\nname = "other"\nkind = "replay"\n')
    logged(house, a_call(1, OTHER), *(a_call(n, OTHER, line="other") for n in (2, 3)))

    found = a_client(house).replay(written='[policy]\nunknown = "silence"\n', line=line)

    assert (found["calls"], found["silenced"]) == (3, silenced)


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ('[policy]\nunknown = "ring"\n', "none", "there is no line called none"),
        ('country = "DE"\n', "home", "tries policies alone"),
        ('[[line]]\nname = "home"\nkind = "replay"\n', "home", "tries policies alone"),
    ],
)
def test_what_is_no_policy_of_a_line_cannot_be_tried(house, written, line, said):
    with pytest.raises((UsageError, NotFoundError), match=said):
        a_client(house).replay(written=written, line=line)


def test_calls_before_the_days_that_are_asked_for_do_not_count(house):
    logged(house, a_call(1, at=FROZEN_NOW - 10 * DAY), a_call(2, at=FROZEN_NOW - 11 * DAY))

    found = [a_client(house).replay({}, days)["calls"] for days in (9, 10, 11)]

    assert found == [0, 1, 2]


def test_only_the_newest_are_read_of_a_log_that_is_very_long(house):
    logged(house, *(a_call(n, at=FROZEN_NOW - n * timedelta(minutes=1)) for n in range(1, 2_502)))

    def ids(most: int) -> list[int]:
        return [call.id for call in past_calls(house.store, FROZEN_NOW - 90 * DAY, most)]

    for most in (1, 999, 1_000, 1_001, 2_000, 2_500):
        assert ids(most) == list(range(1, most + 1))
    assert len(ids(MOST_CALLS)) == 2_501


def test_a_house_without_a_log_gets_none_for_being_asked(tmp_path):
    house = a_context(tmp_path / "home", CONFIG)

    found = a_client(house).replay({"unknown": "reject"})

    assert (found["calls"], (tmp_path / "home" / "portinaio.db").exists()) == (0, False)


@pytest.mark.parametrize("policy", [{"suspected": "shout"}, {"hours": "reject"}, {"x": "ring"}])
def test_what_is_no_policy_is_refused(house, policy):
    with pytest.raises(UsageError):
        a_client(house).replay(policy)


def test_nothing_is_changed_by_it(house):
    logged(house, a_call(1))
    before = (Path(house.home.config_file).read_text(), house.store.calls.get(1))

    assert replay(house, suspected="reject")["turned_away"] == 1

    assert (Path(house.home.config_file).read_text(), house.store.calls.get(1)) == before
    assert a_client(house).check(SUSPECT)["action"] == "ring"


def test_a_telephone_of_the_house_is_told_by_what_was_found_then():
    internal = Finding("internal", msg("a telephone of your own system"), final=True)

    assert ringing_of(a_call(1, "**622", findings=(internal,))).own_system
    assert not ringing_of(a_call(1, "**622")).own_system


@pytest.mark.parametrize(
    ("found", "said"),
    [
        pytest.param(
            Tally(),
            "the log of the last 90 days holds no call to try it on",
            id="no call",
        ),
        pytest.param(
            Tally(calls=1),
            "of 1 call of the last 90 days it would have changed nothing",
            id="no change",
        ),
        pytest.param(
            Tally(calls=112, turned_away=3, suspected=9, answered=1),
            "of 112 calls of the last 90 days it would have turned away 3 and made 9 suspected; of these you answered 1",
            id="some of both, and one answered",
        ),
        pytest.param(
            Tally(calls=2, silenced=1, let_ring=1, contacts=1, named=1),
            "of 2 calls of the last 90 days it would have silenced 1 and let ring 1 that did not;"
            " of these 1 is of a contact and 1 came with a name",
            id="of contacts and with a name",
        ),
        pytest.param(
            Tally(calls=9, turned_away=2, silenced=3, suspected=4),
            "of 9 calls of the last 90 days it would have turned away 2, silenced 3 and made 4 suspected",
            id="three kinds",
        ),
        pytest.param(
            Tally(calls=MOST_CALLS, reported=1),
            "of the newest 10,000 calls it would have made 1 reported",
            id="a long log",
        ),
    ],
)
def test_the_sentence(found, said):
    assert str(sentence(found, 90)) == said
