"""Databases that were set aside: what a person hears of it, and what lies beside the database."""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, ADaemon, a_client, a_context
from portinaio.core.complaint import Complaint
from portinaio.daemon.complaints.follow_up import attachment_file, follow_complaints
from portinaio.daemon.maintenance import tidy
from portinaio.store.database import open_store
from portinaio.store.recovery import take_back
from store_world import a_furnished_file, a_furnished_file_of, scrambled
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.daemon.context import Context

ASIDE = "portinaio.db.broken-20261124-140200"


def a_house_with(folder: Path, *destroyed: str) -> Context:
    context = a_context(folder)
    a_furnished_file(folder / "portinaio.db")
    scrambled(folder / "portinaio.db", *destroyed)
    return context


def of_the_store(client: AClient) -> list[tuple[str, str]]:
    return [(one["state"], one["text"]) for one in client.doctor() if one["code"] == "store"]


def news(client: AClient) -> list[str]:
    return [one["text"] for one in client.status()["health"] if one["code"] == "set_aside"]


@pytest.mark.parametrize(
    ("destroyed", "said"),
    [
        pytest.param("calls_label", "all that was in it is saved", id="an index"),
        pytest.param("contacts", "what could be read of it is saved", id="a table"),
    ],
)
def test_status_tells_of_a_damaged_database(tmp_path: Path, destroyed: str, said: str) -> None:
    client = a_client(a_house_with(tmp_path, destroyed))

    (text,) = news(client)

    assert text == (
        f"the database was damaged, and {said}; the damaged file lies at {tmp_path / ASIDE};"
        " portinaio doctor tells more"
    )
    client.context.close()


def test_the_doctor_counts_what_was_saved_and_what_is_lost(tmp_path: Path) -> None:
    client = a_client(a_house_with(tmp_path, "companies"))

    told = of_the_store(client)

    assert ("warning", "calls: saved 40") in told
    assert ("warning", "entries: saved 2") in told
    assert ("warning", "companies: saved 0; some are lost") in told
    assert ("warning", "numbers of companies: saved 0, lost 1") in told
    client.context.close()


def test_it_is_news_until_somebody_asks_the_doctor_also_after_a_restart(tmp_path: Path) -> None:
    client = a_client(a_house_with(tmp_path, "calls_label"))
    first = news(client)
    client.context.close()

    second = news(client)
    client.doctor()

    assert first == second != []
    assert news(client) == []
    client.context.close()
    assert news(client) == []
    client.context.close()


def test_windows_hear_that_it_is_no_news_any_more(tmp_path: Path) -> None:
    client = a_client(a_house_with(tmp_path, "calls_label"))
    told: list[str] = []
    client.context.publish = lambda name, _render: told.append(name)

    client.doctor()
    client.doctor()

    assert told == ["status"]
    client.context.close()


def test_the_doctor_names_the_file_for_as_long_as_it_lies_there(tmp_path: Path) -> None:
    client = a_client(a_house_with(tmp_path, "calls_label"))
    client.doctor()

    again = of_the_store(client)
    (tmp_path / ASIDE).unlink()

    assert [state for state, _ in again] == ["ok", "ok"]
    assert str(tmp_path / ASIDE) in again[1][1]
    assert of_the_store(client) == [("ok", "the database is sound")]
    client.context.close()


def test_on_a_disk_that_takes_nothing_it_stays_news(tmp_path: Path) -> None:
    client = a_client(a_house_with(tmp_path, "calls_label"))
    _ = client.context.store
    client.context.store._connection.row("PRAGMA query_only = ON")

    client.doctor()

    assert news(client)
    client.context.close()


def test_a_database_that_nobody_can_read_is_told_of_as_before(tmp_path: Path) -> None:
    context = a_context(tmp_path)
    (tmp_path / "portinaio.db").write_bytes(b"<html>" * 1000)
    client = a_client(context)

    (text,) = news(client)

    assert text.startswith(f"the database was broken; it lies at {tmp_path / ASIDE}, and a new one")
    client.context.close()


def test_a_damaged_file_of_before_is_named(tmp_path: Path) -> None:
    context = a_context(tmp_path)
    (tmp_path / ASIDE).write_bytes(b"<html>" * 1000)

    told = of_the_store(a_client(context))

    assert told[1:] == [("warning", f"a damaged database of before lies at {tmp_path / ASIDE}")]
    context.close()


def test_a_database_that_no_room_was_left_to_take_back_is_named_until_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    context = a_house_that_began_anew(tmp_path)
    context.close()
    with monkeypatch.context() as patched:
        patched.setattr(take_back, "copied", full)
        client = a_client(context)
        said, examined = news(client), of_the_store(client)
        context.close()

    assert [text.partition(";")[0] for text in said] == [
        f"a database that was set aside lies at {tmp_path / ASIDE} and waits to be taken back"
    ]
    assert ("warning", said[0]) in examined
    assert not any("waits" in text for text in news(client))
    context.close()


def test_a_home_that_is_not_there_waits_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "ro").mkdir()
    context = a_context(tmp_path / "ro")
    _ = context.store
    away = tmp_path / "away"
    (tmp_path / "ro").rename(away)

    assert news(a_client(context)) == []
    context.close()


