"""Ctrl-C while a file comes in: all of it is there or nothing, and one is told which."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portinaio.cli.commands import imports

FILES = {
    "block": ("spam.txt", "+390200001234\n"),
    "contacts": ("book.vcf", "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nTEL:+390200005678\nEND:VCARD\n"),
    "calls": ("calls.xml", '<calls>\n<call number="+390200001234" date="1700000000000" duration="0" type="3"/>\n</calls>\n'),
}  # fmt: skip
CAME_IN = "had come in already; portinaio import --undo takes it back"
NOTHING = "was not brought in; nothing was changed"


@pytest.fixture(params=FILES)
def bringing(request, run, tmp_path, monkeypatch):
    """Import a file of each kind, and press Ctrl-C before or after it is kept."""
    name, text = FILES[request.param]
    (tmp_path / name).write_text(text)
    work = imports.with_progress

    def bringing(*options, kept):
        def broken_off(*given, **more):
            if kept:
                work(*given, **more)
            raise KeyboardInterrupt

        monkeypatch.setattr(imports, "with_progress", broken_off)
        answer = run("import", str(tmp_path / name), "--as", request.param, *options)
        monkeypatch.setattr(imports, "with_progress", work)
        return name, answer

    return bringing


def test_who_breaks_off_what_is_kept_already_is_told_so_and_can_undo_it(bringing, run):
    name, answer = bringing(kept=True)

    assert (answer.code, f"{name} {CAME_IN}" in answer.err) == (130, True)
    assert run("import", "--undo").code == 0


def test_who_breaks_off_what_is_not_kept_is_told_that_nothing_was_changed(bringing, run):
    name, answer = bringing(kept=False)

    assert (answer.code, f"{name} {NOTHING}" in answer.err) == (130, True)
    assert run("import", "--undo").code == 1


def test_an_earlier_import_is_not_taken_for_the_one_that_was_broken_off(bringing, monkeypatch):
    bringing(kept=True)
    later = "portinaio.cli.context.CommandContext.now"
    monkeypatch.setattr(later, staticmethod(lambda: datetime.now(UTC) + timedelta(seconds=9)))

    assert NOTHING in bringing(kept=False)[1].err


def test_a_trial_that_is_broken_off_says_nothing(bringing):
    assert bringing("--dry-run", kept=True)[1].err == ""
