"""The invented household of the demo: its six weeks are judged by the program's own rules, and show every place something."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portinaio.api.client import Client
from portinaio.api.local import Local
from portinaio.complaints.deadlines import State
from portinaio.config.home import find_home
from portinaio.daemon.context import Context
from portinaio.daemon.demo.furnish import NEWS, WEEKS, furnish
from portinaio.daemon.demo.household import Household, messages, the_household
from portinaio.errors import UsageError
from portinaio.language import LANGUAGES, translation

REPEATED = timedelta(minutes=3)
TODAY = datetime(2026, 11, 30, 16, 0, tzinfo=ZoneInfo("Europe/Rome"))
FICTIONAL = re.compile(
    r"\+39020000\d{4}|\+39084[34]\d{6}|\+39348000\d{4}|\+4420794601\d\d|\+120255501\d\d"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory):
    home = find_home({"PORTINAIO_HOME": str(tmp_path_factory.mktemp("demo") / "home")})
    furnish(home, the_household("it"), "it", TODAY)
    return home


@pytest.fixture
def client(home):
    context = Context(home, now=lambda: TODAY)
    with Client(Local(context, "it")) as client:
        yield client


def test_everybody_in_it_is_invented():
    house = the_household()
    numbers = {
        *(person.number for person in house.contact),
        *(caller.number for caller in house.caller if caller.number),
        house.line,
    }

    assert [number for number in numbers if not FICTIONAL.fullmatch(number)] == []


def test_its_log_goes_back_six_weeks_and_ends_yesterday(client):
    days = [datetime.fromisoformat(call["at"]).date() for call in client.calls(limit=500)]

    assert (days[-1], days[0]) == (
        TODAY.date() - timedelta(weeks=WEEKS),
        TODAY.date() - timedelta(days=1),
    )


def test_every_call_that_was_written_down_for_it_is_in_the_log(client):
    expected = sum(
        len(caller.days) * (len(caller.at) if caller.all else 1)
        for caller in the_household().caller
    )

    assert len(client.calls(limit=500)) == expected


@pytest.mark.parametrize(
    "code",
    [
        "contact",
        "personal",
        "reserved_range",
        "listed",
        "range",
        "withheld",
        "attestation",
        "burst",
    ],
)
def test_it_shows_the_finding(client, code):
    calls = client.calls(limit=500)

    assert code in {finding["code"] for call in calls for finding in call["findings"]}


@pytest.mark.parametrize("label", ["known", "unknown", "reported"])
def test_it_shows_the_label(client, label):
    assert label in {call["label"] for call in client.calls(limit=500)}


def test_who_was_turned_away_talked_to_nobody(client):
    turned_away = [call for call in client.calls(limit=500) if call["action"] == "reject"]

    assert {(call["rang_s"], call["talked_s"]) for call in turned_away} == {(0.0, 0.0)}


def test_there_is_a_complaint_in_each_state_and_one_answer_is_overdue(client):
    states = {one["state"] for one in client.complaints()}

    assert states == {state.value for state in State}


def test_only_calls_that_repeat_within_minutes_are_called_repeated(client):
    """Of one caller, three minutes apart at most, as the rule has it."""
    calls = sorted(client.calls(limit=500), key=lambda call: call["at"])
    last: dict[str, datetime] = {}
    expected, told = [], []
    for call in calls:
        at, number = datetime.fromisoformat(call["at"]), call["number"]
        if number and at - last.get(number, datetime.min.replace(tzinfo=at.tzinfo)) <= REPEATED:
            expected.append(call["id"])
        if any(one["code"] == "repeated" for one in call["findings"]):
            told.append(call["id"])
        if number:
            last[number] = at

    assert told
    assert told == expected


def test_its_list_has_news_to_be_fetched(client):
    before = client.lists()[0]["entries"]

    synced = client.sync()

    assert (before, synced[0]["accepted"]) == (the_household().list.numbers, NEWS)


@pytest.mark.parametrize("place", ["entries", "contacts", "companies", "lists", "lines"])
def test_no_place_is_empty(client, place):
    assert getattr(client, place)()


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_every_word_of_it_has_another_in(language):
    """But for the names of people: nobody reads in German what an Italian has noted."""
    catalogue = translation(language)

    assert [text for text in messages() if catalogue.gettext(text) == text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_each_place_is_in_the_language_of_whoever_looks(tmp_path, language):
    home = find_home({"PORTINAIO_HOME": str(tmp_path / "home")})
    furnish(home, the_household(language), language, TODAY)
    with Client(Local(Context(home, now=lambda: TODAY), language)) as client:
        places = (
            client.entries(),
            client.contacts(),
            client.companies(),
            [{"name": one["name"], "title": one["title"]} for one in client.lists()],
            client.lines(),
            client.complaints(),
            client.status(),
        )
    shown = str(places)

    others = {
        words
        for code in LANGUAGES
        for words in worded(the_household(code))
        if words not in worded(the_household(language))
    }
    assert [words for words in worded(the_household(language)) if words not in shown] == []
    assert [words for words in others if f"'{words}" in shown] == []


def worded(house: Household) -> list[str]:
    """What a reader would have worded."""
    contacts = [one.name for one in house.contact if not one.person]
    notes = [one.note for one in house.entry]
    companies = [one.company for one in house.complaint]
    points = [one.point for one in house.complaint if one.point]
    return [house.line_name, house.list.name, *contacts, *notes, *companies, *points]


def test_a_home_in_which_somebody_lives_is_left_alone(tmp_path):
    (tmp_path / "config.toml").write_text('country = "IT"\n')

    with pytest.raises(UsageError, match="somebody's home"):
        furnish(find_home({"PORTINAIO_HOME": str(tmp_path)}), the_household(), "en", TODAY)

    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]