def a_house_that_began_anew(folder: Path) -> Context:
    """One database with complaint 1 was set aside, and since then there is another complaint 1."""
    context = a_context(folder)
    path = folder / "portinaio.db"
    a_furnished_file_of(5, path)
    path.rename(folder / ASIDE)
    with open_store(path, FROZEN_NOW) as store:
        new = store.complaints.add(Complaint(0, "IT", "garante", "Other", (), {}, FROZEN_NOW))
        for name in ("a.pdf", "b.pdf"):
            file = attachment_file(context, new.id, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(name.encode())
            store.complaints.attach(new.id, name, sha256(name.encode()).hexdigest())
    return context


def test_the_doctor_tells_what_came_back(tmp_path: Path) -> None:
    client = a_client(a_house_that_began_anew(tmp_path))

    told = [text for _, text in of_the_store(client)]

    assert told[1].startswith("a sound database had been set aside, and what was in it is back")
    assert {
        "calls: back 40",
        "complaints: back 1",
        "complaint 1 about Other is complaint 2 now",
    } < set(told)
    client.context.close()


def test_the_doctor_tells_it_in_italian(tmp_path: Path) -> None:
    client = a_client(a_house_that_began_anew(tmp_path), "it")

    assert ("warning", "chiamate: 40 di nuovo qui") in of_the_store(client)
    client.context.close()


def test_attachments_follow_a_complaint_that_gets_another_id(tmp_path: Path) -> None:
    context = a_house_that_began_anew(tmp_path)
    assert [c.id for c in context.store.complaints.all()] == [1, 2]

    follow_complaints(context)

    for name in ("a.pdf", "b.pdf"):
        assert attachment_file(context, 2, name).read_bytes() == name.encode()
    assert not attachment_file(context, 1, "b.pdf").exists()
    context.close()


def test_a_file_that_two_complaints_have_stays_with_both(tmp_path: Path) -> None:
    context = a_house_that_began_anew(tmp_path)
    digest = sha256(b"a.pdf").hexdigest()
    context.store.complaints.attach(1, "a.pdf", digest)

    follow_complaints(context)

    for complaint_id in (1, 2):
        assert attachment_file(context, complaint_id, "a.pdf").read_bytes() == b"a.pdf"
    context.close()


def test_a_file_that_is_not_the_one_that_was_attached_does_not_follow(tmp_path: Path) -> None:
    context = a_house_that_began_anew(tmp_path)
    attachment_file(context, 1, "a.pdf").write_bytes(b"another")

    follow_complaints(context)

    assert not attachment_file(context, 2, "a.pdf").exists()
    context.close()


def test_a_daemon_takes_back_what_was_set_aside_and_its_attachments(tmp_path: Path) -> None:
    a_house_that_began_anew(tmp_path)

    with ADaemon(tmp_path) as daemon:
        daemon.answers()
        health = daemon.health()
        calls = daemon.ask("/v1/calls?limit=1000")
        complaints = daemon.ask("/v1/complaints")

    assert "set_aside" in health
    assert len(calls) == 40
    assert {one["id"] for one in complaints} == {1, 2}
    assert (tmp_path / "attachments" / "2" / "b.pdf").read_bytes() == b"b.pdf"


def spoilt(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "portinaio.db")) as file, file:
        file.execute(statement)


def test_rows_that_make_no_sense_are_told_of_by_status_and_doctor(tmp_path: Path) -> None:
    client = a_client(a_context(tmp_path))
    a_furnished_file(tmp_path / "portinaio.db")
    spoilt(tmp_path, "UPDATE calls SET label = 'x' WHERE id < 4")
    spoilt(tmp_path, "UPDATE entries SET kind = 'x' WHERE id = 1")

    log, entries, doctor = client.calls(limit=1000), client.entries(), of_the_store(client)
    health = {one["code"]: one["text"] for one in client.status()["health"]}

    assert (len(log), len(entries)) == (38, 1)
    assert ("warning", "calls: 2 make no sense and are passed over") in doctor
    assert ("warning", "entries: 1 make no sense and are passed over") in doctor
    assert health["odd_rows"].startswith("3 rows of the database make no sense")
    client.context.close()


def test_the_doctor_finds_odd_rows_that_nobody_has_asked_for(tmp_path: Path) -> None:
    client = a_client(a_context(tmp_path))
    a_furnished_file(tmp_path / "portinaio.db")
    spoilt(tmp_path, "UPDATE counts SET day = 'x'")

    assert ("warning", "counts of old calls: 1 make no sense and are passed over") in of_the_store(
        client
    )
    client.context.close()


def test_an_entry_that_makes_no_sense_is_news_from_the_first_tidying_on(tmp_path: Path) -> None:
    client = a_client(a_context(tmp_path))
    a_furnished_file(tmp_path / "portinaio.db")
    spoilt(tmp_path, "UPDATE entries SET kind = 'x' WHERE id = 1")

    tidy(client.context, 90)

    assert "odd_rows" in [one["code"] for one in client.status()["health"]]
    client.context.close()
