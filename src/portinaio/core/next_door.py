"""The contact next door: whom the user knows in the caller's block of 100 takes the edge off what is said of that block.

Companies, surgeries and town halls have their numbers in a row, and so have call centres. Where somebody known is among them, the
row is no call centre's alone: what other numbers of it have done weighs a third. With a late hour beside it, which counts against
those alone whom lists speak of, it then makes nobody suspected any more; what is said of the number itself weighs as before.

The third is a choice, which no data tell from a half: of 25,560 numbers that hospitals, schools, authorities and companies publish,
1,271 have another one in their block of 100, and complaints to the FTC up to 2025-11-14 make none of these suspected; of the 13,140
complaints that followed, 8 lie in such a block, and none is lost.
"""

from __future__ import annotations

from portinaio.core.message import Message, msg
from portinaio.core.score import beyond, together

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.checks.finding import Finding

EASED = (
    1 / 3
)  # of 45 points, the most that is said of a block, it leaves 15, and 22 with a late hour
OF_BLOCKS = ("neighbours", "range")  # the second weighs what it has beyond the first


def a_contact(name: str) -> Message:
    if not name:
        return msg("one of your contacts is in the same block of 100")
    return msg("%(name)s of your contacts is in the same block of 100", name=name)


def an_allowed(pattern: str) -> Message:
    return msg("you allow %(pattern)s, in the same block of 100", pattern=pattern)


def a_called(number: str) -> Message:
    return msg("you called %(number)s, in the same block of 100", number=number)


def eased(findings: Sequence[Finding], next_door: Message) -> list[Finding]:
    """The findings, with what they say of the block as it counts beside somebody known; `next_door` says who that is."""
    whole = together(each.weight for each in findings if each.code in OF_BLOCKS)
    said = 0.0
    found = []
    for each in findings:
        if each.code not in OF_BLOCKS or not each.weight:
            found.append(each)
            continue
        said = beyond(whole * EASED, said) if said else each.weight * EASED
        found.append(_a_third(each, said, next_door))
    return found


def _a_third(finding: Finding, weight: float, next_door: Message) -> Finding:
    say = msg(
        "%(found)s; but %(next_door)s, so it counts a third",
        found=finding.message,
        next_door=next_door,
    )
    return finding._replace(message=say, weight=weight)
