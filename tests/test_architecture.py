"""The page about the architecture is true: what it names exists, and no folder is missing from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src/portinaio"
PAGE = (PACKAGE / "README.md").read_text(encoding="utf-8")
NAMED = set(re.findall(r"`([a-z_]+(?:/[a-z_]+)*(?:/|\.py))`", PAGE))
OURS = {"README.md", "tests/", "countries/xx/"}
"""Of the checkout, and the example of what is still to be written."""


@pytest.mark.parametrize("path", sorted(NAMED - OURS))
def test_a_path_on_the_page_leads_somewhere(path):
    assert (PACKAGE / path).exists()


def test_every_folder_is_on_the_page():
    folders = {
        f"{file.parent.relative_to(PACKAGE)}/"
        for file in PACKAGE.rglob("*.py")
        if file.parent != PACKAGE
    }

    assert folders | {"countries/it/"} <= NAMED  # the other countries are like it


def test_the_page_is_one_screen_or_two():
    assert len(PAGE.splitlines()) <= 100


@pytest.mark.parametrize("link", re.findall(r"\]\(([^)#]+)", PAGE))
def test_a_link_on_the_page_leads_somewhere(link):
    assert (PACKAGE / link).exists()
