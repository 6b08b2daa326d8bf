"""The whole table of what may stand where a number should, as `check` answers it in Italy."""

from __future__ import annotations

import pytest

ONE = "+390200001234"
OTHER = "+390200009999"
EMERGENCY = "emergency"
HELD = [
    *((text, ONE, "") for text in (
        *("02 0000 1234", "0039 02 0000 1234", "+39(0)2 00001234", "02/00001234", "39 02 00001234"),
        *("０２ ００００ １２３４", "٠٢٠٠٠٠١٢٣٤", "\u200e02\u00a00000\u20131234", "*31#0200001234", "#31#0200001234"),
        *("0200001234 int. 12", "0200001234 interno 12", "sip:+390200001234@ims.example;user=phone"),
    )),
    *((text, ONE, "the country code stood there twice") for text in ("+39390200001234", "0039390200001234")),
    ("06 6982", "+39066982", ""),
    ("+39282398816", "+39282398816", "missing 0?"),
    ("0333 333 7647", "+3903333337647", "mobiles take no 0"),
    ("335022670", "+39335022670", ""),
    ("+39348727418", "+39348727418", ""),
    ("0843123456", "+390843123456", ""),
    ("0844123456", "+390844123456", ""),
    *((text, f"+39{text}", "a short number") for text in ("187", "4000", "40000")),
    *((text, "+390549888888", "") for text in ("0549 888888", "+39 0549 888888", "+378 0549 888888")),
]  # fmt: skip
NOT_HELD = [
    *((text, EMERGENCY) for text in ("112", "113", "114", "115", "117", "118", "116117", "+39112", "0039118")),
    ("3906123456", "ambiguous: +393906123456, or +3906123456 without its +"),
    *((text, "letters do not count as digits") for text in ("040xxx", "0200O01234")),
    *((text, "a spreadsheet has damaged this number") for text in ("3331234567.0", "3.33123E+09")),
    *((text, "two numbers stand here") for text in ("3331234567;3337654321", "3331234567 / 3337654321")),
    *((text, "an internal number of a telephone system") for text in ("*17", "**622")),
    *((text, "the caller withheld the number") for text in ("anonymous", "P", "Restricted", "WITHHELD", "Privato", "Anonimo", "-2", "")),
    *((text, "the network could not tell the number") for text in ("O", "UNAVAILABLE", "Sconosciuto", "-1", "-3", "0000000000")),
    *((text, "a name without a number") for text in ("TIM", "Enel Energia")),
    ("V01519512800052", "a made-up name"),
    *((text, "too long or too odd") for text in ("1" * 400, "x" * 100_000, "\0", "\ud800")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "hint"), HELD)
def test_what_is_one_number_is_that_number_with_a_hint_where_one_is_due(run, text, number, hint):
    answer = run("check", text, "--json")

    assert (answer.code, answer.json["number"], answer.json["country"]) == (0, number, "IT")
    assert hint in (answer.json["hint"] or "")
    assert bool(hint) is bool(answer.json["hint"])


@pytest.mark.parametrize(("text", "hint"), NOT_HELD)
def test_what_is_no_number_rings_with_a_hint_that_says_what_it_is(run, text, hint):
    answer = run("check", "--json", "--", text)

    assert (answer.code, answer.json["number"], answer.json["action"]) == (0, None, "ring")
    assert hint in (
        answer.json["hint"] or " ".join(each["code"] for each in answer.json["findings"])
    )


OF_A_CALL = {"187", "4000", "40000", "*31#0200001234", "#31#0200001234"}
"""What networks show, and nobody can mean by an entry: short numbers, and what is dialled in front."""


@pytest.mark.parametrize(
    ("text", "number"),
    [(t, n) for t, n, _ in HELD if t not in OF_A_CALL and " int" not in t],
)
def test_every_spelling_that_is_a_number_can_be_blocked_as_that_number(run, text, number):
    run("block", "--yes", text)

    assert [each["pattern"] for each in run("entries", "--json").json] == [number]


@pytest.mark.parametrize(
    ("text", "number"),
    [(t, n) for t, n, _ in HELD if t not in OF_A_CALL],
)
def test_every_spelling_that_is_a_number_is_that_number_in_a_file(run, tmp_path, text, number):
    (tmp_path / "list.txt").write_text(f"{text}\n{OTHER}\n", encoding="utf-8")

    run("import", str(tmp_path / "list.txt"), "--as", "block", "--region", "IT", "--yes")

    found = {each["pattern"] for each in run("entries", "--json").json}
    assert found == {number, OTHER}


@pytest.mark.parametrize(
    "text", [t for t, _ in NOT_HELD if t.strip("\0") and t != "\ud800" and "3337654321" not in t]
)
def test_what_is_no_number_is_told_with_its_line_in_a_file(run, tmp_path, text):
    (tmp_path / "list.txt").write_text(f"{OTHER}\n{text}\n", encoding="utf-8")

    answer = run("import", str(tmp_path / "list.txt"), "--as", "block", "--region", "IT", "--json")

    assert [each["pattern"] for each in run("entries", "--json").json] == [OTHER]
    assert [bad["line"] for bad in answer.json["rejected"]] == [2]
