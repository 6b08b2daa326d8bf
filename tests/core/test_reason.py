"""Why the system refused: in words of ours where we have some, else in its own."""

from __future__ import annotations

import errno
import socket
import ssl

import pytest

from portinaio.core.reason import doubt, reason


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
        (
            socket.gaierror(-2, "Name or service not known"),
            "its name cannot be found; is the network up, and is it spelt so?",
        ),
    ],
    ids=["known", "a subclass", "unknown", "no system's error", "without a word", "a name"],
)
def test_a_refusal_has_a_reason_without_number_and_path(error: Exception, said: str):
    assert str(reason(error)) == said


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (10, "it has expired"),
        (62, "it belongs to another server"),
        (9999, "certificate is odd"),
    ],
)
def test_a_certificate_is_doubted_in_words_of_ours_where_we_have_some(code, said):
    error = ssl.SSLCertVerificationError()
    error.verify_code, error.verify_message = code, "certificate is odd"

    assert str(doubt(error)) == said
