"""What to ask a provider so that a line can be set up, in the reader's language."""

from __future__ import annotations

from portinaio.language import _


def sheet() -> list[str]:
    return [
        _(
            "To whom provides my telephone line: I want to use a telephone device of my own (SIP). Please tell me:"
        ),
        _("1. Domain (realm) and registrar; are they found by DNS SRV, or which port?"),
        _("2. Outbound proxy and its port, if there is one, and whether it is mine alone."),
        _("3. Transport: UDP, TCP or TLS; with TLS, must the voice be encrypted (SRTP)?"),
        _(
            "4. User name and authentication name, and the form of the number in them (+39…, 39…, with or without 0)."
        ),
        _("5. The password of the telephone service, which is not that of the customer portal."),
        _(
            "6. May the same number be registered twice at the same time, and do both telephones ring?"
        ),
        _("7. Must I use your name servers (DNS)? Which?"),
        _("8. Does it work from my access line alone, or from anywhere?"),
        _("9. Codecs; the interval of registration; is 100rel (PRACK) required?"),
        _("10. Is the caller's number delivered (CLIP), and is that a paid option?"),
        _("11. Is the word on a verified caller (STIR/SHAKEN, verstat) passed on?"),
    ]
