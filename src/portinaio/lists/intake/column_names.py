"""What a column holds, by the name that somebody gave it: the words of eight languages, as data.

Names are compared by their letters and digits alone, so `Última actividad`, `ultima_actividad` and `ultimaActividad` are one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORDS: dict[str, dict[str, str]] = {
    "number": {
        "en": "number phone phone_number phone_no phone_num telephone telephone_number tel pattern caller call_number"
        " caller_id caller_number calling_number caller_id_number company_phone_number",
        "de": "nummer rufnummer telefonnummer telefon nr handy handynummer mobiltelefon mobilnummer",
        "fr": "numéro téléphone numéro_de_téléphone numéro_appelant",
        "es": "número teléfono número_de_teléfono número_telefónico",
        "it": "numero telefono numero_di_telefono numero_telefonico numero_chiamante cellulare",
        "pt": "número telefone número_de_telefone",
        "nl": "nummer telefoon telefoonnummer",
        "tr": "numara telefon telefon_numarasi numarasi",
    },
    "reporters": {
        "en": "reporters reporter_count users user_count voters votes vote_count",
        "de": "melder stimmen",
        "fr": "votants votes nombre_de_votes",
        "es": "votos usuarios denunciantes",
        "it": "utenti voti segnalatori",
        "pt": "votos utilizadores usuários denunciantes",
        "nl": "melders stemmen",
        "tr": "oy oylar",
    },
    "reports": {
        "en": "reports report_count reports_count number_of_reports complaints complaint_count number_of_complaints count calls",
        "de": "meldungen anzahl_meldungen anzahl_der_meldungen beschwerden anzahl_beschwerden",
        "fr": "signalements nombre_de_signalements plaintes nombre_de_plaintes",
        "es": "reportes denuncias número_de_reportes número_de_denuncias quejas",
        "it": "segnalazioni numero_segnalazioni numero_di_segnalazioni n_segnalazioni denunce",
        "pt": "denúncias número_de_denúncias reclamações relatos",
        "nl": "meldingen aantal_meldingen klachten",
        "tr": "bildirimler bildirim_sayisi şikayetler şikayet_sayisi",
    },
    "disputes": {
        "en": "disputes disputed objections positive",
        "de": "einsprüche widersprüche",
        "fr": "contestations",
        "es": "disputas objeciones",
        "it": "contestazioni",
        "pt": "contestações",
        "nl": "bezwaren",
        "tr": "itirazlar",
    },
    "first": {
        "en": "first first_day first_date first_seen first_report first_reported first_reported_at first_call created"
        " created_at date_added added added_at added_on",
        "de": "erste_meldung erstmeldung erster_anruf erstmals zuerst_gemeldet hinzugefügt hinzugefügt_am erstellt angelegt",
        "fr": "premier premier_signalement premier_appel première_date première_activité ajouté ajouté_le date_ajout",
        "es": "primero primer_reporte primera_denuncia primera_llamada primera_fecha primera_actividad añadido fecha_de_alta",
        "it": "primo prima prima_segnalazione prima_data prima_chiamata prima_attività data_prima_segnalazione aggiunto"
        " data_inserimento",
        "pt": "primeiro primeira_denúncia primeira_chamada primeira_data primeira_atividade adicionado",
        "nl": "eerste eerste_melding eerste_oproep eerste_datum toegevoegd",
        "tr": "ilk ilk_bildirim ilk_arama ilk_tarih eklenme_tarihi",
    },
    "last": {
        "en": "last last_day last_date last_seen last_report last_reported last_reported_at last_call last_activity"
        " last_complaint last_updated updated updated_at issue_date date day",
        "de": "letzte letzte_meldung letzter_anruf letzte_aktivität zuletzt zuletzt_gemeldet aktualisiert bescheid_vom datum tag",
        "fr": "dernier dernier_signalement dernier_appel dernière_date dernière_activité mis_à_jour mise_à_jour jour",
        "es": "último último_reporte última_denuncia última_llamada última_fecha última_actividad actualizado fecha día",
        "it": "ultimo ultima ultima_segnalazione ultima_data ultima_chiamata ultima_attività data_ultima_segnalazione"
        " aggiornato ultimo_aggiornamento data giorno",
        "pt": "última última_denúncia última_chamada última_data última_atividade atualizado atualizado_em",
        "nl": "laatste laatste_melding laatste_oproep laatste_datum laatste_activiteit bijgewerkt",
        "tr": "son son_bildirim son_arama son_tarih güncelleme güncellendi tarih",
    },
    "category": {
        "en": "category rating type kind type_of_call type_of_call_or_messge",  # as the FCC spells it
        "de": "kategorie bewertung",
        "fr": "catégorie genre",
        "es": "categoría tipo",
        "it": "categoria tipo tipologia",
        "pt": "categoria tipo",
        "nl": "categorie soort",
        "tr": "kategori tür",
    },
    "company": {
        "en": "company company_name name business description reason title label",
        "de": "firma unternehmen bezeichnung beschreibung grund",
        "fr": "entreprise société nom libellé motif titre",
        "es": "empresa compañía nombre descripción motivo título",
        "it": "azienda società ditta impresa nome descrizione motivo titolo",
        "pt": "empresa nome descrição motivo",
        "nl": "bedrijf naam omschrijving reden",
        "tr": "şirket firma isim açiklama",
    },
    "note": {
        "en": "note notes comment comments remark remarks",
        "de": "notiz notizen kommentar kommentare bemerkung bemerkungen anmerkung anmerkungen",
        "fr": "note notes commentaire commentaires remarque remarques",
        "es": "nota notas comentario comentarios observaciones",
        "it": "nota note commento commenti osservazioni",
        "pt": "nota notas comentário comentários observações",
        "nl": "notitie opmerking opmerkingen",
        "tr": "not notlar yorum yorumlar",
    },
}
_NO_NUMBERS = (
    "id uid uuid guid key index ip ip_address lat latitude latitudine latitud lon lng long longitude longitudine longitud"
    " zip zip_code postcode postal_code cap plz amount price importo betrag year anno jahr port timestamp time_stamp"
    " partita_iva p_iva piva vat vat_number tax_code codice_fiscale cf steuernummer nif siret siren timestamp_ms epoch"
)
_ENDS = (
    "start/end start_number/end_number range_start/range_end begin/end first_number/last_number low/high min/max"
    " von/bis nummer_von/nummer_bis anfang/ende inizio/fine numero_iniziale/numero_finale début/fin inicio/fin"
    " desde/hasta início/fim van/tot baslangiç/bitiş"
)
"""Titles of the first number of a range and of its last."""
_FROM_TO = "from/to da/a dal/al de/à de/a de/até"
"""They may be such, too; in a log they are who called whom."""
_VAGUE = "nr caller calls date day datum tag jour fecha día data giorno tarih updated updated_at created name"
"""Each of them gives way to a better name of the same meaning: `Nr` may be an ordinal, where `Telefon` stands beside it."""


def plain(column: str) -> str:
    """Its letters and digits, small and without marks."""
    if column.isascii():
        return "".join(filter(str.isalnum, column)).lower()
    apart = normalize("NFKD", column.casefold().replace("\N{LATIN SMALL LETTER DOTLESS I}", "i"))
    return "".join(c for c in apart if c.isalnum())


MEANING = {
    plain(word): meaning
    for meaning, languages in _WORDS.items()
    for words in languages.values()
    for word in words.split()
}
_OF_NO_NUMBERS = frozenset(map(plain, _NO_NUMBERS.split()))
_RANGES, _PERHAPS_RANGES = (
    [tuple(map(plain, pair.split("/"))) for pair in ends.split()] for ends in (_ENDS, _FROM_TO)
)
_LAST_CHOICE = frozenset(map(plain, _VAGUE.split()))


def meaning_of(column: str) -> str:
    """`number`, `reporters`, …; empty where nobody knows."""
    return MEANING.get(plain(column), "")


def holds_no_numbers(column: str) -> bool:
    """Whether its title says that what stands below is no telephone number, though it may look like one."""
    return plain(column) in _OF_NO_NUMBERS


def is_vague(column: str) -> bool:
    """Whether its title gives way to a better one."""
    return plain(column) in _LAST_CHOICE


def ends_of(columns: Sequence[str], *, perhaps: bool = False) -> tuple[int, int] | None:
    """Which columns hold the first number of a range and its last, or `perhaps` do; `None` where no titles say so."""
    names = list(map(plain, columns))
    for first, last in _PERHAPS_RANGES if perhaps else _RANGES:
        if first in names and last in names:
            return names.index(first), names.index(last)
    return None


def places_of(columns: Sequence[str]) -> dict[str, int]:
    """Which column holds what: of two that mean the same, the one that says it more exactly, then the first."""
    places: dict[str, int] = {}
    for vague in (False, True):
        for place, column in enumerate(columns):
            name = plain(column)
            if (name in _LAST_CHOICE) is vague and (meaning := MEANING.get(name)):
                places.setdefault(meaning, place)
    return places
