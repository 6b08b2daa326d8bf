"""What the user types is text, and stays text: one line, printable, never read as markup, header or template."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from letters import ENERGY, MARIA, a_draft, a_sales_call
from portinaio.complaints.text import WIDTH, as_text

NASTY = '[bold]#eval("x")\r\nBcc: a@b {{7*7}}'


def test_a_company_with_an_odd_name_is_printed_under_that_name_on_one_line():
    text = as_text(a_draft(company=ENERGY._replace(name=NASTY)))

    assert 'Spett.le [bold]#eval("x") Bcc: a@b {{7*7}},\n' in text


def test_a_value_that_looks_like_a_place_is_not_filled():
    text = as_text(a_draft(product="{name} {?several}x{/several} {@it.live}", summary="| a\n\n| b"))

    assert "{name} {?several}x{/several} {@it.live}" in " ".join(text.split())
    assert "Contenuto, per quanto ricordo: | a | b" in " ".join(text.split())


@settings(max_examples=60, deadline=None)
@given(typed=st.text(st.characters(), max_size=60))
def test_whatever_is_typed_the_letter_keeps_its_shape(typed):
    plain = a_draft(company=ENERGY._replace(name="x"), product="x", summary="x")
    odd = a_draft(
        a_sales_call(number=None, calling=typed),
        profile=MARIA._replace(name=typed or "x"),
        company=ENERGY._replace(name=typed or "x", address=typed),
        product=typed or "x",
        summary=typed or "x",
    )
    text = as_text(odd)

    text.encode("utf-8")
    assert {unicodedata.category(c) for c in text if c != "\n"} & {"Cc", "Cf", "Cs", "Zl"} == set()
    assert len(odd.paragraphs) - len(plain.paragraphs) in {0, -1}


def test_lines_end_before_the_margin():
    long_lines = [line for line in as_text(a_draft()).splitlines() if len(line) > WIDTH]

    assert long_lines == []


def test_a_long_address_is_not_cut_in_two():
    address = "privacy@" + "x" * 80 + ".example.com"

    assert address in as_text(a_draft(company=ENERGY._replace(email=address)))


def test_a_table_keeps_its_columns_whatever_the_caller_sent():
    written = a_draft(a_sales_call(number=None, calling="y" * 300), a_sales_call(19, 2))

    assert max(map(len, as_text(written).splitlines())) <= WIDTH
