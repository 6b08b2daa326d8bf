"""A path goes on by what lies in the folder."""

from __future__ import annotations

import pytest

from portinaio.tui.widgets.path_suggester import further


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calls").mkdir()
    for name in ("calls/june.xml", "contacts.vcf", ".hidden"):
        (tmp_path / name).touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("c", "calls/"),
        ("co", "contacts.vcf"),
        ("calls/", "calls/june.xml"),
        ("~/con", "~/contacts.vcf"),
        (".h", ".hidden"),
        ("x", None),
        ("nowhere/x", None),
        ("\0", None),
    ],
)
def test_what_is_typed_goes_on(typed, whole):
    assert further(typed) == whole


def test_hidden_files_wait_for_their_dot(folder):
    assert further(f"{folder}/") == f"{folder}/calls/"
