"""What the app takes back of a pattern is the pattern, digit by digit."""

from __future__ import annotations

import pytest

from daemon_world import a_client, a_context
from portinaio.tui.operations import entries


@pytest.mark.parametrize("text", ["02[13]*", "02?5*", "0200001??4"])
def test_a_pattern_that_was_dropped_comes_back_whole(tmp_path, text):
    client = a_client(a_context(tmp_path))
    made = client.add_entry(text, kind="block", note="energy", sure=True)
    done = entries.drop(client, made, text)
    assert client.entries() == []

    done.undo(client)

    assert [(one["pattern"], one["note"]) for one in client.entries()] == [
        (made["pattern"], "energy")
    ]


@pytest.mark.parametrize("text", ["02[13]*", "02?5*", "0200001??4"])
def test_a_pattern_that_was_added_goes_again(tmp_path, text):
    client = a_client(a_context(tmp_path))

    entries.add(client, entries.Wanted(text, "block"), text).undo(client)

    assert client.entries() == []
