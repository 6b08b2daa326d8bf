"""What tables of calls call their columns, and what became of a call, in the languages of those who write them."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from portinaio.wire.calllog.past_call import CallType

if TYPE_CHECKING:
    from collections.abc import Sequence


class Column(Enum):
    KIND = "kind"
    DAY = "day"
    """Or the whole moment."""
    CLOCK = "clock"
    PARTY = "party"
    NAME = "name"
    LASTED = "lasted"
    SERVICE = "service"


_TITLES = {
    Column.KIND: (
        "call type|type|direction|call direction|tipo|tipo di chiamata|tipo chiamata|direzione|typ|anruftyp|anrufart"
        "|art|richtung|type d'appel|sens|tipo de llamada|dirección|tipo de chamada|soort"
    ),
    Column.DAY: (
        "date|date/time|date & time|date and time|datetime|timestamp|call date|data|data e ora|data/ora|datum"
        "|datum/uhrzeit|date et heure|fecha|fecha y hora|start time|started"
    ),
    Column.CLOCK: "time|call time|ora|orario|uhrzeit|zeit|heure|hora|tijd",
    Column.PARTY: (
        "number|phone number|phone|telephone number|telephone|numero|numero di telefono|telefono|nummer|rufnummer"
        "|telefonnummer|numéro|numéro de téléphone|téléphone|número|número de teléfono|teléfono|telefone"
        "|telefoonnummer|number/address|address"
    ),
    Column.NAME: (
        "name|contact|contact name|remoteparty|nome|contatto|nome contatto|kontakt|kontaktname|nom|nombre|contacto"
        "|contato|naam|full name"
    ),
    Column.LASTED: "duration|call duration|durata|dauer|gesprächsdauer|durée|duración|duração|duur",
    Column.SERVICE: "service|servizio|dienst|servicio|serviço|app",
}
_COLUMNS = {title: column for column, titles in _TITLES.items() for title in titles.split("|")}
_UNIT = re.compile(r"\s*[(\[].*[)\]]\s*$")  # of `Duration (s)`

_OUTGOING = (
    "outgoing outbound out dialed dialled placed made uscita uscente effettuata ausgehend ausgehender gewählt sortant"
    " sortante émis saliente realizada efetuada uitgaand"
)
_BLOCKED = "blocked bloccata bloccato blockiert gesperrt bloqué bloqueada geblokkeerd"
_MISSED = (
    "missed unanswered no persa perso senza nessuna verpasst verpasster entgangen manqué perdida rejected declined"
    " cancelled canceled rifiutata abgelehnt abgewiesen refusé rechazada voicemail gemist"
)
_INCOMING = (
    "incoming inbound in received answered entrata entrante arrivo ricevuta risposta eingehend eingehender"
    " angenommen entrant reçu recibida recebida inkomend"
)
_KINDS: dict[str, CallType | None] = {
    word: kind
    for words, kind in (
        (_OUTGOING, CallType.OUTGOING),
        (_BLOCKED, CallType.BLOCKED),
        (_MISSED, None),
        (_INCOMING, CallType.INCOMING),
    )
    for word in words.split()
}
_ORDER = (CallType.OUTGOING, CallType.BLOCKED, None, CallType.INCOMING)
_WORD = re.compile(r"[^\W\d_]+")
LONGEST_TITLE = 100  # characters


def columns_of(titles: Sequence[str]) -> dict[Column, int]:
    """Where each column stands; of two that are called so, the first."""
    found: dict[Column, int] = {}
    for place, title in enumerate(titles):
        if len(title) > LONGEST_TITLE:
            continue
        column = _COLUMNS.get(_UNIT.sub("", title).strip().casefold())
        if column is not None:
            found.setdefault(column, place)
    return found


def call_type_of(text: str) -> tuple[CallType, bool] | None:
    """What became of a call, and whether somebody may have talked; `None` where no word says so."""
    said = {_KINDS[word] for word in _WORD.findall(text.casefold()) if word in _KINDS}
    first = next((kind for kind in _ORDER if kind in said), CallType.INCOMING)
    if not said:
        return None
    return first or CallType.INCOMING, first is not None
