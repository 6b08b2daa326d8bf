"""What each key does to the house. The pictures are in `test_states`; here only what is done counts."""

from __future__ import annotations

import pytest

from portinaio.api import player
from portinaio.errors import HomeError
from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS, PLACES
from portinaio.tui.calls.number_screen import NumberScreen
from portinaio.tui.calls.screen import CallsScreen
from portinaio.tui.palette import HIDDEN, ActionProvider
from portinaio.tui.places import kind_of
from portinaio.tui.state import Connection
from tui.filing import a_draft, a_gap_of
from tui.house import NUMBER, a_call, a_house, a_line, a_list, a_sales_call
from tui.scenes import FRIEND, usual
from tui.terminal import WIDE, press, settled, toasts, until, visiting, words_on


def kinds(house) -> list[tuple[str, str]]:
    return [(entry["pattern"], entry["kind"]) for entry in house.entries()]


async def test_b_blocks_the_number_under_the_cursor():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "b")

    assert kinds(house) == [(NUMBER, "block")]


async def test_b_again_unblocks():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "b")
        await press(pilot, "b")

    assert kinds(house) == []


async def test_b_blocks_and_offers_undo():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "b")

        assert toasts(pilot)[0].startswith("+39 02 0000 1234 is blocked · u to undo")


async def test_a_allows_a_number_that_was_blocked():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "b")
        await press(pilot, "a")

    assert kinds(house) == [(NUMBER, "allow")]


async def test_u_brings_back_the_entry_that_b_replaced_with_its_note():
    house = a_house(calls=[a_call()])
    house.add_entry(NUMBER, kind="allow", note="school")

    async with visiting(house) as pilot:
        await press(pilot, "b")
        await press(pilot, "u")

    assert [(entry["kind"], entry["note"]) for entry in house.entries()] == [("allow", "school")]


async def test_u_takes_back_act_after_act():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "b")
        await press(pilot, "a")
        await press(pilot, "u")
        await press(pilot, "u")

    assert kinds(house) == []


async def test_n_names_the_number():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "n")
        await press(pilot, *"Ada", "enter")

    assert house.book == {NUMBER: "Ada"}


async def test_an_empty_name_takes_the_contact_away_and_u_brings_it_back():
    house = a_house(calls=[a_call()], contacts={NUMBER: "Ada"})

    async with visiting(house) as pilot:
        await press(pilot, "n")
        await press(pilot, "backspace", "backspace", "backspace", "enter")
        gone = dict(house.book)
        await press(pilot, "u")

    assert (gone, house.book) == ({}, {NUMBER: "Ada"})


async def test_esc_leaves_a_name_as_it_was():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, "n")
        await press(pilot, *"Ada", "escape")

    assert house.book == {}


async def test_e_keeps_a_note_and_u_takes_it_back():
    house = a_house(calls=[a_call(notes="before")])

    async with visiting(house) as pilot:
        await press(pilot, "e")
        await press(pilot, "end", *" after", "enter")
        noted = house.call(1)["notes"]
        await press(pilot, "u")

    assert (noted, house.call(1)["notes"]) == ("before after", "before")


@pytest.mark.parametrize("keys", [("v",), ("enter", "v")])
async def test_v_plays_the_message_that_was_left(monkeypatch, keys):
    played = []
    monkeypatch.setattr(player, "play", lambda *sound: played.append(sound) or "aplay")
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, *keys)
        await until(pilot, lambda: bool(played))

    assert played == [(b"RIFF", 2.0)]


async def test_p_pauses_for_an_hour_and_p_again_resumes():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "p")
        paused = house.paused_until
        await press(pilot, "p")

    assert (paused, house.paused_until) == ("2026-11-24T15:10:00+01:00", None)


async def test_e_expects_a_call_for_two_hours_and_again_nobody():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "E")
        expecting = house.expecting_until
        await press(pilot, "E")

    assert (expecting, house.expecting_until) == ("2026-11-24T16:10:00+01:00", None)


