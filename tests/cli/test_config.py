"""`config`: where config.toml lies, what it sets, and an editor that cannot break the house."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

QUIET = 'country = "IT"\n'


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """EDITOR, which writes these texts into the file that it is given, one each time it is opened."""

    def editor(*texts: str, also: str = "", code: int = 0) -> None:
        for index, text in enumerate(texts):
            (tmp_path / f"text-{index}").write_text(text)
        program = tmp_path / "an editor.py"
        program.write_text(
            "import pathlib, sys\n"
            f"folder = pathlib.Path({str(tmp_path)!r})\n"
            "text = sorted(folder.glob('text-*'))[0]\n"
            "pathlib.Path(sys.argv[-1]).write_text(text.read_text())\n"
            f"text.unlink()\n{also}\n"
            f"sys.exit({code})\n"
        )
        monkeypatch.delenv("VISUAL", raising=False)
        monkeypatch.setenv("EDITOR", f"{sys.executable} '{program}'")

    return editor


@pytest.fixture
def file(run, house: Path) -> Path:
    run("setup", "--yes")
    (house / "config.toml").write_text(QUIET)
    return house / "config.toml"


def test_its_path_is_one_line(run, house):
    assert run("config", "path").out == f"{house / 'config.toml'}\n"


def test_the_json_of_path_names_every_folder(run, house):
    assert set(run("config", "path", "--json").json.items()) == {
        *((name, str(house)) for name in ("config", "data", "state", "cache", "runtime")),
        ("file", str(house / "config.toml")),
    }


def test_alone_it_shows_what_is_set_as_toml(run, file):
    file.write_text(QUIET + "[policy]\nreported = 'silence'\n")

    assert run("config").out.splitlines() == [
        str(file),
        '  country = "IT"',
        '  policy.reported = "silence"',
    ]


def test_where_nothing_is_set_it_says_so(run):
    assert run("config").out.splitlines()[1:] == ["  sets nothing: every key has its default"]


def test_a_right_change_takes_the_place(run, file, typed, editor):
    typed()
    editor(QUIET + "[policy]\nunknown = 'reject'\n")

    answer = run("config", "edit")

    assert (answer.code, file.read_text()) == (0, QUIET + "[policy]\nunknown = 'reject'\n")
    assert not (file.parent / "config.edit.toml").exists()


ON_A_LINE = (
    '[[line]]\nname = "home"\nkind = "sip"\nregistrar = "sip.example.net"\npeer = "%s"\n'
    "[policy]\nunknown = '%s'\n"
)
RINGS_ON = ["! line home: silence becomes ring, since other telephones ring on"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        pytest.param(("forked", "silence"), RINGS_ON, id="a silence that is a ring"),
        pytest.param(("serial", "silence"), [], id="a silence that is one"),
        pytest.param(("forked", "reject"), [], id="no silence"),
    ],
)
@pytest.mark.usefixtures("file")
def test_what_a_line_will_not_do_is_said_with_the_change(run, typed, editor, written, told):
    typed()
    editor(QUIET + ON_A_LINE % written)

    changed, *remarks = run("config", "edit").out.splitlines()

    assert changed.endswith("is changed; a daemon that runs reads it by itself")
    assert remarks == told


def test_the_file_is_made_where_there_was_none(run, house, typed, editor):
    typed()
    editor(QUIET)

    run("config", "edit")

    assert (house / "config.toml").read_text() == QUIET


def test_only_its_owner_reads_what_was_edited(run, file, typed, editor):
    typed()
    editor(QUIET + "language = 'it'\n")

    run("config", "edit")

    assert file.stat().st_mode & 0o777 == 0o600


def test_what_was_closed_unchanged_changes_nothing(run, file, typed, editor):
    typed()
    editor(QUIET)

    answer = run("config", "edit")

    assert (answer.out, file.read_text()) == ("nothing was changed\n", QUIET)
    assert not (file.parent / "config.edit.toml").exists()


def test_what_is_wrong_is_said_with_its_line_and_can_be_mended_at_once(run, file, typed, editor):
    typed("yes")
    editor(QUIET + "[policy]\nunknown = 'bite'\n", QUIET + "[policy]\nunknown = 'ring'\n")

    answer = run("config", "edit")

    assert "line 3" in answer.err
    assert file.read_text().endswith("unknown = 'ring'\n")


def test_what_is_wrong_is_said_in_the_language_of_whoever_reads_it(run, typed, editor, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "de")
    typed("nein")
    editor(QUIET + "tui = 3\n")

    assert "tui muss eine Tabelle" in run("config", "edit").err


def test_what_stays_wrong_is_kept_beside_and_the_file_as_it_was(run, file, typed, editor):
    typed("no")
    editor("country = [")

    answer = run("config", "edit")

    assert (answer.code, file.read_text()) == (1, QUIET)
    assert (file.parent / "config.edit.toml").read_text() == "country = ["
    assert "what you wrote is kept in" in answer.err


def test_what_was_kept_is_never_thrown_away_unasked(run, file, typed, editor):
    (file.parent / "config.edit.toml").write_text(QUIET + "# long thought about\n")
    typed("yes")
    editor("", also="")
    seen = file.parent / "seen"
    (file.parent.parent / "text-0").unlink()
    program = file.parent.parent / "an editor.py"
    program.write_text(f"import shutil, sys\nshutil.copy(sys.argv[-1], {str(seen)!r})\n")

    run("config", "edit")

    assert (seen.read_text(), file.read_text()) == (QUIET + "# long thought about\n",) * 2


WHOLE = QUIET + "language = 'it'\n[policy]\nunknown = 'ring'\nreported = 'silence'\n"


@pytest.mark.parametrize("left", ["", QUIET, "# nothing\n"])
def test_what_has_lost_more_than_half_of_the_keys_is_asked_about_first(
    run, file, typed, editor, left
):
    file.write_text(WHOLE)
    typed("no")
    editor(left)

    answer = run("config", "edit")

    assert answer.code == 1
    assert "config.toml is as before; what you wrote is kept in" in answer.err
    assert file.read_text() == WHOLE
    assert (file.parent / "config.edit.toml").read_text() == left


def test_who_means_it_takes_what_has_lost_most(run, file, typed, editor):
    file.write_text(WHOLE)
    typed("yes")
    editor(QUIET)

    assert (run("config", "edit").code, file.read_text()) == (0, QUIET)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(WHOLE, QUIET + "language = 'it'\n", id="half of it is left"),
        pytest.param(WHOLE, WHOLE.replace("'it'", "'de'"), id="a value is another"),
        pytest.param("country = [", QUIET, id="there was nothing that could be used"),
    ],
)
def test_an_ordinary_change_is_not_asked_about(run, file, typed, editor, before, after):  # noqa: PLR0917  # the givens
    file.write_text(before)
    typed()
    editor(after)

    assert (run("config", "edit").code, file.read_text()) == (0, after)


def test_a_change_of_another_meanwhile_is_not_written_over(run, file, typed, editor):
    typed()
    other = QUIET + "language = 'it'\n"
    editor(QUIET + "# mine\n", also=f"pathlib.Path({str(file)!r}).write_text({other!r})")

    answer = run("config", "edit")

    assert (answer.code, file.read_text()) == (1, other)
    assert (file.parent / "config.edit.toml").read_text() == QUIET + "# mine\n"


def test_an_editor_that_fails_changes_nothing(run, file, typed, editor):
    typed()
    editor("country = 'DE'", code=3)

    answer = run("config", "edit")

    assert (answer.code, "ended with 3" in answer.err, file.read_text()) == (1, True, QUIET)


@pytest.mark.parametrize(
    "words",
    [
        ("no-such-editor-anywhere", "no-such-editor-anywhere cannot be started"),
        ("vi '", "its quotes are not closed"),
    ],
)
def test_an_editor_that_is_none_is_named(run, file, typed, monkeypatch, words):
    named, said = words
    typed()
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", named)

    answer = run("config", "edit")

    assert (answer.code, said in answer.err, file.read_text()) == (1, True, QUIET)


def test_without_a_terminal_it_names_the_file(run, file):
    answer = run("config", "edit")

    assert (answer.code, f"the file is {file}" in answer.err) == (1, True)
