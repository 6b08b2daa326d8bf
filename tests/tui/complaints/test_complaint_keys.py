"""What each key does to a complaint; every effect is looked for in the house."""

from __future__ import annotations

import threading

import pytest
from textual.events import Paste

from portinaio.errors import ConfigError, UsageError
from portinaio.tui import desktop
from portinaio.tui.complaints.letter_screen import LetterScreen
from portinaio.tui.complaints.sent_screen import SentScreen
from tui.filing import a_complaint, a_form, a_gap_of
from tui.house import a_call, a_house, a_sales_call
from tui.terminal import press, toasts, until, visiting, words_on


def a_cabinet(*complaints):
    house = a_house(calls=[a_sales_call(1)])
    house.filed = list(complaints)
    return house


def state(house, complaint_id=1) -> str:
    return house.complaint(complaint_id)["state"]


@pytest.mark.parametrize(
    ("key", "before", "event"),
    [
        (("w", "enter"), "draft", "sent"),
        (("V", "enter"), "sent", "received"),
        (("H",), "sent", "answered"),
        (("N",), "sent", "refused"),
        (("T",), "sent", "extended"),
        (("c",), "sent", "closed"),
    ],
)
async def test_a_key_writes_down_what_has_happened_and_u_takes_it_back(key, before, event):
    house = a_cabinet(a_complaint(1, before))

    async with visiting(house) as pilot:
        await press(pilot, "4", *key)
        after = state(house)
        await press(pilot, "u")

    assert (after, state(house)) == (event, before)


