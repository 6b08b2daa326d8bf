"""`python -m portinaio.daemon.sharing.share_worker`: one report to one list, in a process of its own.

An HTTP client and TLS take 20 MiB that a daemon has no use for afterwards. What comes as a line of JSON on stdin is sent as it is;
the answer is the status, and what the list said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.safe_text import one_line
from portinaio.daemon.errands.question import ask
from portinaio.daemon.errands.worker import answer_errand

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_BYTES = 16 << 10
LONGEST_SAID = 200


def give(asked: Mapping[str, str]) -> dict[str, Any]:
    """`PortinaioError` where nobody was reached; else whatever was answered, a refusal too."""
    answer = ask(
        asked["url"],
        asked["token"],
        asked["body"],
        accept="text/plain, application/json",
        most_bytes=LARGEST_BYTES,
    )
    said = one_line(answer.body.decode(errors="replace"))[:LONGEST_SAID]
    return {"status": answer.status, "said": said}


if __name__ == "__main__":
    answer_errand(give)
