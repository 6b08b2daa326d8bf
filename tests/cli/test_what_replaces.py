"""Whatever takes the place of what is there is looked at first: empty, broken or cut to less than half it leaves what was there, and says so."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from portinaio.countries.ranges_file import ranges_file
from static_hosts import python_host

if TYPE_CHECKING:
    from collections.abc import Callable

CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:Anna {n}\nTEL:+3902000001{n:02d}\nEND:VCARD\n" for n in range(40)
)
NUMBERS = "".join(f"+39020000{n:04d}\n" for n in range(200))
ROWS = "number,reporters,last\n" + "".join(f"+39020000{n:04d},5,2026-11-20\n" for n in range(200))
CATALOGUE = """\
[[list]]
name = "mine"
title = "Mine"
publisher = "x"
homepage = "https://example.org/"
url = "https://example.org/list.txt"
licence = "MIT"
format = "plain"
country = "IT"
every_hours = 24
trust = 0.5
says = "x"
checked = 2026-11-24
"""
POLICY = '[policy]\nunknown = "silence"\nreported = "reject"\nhidden = "silence"\n'
HOUSE = 'country = "IT"\nlanguage = "en"\n' + POLICY
BLOCKED = "+390200009999"

DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "broken": lambda _: b"<!DOCTYPE html><html><body>502 Bad Gateway</body></html>\n",
    "cut to less than half": lambda whole: whole[: len(whole) * 2 // 5 + 3],
}


@pytest.fixture(params=DAMAGES)
def damage(request):
    def damage(file: Path) -> None:
        file.write_bytes(DAMAGES[request.param](file.read_bytes()))

    return damage


def _contacts(run) -> list[str]:
    return sorted(number for one in run("contacts", "--json").json for number in one["numbers"])


def _tree(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("way", ["import", "follow"])
def test_an_address_book(run, tmp_path, damage, way):
    file = tmp_path / "contacts.vcf"
    file.write_text(CARDS)
    assert run("contacts", way, str(file)).code == 0
    before = _contacts(run)
    damage(file)

    answer = run("contacts", "import", str(file)) if way == "import" else run("contacts", "sync")

    assert answer.code == 1
    assert "contacts" in answer.out + answer.err
    assert _contacts(run) == before
    assert len(before) == 40


def test_a_subscribed_list(run, tmp_path, damage):
    file = tmp_path / "spam.txt"
    file.write_text(NUMBERS)
    assert run("lists", "add", str(file), "--yes").code == 0
    damage(file)

    answer = run("sync")

    assert answer.code == 1
    assert "spam" in answer.out + answer.err
    assert run("lists", "--json").json[0]["entries"] == 200


def test_a_site_of_a_family(run, monkeypatch, tmp_path, damage):
    def at(home: str, *words: str):
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / home))
        return run(*words)

    site = tmp_path / "site"
    site.mkdir()
    at("one", "block", BLOCKED)
    with python_host(site) as url:
        word = at("one", "family", "invite", str(site), "--url", url, "--json").json["invitation"]
        assert at("two", "family", "join", word).code == 0
        for name in _tree(site):
            damage(site / name)
        answer = at("two", "sync")

    assert answer.code == 1
    assert answer.out + answer.err
    assert at("two", "check", BLOCKED, "--json").json["action"] == "reject"


def test_a_backup(run, tmp_path, damage):
    run("contacts", "add", "Anna", BLOCKED)
    file = tmp_path / "backup.zip"
    run("backup", str(file))
    damage(file)

    answer = run("restore", str(file), "--yes")

    assert answer.code != 0
    assert "backup.zip" in answer.err
    assert _contacts(run) == [BLOCKED]


def test_a_published_source(run, tmp_path, damage):
    file, site = tmp_path / "numbers.csv", tmp_path / "site"
    file.write_text(ROWS)
    assert run("publish", str(file), str(site)).code == 0
    before = _tree(site)
    damage(file)

    answer = run("publish", str(file), str(site))

    assert answer.code != 0
    assert answer.err
    assert _tree(site) == before


def test_a_policy_that_is_tried(run, house, tmp_path, damage):
    house.mkdir()
    (house / "config.toml").write_text('country = "IT"\n')
    file = tmp_path / "strict.toml"
    file.write_text(POLICY)
    damage(file)

    answer = run("replay", "--policy", str(file))

    assert answer.code != 0
    assert "strict.toml" in answer.err
    assert (house / "config.toml").read_text() == 'country = "IT"\n'


def test_a_catalogue_of_the_user(run, house, tmp_path, damage):
    (tmp_path / "spam.txt").write_text(NUMBERS)
    assert run("lists", "add", str(tmp_path / "spam.txt"), "--yes").code == 0
    file = house / "catalog.toml"
    file.write_text(CATALOGUE)
    assert "mine" in run("lists", "catalog").out
    damage(file)
    empty = not file.read_bytes()

    answer = run("lists", "catalog")

    assert empty or "catalog.toml" in answer.err
    assert run("check", "+390200000001", "--json").json["findings"]


def test_what_an_editor_leaves(run, house, damage, typed, tmp_path, monkeypatch):  # noqa: PLR0917  # the givens
    """One that saves half a file, or dies; whether an empty configuration is meant is asked."""
    house.mkdir()
    file, left = house / "config.toml", tmp_path / "left"
    file.write_text(HOUSE)
    left.write_text(HOUSE)
    damage(left)
    program = tmp_path / "editor.sh"
    program.write_text(f'cp "{left}" "$1"\n')
    monkeypatch.setenv("VISUAL", f"sh {program}")
    typed("no")

    answer = run("config", "edit")

    assert (answer.code, str(house / "config.edit.toml") in answer.err) == (1, True)
    assert file.read_text() == HOUSE


@pytest.mark.parametrize(("name", "asked"), [("reserved.toml", "check"), ("catalog.toml", "lists")])
def test_the_blocklists_of_a_package(run, tmp_path, monkeypatch, damage, name, asked):  # noqa: PLR0917  # as above
    """They are part of the program, so there is no one of before to go on with; the file is named, and what is the user's stays."""
    folder = tmp_path / "blocklists"
    shutil.copytree(Path(ranges_file()).parent, folder)
    for reader in ("countries.reserved_ranges", "daemon.config_cache", "lists.catalogue"):
        monkeypatch.setattr(
            f"portinaio.{reader}.ranges_file", lambda: str(folder / "reserved.toml")
        )
    run("block", BLOCKED)
    whole = (folder / name).read_bytes()
    damage(folder / name)

    answer = run(asked, BLOCKED if asked == "check" else "catalog")
    (folder / name).write_bytes(whole)

    assert (answer.code, str(folder / name) in answer.err) == (1, True)
    assert run("check", BLOCKED, "--json").json["action"] == "reject"


def test_a_configuration_written_by_hand(run, house, damage):
    run("block", BLOCKED)
    file = house / "config.toml"
    file.write_text('country = "IT"\n' + POLICY)
    damage(file)
    after = file.read_bytes()

    answer = run("config")

    assert not after or (answer.code, "config.toml" in answer.err) == (1, True)
    assert file.read_bytes() == after
