"""A file that is dropped on the terminal is put to the complaint, after a question."""

from __future__ import annotations

import pytest

from portinaio.tui.operations.complaints import dropped


@pytest.mark.parametrize(
    "name", ["ricevuta.eml", "la mia ricevuta.eml", "l'altra.eml", "perché?.eml"]
)
@pytest.mark.parametrize("written", ["plain", "quoted", "escaped", "url"])
def test_a_path_is_understood_as_terminals_write_it(tmp_path, name, written):
    file = tmp_path / name
    file.touch()
    text = {
        "plain": str(file),
        "quoted": "'" + str(file).replace("'", "'\\''") + "'",
        "escaped": "".join(c if c.isalnum() or c in "/._-" else f"\\{c}" for c in str(file)),
        "url": file.as_uri(),
    }[written]

    assert dropped(f" {text}\n") == str(file)
