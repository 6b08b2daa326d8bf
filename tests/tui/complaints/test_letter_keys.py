"""What the keys do on a letter, on the fields of its form, and on what is on file."""

from __future__ import annotations

import pytest

from tui.filing import a_complaint, a_draft, a_form, a_gap_of
from tui.house import a_house, a_sales_call
from tui.terminal import press, toasts, visiting, words_on

LETTER, FORM, FILED = ("r",), ("r", "F"), ("4", "enter")


def a_cabinet(keys: tuple[str, ...], state: str = "sent"):
    house = a_house(calls=[a_sales_call(1)])
    if keys is FORM:
        house.draft = a_form()
    if keys is FILED:
        house.filed = [a_complaint(1, state)]
    return house


def state(house) -> str:
    return house.complaint(1)["state"]


@pytest.mark.parametrize("keys", [LETTER, FORM], ids=["letter", "fields"])
async def test_w_writes_down_that_it_was_sent_and_u_takes_it_back(keys):
    house = a_cabinet(keys)

    async with visiting(house) as pilot:
        await press(pilot, *keys, "w", *(() if keys == FORM else ("enter",)))
        after = state(house)
        await press(pilot, "u")

    assert (after, state(house)) == ("sent", "draft")


async def test_b_tells_of_each_sentence_why_it_stands():
    async with visiting(a_cabinet(LETTER)) as pilot:
        await press(pilot, *LETTER, "K")
        told = str(pilot.app.screen.query_one("#basis Static").render())

    assert (
        told == "Spett.le società,\n  stated: you say it · your answers 24 Nov 2026 · art. 21 GDPR"
    )


async def test_s_sends_the_letter_after_a_yes():
    house = a_cabinet(LETTER)

    async with visiting(house) as pilot:
        await press(pilot, *LETTER, "M")
        unsure = list(house.sent_by_mail)
        await press(pilot, "y")

    assert (unsure, house.sent_by_mail) == ([], [1])


@pytest.mark.parametrize("keys", [LETTER, FORM, FILED], ids=["letter", "fields", "on file"])
async def test_x_writes_it_to_a_file(keys, tmp_path):
    house, file = a_cabinet(keys), tmp_path / "letter.txt"

    async with visiting(house) as pilot:
        await press(pilot, *keys, "ctrl+s")
        pilot.app.screen.query_one("Input").value = str(file)
        await press(pilot, "enter")

    assert file.read_text() == house.complaint(1)["text"]


@pytest.mark.parametrize("keys", [LETTER, FILED], ids=["letter", "on file"])
async def test_o_opens_it_in_a_mail_program(keys):
    house, opened = a_cabinet(keys), []

    async with visiting(house) as pilot:
        pilot.app.session.browse = lambda address: opened.append(address) or True
        await press(pilot, *keys, "o")

    assert opened == ["mailto:dpo@energia.example.com?subject=Opposizione"]


SPOKEN = [
    pytest.param("sms", "1909", "Text it to 1909", id="text message"),
    pytest.param("phone", "1331", "Ring 1331", id="telephone"),
]


def a_spoken_cabinet(keys, channel, number):
    house = a_cabinet(keys)
    house.draft = a_draft(channel=channel, number=number, text="LOAN OFFER, 1401234567, 24/11/26")
    if keys is FILED:
        house.filed = [a_complaint(1, channel=channel, number=number, mailto="")]
    return house


@pytest.mark.parametrize("keys", [LETTER, FILED], ids=["letter", "on file"])
@pytest.mark.parametrize(("channel", "number", "said"), SPOKEN)
async def test_o_shows_the_number_where_it_goes_by_telephone_and_copies_it(
    keys, channel, number, said
):
    copied = []

    async with visiting(a_spoken_cabinet(keys, channel, number)) as pilot:
        pilot.app.session.copy_to_desktop = copied.append
        await press(pilot, *keys, "o")
        await pilot.app.workers.wait_for_complete()
        told = [one.message for one in pilot.app._notifications]

    assert copied == [number]
    assert any(one.startswith(said) for one in told)


@pytest.mark.parametrize(("channel", "number", "_said"), SPOKEN)
async def test_the_number_stands_below_the_words(channel, number, _said):
    async with visiting(a_spoken_cabinet(LETTER, channel, number)) as pilot:
        await press(pilot, *LETTER)
        below = str(pilot.app.screen.query_one("#letter").border_subtitle)

    assert f"to {number}; " in below


@pytest.mark.parametrize(("channel", "number", "_said"), SPOKEN)
async def test_y_copies_the_words_to_text_or_to_say(channel, number, _said):
    copied = []

    async with visiting(a_spoken_cabinet(LETTER, channel, number)) as pilot:
        pilot.app.session.copy_to_desktop = copied.append
        await press(pilot, *LETTER, "y")
        await pilot.app.workers.wait_for_complete()

    assert copied == ["LOAN OFFER, 1401234567, 24/11/26"]


@pytest.mark.parametrize(("channel", "number", "_said"), SPOKEN)
async def test_w_knows_by_which_way_a_text_or_a_call_went(channel, number, _said):
    house = a_spoken_cabinet(LETTER, channel, number)

    async with visiting(house) as pilot:
        await press(pilot, *LETTER, "w")

    assert (state(house), house.complaint(1)["means"]) == ("sent", channel)


