"""To whom an act goes, and by which ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.draft import Addressee
from portinaio.complaints.drafting.gaps import gap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.pack_schema import Pack


def addressee(
    recipient: Recipient, authority_of: str, values: Mapping[str, str], pack: Pack
) -> Addressee:
    number = ""
    if authority_of:
        authority = pack.authority[authority_of]
        post, email, pec = authority.address, authority.email, authority.pec
        name, page = authority.name, authority.page
        number = {"sms": authority.sms, "phone": authority.phone}.get(recipient.channel, "")
    elif recipient.to_authority:
        name, page, post, email, pec = gap(recipient.region, pack), "", "", "", ""
    else:
        name, page = values.get("company", gap("company", pack)), ""
        post, email, pec = (values.get(f"company_{way}", "") for way in ("address", "email", "pec"))
        if not (post or email or pec):
            post = gap("company_address", pack)
    ways = recipient.ways
    return Addressee(
        name,
        post if "post" in ways else "",
        email if "email" in ways else "",
        pec if "pec" in ways else "",
        page,
        number,
    )
