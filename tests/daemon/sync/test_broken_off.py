"""Ctrl-C while a list or an address book comes into config.toml, at the moment at which it stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context
from portinaio.config import edit
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from daemon_world import AClient

BEFORE = 'country = "IT"\n'


def a_list(client: AClient, folder: Path) -> None:
    (folder / "list.txt").write_text("+390200000001\n")
    client.add_list((folder / "list.txt").as_uri())


def a_book(client: AClient, folder: Path) -> None:
    (folder / "book.csv").write_text("name,number\nAnna,+390200000001\n")
    client.follow_contacts(str(folder / "book.csv"))


@pytest.mark.parametrize("adding", [a_list, a_book])
def test_whoever_breaks_off_once_it_is_written_finds_the_configuration_of_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, adding: Callable[[AClient, Path], None]
):
    def interrupted(*asked: object) -> None:
        append(*asked)
        raise KeyboardInterrupt

    append = edit._append
    client = a_client(a_context(tmp_path / "home", BEFORE))
    monkeypatch.setattr(edit, "_append", interrupted)

    with pytest.raises(KeyboardInterrupt):
        adding(client, tmp_path)

    assert (tmp_path / "home" / "config.toml").read_text() == BEFORE
    assert (client.lists(), client.books(), client.contacts()) == ([], [], [])


@pytest.mark.parametrize(("adding", "kind"), [(a_list, "list"), (a_book, "contacts")])
def test_what_another_process_wrote_meanwhile_stays(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    adding: Callable[[AClient, Path], None],
    kind: str,
):
    name = "book" if kind == "contacts" else kind
    there = f'{BEFORE}[[{kind}]]\nname = "{name}"\nurl = "file:///other"\n'

    def meanwhile(*asked: object) -> None:
        (tmp_path / "home" / "config.toml").write_text(there)
        append(*asked)

    append = edit._append
    client = a_client(a_context(tmp_path / "home", BEFORE))
    monkeypatch.setattr(edit, "_append", meanwhile)

    with pytest.raises(UsageError, match="already"):
        adding(client, tmp_path)

    assert (tmp_path / "home" / "config.toml").read_text() == there