async def test_y_copies_the_number_as_a_telephone_wants_it():
    async with visiting(a_house(calls=[a_call()])) as pilot:
        await press(pilot, "y")

        assert pilot.app.clipboard == NUMBER


async def test_m_masks_the_numbers():
    async with visiting(a_house(calls=[a_call()])) as pilot:
        await press(pilot, "m")

        assert "+39020•••••34" in words_on(pilot)


async def test_m_masks_numbers_inside_reasons_too():
    house = a_house(calls=[a_call(because="you block +390200001234")])

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, "m")

        assert "0200001234" not in words_on(pilot)


async def test_enter_shows_who_it_is():
    async with visiting(usual()) as pilot:
        await press(pilot, "enter")

        assert isinstance(pilot.app.screen, NumberScreen)


async def test_r_drafts_the_complaint_of_this_call():
    house = usual()

    async with visiting(house) as pilot:
        await press(pilot, "r")

    assert ("report", {"call": 12, "recipient": "", "values": {}}) in house.asked


async def test_the_letter_asks_what_is_missing_and_keeps_it_in_the_profile():
    house = usual()
    house.draft = a_draft(missing=[a_gap_of("name", "Your name?")])

    async with visiting(house) as pilot:
        await press(pilot, "r")
        await press(pilot, "enter", *"Ada", "enter")

    assert house.known_profile == {"name": "Ada"}


async def test_an_answer_about_the_company_goes_into_the_letter_and_not_into_the_profile():
    house = usual()
    house.draft = a_draft(missing=[a_gap_of("company", "Which company?")])

    async with visiting(house) as pilot:
        await press(pilot, "r")
        await press(pilot, "enter", *"Acme", "enter")

    assert house.asked[-1] == (
        "report",
        {"call": 12, "recipient": "", "values": {"company": "Acme"}},
    )


async def test_enter_takes_what_a_list_suggests_for_a_gap():
    house = usual()
    house.draft = a_draft(
        missing=[a_gap_of("company", "Which company?")],
        suggestions=[{"key": "company", "value": "Acme", "source": "spam-it"}],
    )

    async with visiting(house) as pilot:
        await press(pilot, "r")
        await press(pilot, "enter", "enter")

    assert house.asked[-1][1]["values"] == {"company": "Acme"}


async def test_enter_takes_the_address_that_the_catalogue_has_of_the_company():
    gap = a_gap_of("company_pec", "Where can the company be reached?")
    house = a_house(calls=[a_sales_call(1)])
    house.draft = a_draft(
        missing=[gap | {"any_of": ["company_pec", "company_email", "company_address"]}],
        suggestions=[
            {
                "key": "company_email",
                "value": "privacy@energia.example.com",
                "source": "datenanfragen/data",
            }
        ],
    )

    async with visiting(house) as pilot:
        await press(pilot, "r")
        shown = str(pilot.app.screen.query_one("#guess").render())
        await press(pilot, "enter", "enter")

    assert "privacy@energia.example.com" in shown
    assert "datenanfragen/data" in shown
    assert house.asked[-1][1]["values"] == {"company_email": "privacy@energia.example.com"}


async def test_y_copies_the_letter():
    async with visiting(usual()) as pilot:
        await press(pilot, "r")
        await press(pilot, "y")

        assert pilot.app.clipboard.startswith("Spett.le società,")


async def test_slash_filters_as_you_type():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        await press(pilot, "slash", *"555")

        assert NUMBER[-4:] not in words_on(pilot)


async def test_enter_in_the_filter_goes_to_the_table_and_letters_are_keys_again():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        await press(pilot, "slash", *"555", "enter", "b")

    assert kinds(house) == [("+12025550147", "block")]


async def test_esc_clears_the_filter():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        await press(pilot, "slash", *"555", "escape")

        assert "+39 02 0000 1234" in words_on(pilot)


