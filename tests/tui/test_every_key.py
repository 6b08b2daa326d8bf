"""Every key of every screen is pressed by a test that looks for its effect: a new action is missed here until it has one."""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest

import portinaio.tui
from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS
from portinaio.tui.screens.base_screen import BaseScreen

EVERYWHERE = {
    "undo": "calls.test_keys.test_u_takes_back_act_after_act",
    "allow_rejected": "help.test_help.test_shift_a_allows_the_caller_who_was_just_turned_away",
    "notices": "test_states.test_f3_shows_all_notices_in_whole_sentences",
    "pause": "calls.test_keys.test_p_pauses_for_an_hour_and_p_again_resumes",
    "expect": "calls.test_keys.test_e_expects_a_call_for_two_hours_and_again_nobody",
    "mask": "calls.test_keys.test_m_masks_the_numbers",
    "start": "test_places.test_shift_s_starts_the_screener_from_any_place",
    "palette": "calls.test_keys.test_the_palette_finds_an_act_by_its_name",
    "setup": "setup.test_setup.test_f2_asks_again_at_any_time",
    "help": "calls.test_keys.test_question_mark_lists_the_keys_of_this_place",
    "back": "calls.test_keys.test_esc_goes_one_step_back",
    "quit": "calls.test_keys.test_q_leaves",
    "calls": "calls.test_keys.test_1_comes_home_from_anywhere",
    "lists": "lists.test_lists.test_2_goes_to_the_lists",
    "mine": "entries.test_entries.test_3_goes_to_the_entries_and_1_comes_back",
    "complaints": "test_places.test_a_digit_goes_to_its_place_from_anywhere",
    "lines": "test_places.test_a_digit_goes_to_its_place_from_anywhere",
    "insight": "test_places.test_a_digit_goes_to_its_place_from_anywhere",
    "settings": "test_places.test_a_digit_goes_to_its_place_from_anywhere",
    "guide": "test_places.test_a_digit_goes_to_its_place_from_anywhere",
    "contacts": "contacts.test_contacts.test_9_goes_to_the_contacts_from_anywhere",
}
TESTS = {
    "CallsScreen": {
        "block": "calls.test_keys.test_b_blocks_the_number_under_the_cursor",
        "allow": "calls.test_keys.test_a_allows_a_number_that_was_blocked",
        "report": "calls.test_keys.test_r_drafts_the_complaint_of_this_call",
        "name": "calls.test_keys.test_n_names_the_number",
        "note": "calls.test_keys.test_e_keeps_a_note_and_u_takes_it_back",
        "play": "calls.test_keys.test_v_plays_the_message_that_was_left",
        "whose": "calls.test_register_question.test_a_second_yes_writes_it_into_the_book_and_u_takes_it_back",
        "share": "calls.test_share_question.test_a_yes_gives_what_was_shown",
        "copy": "calls.test_keys.test_y_copies_the_number_as_a_telephone_wants_it",
        "why": "calls.test_keys.test_enter_shows_who_it_is",
        "sort": "screens.test_sorting.test_z_goes_from_one_order_to_the_next_and_back",
        "filter": "calls.test_keys.test_slash_filters_as_you_type",
        "mark": "screens.test_multi_select.test_b_blocks_all_that_are_marked_and_u_undoes_it_in_one_go",
        "forget": "calls.test_deleting.test_y_deletes_the_call_and_says_so",
        "bring": "screens.test_import_screen.test_a_file_becomes_what_the_place_is_of",
    },
    "NumberScreen": {
        "block": "calls.test_number_keys.test_b_blocks_and_a_allows_and_again_takes_it_back",
        "allow": "calls.test_number_keys.test_b_blocks_and_a_allows_and_again_takes_it_back",
        "report": "calls.test_number_keys.test_r_drafts_the_complaint",
        "name": "calls.test_number_keys.test_n_names_the_caller",
        "note": "calls.test_number_keys.test_e_keeps_a_note_to_the_call",
        "play": "calls.test_keys.test_v_plays_the_message_that_was_left",
        "whose": "calls.test_register_question.test_i_asks_from_the_page_of_a_number_too",
        "share": "calls.test_share_question.test_shift_r_gives_from_the_page_of_a_number_too",
        "copy": "calls.test_number_keys.test_y_copies_the_number",
        "try": "calls.test_keys.test_t_tries_another_hour_on_another_line",
    },
    "ListsScreen": {
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "catalogue": "lists.test_lists.test_y_subscribes_to_the_list_and_u_takes_it_back",
        "inside": "lists.test_lists.test_enter_looks_inside_a_list",
        "sync": "lists.test_lists.test_s_syncs_the_list_under_the_cursor",
        "sort": "screens.test_sorting.test_z_goes_from_one_order_to_the_next_and_back",
        "sync_all": "lists.test_lists.test_a_syncs_all",
        "accept": "lists.test_lists.test_a_list_that_has_shrunk_is_taken_only_after_a_yes",
        "mark": "screens.test_multi_select.test_several_lists_are_asked_for_news",
        "unsubscribe": "lists.test_lists.test_d_removes_a_list_and_u_subscribes_again",
    },
    "CatalogueScreen": {
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "subscribe": "lists.test_lists.test_y_subscribes_to_the_list_and_u_takes_it_back",
        "address": "lists.test_lists.test_o_subscribes_to_an_address_of_ones_own",
    },
    "InsideScreen": {"find": "lists.test_lists.test_slash_finds_a_number_in_a_list"},
    "EntriesScreen": {
        "bring": "screens.test_import_screen.test_a_file_becomes_what_the_place_is_of",
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "add": "entries.test_entries.test_plus_blocks_a_beginning",
        "sort": "screens.test_sorting.test_z_goes_from_one_order_to_the_next_and_back",
        "drop": "entries.test_entries.test_d_deletes_and_u_brings_the_entry_back_with_all_it_had",
        "mark": "screens.test_multi_select.test_several_entries_are_turned_at_once",
        **dict.fromkeys(
            ("block_entry", "allow_entry"),
            "entries.test_entries.test_a_allows_what_an_entry_blocked_b_blocks_it_again_and_u_takes_it_back",
        ),
        "remark": "entries.test_entries.test_e_writes_a_note",
        "expiry": "entries.test_entries.test_x_says_for_how_long",
    },
    "ContactsScreen": {
        "bring": "screens.test_import_screen.test_a_file_becomes_what_the_place_is_of",
        "new_contact": "contacts.test_contacts.test_plus_writes_somebody_down_with_several_numbers_and_groups",
        "edit_contact": "contacts.test_contacts.test_e_changes_name_numbers_and_groups_and_u_takes_it_back",
        "sort": "screens.test_sorting.test_z_goes_from_one_order_to_the_next_and_back",
        "drop_contact": "contacts.test_contacts.test_d_deletes_a_contact_and_u_brings_it_back_with_all_it_had",
        "favourite": "contacts.test_contacts.test_f_makes_a_favourite_by_the_name_that_the_book_uses_and_again_none",
        "find_contact": "contacts.test_contacts.test_slash_finds_a_name_a_number_or_a_group",
        "books": "contacts.test_books.test_b_shows_the_books_with_their_age",
        "mark": "contacts.test_contacts.test_several_contacts_are_deleted_at_once_and_u_undoes_it_in_one_go",
    },
    "BooksScreen": {
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "sync_book": "contacts.test_books.test_s_asks_the_book_under_the_cursor_for_news",
        "accept_book": "contacts.test_books.test_a_book_that_has_shrunk_is_taken_only_after_a_yes",
        "unfollow": "contacts.test_books.test_d_follows_a_book_no_more_only_after_a_yes",
    },
    "ComplaintsScreen": {
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "open": "complaints.test_complaint_keys.test_enter_opens_a_draft_to_be_written_on_and_what_was_sent_to_be_read",
        "next": "complaints.test_complaint_keys.test_n_writes_the_letter_that_comes_next",
        "send": "complaints.test_complaint_keys.test_a_letter_leaves_only_after_a_yes",
        "save": "complaints.test_complaint_keys.test_x_writes_the_letter_to_a_file_for_its_owner_only",
        "page": "complaints.test_letter_keys.test_o_opens_the_chosen_complaint_from_the_table_too",
        "attach": "complaints.test_complaint_keys.test_plus_keeps_a_file_with_the_complaint",
        "sort": "screens.test_sorting.test_z_goes_from_one_order_to_the_next_and_back",
        "year": "complaints.test_complaint_keys.test_capital_y_writes_the_year_to_a_file_for_its_owner_only",
        "mark": "screens.test_multi_select.test_several_complaints_are_settled_and_u_takes_it_back",
        "discard": "complaints.test_complaint_keys.test_d_discards_a_draft_after_a_yes",
        "share": "calls.test_share_several.test_shift_r_means_the_letters_that_are_marked",
        **dict.fromkeys(
            ("sent", "received", "answered", "refused", "extended", "closed"),
            "complaints.test_complaint_keys.test_a_key_writes_down_what_has_happened_and_u_takes_it_back",
        ),
        "insufficient": "complaints.test_complaint_keys.test_i_names_what_an_answer_leaves_open",
    },
    "LetterScreen": {
        "copy_letter": "calls.test_keys.test_y_copies_the_letter",
        "take_out": "complaints.test_letter_keys.test_d_takes_a_call_out_of_the_draft_and_u_puts_it_back",
        "gap": "calls.test_keys.test_the_letter_asks_what_is_missing_and_keeps_it_in_the_profile",
        "say_more": "complaints.test_saying_more.test_e_asks_what_the_letter_would_tell_too",
        "recipient": "complaints.test_complaint_keys.test_another_recipient_leaves_no_second_draft_behind",
        "basis": "complaints.test_letter_keys.test_b_tells_of_each_sentence_why_it_stands",
        "form": "complaints.test_complaint_keys.test_each_enter_copies_a_field_and_goes_to_the_next",
        "whose": "calls.test_register_question.test_in_a_letter_the_answer_becomes_a_suggestion",
        "share": "calls.test_share_question.test_the_toast_of_a_letter_that_was_sent_names_it_too_and_it_gives_from_there",
        "sent": "complaints.test_letter_keys.test_w_writes_down_that_it_was_sent_and_u_takes_it_back",
        "send": "complaints.test_letter_keys.test_s_sends_the_letter_after_a_yes",
        "save": "complaints.test_letter_keys.test_x_writes_it_to_a_file",
        "page": "complaints.test_letter_keys.test_o_opens_it_in_a_mail_program",
        "attach": "complaints.test_letter_keys.test_plus_keeps_a_file_with_it",
    },
    "SentScreen": {
        "copy_letter": "complaints.test_letter_keys.test_y_copies_the_letter_on_file",
        "sent": "complaints.test_letter_keys.test_a_draft_on_file_leaves_from_there_where_its_calls_are_gone",
        "send": "complaints.test_letter_keys.test_a_draft_on_file_leaves_from_there_where_its_calls_are_gone",
        "save": "complaints.test_letter_keys.test_x_writes_it_to_a_file",
        "page": "complaints.test_letter_keys.test_o_opens_it_in_a_mail_program",
        "attach": "complaints.test_letter_keys.test_plus_keeps_a_file_with_it",
        **dict.fromkeys(
            ("received", "answered", "insufficient", "refused", "extended", "closed"),
            "complaints.test_letter_keys.test_what_the_other_side_did_is_written_down_on_file_too",
        ),
    },
    "FormFieldsScreen": {
        "copy_field": "complaints.test_letter_keys.test_y_copies_a_field_as_enter_does",
        "page": "complaints.test_complaint_keys.test_o_opens_the_address_of_the_draft_and_no_other",
        "sent": "complaints.test_letter_keys.test_w_writes_down_that_it_was_sent_and_u_takes_it_back",
        "save": "complaints.test_letter_keys.test_x_writes_it_to_a_file",
    },
    "LinesScreen": {
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "sort": "screens.test_sorting.test_z_goes_from_one_order_to_the_next_and_back",
        "test": "lines.test_lines.test_t_says_how_a_line_is",
        "ring": "lines.test_lines.test_r_lets_a_simulated_line_ring",
        "trace": "lines.test_lines.test_h_shows_the_headers_of_the_latest_calls",
        "order": "lines.test_lines.test_capital_q_has_a_line_call_itself_only_after_a_yes",
        "devices": "lines.test_devices.test_capital_d_shows_who_may_ask",
        "telephone": "lines.test_telephone.test_capital_j_has_the_box_make_a_telephone_once_it_is_confirmed_there",
        "line_add": "lines.test_lines.test_plus_adds_a_sip_line_and_its_password_lies_elsewhere",
        "line_drop": "lines.test_lines.test_d_removes_a_line_only_after_a_yes",
        "correct_line": "lines.test_lines.test_e_asks_the_questions_of_the_line_again",
        "other_side": "lines.test_lines.test_l_shows_what_is_done_on_the_other_side",
        "password": "lines.test_lines.test_w_gives_a_line_another_password_and_config_toml_says_where_it_lies",
    },
    "InsightScreen": {
        "days": "insight.test_insight.test_space_counts_over_another_span",
        "export": "insight.test_insight.test_a_page_is_written_only_after_a_yes",
    },
    "SettingsScreen": {
        "filter": "screens.test_filter.test_slash_finds_what_a_place_shows",
        "change": "settings.test_settings.test_enter_changes_a_text_in_place",
        "reset": "settings.test_settings.test_d_takes_a_key_out_so_that_its_default_holds",
    },
    "SetupScreen": {
        "answer": "setup.test_setup.test_a_list_can_be_left_out",
        "begin": "setup.test_setup.test_b_takes_every_guess",
        "other_side": "setup.test_other_side.test_l_shows_what_to_click_on_the_other_side",
    },
    "TrialCallScreen": {
        "go_on": "setup.test_other_side.test_a_test_call_may_be_skipped",
        "correct_line": "setup.test_other_side.test_l_and_e_from_the_test_call",
        "other_side": "setup.test_other_side.test_l_and_e_from_the_test_call",
    },
}


