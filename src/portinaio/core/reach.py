"""How much of a country one list means. A range that is too wide is refused; a hundred narrow ones may mean as much.

Nobody reports a twentieth of a country's mobiles, one by one. A list that holds so many of one type was written by
somebody who wants them all turned away, or by a slip of the pen; it may raise a suspicion and no more.
"""

from __future__ import annotations

from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple

ONE_IN = 20  # of the numbers of a type in a country; the twelve French ranges for sales are one in forty of its landlines

TYPES = {
    "fixed_line": msg("landline numbers"),
    "mobile": msg("mobile numbers"),
    "fixed_line_or_mobile": msg("landline and mobile numbers"),
    "toll_free": msg("toll-free numbers"),
    "premium_rate": msg("premium-rate numbers"),
    "shared_cost": msg("shared-cost numbers"),
    "voip": msg("numbers of internet telephony"),
    "personal_number": msg("personal numbers"),
    "pager": msg("pager numbers"),
    "uan": msg("company numbers"),
    "voicemail": msg("voicemail numbers"),
}
"""What the numbers of each of phonenumbers' types are called."""

UNMEASURED = msg("how much of a country it covers is yet to be measured (portinaio sync does so)")


class Reach(NamedTuple):
    """The type of numbers of which a list means too many."""

    percent: int
    """Of these numbers, rounded up."""
    type: str
    country: str

    @property
    def message(self) -> Message:
        return msg(
            "it covers %(percent)d of 100 %(numbers)s of %(country)s",
            percent=self.percent,
            numbers=TYPES[self.type],
            country=self.country,
        )
