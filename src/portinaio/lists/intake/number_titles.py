"""What the title of a column says of the telephone numbers below it: that they are some, that they are one's own, or that there are none.

Titles of whole address books and of call lists are made of words, `Phone 1 - Value`, `Telefon (privat)`, `numero chiamato`; a table of
all of them would never be complete, so words are looked for. The table of `column_names` goes first.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from portinaio.lists.intake.column_names import holds_no_numbers, is_vague, meaning_of, plain


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TELEPHONE = _set_of(
    "phone phones telephone tel phonenumber mobile mobil mobilfunk mobiltelefon mobilnummer cell cellphone cellular gsm"
    " fax telefax landline telefon telefonnummer rufnummer handy handynummer festnetz fon telephonenumber"
    " portable telefono telefoni cellulare cell fisso movil celular fijo telefone telemovel celulare mobiel telefoon"
    " telefoonnummer mobieltje cep ceptel telefonu callerid"
)
_NUMBER = _set_of(
    "number numbers numero numeri nummer nummern numara numaralar numeros num no nr n"
)
_ORDINAL = _set_of("no nr n num")
_BESIDE = _set_of(
    "home work business private office main primary other second secondary alternative further additional direct value"
    " privat geschaftlich buro zentrale haupt weitere casa ufficio lavoro principale altro altra secondo secondaria"
    " domicile bureau travail principal autre trabajo oficina otro trabalho escritorio outro huis werk zakelijk ander"
    " ev diger blocked spam bad caller calling chiamante anrufer appelant llamante"
)
"""Words that a number may have beside it and still be a telephone's."""
_OWN = _set_of(
    "my own mine mio mia miei mein meine meiner eigene eigener eigenes mon ma mes mi mis propio propia meu minha mijn"
    " eigen benim kendi"
    " called callee dialed dialled destination dest dst recipient receiver chiamato chiamata composto destinatario"
    " destinazione angerufen angerufene angerufener gewahlt gewahlte ziel appele compose destinataire llamado marcado"
    " destino chamado discado gebeld gebelde bestemming aranan"
)
_NEVER_OF_CALLERS = frozenset({"to", "a", "an", "did", "bnumber"})
"""Titles by themselves that say who was called."""
_SOMETHING_ELSE = _set_of(
    "type typ tipo tipus kind label etichetta phonetic yomi mail email provider carrier operator operatore model os brand"
    " country code prefix prefisso vorwahl calls count date datum data time times duration name nome nom nombre naam"
    " isim verified status id uid uuid key index zip postcode plz cap postal amount price total tax vat iva piva fiscal"
    " fiscale cf steuer iban invoice fattura rechnung order ordine customer cliente kunde house civico lat lon ip year"
    " url www page score level lines minutes seconds reports meldungen segnalazioni of di de der anzahl users utenti"
    " version row line zeile riga rank position"
)


_WHOSE = _set_of("customer client clienti cliente kunde kunden user utente company")
"""Whoever has it; alone it says nothing of telephones."""


class Says(Enum):
    NUMBERS = "numbers"
    PERHAPS = "perhaps"
    """Such as `Nr`, which may be an ordinal."""
    OWN = "own"
    """Of whoever was called."""
    ELSE = "else"
    NOTHING = "nothing"
    """That we know."""


@lru_cache(maxsize=1024)
def said_by(title: str) -> Says:
    if meaning := meaning_of(title):
        if meaning != "number":
            return Says.ELSE
        return Says.PERHAPS if is_vague(title) else Says.NUMBERS
    if holds_no_numbers(title):
        return Says.ELSE
    words = _words(title[:100])
    if not words:
        return Says.NOTHING
    if plain(title) in _NEVER_OF_CALLERS or words & _OWN:
        return Says.OWN
    if words & _TELEPHONE and words & _SOMETHING_ELSE and words <= _TELEPHONE | _NUMBER | _WHOSE:
        return Says.NUMBERS
    if words & _SOMETHING_ELSE:
        return Says.ELSE
    if words <= _ORDINAL:
        return Says.PERHAPS
    if words & _TELEPHONE or (words & _NUMBER and words <= _NUMBER | _BESIDE):
        return Says.NUMBERS
    return Says.NOTHING


def _words(title: str) -> frozenset[str]:
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", title)
    words = map(plain, re.split(r"[\W\d_]+", apart))
    return frozenset(filter(None, words))
