"""A backup taken and put back on the command line, also while a daemon runs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from daemon_world import ADaemon
from portinaio.cli import main
from portinaio.cli.files import LARGEST_MIB


@pytest.fixture
def backup(run, tmp_path) -> str:
    run("block", "0844 000001")
    run("contacts", "add", "Anna", "02 0000 0002")
    file = str(tmp_path / "b.zip")
    assert run("backup", file).code == 0
    return file


@pytest.fixture
def elsewhere(run, tmp_path, monkeypatch):
    """A command line in another house, which is empty."""

    def elsewhere(*arguments: str):
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / "elsewhere"))
        return run(*arguments)

    return elsewhere


def test_a_backup_says_what_is_in_it(run, tmp_path):
    run("block", "0844 000001")
    file = str(tmp_path / "b.zip")

    said = run("backup", file)

    assert said.out.splitlines()[0].endswith(
        "kB: 0 calls, 1 entry, 0 contacts, 0 complaints, 0 lists"
    )
    assert said.out.splitlines()[1:] == ["without passwords; --secrets takes them along"]


def test_a_restore_asks_first_and_without_a_terminal_wants_yes(backup, elsewhere):
    said = elsewhere("restore", backup)

    assert said.code == 1
    assert "holds 0 calls, 1 entry, 1 contact, 0 complaints, 0 lists." in said.err
    assert "--yes puts it in place" in said.err
    assert elsewhere("entries", "--json").json == []


def test_with_yes_it_is_put_in_place(backup, elsewhere):
    said = elsewhere("restore", backup, "--yes")

    assert said.out == "in place: 0 calls, 1 entry, 1 contact, 0 complaints, 0 lists\n"
    assert [one["pattern"] for one in elsewhere("entries", "--json").json] == ["+390844000001"]


def test_what_was_there_before_is_named(run, backup):
    run("block", "0844 000002")

    said = run("restore", backup, "--yes")

    (kept,) = [line for line in said.out.splitlines() if line.startswith("what was here before")]
    assert Path(kept.rpartition(" in ")[2]).is_file()


def test_a_backup_that_is_none_is_one_sentence(run, tmp_path):
    (tmp_path / "b.zip").write_text("hello")

    said = run("restore", str(tmp_path / "b.zip"), "--yes")

    assert (said.code, said.err) == (
        1,
        f"portinaio: {tmp_path}/b.zip is no backup of Portinaio, or breaks off\n",
    )


def test_a_passphrase_may_come_from_a_pipe(run, house, tmp_path, monkeypatch):
    house.mkdir(exist_ok=True)
    (house / "password").write_text("open sesame", encoding="utf-8")
    (house / "password").chmod(0o600)
    (house / "config.toml").write_text(
        """country = "IT"
        [[contacts]]
        name = "family"
        url = "https://cloud.example.net/book/"
        username = "anna"
        password = { file = "password" }""",
        encoding="utf-8",
    )
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))

    said = run("backup", str(tmp_path / "b.zip"), "--secrets")

    assert "with the passwords, which only the passphrase opens" in said.out


def test_where_no_password_is_kept_none_is_said_to_be_in_it(run, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse\n"))

    said = run("backup", str(tmp_path / "b.zip"), "--secrets")

    assert said.out.splitlines()[1:] == ["without passwords: there is none to take along"]
    assert run("restore", str(tmp_path / "b.zip"), "--yes").code == 0


@pytest.mark.parametrize("typed", ["", "\n"])
def test_no_passphrase_writes_no_backup(run, tmp_path, monkeypatch, typed):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))

    said = run("backup", str(tmp_path / "b.zip"), "--secrets")

    assert (said.code, list(tmp_path.glob("*.zip"))) == (1, [])


def test_a_running_daemon_has_it_at_once(tmp_path, backup, monkeypatch, capsys):
    with ADaemon(tmp_path / "elsewhere", PORTINAIO_LANG="en") as daemon:
        daemon.answers()
        daemon.ask("/v1/contacts", "POST", {"name": "Bea", "number": "+390200000003"})
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / "elsewhere"))
        capsys.readouterr()

        assert main(["restore", backup, "--yes"]) == 0

        found = daemon.ask("/v1/check?number=%2B390844000001")
        assert found["findings"][0]["code"] == "personal"
        assert [one["name"] for one in daemon.ask("/v1/contacts")] == ["Anna"]
        assert daemon.end()[0] == 0


@pytest.mark.parametrize(
    "command", [("import",), ("contacts", "import"), ("import", "--as", "calls")]
)
def test_a_backup_of_any_size_is_named_where_a_list_is_wanted(run, house, tmp_path, command):
    house.mkdir(exist_ok=True)
    (house / "config.toml").write_text('country = "IT"\n')
    file = tmp_path / "b.zip"
    run("backup", str(file))
    small = run(*command, str(file))
    with file.open("ab") as out:
        out.truncate((LARGEST_MIB << 20) + 1)
    large = run(*command, str(file))

    for told in (small, large):
        assert (told.code != 0, "this is a backup of Portinaio" in told.err) == (True, True)