async def test_a_call_that_comes_while_filtering_shows_only_where_it_matches():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        await press(pilot, "slash", *"555")
        house.ring(a_call(3, "+442079460123"))
        await until(pilot, lambda: pilot.app.session.log.index(3) is not None)
        await settled(pilot)

        assert "+44" not in words_on(pilot)


@pytest.mark.parametrize("key", ["enter", "r"])
async def test_esc_goes_one_step_back(key: str):
    async with visiting(usual()) as pilot:
        await press(pilot, key)
        await press(pilot, "escape")

        assert isinstance(pilot.app.screen, CallsScreen)


async def test_esc_closes_help_before_anything_else():
    async with visiting(usual()) as pilot:
        await press(pilot, "enter", "question_mark")
        await press(pilot, "escape")

        assert isinstance(pilot.app.screen, NumberScreen)


async def test_1_comes_home_from_anywhere():
    async with visiting(usual()) as pilot:
        await press(pilot, "enter", "r", "1")

        assert isinstance(pilot.app.screen, CallsScreen)


async def test_question_mark_lists_the_keys_of_this_place():
    async with visiting(usual(), size=WIDE) as pilot:
        await press(pilot, "question_mark")
        await until(pilot, lambda: "Block block this" in words_on(pilot))

        assert "draft a" in words_on(pilot)


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
async def test_the_palette_finds_an_act_by_its_name(key: str):
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await press(pilot, key)
        await pilot.press(*"block")
        await until(
            pilot, lambda: "always let" not in words_on(pilot) and "Block" in words_on(pilot)
        )
        await press(pilot, "enter")
        await until(pilot, lambda: bool(house.entries()))

    assert kinds(house) == [(NUMBER, "block")]


