"""How complaints look, from the table to the fields of a form."""

from __future__ import annotations

from tui import scenes
from tui.filing import a_form
from tui.house import a_house, a_sales_call
from tui.terminal import NARROW

ROUTES = [
    {"recipient": "garante", "fits": True, "reasons": ["The number is in the register."]},
    {"recipient": "controller", "fits": True, "reasons": ["A company must stop when you object."]},
    {"recipient": "reminder", "fits": False, "reasons": ["Nothing was sent to the company yet."]},
]


def a_form_house():
    house = a_house(calls=[a_sales_call(1)])
    house.draft = a_form(routes=ROUTES)
    return house


def test_complaint_answered_80(picture):
    assert picture(scenes.cabinet(), NARROW, "4", "H")


def test_complaint_on_file_80(picture):
    assert picture(scenes.cabinet(), NARROW, "4", "enter")


def test_send_asks_first_80(picture):
    assert picture(a_house(calls=[a_sales_call(1)]), NARROW, "r", "M")


def test_recipients_with_reasons_80(picture):
    assert picture(a_form_house(), NARROW, "r", "W")
