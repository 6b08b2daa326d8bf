"""The lists of others: what each key does to the subscriptions."""

from __future__ import annotations

import threading

import pytest

from portinaio.errors import CountryWantedError, UntrustedListError
from portinaio.tui.lists.screen import ListsScreen
from portinaio.tui.operations import lists as operations
from tui.house import NUMBER, a_house, a_list, a_sales_call
from tui.shelf_scenes import with_lists
from tui.shelving import a_row, an_offer
from tui.terminal import NARROW, WIDE, press, settled, toasts, until, visiting, words_on


def names(house) -> list[str]:
    return [one["name"] for one in house.lists()]


async def test_2_goes_to_the_lists():
    async with visiting(a_house()) as pilot:
        await press(pilot, "2")

        assert isinstance(pilot.app.screen, ListsScreen)


async def test_a_list_shows_its_size_its_age_and_what_it_has_caught():
    house = a_house(lists=[a_list(entries=212_041)])
    house.caught_ = [{"name": "spam-it", "calls": 31}]

    async with visiting(house) as pilot:
        await press(pilot, "2")

        assert "212,041  2 h ago     caught 31 in 30 d" in words_on(pilot)


async def test_a_refused_list_says_why_below_it():
    house = a_house(lists=[a_list(state="refused", error="this is a web page, not a list")])

    async with visiting(house) as pilot:
        await press(pilot, "2")

        assert "↳ this is a web page, not a list" in words_on(pilot)


async def test_nothing_is_fetched_before_somebody_has_said_yes():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter")
        asked = words_on(pilot)
        await press(pilot, "escape")

    assert "lists.example.org will be asked" in " ".join(asked.split())
    assert names(house) == []


async def test_y_subscribes_to_the_list_and_u_takes_it_back():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter", "y", "y")
        added = names(house)
        await press(pilot, "u")

    assert (added, names(house)) == (["spam-de"], [])


async def test_enter_alone_does_not_say_yes():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter", "enter")

    assert names(house) == []


async def test_a_click_says_yes():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter")
        for _ in range(2):
            await pilot.click("#yes")
            await settled(pilot)

    assert names(house) == ["spam-de"]


async def test_a_list_in_use_is_marked_in_the_catalogue_and_not_added_twice():
    house = a_house(lists=[a_list("spam-de")])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus")
        await press(pilot, "enter" if "✓ Spam of DE" in words_on(pilot) else "escape")

        assert toasts(pilot) == ["This list is in use already"]


async def test_o_subscribes_to_an_address_of_ones_own():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "O", *"https://a.example/l.csv", "enter")
        assert "alone, with trust 0.6, it makes callers suspected" in words_on(pilot)
        await press(pilot, "y", "y")

    assert names(house) == ["https://a.example/l.csv"]


async def test_a_list_site_is_used_once_its_fingerprint_was_compared():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus")
        await press(pilot, "O")
        await press(pilot, *"https://a.example/", "enter")
        first = words_on(pilot)
        await press(pilot, "y")
        second = words_on(pilot)
        await press(pilot, "y", *"it, fr", "enter", "y")

    assert "Look at a.example?" in first
    assert "5f5f5f5f 5f5f5f5f" in second
    (added,) = house.lists()
    assert (added["name"], added["root"], added["countries"]) == (
        "https://a.example/",
        "5f" * 32,
        ["IT", "FR"],
    )


@pytest.mark.parametrize("keys", [("n",), ("y", "n"), ("y", "y", "escape")])
async def test_a_list_site_whose_fingerprint_nobody_confirms_is_not_used(keys):
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus")
        await press(pilot, "O")
        await press(pilot, *"https://a.example/", "enter")
        await press(pilot, *keys)

    assert (house.lists(), house.tried) == ([], [])


async def test_a_file_of_this_computer_is_looked_at_without_asking_for_it(tmp_path, monkeypatch):
    (tmp_path / "l.txt").write_text("+390200001234\n")
    monkeypatch.chdir(tmp_path)
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "O", *"l.txt", "enter")
        asked = words_on(pilot)
        await press(pilot, "y")

    assert "learns the address of this computer" not in asked
    assert names(house) == [(tmp_path / "l.txt").as_uri()]