async def test_the_palette_says_why_something_cannot_be_done():
    async with visiting(a_house(calls=[a_call(number=None)])) as pilot:
        await press(pilot, "colon")
        await pilot.press(*"block this")
        await until(pilot, lambda: "this caller gave no number" in words_on(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: "This caller gave no number" in toasts(pilot))


async def test_the_palette_does_what_another_place_can_do():
    house = a_house(calls=[a_call()], lists=[a_list()])

    async with visiting(house) as pilot:
        await press(pilot, "colon")
        await pilot.press(*"sync all")
        await until(pilot, lambda: "Sync all" in words_on(pilot))
        await press(pilot, "enter")
        await until(pilot, lambda: house.synced == [([], [])])
        await until(pilot, lambda: "2 Lists" in words_on(pilot))


async def test_the_palette_knows_every_act():
    async with visiting(a_house()) as pilot:
        provider = ActionProvider(pilot.app.screen)
        found = [hit async for hit in provider.search("e")]
        told = " ".join(str(hit.help) for hit in found)

    actions = {action for place in PLACES for action in kind_of(place).OWN_ACTIONS} | set(
        COMMON_ACTIONS
    )
    wanted = {
        action for action in actions if action not in HIDDEN and "e" in ACTIONS[action].help()
    }
    assert {action for action in wanted if ACTIONS[action].help() not in told} == set()


async def test_q_leaves():
    async with visiting(usual()) as pilot:
        await press(pilot, "q")

        assert pilot.app.return_value == 0


async def test_a_key_of_your_own_choice_does_the_act():
    house = a_house(calls=[a_call()])

    async with visiting(house, keys={"block": "x"}) as pilot:
        await press(pilot, "b", "x")

    assert kinds(house) == [(NUMBER, "block")]


async def test_the_bottom_line_shows_the_key_of_your_own_choice():
    async with visiting(a_house(calls=[a_call()]), keys={"block": "x"}) as pilot:
        assert "x Block" in words_on(pilot)


async def test_the_bottom_line_offers_to_unblock_what_is_blocked():
    house = a_house(calls=[a_call()])
    house.add_entry(NUMBER, kind="block")

    async with visiting(house) as pilot:
        assert "b Unblock" in words_on(pilot)


@pytest.mark.parametrize(
    ("key", "why"),
    [
        pytest.param("b", "This caller gave no number", id="nobody can block a withheld number"),
        pytest.param("u", "Nothing to undo yet", id="nothing was done"),
        pytest.param("S", "The screener is running", id="it runs already"),
    ],
)
async def test_a_dimmed_key_says_why(key: str, why: str):
    async with visiting(a_house(calls=[a_call(number=None)])) as pilot:
        await press(pilot, key)

        assert toasts(pilot) == [why]


async def test_a_dimmed_key_does_nothing():
    house = a_house(calls=[a_call(number=None)])

    async with visiting(house) as pilot:
        await press(pilot, "b", "a", "n")

    assert kinds(house) == []


async def test_a_refused_act_says_why_and_leaves_nothing_to_undo():
    house = a_house(calls=[a_call()])
    house.refuse = HomeError("the disk is full")

    async with visiting(house) as pilot:
        await press(pilot, "b")

        assert (toasts(pilot), pilot.app.session.undoable) == (["the disk is full"], [])


async def test_enter_starts_the_screener_when_it_is_away_and_calls_appear():
    house = a_house(calls=[a_call()])
    house.daemon = False

    async with visiting(house, start_daemon=house.come_back) as pilot:
        await pilot.press("enter")
        await until(pilot, lambda: "+39 02 0000 1234" in words_on(pilot))

        assert pilot.app.session.state.connection is Connection.UP


async def test_t_tries_another_hour_on_another_line():
    house = usual(lines=[a_line("home"), a_line("office")])

    async with visiting(house) as pilot:
        await press(pilot, "enter", "t")
        await press(pilot, "down", "home", *["delete"] * 5, *"22:30")

    assert house.asked[-1] == (
        "check",
        {"number": "+390844123456", "line": "office", "at": "2026-11-24T22:30:00+01:00"},
    )


async def test_a_click_on_the_bottom_line_presses_the_key():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        await pilot.click("FooterLine", offset=(3, 0))
        await settled(pilot)

    assert kinds(house) == [(NUMBER, "block")]


async def test_a_contact_is_shown_by_name():
    async with visiting(a_house(calls=[a_call(1, FRIEND)], contacts={FRIEND: "Léa"})) as pilot:
        assert "Léa" in words_on(pilot)


async def test_a_cursor_on_a_chosen_call_stays_there_when_another_comes_above():
    house = a_house(calls=[a_call(1), a_call(2, "+12025550147")])

    async with visiting(house) as pilot:
        await press(pilot, "down")
        house.ring(a_sales_call(3, at=a_call(0)["at"], outcome=None))
        await until(pilot, lambda: pilot.app.session.log.index(3) is not None)
        await press(pilot, "b")

    assert kinds(house) == [("+12025550147", "block")]


async def test_a_cursor_on_top_goes_with_the_newest_call():
    house = a_house(calls=[a_call()])

    async with visiting(house, size=WIDE) as pilot:
        house.ring(a_sales_call(2, at=a_call(0)["at"], outcome=None))
        await until(pilot, lambda: pilot.app.session.log.index(2) is not None)
        await settled(pilot)

        assert pilot.app.screen.target_call()["id"] == 2


async def test_a_key_meant_for_the_call_before_does_nothing_to_the_one_that_has_just_come():
    house = a_house(calls=[a_call()])

    async with visiting(house) as pilot:
        house.ring(a_sales_call(2, at=a_call(0)["at"], outcome=None))
        await until(pilot, lambda: pilot.app.session.log.index(2) is not None)
        await press(pilot, "b")

        assert (kinds(house), toasts(pilot)) == (
            [],
            ["A new call has just come here; look, and press again."],
        )


async def test_the_number_says_why_it_would_be_otherwise_now():
    house = a_house(calls=[a_call(1)])

    async with visiting(house) as pilot:
        await press(pilot, "enter", "b")
        await until(pilot, lambda: "now  reported 100 → reject it  you block it" in words_on(pilot))