@pytest.mark.parametrize(("channel", "number", "_said"), SPOKEN)
async def test_s_says_that_a_text_or_a_call_is_no_mail(channel, number, _said):
    house = a_spoken_cabinet(LETTER, channel, number)

    async with visiting(house) as pilot:
        await press(pilot, *LETTER, "M")
        told = [one.message for one in pilot.app._notifications]

    assert state(house) == "draft"
    assert "It goes by a text message or a call, and no mail" in " ".join(told)


async def test_o_opens_the_chosen_complaint_from_the_table_too():
    house, opened = a_cabinet(FILED), []

    async with visiting(house) as pilot:
        pilot.app.session.browse = lambda address: opened.append(address) or True
        await press(pilot, "4", "o")

    assert opened == ["mailto:dpo@energia.example.com?subject=Opposizione"]


@pytest.mark.parametrize("keys", [LETTER, FILED], ids=["letter", "on file"])
async def test_plus_keeps_a_file_with_it(keys, tmp_path):
    house, file = a_cabinet(keys), tmp_path / "receipt.pdf"
    file.write_bytes(b"%PDF")

    async with visiting(house) as pilot:
        await press(pilot, *keys, "plus")
        pilot.app.screen.query_one("Input").value = str(file)
        await press(pilot, "enter")

    assert house.complaint(1)["attachments"] == ["receipt.pdf"]


@pytest.mark.parametrize(
    ("keys", "event"),
    [
        (("V", "enter"), "received"),
        (("H",), "answered"),
        (("H", "L", "x", "enter"), "insufficient"),
        (("N",), "refused"),
        (("T",), "extended"),
        (("c",), "closed"),
    ],
)
async def test_what_the_other_side_did_is_written_down_on_file_too(keys, event):
    house = a_cabinet(FILED)

    async with visiting(house) as pilot:
        await press(pilot, *FILED, *keys)

    assert state(house) == event


@pytest.mark.parametrize("keys", [("w", "enter"), ("M", "y")], ids=["by hand", "by mail"])
async def test_a_draft_on_file_leaves_from_there_where_its_calls_are_gone(keys):
    house = a_cabinet(FILED)
    house.filed = [a_complaint(1, calls=[])]

    async with visiting(house) as pilot:
        await press(pilot, *FILED, *keys)

    assert state(house) == "sent"


async def test_y_copies_the_letter_on_file():
    house = a_cabinet(FILED)

    async with visiting(house) as pilot:
        await press(pilot, *FILED, "y")

        assert pilot.app.clipboard == house.complaint(1)["text"]


async def test_y_copies_a_field_as_enter_does():
    house = a_cabinet(FORM)

    async with visiting(house) as pilot:
        await press(pilot, *FORM, "y")

        assert pilot.app.clipboard == "Ada Bianchi"


async def test_what_is_still_to_be_completed_is_never_copied():
    house = a_cabinet(FORM)
    name, *others = house.draft["fields"]
    gap = {**name, "value": "[da completare: nome e cognome]", "gap": True}
    house.draft = house.draft | {"fields": [gap, *others]}

    async with visiting(house) as pilot:
        before = pilot.app.clipboard
        await press(pilot, *FORM, "y")

        assert pilot.app.clipboard == before
        assert "still to be completed; nothing was copied" in toasts(pilot)[-1]


async def test_enter_on_a_letter_without_gaps_goes_to_its_form():
    house = a_cabinet(FORM)

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter", "enter")

        assert pilot.app.clipboard == "Ada Bianchi"


async def test_what_no_answer_fills_has_no_field_to_answer_in():
    house = a_cabinet(LETTER)
    gap = a_gap_of("unfair", "No unfair practice is told yet.") | {"any_of": []}
    house.draft = house.draft | {"missing": [gap]}

    async with visiting(house) as pilot:
        await press(pilot, *LETTER)
        shown = str(pilot.app.screen.query_one("#question").render())
        field = pilot.app.screen.query_one("#answer").display

    assert (shown, field) == ("No unfair practice is told yet.", False)


async def test_d_takes_a_call_out_of_the_draft_and_u_puts_it_back():
    house = a_house(calls=[a_sales_call(1), a_sales_call(2, line="office")])
    house.draft = a_draft(calls=[1, 2])
    house.filed = [a_complaint(1, "draft", calls=[1, 2])]

    async with visiting(house) as pilot:
        await press(pilot, "4", "enter", "d")
        asked = words_on(pilot)
        await press(pilot, "down", "enter")
        after = list(house.complaint(1)["calls"])
        told = toasts(pilot)[-1]
        await press(pilot, "u")

    assert "Which call does not belong here?" in asked
    assert "office" in asked
    assert after == [1]
    assert "Call 2 is out of draft 1" in told
    assert house.complaint(1)["calls"] == [1, 2]


async def test_the_only_call_of_a_draft_stays():
    house = a_cabinet(LETTER)

    async with visiting(house) as pilot:
        await press(pilot, *LETTER, "d")

        assert "It has no other call" in toasts(pilot)[0]


async def test_the_days_of_sources_are_written_as_the_reader_writes_them():
    async with visiting(a_cabinet(LETTER)) as pilot:
        await press(pilot, *LETTER)

        assert "art. 21 GDPR (1 Nov 2026)" in words_on(pilot)