async def test_what_a_list_would_do_shows_before_it_is_used():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter")
        first = words_on(pilot)
        await press(pilot, "y")
        second = words_on(pilot)

    assert "it makes callers reported" in first
    assert "its newest report is of 2026-11-23, 1 day ago" in second
    assert "of 112 calls of the last 90 days" in second
    assert (house.tried, names(house)) == (["spam-de"], [])


@pytest.mark.parametrize("no", ["enter", "n", "escape"])
async def test_a_list_that_is_not_used_then_is_given_up(no):
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter", "y", no)

    assert (house.given_up, names(house)) == (["spam-de"], [])


async def test_a_list_that_is_refused_at_once_is_not_added_and_says_why():
    house = a_house(lists=[])
    house.refuse = UntrustedListError("spam-de was not added: the file is empty")

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter", "y")

        assert toasts(pilot)[-1] == "spam-de was not added: the file is empty"


async def test_d_removes_a_list_and_u_subscribes_again():
    house = a_house(lists=[a_list("spam-de")])

    async with visiting(house) as pilot:
        await press(pilot, "2", "d")
        gone = names(house)
        await press(pilot, "u")

    assert (gone, names(house)) == ([], ["spam-de"])


async def test_s_syncs_the_list_under_the_cursor():
    house = a_house(lists=[a_list("one"), a_list("two")])

    async with visiting(house) as pilot:
        await press(pilot, "2", "down", "s")

        assert house.synced == [(["two"], [])]
        assert toasts(pilot) == ["List two: 12 new, 3 gone"]


async def test_a_syncs_all():
    house = a_house(lists=[a_list("one"), a_list("two")])

    async with visiting(house) as pilot:
        await press(pilot, "2", "asterisk")

    assert house.synced == [([], [])]


async def test_a_sync_that_is_refused_says_why():
    house = a_house(lists=[a_list()])
    house.sync_state = "refused"

    async with visiting(house) as pilot:
        await press(pilot, "2", "s")

        assert toasts(pilot) == ["List spam-it: 61 entries, 97 % fewer than before"]


async def test_a_list_that_has_shrunk_is_taken_only_after_a_yes():
    house = a_house(lists=[a_list(state="refused", error="97 % fewer")])

    async with visiting(house) as pilot:
        await press(pilot, "2", "exclamation_mark")
        before = list(house.synced)
        await press(pilot, "y")

    assert (before, house.synced) == ([], [(["spam-it"], ["spam-it"])])


async def test_a_running_sync_shows_how_far_it_has_come():
    house = a_house(lists=[a_list()])

    async with visiting(house) as pilot:
        await press(pilot, "2")
        house.tell("syncing", [{"name": "spam-it", "bytes": 2_000_000, "whole": 8_000_000}])
        await until(pilot, lambda: "2.0 of 8.0 MB" in words_on(pilot))
        house.tell("syncing", [])
        await until(pilot, lambda: "2 h ago" in words_on(pilot))


@pytest.mark.parametrize(
    ("key", "said"),
    [("s", "This list is being fetched"), ("asterisk", "A sync is running; wait until it is done")],
)
async def test_while_a_list_is_fetched_it_is_not_asked_again_and_the_key_says_so(key, said):
    house = a_house(lists=[a_list()])
    house.at_work = [{"name": "spam-it", "bytes": 1, "whole": None}]

    async with visiting(house) as pilot:
        await press(pilot, "2", key)

        assert (house.synced, toasts(pilot)) == ([], [said])


async def test_while_a_list_is_fetched_another_one_is_too():
    house = a_house(lists=[a_list()])
    house.at_work = [{"name": "spam-de", "bytes": 1, "whole": None}]

    async with visiting(house) as pilot:
        await press(pilot, "2", "s")

        assert house.synced == [(["spam-it"], [])]


