"""How far the fetching of a list has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.api.answers import SyncingAnswer

BAR = 10  # cells


def sync_progress(at: SyncingAnswer) -> str:
    """`▰▰▰▱▱▱▱▱▱▱ 2.1 of 8.0 MB`."""
    here = f"{at['bytes'] / 1e6:.1f}"
    if not at["whole"]:
        return _("fetching, %(here)s MB") % {"here": here}
    done = min(BAR, round(BAR * at["bytes"] / at["whole"]))
    whole = f"{at['whole'] / 1e6:.1f}"
    told = _("%(here)s of %(whole)s MB") % {"here": here, "whole": whole}
    return f"{'▰' * done}{'▱' * (BAR - done)} {told}"
