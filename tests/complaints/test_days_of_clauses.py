"""Of which days a clause speaks, and how its lines stand."""

from datetime import date

from msgspec.structs import replace

from letters import TODAY, WHOLE, a_draft
from portinaio.complaints.drafting.compose import Days
from portinaio.countries.clause_schema import Clause
from portinaio.countries.pack import read_pack

LAW = read_pack("IT").law["it.live"]
LAWS = {
    "a": replace(LAW, since=date(2026, 1, 1), until=date(2026, 6, 30)),
    "b": replace(LAW, since=date(2026, 3, 1), until=date(2026, 12, 31)),
    "c": LAW,
}


def test_a_clause_on_several_laws_speaks_of_the_days_on_which_all_are_in_force():
    clause = Clause(key="x", text="{{ cite('b') }}", law=("a", "c"))

    assert Days(TODAY, LAWS).of(clause) == (date(2026, 3, 1), date(2026, 6, 30))


def test_days_of_its_own_narrow_those_of_its_laws():
    clause = Clause(key="x", text="X.", law=("a",), since=date(2026, 2, 1), until=date(2026, 4, 1))

    assert Days(TODAY, LAWS).of(clause) == (date(2026, 2, 1), date(2026, 4, 1))


def test_a_signature_stands_line_by_line():
    assert (
        a_draft(profile=WHOLE).paragraphs[-1] == "24 novembre 2026\nMaria Rossi\nmaria@example.net"
    )


def test_what_is_short_for_something_is_spelt_out_once():
    text = " ".join(a_draft(profile=WHOLE).paragraphs)

    assert text.count("di seguito GDPR") == 1
    assert text.index("di seguito GDPR") < text.index("art. 7, par. 3, GDPR")
