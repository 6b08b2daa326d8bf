"""From which box to which a letter would leave, by the `[mail]` of config.toml: what is shown before it does, and what is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.mail import is_address, mail_address
from portinaio.config.load import load_settings

if TYPE_CHECKING:
    from portinaio.complaints.draft import Draft
    from portinaio.config.settings import MailTable
    from portinaio.daemon.context import Context


class Outgoing(NamedTuple):
    sender: str
    """Empty where neither config.toml nor the profile names one."""
    to: str
    certified: bool
    """From one certified box to another; an ordinary one makes it ordinary mail."""


def planned(context: Context, letter: Draft) -> Outgoing | None:
    """`None` where there is no `[mail]`, or the letter does not go by mail."""
    mail = load_settings(context.home.config_file).mail
    if mail is None or letter.channel != "letter" or not mail_address(letter):
        return None
    return outgoing(context, letter, mail)


def outgoing(context: Context, letter: Draft, mail: MailTable) -> Outgoing:
    said = context.store.profile.all()
    sender = mail.sender or said.get("pec" if mail.pec else "email", "")
    to = mail_address(letter, certified=mail.pec)
    certified = mail.pec and to == letter.addressee.pec
    return Outgoing(sender if is_address(sender) else "", to, certified)
