"""What the keys do on a letter, on the fields of its form, and on what is on file."""

from __future__ import annotations

import pytest

from tui.filing import a_complaint, a_form
from tui.house import a_house, a_sales_call
from tui.terminal import press, visiting

LETTER, FORM, FILED = ("r",), ("r", "f"), ("4", "enter")


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
        await press(pilot, *LETTER, "b")
        told = str(pilot.app.screen.query_one("#basis Static").render())

    assert told == "Spett.le società,\n  stated: you say it · your answers · art. 21 GDPR"


async def test_s_sends_the_letter_after_a_yes():
    house = a_cabinet(LETTER)

    async with visiting(house) as pilot:
        await press(pilot, *LETTER, "s")
        unsure = list(house.sent_by_mail)
        await press(pilot, "y")

    assert (unsure, house.sent_by_mail) == ([], [1])


@pytest.mark.parametrize("keys", [LETTER, FORM, FILED], ids=["letter", "fields", "on file"])
async def test_x_writes_it_to_a_file(keys, tmp_path):
    house, file = a_cabinet(keys), tmp_path / "letter.txt"

    async with visiting(house) as pilot:
        await press(pilot, *keys, "x")
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
        (("v", "enter"), "received"),
        (("a",), "answered"),
        (("a", "i", "x", "enter"), "insufficient"),
        (("r",), "refused"),
        (("e",), "extended"),
        (("c",), "closed"),
    ],
)
async def test_what_the_other_side_did_is_written_down_on_file_too(keys, event):
    house = a_cabinet(FILED)

    async with visiting(house) as pilot:
        await press(pilot, *FILED, *keys)

    assert state(house) == event


@pytest.mark.parametrize("keys", [("w", "enter"), ("s", "y")], ids=["by hand", "by mail"])
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


async def test_enter_on_a_letter_without_gaps_goes_to_its_form():
    house = a_cabinet(FORM)

    async with visiting(house) as pilot:
        await press(pilot, "r", "enter", "enter")

        assert pilot.app.clipboard == "Ada Bianchi"
