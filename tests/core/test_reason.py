"""Why the system refused: in words of ours where we have some, else in its own."""

from __future__ import annotations

import errno

import pytest

from portinaio.core.reason import reason


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "/home/file"),
            "no space left on the disk",
        ),
        (PermissionError(errno.EACCES, "Permission denied"), "permission denied"),
        (OSError(errno.EUCLEAN, "Structure needs cleaning"), "Structure needs cleaning"),
        (ValueError("embedded null byte"), "embedded null byte"),
        (OSError(), "OSError"),
    ],
    ids=["known", "a subclass", "unknown", "no system's error", "without a word"],
)
def test_a_refusal_has_a_reason_without_number_and_path(error: Exception, said: str):
    assert str(reason(error)) == said
