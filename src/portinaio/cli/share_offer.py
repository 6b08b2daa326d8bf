"""The line that offers a report to lists, after a block or a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext


def share_offer(
    context: CommandContext, *, number: str | None = None, call: int | None = None
) -> Iterator[str]:
    """Nothing where no list takes a report of it, or one has it already."""
    try:
        preview = context.client.preview_share(number, call)
    except PortinaioError:  # nothing of it may leave
        return
    given = any(one["state"] not in {"withdrawn", "refused"} for one in preview["shared"])
    if not given and any(not one["refusal"] for one in preview["targets"]):
        what = number if call is None else call
        yield _("To give a report of it to lists: portinaio share %(what)s") % {"what": what}
