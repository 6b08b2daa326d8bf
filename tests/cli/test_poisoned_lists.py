"""A list of callers that held many public bodies before anybody told the house of them: it is said at once, not with its next version."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

HALLS = [f"+3904900{n:05d}" for n in range(6)]
SAID = (
    "5 of its 15 entries are numbers of public bodies, such as +390490000000, +390490000001, +390490000002, +390490000003,"
    " +390490000004, so the others may be wrong too; portinaio lists remove spam takes it off, portinaio sync --accept spam"
    " says that you want it all the same"
)
BESIDE = (
    "several of its numbers stand on spam, which may have been poisoned; portinaio lists says more"
)


@pytest.fixture
def files(house: Path):
    house.mkdir(exist_ok=True)

    def put(name: str, *numbers: str) -> str:
        house.joinpath(name).write_text("".join(f"{number}\n" for number in numbers))
        return house.joinpath(name).as_uri()

    put("spam.txt", *(f"+39020000{n:04d}" for n in range(10)), *HALLS[:5])
    url = put("halls.txt", *HALLS)
    house.joinpath("catalog.toml").write_text(
        'list = [{name = "halls", kind = "innocents", title = "Halls", publisher = "x", homepage = "https://example.org/",'
        f' url = "{url}", licence = "MIT", format = "plain", country = "IT", every_hours = 24, trust = 1.0, says = "x",'
        " checked = 2026-11-24}]"
    )
    return put


def note_of(run, name: str) -> str | None:
    return next(each["note"] for each in run("lists", "--json").json if each["name"] == name)


@pytest.fixture(autouse=True)
def _subscribed(run, house, files):
    assert files
    assert run("lists", "add", str(house / "spam.txt"), "--yes").code == 0


def test_without_public_bodies_nothing_is_said_of_it(run):
    assert note_of(run, "spam") is None


def test_whoever_subscribes_to_public_bodies_hears_which_list_holds_them(run):
    added = run("lists", "add", "halls", "--yes", "--json").json

    assert (added["note"], note_of(run, "spam")) == (BESIDE, SAID)


def test_the_list_shows_it_as_long_as_it_holds_them(run, files):
    run("lists", "add", "halls", "--yes")
    files("spam.txt", *(f"+39020000{n:04d}" for n in range(10)), *HALLS[:3])
    run("sync")

    assert (note_of(run, "spam"), note_of(run, "halls")) == (None, None)


def test_doctor_warns_of_it(run):
    run("lists", "add", "halls", "--yes")

    assert SAID in " ".join(run("doctor").out.split())


def test_who_wants_it_all_the_same_is_told_no_more_and_keeps_it(run):
    run("lists", "add", "halls", "--yes")

    run("sync", "--accept", "spam")

    again = run("sync", "--json").json
    assert (note_of(run, "spam"), {each["state"] for each in again}) == (None, {"ok"})


def test_a_public_body_that_comes_later_is_asked_about_anew(run, files):
    files("halls.txt", *HALLS[:4])
    run("lists", "add", "halls", "--yes")
    run("sync", "--accept", "spam")

    files("halls.txt", *HALLS)
    run("sync", "halls")

    assert note_of(run, "spam") == SAID