async def test_a_list_that_hangs_while_it_is_fetched_can_be_removed():
    house = a_house(lists=[a_list()])
    house.at_work = [{"name": "spam-it", "bytes": 1, "whole": None}]

    async with visiting(house) as pilot:
        await press(pilot, "2", "d")

    assert names(house) == []


async def test_who_leaves_does_not_wait_for_a_sync():
    house = a_house(lists=[a_list()])
    done = threading.Event()
    house.sync = lambda *_: [done.wait(10)][:0]

    async with visiting(house) as pilot:
        await press(pilot, "2")
        await pilot.press("s", "q")

        assert (pilot.app.return_value, done.is_set()) == (0, False)
        done.set()


async def test_a_list_that_comes_when_the_catalogue_is_closed_is_asked_about_and_can_be_undone():
    house = a_house(lists=[])
    come, tried = threading.Event(), house.try_list
    house.try_list = lambda source: (come.wait(10), tried(source))[1]

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter")
        await pilot.press("y", "escape")
        come.set()
        await until(pilot, lambda: "Use Spam of DE?" in words_on(pilot))
        await press(pilot, "y")
        await until(pilot, lambda: bool(pilot.app.session.undoable))
        await press(pilot, "u")

    assert names(house) == []


async def test_the_catalogue_shows_how_far_a_list_has_come():
    house = a_house(lists=[])

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus")
        house.tell("syncing", [{"name": "spam-de", "bytes": 2_000_000, "whole": 8_000_000}])
        await until(pilot, lambda: "2.0 of 8." in words_on(pilot))


async def test_the_catalogue_says_what_is_wrong_with_an_own_one():
    house = a_house(lists=[])
    house.catalogue_fault = "catalog.toml line 2: there is no key naem"

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus")
        await until(pilot, lambda: "no key naem" in words_on(pilot))

        assert house.offers[0]["title"] in words_on(pilot)


async def test_enter_looks_inside_a_list():
    house = a_house(lists=[a_list()])
    house.rows["spam-it"] = [a_row(NUMBER, reporters=42, company="Luce")]

    async with visiting(house) as pilot:
        await press(pilot, "2", "enter")

        assert "+39 02 0000 1234" in words_on(pilot)
        assert "42 reporters" in words_on(pilot)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param({"last": "2026-11-20", "since": None}, False, id="the list's own"),
        pytest.param({"last": None, "since": "2026-11-20"}, True, id="seen by its syncs"),
    ],
)
async def test_a_row_says_whether_its_day_is_that_since_which_it_is_listed(days, told):
    house = a_house(lists=[a_list()])
    house.rows["spam-it"] = [a_row(NUMBER, **days)]

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "2", "enter")

        assert ("since" in words_on(pilot), "Nov" in words_on(pilot)) == (told, True)


async def test_slash_finds_a_number_in_a_list():
    house = a_house(lists=[a_list()])
    house.rows["spam-it"] = [a_row("+12025550147"), a_row(NUMBER)]

    async with visiting(house) as pilot:
        await press(pilot, "2", "enter", "slash", *"0200001234")

        assert "+39 02 0000 1234" in words_on(pilot)
        assert "202-555" not in words_on(pilot)


async def test_a_number_that_is_not_there_is_told_and_esc_shows_all_again():
    house = a_house(lists=[a_list()])
    house.rows["spam-it"] = [a_row("+12025550147")]

    async with visiting(house) as pilot:
        await press(pilot, "2", "enter", "slash", *"0200001234")
        told = words_on(pilot)
        await press(pilot, "escape")

        assert "is not on this list" in told
        assert "202-555-0147" in words_on(pilot)


async def test_half_a_number_is_no_error():
    house = a_house(lists=[a_list()])
    house.rows["spam-it"] = [a_row(NUMBER)]

    async with visiting(house) as pilot:
        await press(pilot, "2", "enter", "slash", *"0")

        assert toasts(pilot) == []


