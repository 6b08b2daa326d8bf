"""What is typed wrongly is answered by a sentence in the reader's language: what, where, what to do."""

from __future__ import annotations

from typing import NamedTuple

import pytest


class Case(NamedTuple):
    typed: tuple[str, ...]
    en: str
    it: str
    de: str
    code: int = 2


CASES = {
    "a day that is none": Case(
        ("profile", "set", "rpo_enrolled_on=ieri"),
        "rpo_enrolled_on must be a day such as 2026-01-31, not 'ieri'",
        "rpo_enrolled_on deve essere un giorno come 2026-01-31, non 'ieri'",
        "rpo_enrolled_on muss ein Tag wie 2026-01-31 sein, nicht 'ieri'",
    ),
    "a day that is still to come": Case(
        ("profile", "set", "rpo_enrolled_on=2999-01-01"),
        "rpo_enrolled_on is 1 Jan 2999, a day that is still to come",
        "rpo_enrolled_on è 1 gen 2999, un giorno che deve ancora venire",
        "rpo_enrolled_on ist 1. Jan. 2999, ein Tag, der erst noch kommt",
    ),
    "a tax code of two letters": Case(
        ("profile", "set", "tax_code=AB"),
        "tax_code has 16 or 11 letters and digits, which 'AB' has not",
        "tax_code ha 16 o 11 lettere e cifre, e 'AB' non le ha",
        "tax_code hat 16 oder 11 Buchstaben und Ziffern, 'AB' nicht",
    ),
    "a key that is none": Case(
        ("profile", "set", "tax_cod=AB"),
        "there is no key 'tax_cod'; the nearest is tax_code",
        "non esiste la chiave 'tax_cod'; la più vicina è tax_code",
        "es gibt keinen Schlüssel 'tax_cod'; am nächsten kommt tax_code",
    ),
    "a key that is near to none": Case(
        ("profile", "set", "foo=AB"),
        "there is no key 'foo'; there are: name, address, email, pec",
        "non esiste la chiave 'foo'; esistono: name, address, email, pec",
        "es gibt keinen Schlüssel 'foo'; es gibt: name, address, email, pec",
    ),
    "a key of a line that is near to none": Case(
        ("lines", "add", "sip", "--set", "foo=1"),
        "there is no key foo; there are: ",
        "non esiste la chiave foo; esistono: ",
        "es gibt keinen Schlüssel foo; es gibt: ",
    ),
    "a provider that is near to none": Case(
        ("lines", "add", "sip", "--provider", "nope"),
        "no provider nope is known; portinaio lines providers shows those that are",
        "nessun fornitore nope è conosciuto; portinaio lines providers mostra quelli",
        "kein Anbieter nope ist bekannt; portinaio lines providers zeigt die bekannten",
    ),
    "a list that is near to none": Case(
        ("lists", "add", "zzzz", "--yes"),
        "the catalogue has no list called zzzz; portinaio lists catalog shows all",
        "il catalogo non ha nessuna lista di nome zzzz; portinaio lists catalog le mostra tutte",
        "der Katalog hat keine Liste namens zzzz; portinaio lists catalog zeigt alle",
        1,
    ),
    "a list that is none, with nobody to ask": Case(
        ("lists", "add", "zzzz"),
        "the catalogue has no list called zzzz; portinaio lists catalog shows all",
        "il catalogo non ha nessuna lista di nome zzzz; portinaio lists catalog le mostra tutte",
        "der Katalog hat keine Liste namens zzzz; portinaio lists catalog zeigt alle",
        1,
    ),
    "a line that is none, with nobody to ask": Case(
        ("doctor", "--call", "zzzz"),
        "there is no line called zzzz",
        "non esiste nessuna linea di nome zzzz",
        "es gibt keinen Anschluss namens zzzz",
        1,
    ),
    "an address of a company that is none": Case(
        ("companies", "set", "Example", "email=nope"),
        "email must be like me@example.net, not 'nope'",
        "email deve essere come io@example.net, non 'nope'",
        "email muss wie ich@example.net sein, nicht 'nope'",
    ),
    "a word for a number": Case(
        ("calls", "--limit", "ten"),
        "argument --limit: 'ten' is no whole number",
        "argomento --limit: 'ten' non è un numero intero",
        "Argument --limit: 'ten' ist keine ganze Zahl",
    ),
    "a number that is too small": Case(
        ("calls", "--limit", "-1"),
        "limit is 1 to 1000 calls",
        "limit va da 1 a 1000 chiamate",
        "limit ist 1 bis 1000 Anrufe",
    ),
    "a span before now": Case(
        ("calls", "forget", "--older", "-3d"),
        "'-3d' is not a span such as 30m, 2h or 3d",
        "'-3d' non è una durata come 30m, 2h o 3d",
        "'-3d' passt nicht; erwartet wird: eine Zeitspanne wie 30m, 2h oder 3d",
    ),
    "an hour that is none": Case(
        ("check", "0200001234", "--at", "25:00"),
        "'25:00' is not a time such as 14:30 or 2026-11-24T14:30",
        "'25:00' non è un'ora come 14:30 o 2026-11-24T14:30",
        "'25:00' passt nicht; erwartet wird: eine Uhrzeit wie 14:30 oder 2026-11-24T14:30",
    ),
    "a day in words that are none": Case(
        ("calls", "--since", "yesteday"),
        "'yesteday' is not a moment such as 2h, 3d, today, yesterday or 2026-11-24",
        "'yesteday' non è un momento come 2h, 3d, oggi, ieri o 2026-11-24",
        "'yesteday' passt nicht; erwartet wird: ein Zeitpunkt wie 2h, 3d, heute, gestern oder 2026-11-24",
    ),
    "an action that is none": Case(
        ("replay", "--set", "policy.unknown=bite"),
        "policy.unknown is one of ring, silence, reject, answer, announce, challenge, take a message",
        "policy.unknown è una di squilla, silenzia, rifiuta, risponde e riaggancia, annuncia,",
        "policy.unknown ist eines von klingeln, stumm, abweisen, annehmen und auflegen, ansagen,",
    ),
    "a subcommand that is none": Case(
        ("profile", "show"),
        "profile has no 'show', but: set",
        "profile non ha 'show'; ha: set",
        "profile hat kein 'show'; es hat: set",
    ),
    "an empty subcommand": Case(
        ("lists", ""),
        "lists has no '', but: catalog, formats, add, remove, show",
        "lists non ha ''; ha: catalog, formats, add, remove, show",
        "lists hat kein ''; es hat: catalog, formats, add, remove, show",
    ),
    "a label that is none": Case(
        ("calls", "--label", "spam"),
        "--label cannot be 'spam'; it is one of known, unknown, reported",
        "--label non può essere 'spam'; i valori possibili sono noto, sconosciuto, segnalato",
        "--label kann nicht 'spam' sein; es ist eines von bekannt, unbekannt, gemeldet",
    ),
    "a way that is none": Case(
        ("complaints", "sent", "1", "--by", "pigeon"),
        "--by cannot be 'pigeon'; it is one of email, pec, registered, post, web, hand, sms, phone",
        "--by non può essere 'pigeon'; i valori possibili sono email, pec, raccomandata, posta, web, a mano",
        "--by kann nicht 'pigeon' sein; es ist eines von E-Mail, pec, Einschreiben, Post, Web, persönlich",
    ),
    "ids that may be a number": Case(
        ("report", "333", "123", "4567"),
        "333 123 4567 may be 3 calls, or one number; put a number in quotes",
        "333 123 4567 possono essere 3 chiamate o un solo numero; metti fra virgolette un numero",
        "333 123 4567 können 3 Anrufe sein, oder eine Nummer; setzen Sie eine Nummer in Anführungszeichen",
    ),
    "pieces of nothing": Case(
        ("check", "+390200001234", "02", "0000", "1235"),
        "4 arguments are neither one number together nor a number each",
        "4 argomenti che non sono né un solo numero insieme né un numero ciascuno",
        "4 Argumente sind weder zusammen eine Nummer noch jedes für sich eine",
    ),
    "a call that there is not": Case(
        ("report", "17"),
        "there is no call 17 in the log",
        "nel registro non c'è nessuna chiamata 17",
        "in der Anrufliste gibt es keinen Anruf 17",
        1,
    ),
    "a list that there is not": Case(
        ("lists", "show", "nope"),
        "there is no list called nope",
        "non esiste nessuna lista di nome nope",
        "es gibt keine Liste namens nope",
        1,
    ),
    "a span that is none": Case(
        ("pause", "--for", "soon"),
        "'soon' is not a span such as 30m, 2h or 3d",
        "'soon' non è una durata come 30m, 2h o 3d",
        "'soon' passt nicht; erwartet wird: eine Zeitspanne wie 30m, 2h oder 3d",
    ),
}
CONFIGS = {
    "no value": Case(
        ("country =\n",),
        "config.toml line 1: no value stands here; a text stands in quotes",
        "config.toml riga 1: qui manca un valore; un testo va tra virgolette",
        "config.toml Zeile 1: hier fehlt ein Wert; ein Text steht in Anführungszeichen",
    ),
    "a key near to none": Case(
        ("[log]\nzzz = 1\n",),
        "config.toml line 2: there is no key zzz; there are: keep_days",
        "config.toml riga 2: non esiste la chiave zzz; esistono: keep_days",
        "config.toml Zeile 2: es gibt keinen Schlüssel zzz; es gibt: keep_days",
    ),
    "twice": Case(
        ('country = "IT"\ncountry = "DE"\n',),
        "config.toml line 2: this key or table stands there already; leave one of them",
        "config.toml riga 2: questa chiave o tabella c'è già; lasciane una sola",
        "config.toml Zeile 2: diesen Schlüssel oder diese Tabelle gibt es schon; lassen Sie eines davon stehen",
    ),
    "an action that is none": Case(
        ('[policy]\nunknown = "bite"\n',),
        "config.toml line 2: policy.unknown cannot be 'bite'; it is one of ring, silence, reject",
        "config.toml riga 2: policy.unknown non può essere 'bite'; i valori possibili sono ring, silence",
        "config.toml Zeile 2: policy.unknown kann nicht 'bite' sein; möglich sind ring, silence",
    ),
    "an action by its word in Italian": Case(
        ('[policy]\nunknown = "squilla"\n',),
        "config.toml line 2: policy.unknown is written ring in config.toml, not 'squilla'",
        "config.toml riga 2: policy.unknown in config.toml si scrive ring, non 'squilla'",
        "config.toml Zeile 2: policy.unknown wird in config.toml ring geschrieben, nicht 'squilla'",
    ),
}
REMARKS = {
    "a theme that is none": Case(
        ('[tui]\ntheme = "nope"\n',),
        "no theme is called 'nope', so the app has its own; there are: portinaio,",
        "nessun tema si chiama 'nope', quindi l'app usa il suo; ci sono: portinaio,",
        "kein Farbschema heißt 'nope', also nimmt die App ihr eigenes; es gibt: portinaio,",
    ),
    "an act that is none": Case(
        ('[tui]\nkeys = { blok = "x" }\n',),
        "the app does nothing called 'blok'; did you mean block?",
        "l'app non ha nessuna azione 'blok'; intendevi block?",
        "die App hat keine Aktion 'blok'; meinten Sie block?",
    ),
}


