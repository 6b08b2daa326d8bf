"""The published catalogue of companies: read from an archive that may be anything, and searched by a few words."""

from __future__ import annotations

import io
import json
import zipfile
import zlib

import pytest

from portinaio.complaints.addresses import archive
from portinaio.complaints.addresses.archive import read_archive
from portinaio.complaints.addresses.catalogue import Catalogue, from_json, named, search, to_json
from portinaio.errors import PortinaioError

ENERGY = {
    "slug": "esempio-energia",
    "relevant-countries": ["it"],
    "name": "Esempio Energia S.p.A.",
    "runs": ["Luce Facile"],
    "address": "via Esempio 1\n00100 Roma\nItaly",
    "email": "privacy@energia.example.com",
    "sources": ["https://energia.example.com/privacy"],
    "request-language": "it",
}
GERMAN = {
    "slug": "beispiel-energie",
    "relevant-countries": ["de", "at"],
    "name": "Beispiel Energie GmbH",
    "address": "Beispielstraße 1\n10115 Berlin\nDeutschland",
    "needs-id-document": True,
    "suggested-transport-medium": "letter",
}
WORLDWIDE = {"slug": "energia", "relevant-countries": ["all"], "name": "Energía Mundial, S.A."}
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def an_archive(*records, comment=COMMIT, folder="companies", files=()):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for place, record in enumerate(records):
            name = f"data-master/{folder}/c{place}.json"
            text = record if isinstance(record, bytes) else json.dumps(record).encode()
            made.writestr(zipfile.ZipInfo(name, (2026, 7, 21, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
        for name in files:
            made.writestr(name, b"{}")
        made.comment = comment.encode()
    return out.getvalue()


def names(*records, words, country="IT"):
    return [one.name for one in search(read_archive(an_archive(*records)), words, country)]


def test_a_company_has_what_a_letter_needs_of_it():
    (company,) = read_archive(an_archive(ENERGY)).companies

    assert company.name == "Esempio Energia S.p.A."
    assert company.address == "via Esempio 1, 00100 Roma, Italy"
    assert company.email == "privacy@energia.example.com"
    assert (company.also, company.countries, company.language) == (("Luce Facile",), ("it",), "it")
    assert company.source == "https://energia.example.com/privacy"


def test_a_catalogue_says_of_which_day_and_revision_it_is():
    catalogue = read_archive(an_archive(ENERGY))

    assert catalogue.source == "datenanfragen/data (CC0-1.0), 2026-07-21, 0123456"


def test_what_a_company_wants_is_told():
    (company,) = read_archive(an_archive(GERMAN)).companies

    assert (company.transport, company.needs_id, company.email) == ("letter", True, "")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("esempio", ["Esempio Energia S.p.A."], id="the beginning of the name"),
        pytest.param("ENERGIA", ["Energía Mundial, S.A.", "Esempio Energia S.p.A."], id="without case and accents, its beginning first"),
        pytest.param("luce facile", ["Esempio Energia S.p.A."], id="a brand"),
        pytest.param("energia esempio", ["Esempio Energia S.p.A."], id="words in any order"),
        pytest.param("esempio gas", [], id="a word that is not there"),
        pytest.param(" ", [], id="no word"),
    ],
)  # fmt: skip
def test_a_company_is_found_by_the_words_of_its_name(words, found):
    assert names(ENERGY, GERMAN, WORLDWIDE, words=words) == found


def test_those_of_the_countrys_own_come_before_others():
    there = {**ENERGY, "name": "Esempio Austria", "relevant-countries": ["at"]}
    here = {**ENERGY, "name": "Esempio Z Italia"}

    assert names(there, here, words="esempio") == ["Esempio Z Italia", "Esempio Austria"]


@pytest.mark.parametrize(
    ("name", "known"),
    [("esempio energia s.p.a.", True), ("Luce Facile", True), ("Esempio", False), ("", False)],
)
def test_only_the_whole_name_or_brand_names_a_company(name, known):
    assert bool(named(read_archive(an_archive(ENERGY, GERMAN)), name)) is known


def test_of_two_companies_of_one_name_none_is_meant():
    assert named(read_archive(an_archive(ENERGY, ENERGY)), "Luce Facile") is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>no</html>", id="a web page"),
        pytest.param(an_archive(ENERGY)[:-80], id="cut off"),
        pytest.param(an_archive(ENERGY)[:40] + b"x" * 8 + an_archive(ENERGY)[48:], id="spoilt"),
        pytest.param(an_archive(), id="no file"),
        pytest.param(an_archive(ENERGY, folder="else"), id="no company"),
        pytest.param(an_archive(b"{", b"[]", b'"x"', b"[" * 9000, b'{"name": 1}'), id="no company that can be read"),
    ],
)  # fmt: skip
def test_what_is_no_catalogue_is_refused_with_a_sentence(data):
    with pytest.raises(PortinaioError, match="archive"):
        read_archive(data)


@pytest.mark.parametrize(("more", "refused"), [(0, False), (1, True)])
def test_an_archive_of_too_many_files_is_refused(monkeypatch, more, refused):
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    data = an_archive(*[ENERGY] * (2 + more))

    if refused:
        with pytest.raises(PortinaioError, match="larger than"):
            read_archive(data)
    else:
        assert read_archive(data).companies


@pytest.mark.parametrize(("spare", "refused"), [(0, False), (-1, True)])
def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch, spare, refused):
    whole = 2 * len(json.dumps(ENERGY))
    monkeypatch.setattr(archive, "LARGEST_WHOLE_BYTES", whole + spare)

    if refused:
        with pytest.raises(PortinaioError, match="larger than"):
            read_archive(an_archive(ENERGY, ENERGY))
    else:
        assert len(read_archive(an_archive(ENERGY, ENERGY)).companies) == 2


def test_a_company_that_is_too_large_is_left_out_and_never_unpacked_as_a_whole():
    bomb = b'{"name": "' + b"x" * (archive.LARGEST_FILE_BYTES * 40) + b'"}'
    assert len(zlib.compress(bomb)) < archive.LARGEST_FILE_BYTES

    found = read_archive(an_archive(bomb, ENERGY)).companies

    assert [one.name for one in found] == ["Esempio Energia S.p.A."]


def test_what_could_deceive_the_eye_is_taken_out():
    odd = {"name": "Es\u202eempio\x1b[31m", "address": "a\n\n b \x00", "email": "no address at all"}

    (company,) = read_archive(an_archive(odd)).companies

    assert company.name.isprintable()
    assert company.address.isprintable()
    assert company.email == ""


def test_files_that_lead_elsewhere_are_left_alone():
    found = read_archive(
        an_archive(ENERGY, files=["../../companies/x.json", "/etc/companies/x.json"])
    )

    assert len(found.companies) == 1


def test_what_is_kept_is_read_as_it_was():
    catalogue = read_archive(an_archive(ENERGY, GERMAN))._replace(fetched="2026-11-30")

    assert from_json(to_json(catalogue)) == catalogue


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"version": 0}', b'{"version": 1, "companies": [{}]}']
)
def test_what_a_disk_has_spoilt_is_no_catalogue(data):
    assert from_json(data) is None


def test_a_catalogue_of_another_place_says_so():
    assert (
        Catalogue("", "2026-07-21", (), where="mirror.example").source
        == "mirror.example, 2026-07-21"
    )