async def test_what_a_list_says_is_only_text():
    house = a_house(lists=[a_list(title="[red]x[/]\x1b[31m", error="\u202egnp")])
    house.offers = [an_offer(says="[@click=app.quit]x[/]", title="a\x00b")]
    house.rows["spam-it"] = [a_row(company="[b]\x1b]0;t\x07" + "x" * 10_000)]

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "2")
        lists = words_on(pilot)
        await press(pilot, "enter")
        rows = words_on(pilot)
        await press(pilot, "escape", "plus")
        offers = words_on(pilot)

    assert "[red]x[/]" in lists
    assert "[b]xxx" in rows
    assert "[@click=app.quit]x[/]" in offers
    assert not any(mark in lists + rows + offers for mark in "\x1b\x00\u202e")


async def test_lists_are_there_without_a_daemon():
    house = a_house(lists=[a_list(title="Spam reports")])
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "2")
        await until(pilot, lambda: "Spam reports" in words_on(pilot))


async def test_a_call_that_a_list_caught_is_counted_without_asking_twice():
    house = a_house(lists=[a_list()])

    async with visiting(house) as pilot:
        await press(pilot, "2")
        house.caught_ = [{"name": "spam-it", "calls": 1}]
        house.ring(a_sales_call(1))
        await until(pilot, lambda: "caught 1 in" in words_on(pilot))


def test_lists_says_what_a_list_would_do_80(picture):
    assert picture(a_house(), NARROW, "2", "plus", "enter", "y")


def test_lists_asks_before_it_fetches_80(picture):
    assert picture(a_house(), NARROW, "2", "plus", "enter")


def test_lists_number_not_inside_80(picture):
    assert picture(with_lists(), NARROW, "2", "enter", "slash", *"0200009999")


def test_a_list_that_comes_back_is_counted_as_before():
    house = a_house(lists=[a_list("mine", origin="ftc", complaints=True, vetted=True)])
    (one,) = house.lists()

    operations.unsubscribe(house, one).undo(house)

    (again,) = house.lists()
    assert (again["origin"], again["complaints"], again["vetted"]) == ("ftc", True, True)


async def test_what_is_to_be_said_of_a_new_list_is_said_when_it_is_added():
    house = a_house(lists=[])
    add = house.add_list
    house.add_list = lambda source, **wanted: add(source, **wanted) | {"note": "two ways\nto read"}

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "enter", "y", "y")

        assert "2,325 numbers · two ways · to read" in str(toasts(pilot))


async def test_the_catalogue_says_what_is_worth_knowing_of_a_list_in_the_own_country():
    house = a_house(lists=[])
    house.offers = [an_offer(note="It holds about two.")]

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "2", "plus")
        shown = " ".join(words_on(pilot).split())
        await press(pilot, "enter")

        asked = " ".join(words_on(pilot).split())
    assert ("about two" in shown, "about two" in asked) == (True, True)


async def test_a_list_of_public_bodies_catches_nobody_and_says_what_it_is_for():
    house = a_house(lists=[a_list("halls", kind="innocents")])

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "2")

        words = words_on(pilot)
        assert ("public bodies" in words, "caught" in words, "trust" in words) == (
            True,
            False,
            False,
        )
        assert "Other lists make these numbers" in words


async def test_a_list_whose_numbers_may_be_of_several_countries_asks_which():
    house = a_house(lists=[])
    tried, asked = house.try_list, []

    def try_list(source, **wanted):
        asked.append(wanted.get("region"))
        if wanted.get("fetch", True) and not wanted.get("region"):
            error = CountryWantedError("they have no country code")
            error.countries = ("DE", "IT")
            raise error
        return tried(source, **wanted)

    house.try_list = try_list

    async with visiting(house) as pilot:
        await press(pilot, "2", "plus", "O", *"https://a.example/l.csv", "enter", "y")
        words = words_on(pilot)
        await press(pilot, "backspace", "backspace", *"it", "enter", "y")

    assert "they would exist in DE, IT" in words
    assert asked[-1] == "IT"
    assert [one["region"] for one in house.lists()] == ["IT"]