@pytest.mark.parametrize(
    ("keys", "means"),
    [
        (("enter",), ""),
        (("home", "enter"), "email"),
        (("home", "down", "enter"), "pec"),
        (("home", "down", "down", "enter"), "registered"),
        (("home", "down", "down", "down", "enter"), "post"),
    ],
)
async def test_the_way_is_what_the_user_said(keys, means):
    house = a_cabinet(a_complaint(1, "draft"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "w", *keys)

    assert house.complaint(1)["means"] == means


@pytest.mark.parametrize(
    ("keys", "after"), [(("y",), "sent"), (("n",), "draft"), (("enter",), "draft")]
)
async def test_a_letter_that_needs_a_signature_was_sent_only_with_one(keys, after):
    house = a_cabinet(a_complaint(1, "draft", recipient="reclamo", signed=True))

    async with visiting(house) as pilot:
        await press(pilot, "4", "w", "enter", *keys)

    assert state(house) == after


async def test_i_names_what_an_answer_leaves_open():
    house = a_cabinet(a_complaint(1, "answered"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "L", *"fonte", "enter")

    assert (state(house), house.complaint(1)["point"]) == ("insufficient", "fonte")


async def test_without_a_point_no_answer_is_insufficient():
    house = a_cabinet(a_complaint(1, "answered"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "L", "enter")

    assert state(house) == "answered"


async def test_no_answer_is_insufficient_before_it_has_come():
    house = a_cabinet(a_complaint(1, "sent"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "L")

        assert toasts(pilot) == ["No answer is written down yet"]


async def test_an_act_that_cannot_be_says_why():
    house = a_cabinet(a_complaint(1, "draft"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "H")

        assert toasts(pilot) == ["It was not sent yet"]
    assert state(house) == "draft"


async def test_a_letter_leaves_only_after_a_yes():
    house = a_cabinet(a_complaint(1, "draft"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "M")
        unsure = list(house.sent_by_mail)
        await press(pilot, "y")

    assert (unsure, house.sent_by_mail) == ([], [1])


@pytest.mark.parametrize(
    ("doubt", "certified", "said"),
    [
        (None, False, "by ordinary mail, from"),
        (None, True, "by certified mail (PEC), from"),
        ("2026-11-20T10:00:00+01:00", False, "Send the same mail once more?"),
    ],
)
async def test_the_question_before_a_letter_leaves_says_how_and_whether_it_may_have_left(
    doubt, certified, said
):
    draft = a_complaint(1, "draft", unconfirmed=doubt)
    draft["outgoing"] = {**draft["outgoing"], "certified": certified}
    house = a_cabinet(draft)

    async with visiting(house) as pilot:
        await press(pilot, "4", "M")
        shown = " ".join(words_on(pilot).split())
        await press(pilot, "y")

    assert (said in shown, house.sent_by_mail) == (True, [1])


async def test_a_file_that_is_dropped_on_the_app_is_put_to_the_complaint_after_a_yes(tmp_path):
    house = a_cabinet(a_complaint(1, "sent"))
    file = tmp_path / "ricevuta.eml"
    file.write_bytes(b"Subject: x")

    async with visiting(house) as pilot:
        await press(pilot, "4")
        pilot.app.screen.post_message(Paste(f"'{file}'"))
        await pilot.pause()
        before = list(house.complaint(1)["attachments"])
        await press(pilot, "y")

    assert (before, house.complaint(1)["attachments"]) == ([], ["ricevuta.eml"])


async def test_other_text_that_is_pasted_asks_nothing():
    house = a_cabinet(a_complaint(1, "sent"))

    async with visiting(house) as pilot:
        await press(pilot, "4")
        pilot.app.screen.post_message(Paste("no file"))
        await press(pilot, "y")

    assert house.complaint(1)["attachments"] == []


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("txt", b"Calls and")])
async def test_capital_y_writes_the_year_to_a_file_for_its_owner_only(tmp_path, ending, begins):
    file = tmp_path / f"year.{ending}"

    async with visiting(a_cabinet(a_complaint(1, "sent"))) as pilot:
        await press(pilot, "4", "Y")
        pilot.app.screen.query_one("Input").value = str(file)
        await press(pilot, "enter")
        await until(pilot, file.exists)

    assert (file.read_bytes()[: len(begins)], file.stat().st_mode & 0o777) == (begins, 0o600)


async def test_esc_sends_nothing():
    house = a_cabinet(a_complaint(1, "draft"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "M", "escape")

    assert house.sent_by_mail == []


async def test_where_no_mail_server_is_set_nobody_is_asked_whether_to_send():
    house = a_cabinet(a_complaint(1, "draft", outgoing=None))

    async with visiting(house) as pilot:
        await press(pilot, "4", "M")
        await until(pilot, lambda: toasts(pilot))

        assert toasts(pilot) == [
            "config.toml has no [mail]; add it, or send the letter with your mail program"
        ]
        assert house.sent_by_mail == []


async def test_of_what_goes_by_no_mail_the_key_says_so():
    house = a_cabinet(a_complaint(1, "draft", outgoing=None, mailto=""))

    async with visiting(house) as pilot:
        await press(pilot, "4", "M")
        await until(pilot, lambda: toasts(pilot))

        assert toasts(pilot) == ["it does not go by mail, or has no mail address yet"]


async def test_who_leaves_does_not_wait_for_a_mail_server():
    house = a_cabinet(a_complaint(1, "draft"))
    done = threading.Event()
    house.send_complaint = lambda *_, **__: done.wait(10)

    async with visiting(house) as pilot:
        await press(pilot, "4", "M")
        await pilot.press("y", "q")

        assert (pilot.app.return_value, done.is_set()) == (0, False)
        done.set()


async def test_of_a_letter_that_may_have_been_sent_the_key_says_so():
    house = a_cabinet(a_complaint(1, "draft"))
    said = "Complaint 1 may have been sent on 2026-11-24"

    def refuse(*_: object, **__: object) -> None:
        raise UsageError(said)

    house.send_complaint = refuse

    async with visiting(house) as pilot:
        await press(pilot, "4", "M", "y")
        await until(pilot, lambda: toasts(pilot))

        assert toasts(pilot) == [said]


async def test_what_has_left_the_house_offers_no_undo():
    house = a_cabinet(a_complaint(1, "draft"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "M", "y")

        assert toasts(pilot) == [
            "Complaint 1 is on its way; the clock runs · R to give a report to lists"
        ]


async def test_d_discards_a_draft_after_a_yes():
    house = a_cabinet(a_complaint(1, "draft"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "d", "y")

    assert house.complaints() == []


async def test_x_writes_the_letter_to_a_file_for_its_owner_only(tmp_path):
    house = a_cabinet(a_complaint(1, "sent"))
    file = tmp_path / "letter.eml"

    async with visiting(house) as pilot:
        await press(pilot, "4", "ctrl+s")
        pilot.app.screen.query_one("Input").value = str(file)
        await press(pilot, "enter")

    assert file.read_text() == house.complaint(1)["text"]
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("letter.doc", "must end with one of"),
        ("there.pdf", "is there already"),
        ("a/b/../\0.pdf", ""),
    ],
)
async def test_a_file_that_cannot_be_written_is_told(tmp_path, name, sentence):
    house = a_cabinet(a_complaint(1, "sent"))
    (tmp_path / "there.pdf").write_text("mine")

    async with visiting(house) as pilot:
        await press(pilot, "4", "ctrl+s")
        pilot.app.screen.query_one("Input").value = f"{tmp_path}/{name}"
        await press(pilot, "enter")

        assert sentence in toasts(pilot)[0]
    assert (tmp_path / "there.pdf").read_text() == "mine"


async def test_plus_keeps_a_file_with_the_complaint(tmp_path):
    house = a_cabinet(a_complaint(1, "sent"))
    file = tmp_path / "answer.pdf"
    file.write_bytes(b"%PDF")

    async with visiting(house) as pilot:
        await press(pilot, "4", "plus")
        pilot.app.screen.query_one("Input").value = str(file)
        await press(pilot, "enter")

    assert house.complaint(1)["attachments"] == ["answer.pdf"]


async def test_enter_opens_a_draft_to_be_written_on_and_what_was_sent_to_be_read():
    house = a_cabinet(a_complaint(1, "draft"), a_complaint(2, "sent"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "enter")
        first = type(pilot.app.screen)
        await press(pilot, "escape", "down", "enter")

        assert (first, type(pilot.app.screen)) == (LetterScreen, SentScreen)


async def test_n_writes_the_letter_that_comes_next():
    house = a_cabinet(a_complaint(1, "overdue", next="reminder", due="2026-11-20"))

    async with visiting(house) as pilot:
        await press(pilot, "4", "X")

    assert house.asked[-1] == ("report", {"call": 1, "recipient": "reminder", "values": {}})


async def test_another_recipient_leaves_no_second_draft_behind():
    house = a_cabinet()
    house.draft["routes"] = [
        {"recipient": "controller", "fits": True, "reasons": ["A company must stop."]},
        {"recipient": "garante", "fits": True, "reasons": ["The number is in the register."]},
    ]

    async with visiting(house) as pilot:
        await press(pilot, "r", "W", "down", "enter")

    assert [one["recipient"] for one in house.complaints()] == ["garante"]


async def test_a_draft_that_was_there_before_stays_when_another_recipient_is_tried():
    house = a_cabinet(a_complaint(1, "draft"))
    house.draft["routes"] = [
        {"recipient": "controller", "fits": True, "reasons": []},
        {"recipient": "garante", "fits": True, "reasons": []},
    ]

    async with visiting(house) as pilot:
        await press(pilot, "r", "W", "down", "enter")

    assert [one["recipient"] for one in house.complaints()] == ["controller", "garante"]


async def test_each_enter_copies_a_field_and_goes_to_the_next():
    house = a_cabinet()
    house.draft = a_form()
    clips = []

    async with visiting(house) as pilot:
        pilot.app.session.copy_to_desktop = clips.append
        await press(pilot, "r", "F", "enter", "enter", "enter")

        assert pilot.app.clipboard == "Il 24 novembre 2026 ho ricevuto tre chiamate.\nGrazie."
    assert clips == [field["value"] for field in house.draft["fields"]]


async def test_o_opens_the_address_of_the_draft_and_no_other():
    house = a_cabinet()
    house.draft = a_form()
    opened = []

    async with visiting(house) as pilot:
        pilot.app.session.browse = lambda address: opened.append(address) or True
        await press(pilot, "r", "F", "o")

    assert opened == ["https://www.garante.example.com"]


async def test_without_a_browser_the_address_is_on_the_clipboard():
    house = a_cabinet()
    house.draft = a_form()

    async with visiting(house) as pilot:
        await press(pilot, "r", "F", "o")

        assert pilot.app.clipboard == "https://www.garante.example.com"


async def test_a_form_that_was_sent_is_written_down_from_its_fields():
    house = a_cabinet()
    house.draft = a_form()

    async with visiting(house) as pilot:
        await press(pilot, "r", "F", "w")

    assert state(house) == "sent"


async def test_a_complaint_that_changes_elsewhere_changes_here():
    house = a_cabinet(a_complaint(1, "sent"))

    async with visiting(house) as pilot:
        await press(pilot, "4")
        house.mark_complaint(1, "answered")
        await until(pilot, lambda: "answered" in words_on(pilot))


async def test_names_of_companies_are_plain_text():
    house = a_cabinet(a_complaint(1, "sent", company="[b]Evil[/b]\x1b[31m\u202eS.p.A."))

    async with visiting(house) as pilot:
        await press(pilot, "4")

        assert "[b]Evil[/b]S" in words_on(pilot)


async def test_a_click_on_the_chosen_row_opens_it():
    house = a_cabinet(a_complaint(1, "sent"))

    async with visiting(house) as pilot:
        await press(pilot, "4")
        await pilot.click("ComplaintsTable", offset=(5, 0))
        await until(pilot, lambda: isinstance(pilot.app.screen, SentScreen))


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "-h", ""])
def test_nothing_but_a_web_or_mail_address_is_opened(address):
    assert not desktop.open_in_browser(address)


def test_a_clipboard_program_gets_the_text_without_a_shell(tmp_path, monkeypatch):
    program = tmp_path / "wl-copy"
    program.write_text(f"#!/bin/sh\ncat > {tmp_path}/clip\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")

    assert desktop.copy_to_desktop("$(reboot)", {"WAYLAND_DISPLAY": "wayland-0"})
    assert (tmp_path / "clip").read_text() == "$(reboot)"


def test_without_a_desktop_there_is_no_clipboard(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    assert not desktop.copy_to_desktop("text", {"DISPLAY": ":0"})


async def test_a_call_whose_letter_cannot_be_written_says_why():
    house = a_house(calls=[a_call()])

    def refused(**_given):
        raise ConfigError("there is no country pack for DE yet")

    house.report = refused
    async with visiting(house) as pilot:
        await press(pilot, "r")

        assert "The letter cannot be written" in words_on(pilot)


@pytest.mark.parametrize("keys", [("r",), ("4", "enter")], ids=["a draft", "on file"])
async def test_m_masks_the_numbers_in_a_letter_on_the_screen_and_not_in_the_copy(keys):
    house = a_cabinet() if keys == ("r",) else a_cabinet(a_complaint(1, "sent"))

    async with visiting(house) as pilot:
        for key in keys:
            await press(pilot, key)
        await until(pilot, lambda: "+39 0844 123456" in words_on(pilot))
        await press(pilot, "m", "y")
        await until(pilot, lambda: "+39 0844 123456" in pilot.app.clipboard)

        assert "+39 0844 123456" not in words_on(pilot)


async def test_m_masks_the_fields_of_a_form_and_not_what_is_copied():
    house = a_cabinet()
    house.draft = a_form()

    async with visiting(house) as pilot:
        await press(pilot, "r", "F", "m", "down", "enter")

        assert "+390200000001" not in words_on(pilot)
        assert pilot.app.clipboard == "+390200000001"


def a_gap(key):
    house = a_cabinet()
    house.draft["missing"] = [a_gap_of(key, "Where can the company be reached?")]
    house.draft["suggestions"] = []
    return house


@pytest.mark.parametrize(
    ("asked", "answer", "key"),
    [
        ("company_pec", "luce@pec.example.com", "company_pec"),
        ("company_pec", "privacy@example.com", "company_email"),
        ("company_pec", "via Roma 1, Milano", "company_address"),
        ("company_email", "via Roma 1, Milano", "company_address"),
        ("company_email", "luce@pec.example.com", "company_email"),
        ("product", "via Roma 1, Milano", "product"),
    ],
)
async def test_any_address_of_the_company_answers_where_it_can_be_reached(asked, answer, key):
    house = a_gap(asked)

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter", *answer, "enter")
        await until(pilot, lambda: house.asked[-1][1].get("values") == {key: answer})


async def test_an_own_postal_address_is_kept_as_one():
    house = a_gap("pec")

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter", *"via Roma 1", "enter")
        await until(pilot, lambda: house.known_profile.get("address") == "via Roma 1")


async def test_an_answer_that_cannot_be_is_told_where_it_was_typed():
    house = a_gap("company_pec")

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter", *"me@pec")
        house.refuse = ConfigError("company_pec must be like me@example.net")
        await press(pilot, "enter")
        await until(pilot, lambda: "must be like me@example.net" in words_on(pilot))

        assert (toasts(pilot), "me@pec" in words_on(pilot)) == ([], True)


async def test_what_was_refused_is_not_said_again():
    house = a_gap("company_pec")
    house.draft["routes"] = [{"recipient": "garante", "fits": True, "reasons": []}]

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter", *"me@pec")
        house.refuse = ConfigError("company_pec must be like me@example.net")
        await press(pilot, "enter")
        await until(pilot, lambda: "must be like me@example.net" in words_on(pilot))
        house.refuse = None
        await press(pilot, "escape", "W", "down", "enter")
        await until(pilot, lambda: house.asked[-1][1]["recipient"] == "garante")

        assert house.asked[-1][1]["values"] == {}
