"""Titles of columns in eight languages, and what is made of columns that nobody knows."""

import pytest

from list_worlds import reading_of, shown
from portinaio.lists.intake.column_names import _WORDS, meaning_of, places_of, plain

WORDS = [
    (meaning, language, word)
    for meaning, languages in _WORDS.items()
    for language, words in languages.items()
    for word in words.split()
]
ROW = "+390200001234"


def test_every_meaning_has_words_in_every_language():
    languages = {meaning: set(words) for meaning, words in _WORDS.items()}

    assert set(map(frozenset, languages.values())) == {
        frozenset(["en", "de", "fr", "es", "it", "pt", "nl", "tr"])
    }


def test_no_word_means_two_things():
    said = {plain(word): set() for _, _, word in WORDS}
    for meaning, _, word in WORDS:
        said[plain(word)].add(meaning)

    assert [word for word, meanings in said.items() if len(meanings) > 1] == []


@pytest.mark.parametrize(
    "title",
    ["ultima_attivita", "Ultima attività", "ULTIMA-ATTIVITÀ", "ultimaAttivita", ' "ultima attività" '],
)  # fmt: skip
def test_a_title_is_known_however_it_is_written(title):
    assert meaning_of(title) == "last"


@pytest.mark.parametrize(
    ("title", "meaning"),
    [
        ("ultimo", "last"), ("fecha", "last"), ("last_reported", "last"), ("last_reported_at", "last"),
        ("updated_at", "last"), ("last_call", "last"), ("letzte_meldung", "last"), ("Bescheid vom", "last"),
        ("prima_segnalazione", "first"), ("report_count", "reports"), ("caller_id_number", "number"),
        ("Rufnummer", "number"), ("comment", "note"), ("quantity", ""), ("", ""),
    ],
)  # fmt: skip
def test_titles_of_public_lists_are_known(title, meaning):
    assert meaning_of(title) == meaning


@pytest.mark.parametrize(
    ("titles", "places"),
    [
        (["Nr", "Telefon"], {"number": 1}),
        (["Nr", "Firma"], {"number": 0, "company": 1}),
        (["number", "date", "last_reported"], {"number": 0, "last": 2}),
        (["number", "date"], {"number": 0, "last": 1}),
        (["number", "updated_at", "ultima_segnalazione"], {"number": 0, "last": 2}),
        (["number", "last_seen", "last_report"], {"number": 0, "last": 1}),
    ],
)
def test_the_more_exact_title_of_two_is_read(titles, places):
    assert places_of(titles) == places


ITALIAN = "numero,categoria,prima_segnalazione,ultima_attivita,segnalazioni,note\n"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (ITALIAN + f"{ROW},energia,2025-01-02,2025-02-25,3,dice di chiamare dal mercato\n",
         f"{ROW} reporters=3 reports=3 first=2025-01-02 last=2025-02-25 energy"),
        (f"Rufnummer;Meldungen;Letzte Meldung;Kategorie;Firma\n{ROW};4;24.11.2026;Umfrage;Muster\n",
         f"{ROW} reporters=4 reports=4 last=2026-11-24 survey Muster"),
        (f"Numéro;Signalements;Dernier signalement;Catégorie;Société\n{ROW};4;24/11/2026;Démarchage;Exemple\n",
         f"{ROW} reporters=4 reports=4 last=2026-11-24 marketing Exemple"),
        (f"Número,Denuncias,Última denuncia,Categoría,Empresa\n{ROW},4,24/11/2026,Estafa,Ejemplo\n",
         f"{ROW} reporters=4 reports=4 last=2026-11-24 scam Ejemplo"),
        (f"Número,Denúncias,Última denúncia,Categoria,Empresa\n{ROW},4,24/11/2026,Pesquisa,Exemplo\n",
         f"{ROW} reporters=4 reports=4 last=2026-11-24 survey Exemplo"),
        (f"number,reporters,report_count,first_reported,last_reported_at,type\n{ROW},2,4,2026-01-02,2026-11-24T10:00:00Z,Debt Collection\n",
         f"{ROW} reporters=2 reports=4 first=2026-01-02 last=2026-11-24 debt"),
        (f"Telefoonnummer;Aantal meldingen;Laatste melding;Soort;Bedrijf\n{ROW};4;24-11-2026;Oplichting;Voorbeeld\n",
         f"{ROW} reporters=4 reports=4 last=2026-11-24 scam Voorbeeld"),
        (f"Telefon Numarası;Bildirim Sayısı;Son Bildirim;Kategori;Firma\n{ROW};4;24.11.2026;Anket;Örnek\n",
         f"{ROW} reporters=4 reports=4 last=2026-11-24 survey Örnek"),
        (f"caller_id_number,issue_date,type_of_call_or_messge\n{ROW},2026-11-24T00:00:00.000,Prerecorded Voice\n",
         f"{ROW} reporters=1 reports=1 last=2026-11-24 robocall"),
    ],
    ids=["it", "de", "fr", "es", "pt", "en", "nl", "tr", "fcc"],
)  # fmt: skip
def test_a_table_is_read_with_its_days_counts_and_kinds(text, row):
    reading = reading_of(text, name="x.csv", region="IT")

    assert (shown(reading), reading.remarks) == (row + "\n", ())


@pytest.mark.parametrize(
    "word",
    ["truffa", "finanza", "energia", "telefonia", "sondaggi", "pubblicita", "ping", "altro"],
)
def test_each_kind_of_the_italian_list_is_one_of_ours(word):
    (row,) = reading_of(f"numero,categoria\n{ROW},{word}\n", name="x.csv")

    assert row.category != ""


@pytest.mark.parametrize(
    "title",
    [
        "note",
        "notes",
        "comment",
        "nota",
        "commento",
        "Bemerkung",
        "remarque",
        "comentario",
        "observações",
    ],
)
def test_a_note_is_no_company(title):
    (row,) = reading_of(f"number;{title}\n{ROW};rings at noon\n", name="x.csv")

    assert (row.company, row.note) == ("", "rings at noon")


def test_a_note_in_json_is_no_company_either():
    (row,) = reading_of(f'[{{"number": "{ROW}", "comment": "rings at noon"}}]')

    assert (row.company, row.note) == ("", "rings at noon")


@pytest.mark.parametrize(
    "text",
    [f"number,bescheid\n{ROW},2026-11-24\n", f'[{{"number": "{ROW}", "bescheid": "2026-11-24"}}]'],
    ids=["csv", "json"],
)
def test_a_column_of_days_that_nobody_knows_is_said(text):
    reading = reading_of(text)
    list(reading)

    assert [str(remark) for remark in reading.remarks] == [
        "the column bescheid holds days, and nobody knows what they say; they are not read"
    ]


@pytest.mark.parametrize("cells", ["1234", "12345678", "soon", ""])
def test_a_column_of_anything_else_is_passed_over_in_silence(cells):
    reading = reading_of(f"number,bescheid\n{ROW},{cells}\n")
    list(reading)

    assert reading.remarks == ()
