"""Receipts of certified mail as providers write them (RFC 6109), of a message that is named."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from xml.sax.saxutils import escape

XML = """<?xml version="1.0" encoding="UTF-8"?>
<postacert tipo="{kind}" errore="{error}">
  <intestazione>
    <mittente>maria@pec.example.net</mittente>
    <destinatari tipo="certificato">privacy@pec.example.com</destinatari>
    <risposte>maria@pec.example.net</risposte>
    <oggetto>Opposizione</oggetto>
  </intestazione>
  <dati>
    <gestore-emittente>Gestore Esempio S.p.A.</gestore-emittente>
    <data zona="{zone}"><giorno>{day}</giorno><ora>{hour}</ora></data>
    <identificativo>opec1.20261124180003.1@pec.example.net</identificativo>
    <msgid>{message}</msgid>{more}
  </dati>
</postacert>
"""
DETAILS = {
    "avvenuta-consegna": '<ricevuta tipo="completa"/><consegna>privacy@pec.example.com</consegna>',
    "errore-consegna": "<errore-esteso>5.1.1 - casella inesistente</errore-esteso>",
}


def daticert(kind="avvenuta-consegna", message_id="m@x", day="25/11/2026", **values):
    faulty = kind not in {"accettazione", "avvenuta-consegna", "presa-in-carico"}
    given = {"hour": "09:15:00", "zone": "+0100", "error": "no-dest" if faulty else "nessuno"}
    return XML.format(
        kind=kind,
        message=escape(f"<{message_id}>"),
        day=day,
        more=DETAILS.get(kind.replace("mancata", "errore"), ""),
        **given | values,
    ).encode()


def receipt(kind="avvenuta-consegna", message_id="m@x", *, xml=None, signed=True, **values):
    """The whole `.eml`; the mail that it is about lies in it, as in a complete receipt."""
    inner = EmailMessage(SMTP)
    inner["Subject"] = "Opposizione"
    inner["Message-ID"] = f"<{message_id}>"
    inner.set_content("Spett.le")
    inner.add_attachment(
        daticert("errore-consegna", "another@x"), maintype="application", subtype="xml",
        filename="daticert.xml",
    )  # fmt: skip
    mail = EmailMessage(SMTP)
    mail["X-Ricevuta"] = kind
    mail["X-Riferimento-Message-ID"] = f"<{message_id}>"
    mail["From"] = "posta-certificata@pec.example.net"
    mail["Subject"] = f"{kind.upper()}: Opposizione"
    mail.set_content("Ricevuta")
    mail.add_attachment(
        daticert(kind, message_id, **values) if xml is None else xml,
        maintype="application", subtype="xml", filename="daticert.xml",
    )  # fmt: skip
    mail.add_attachment(inner, filename="postacert.eml")
    if signed:
        mail.add_attachment(
            b"\0", maintype="application", subtype="x-pkcs7-signature", filename="smime.p7s"
        )
    return mail.as_bytes()