def in_each_language(cases):
    return pytest.mark.parametrize(
        ("language", "case"),
        [
            pytest.param(language, case, id=f"{name}, {language}")
            for name, case in cases.items()
            for language in ("en", "it", "de")
        ],
    )


@in_each_language(CASES)
def test_what_is_typed_wrongly_has_its_sentence(run, monkeypatch, language, case):
    monkeypatch.setenv("PORTINAIO_LANG", language)

    answer = run(*case.typed)

    assert getattr(case, language) in answer.err
    assert (answer.code, answer.out) == (case.code, "")


@in_each_language(CASES)
def test_where_json_is_wanted_the_sentence_is_json_too(run, monkeypatch, language, case):
    monkeypatch.setenv("PORTINAIO_LANG", language)

    answer = run(*case.typed, "--json")

    assert getattr(case, language) in answer.json["error"]
    assert getattr(case, language) in answer.err


@in_each_language(CONFIGS)
def test_what_is_wrong_in_config_toml_has_its_line_and_its_sentence(
    run, house, monkeypatch, language, case
):
    monkeypatch.setenv("PORTINAIO_LANG", language)
    house.mkdir(mode=0o700)
    (house / "config.toml").write_text(*case.typed)

    answer = run("config")

    assert (answer.code, getattr(case, language) in answer.err) == (1, True)