def screens() -> dict[str, type[BaseScreen]]:
    for module in pkgutil.walk_packages(portinaio.tui.__path__, "portinaio.tui."):
        import_module(module.name)
    found, left = {}, [BaseScreen]
    while left:
        below = left.pop().__subclasses__()
        left += below
        found |= {one.__name__: one for one in below if one.OWN_ACTIONS}
    return found


def pressed(test: str, action: str) -> bool:
    """Whether the source of `test`, or of what it calls in its own file, names the key of `action`."""
    module_name, _dot, name = test.rpartition(".")
    module = import_module(f"tui.{module_name}")
    source = inspect.getsource(getattr(module, name))
    called = [
        inspect.getsource(one)
        for one in vars(module).values()
        if inspect.isfunction(one)
        and one.__module__ == module.__name__
        and f"{one.__name__}(" in source
    ]
    return any(
        f'"{key}"' in text for key in ACTIONS[action].key.split(",") for text in (source, *called)
    )


def test_every_act_of_a_screen_has_its_test():
    actions = {name: set(screen.OWN_ACTIONS) for name, screen in screens().items()}

    assert actions == {name: set(tests) for name, tests in TESTS.items()}


def test_every_act_of_the_house_has_its_test():
    assert set(COMMON_ACTIONS) == set(EVERYWHERE)


@pytest.mark.parametrize(
    ("action", "test"),
    [
        pytest.param(action, test, id=f"{screen} {action}")
        for screen, tests in (("everywhere", EVERYWHERE), *TESTS.items())
        for action, test in tests.items()
    ],
)
def test_the_test_of_a_key_presses_it(action: str, test: str):
    assert pressed(test, action)