@in_each_language(REMARKS)
def test_a_name_that_the_app_does_not_know_is_told_and_nothing_stops(
    run, house, monkeypatch, language, case
):
    monkeypatch.setenv("PORTINAIO_LANG", language)
    house.mkdir(mode=0o700)
    (house / "config.toml").write_text(*case.typed)

    assert getattr(case, language) in run("config").out
    assert getattr(case, language) in run("doctor").out


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nothing is paused any more; calls are screened once the daemon runs"),
        ("it", "Nessuna pausa è più in corso; le chiamate vengono filtrate quando"),
        ("de", "Nichts pausiert mehr; Anrufe werden gefiltert, sobald der Dienst läuft"),
    ],
)
def test_resume_promises_nothing_where_no_daemon_runs(run, monkeypatch, language, said):
    monkeypatch.setenv("PORTINAIO_LANG", language)

    assert said in run("resume").out


@pytest.mark.parametrize(
    ("language", "typed"),
    [("en", "unknown"), ("it", "sconosciuto"), ("de", "Unbekannt"), ("de", "unknown")],
)
def test_a_choice_is_taken_by_its_word(run, monkeypatch, language, typed):
    monkeypatch.setenv("PORTINAIO_LANG", language)

    assert run("calls", "--label", typed, "--json").json == []
