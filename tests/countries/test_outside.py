"""A country that another package brings: invented, written in Esperanto, and trusted no further than it can be read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portinaio.cli import main
from portinaio.countries.pack import countries, has_pack, read_pack
from portinaio.countries.pack_folders import GROUP, from_outside
from portinaio.countries.plans import read_plan
from portinaio.errors import ConfigError

NIUE = Path(__file__).parent / "outside" / "portinaio_nu"
CALLS = """<calls><call number="+6838991234" duration="0" date="1795010640000" type="1"/>
<call number="+6838991234" duration="12" date="1795097040000" type="1"/></calls>"""
TOLD = ["company=Sonĝa Firmao", "company_email=a@example.com", "kind=operator", "called=+6834000", "name=Ada", "line=+6834000", "email=ada@example.net"]  # fmt: skip


class Stranger:
    """A folder in which a package with a pack is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pack = folder / "portinaio_nu"
        shutil.copytree(NIUE, self.pack)
        (self.pack / "__init__.py").write_text("raise SystemExit('a stranger ran')\n")
        self.offers("nu = portinaio_nu")

    def offers(self, *entries: str) -> None:
        about = self.folder / "portinaio_nu-1.0.dist-info"
        shutil.rmtree(about, ignore_errors=True)
        about.mkdir()
        (about / "METADATA").write_text("Metadata-Version: 2.1\nName: portinaio-nu\nVersion: 1.0\n")
        (about / "entry_points.txt").write_text("\n".join(["[portinaio.countries]", *entries]))

    def changes(self, old: str, new: str, file: str = "pack.toml") -> int:
        """Put `new` in place of `old`, and tell the line on which it stands."""
        path = self.pack / file
        before, found, after = path.read_text(encoding="utf-8").partition(old)
        assert found, old
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1


@pytest.fixture
def stranger(tmp_path, monkeypatch):
    folder = tmp_path / "installed"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [sys.path[0], str(folder), *sys.path[1:]])
    return Stranger(folder)


@pytest.fixture
def home(tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text('country = "NU"\n')
    (home / "calls.xml").write_text(CALLS)
    monkeypatch.setenv("PORTINAIO_HOME", str(home))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(home)
    return home


@pytest.fixture
def run(home, capsys):  # noqa: ARG001  # the commands live in it
    def run(*words: str) -> str:
        capsys.readouterr()
        main(words)
        said = capsys.readouterr()
        return said.out + said.err

    return run


def answered(run, *words):
    return json.JSONDecoder().raw_decode(run(*words, "--json"))[0]  # notes follow it


def examined(run):
    found = answered(run, "doctor")
    return [(one["state"], one["text"]) for one in found if one["code"] == "countries"]


# --- What it brings ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("stranger")
def test_a_pack_of_another_package_is_one_more_country():
    assert "NU" in countries()
    assert read_plan("nu")["emergency"] == ["999"]
    assert [pack.package for pack in from_outside()] == ["portinaio-nu 1.0"]


def test_a_pack_is_known_from_the_moment_it_is_installed(stranger):
    stranger.offers()
    before = has_pack("NU")

    stranger.offers("nu = portinaio_nu")

    assert (before, has_pack("NU")) == (False, True)


def test_a_pack_may_lie_in_a_folder_of_its_package(stranger):
    (stranger.pack / "inner").mkdir()
    for file in stranger.pack.glob("*.t*"):
        file.rename(stranger.pack / "inner" / file.name)

    stranger.offers("nu = portinaio_nu.inner")

    assert read_pack("NU").language == "eo"


@pytest.mark.usefixtures("stranger")
def test_a_letter_is_in_its_language_with_its_words(run):
    run("import", "calls.xml", "--as", "calls")
    draft = answered(run, "report", "1", *(f"--set={told}" for told in TOLD))

    assert draft["missing"] == []
    assert draft["subject"] == "Peto pri silento (art. 2 de la Leĝo pri Silento)"
    text = " ".join(draft["text"].split())
    assert "la linio +6834000 estis vokita (montrita numero: +6838991234)" in text
    assert "la voko estis de homo" in text
    assert [(route["recipient"], route["fits"]) for route in draft["routes"]] == [
        ("controller", True),
        ("memorigo", False),
        ("silentejo", False),
    ]


@pytest.mark.usefixtures("stranger")
def test_its_recipients_have_their_names_and_their_deadlines(run):
    run("import", "calls.xml", "--as", "calls")
    answered(run, "report", "1", *(f"--set={told}" for told in TOLD))
    run("complaints", "sent", "1", "--by", "email", "--on", "2026-11-20")

    assert "the firm" in run("complaints")
    assert [c["due"] for c in answered(run, "complaints")] == ["2026-12-21"]
    sheet = answered(run, "report", "1", "--to", "silentejo")
    assert [field["label"] for field in sheet["fields"]] == ["Voko 1"]
    reminder = answered(run, "report", "1", "--to", "memorigo")
    assert "je 20 Novembro 2026 mi petis" in " ".join(reminder["text"].split())


def test_its_ranges_are_reserved_like_ours_as_long_as_it_is_there(stranger, run):
    labels = []
    for offered in ("nu = portinaio_nu", "", "nu = portinaio_nu"):
        stranger.offers(offered)
        labels.append(answered(run, "check", "8991234")["label"])

    assert labels == ["reported", "unknown", "reported"]


def test_a_range_of_it_that_changes_counts_at_once(stranger, run):
    before = answered(run, "check", "8991234")["label"]
    stranger.changes("+683899*", "+683898*")

    assert (before, answered(run, "check", "8991234")["label"]) == ("reported", "unknown")


def test_the_readme_names_the_entry_point_that_is_looked_for():
    readme = Path(__file__).parents[2] / "README.md"

    assert f'[project.entry-points."{GROUP}"]' in readme.read_text(encoding="utf-8")


@pytest.mark.usefixtures("stranger")
def test_doctor_says_from_where_it_comes(run):
    assert examined(run) == [
        ("ok", "letters for NU: It is invented, so it does nothing in earnest."),
        ("ok", "complaints of NU are written with portinaio-nu 1.0"),
    ]


def test_without_strangers_doctor_has_nothing_to_say_of_countries(run):
    assert examined(run) == []


def test_the_command_line_knows_it_wherever_it_is_installed(stranger, home):
    environ = os.environ | {"PYTHONPATH": str(stranger.folder)}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "portinaio", *words]
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environ, cwd=home
        )
        assert "stranger ran" not in done.stderr
        return " ".join(done.stdout.split())

    assert "NU: controller, memorigo, silentejo" in run("report", "--help")
    assert "memorigo silentejo" in run("completion", "bash")


# --- What is wrong in it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param('title = "memorigo"', 'titel = "x"', "did you mean title?", id="a wrong key"),
        pytest.param(
            "mark = ",
            "mark = 3 #",
            'mark of range number 1 must be text in "quotes"',
            id="a wrong type",
        ),
        pytest.param("[[range]]", "[[range", "", id="no TOML"),
        pytest.param('"NU"', '"NR"', "country is NR, but it is the pack of NU", id="a country"),
        pytest.param('"eo"', '"xx"', "Babel knows no language 'xx'", id="a language"),
        pytest.param('"eo"', '"eo_001"', "Babel knows no language", id="a locale"),
        pytest.param("05-01", '05-01\nholidays = "HolidayBase"', "holidays must be", id="holidays"),
        pytest.param(
            "[deadlines]", "[deadlines]\nreply = { months = 99 }", "`int` <= 36", id="months"
        ),
        pytest.param('"683"', '"999"', "no country has the calling code 999", id="a code"),
        pytest.param('["999"]', '["9"]', "9 is no emergency number", id="an emergency number"),
        pytest.param("[plan]", '[plan]\ninternational_prefix = "0x"', "be digits", id="a prefix"),
        pytest.param(
            'kind = "emergency"',
            'kind = "emergency"\n[condition]\ncalm = { all = ["serene"] }',
            "condition calm names serene, which is no fact",
            id="a condition",
        ),
        pytest.param("+683899", "+39084", "ranges of its own country", id="somebody's range"),
        pytest.param("+683899*", "+683*", "catch a whole country", id="a range too wide"),
        pytest.param(
            'emergency = ["999"]',
            'emergency = []\nalso = { "+39" = "+1" }',
            "+39 cannot be +1",
            id="another country's numbers",
        ),
        pytest.param("https:", "file:", "page must be an address with https://", id="a page"),
        pytest.param('"the firm"', '"the\\u202efirm"', "nobody can see", id="a hidden character"),
        pytest.param('"the firm"', f'"{"x" * 41}"', "name must have 1 to 40", id="a long name"),
        pytest.param(
            "asks %(company)s", "asks %(company)99999999s", "aid has a %", id="a format for aid"
        ),
        pytest.param('"peto.toml"', '"../peto.toml"', "not stand beside it", id="a path"),
        pytest.param('"peto.toml"', '"petto.toml"', "not stand beside it", id="no such letter"),
        pytest.param(
            'when = { all = ["objected", "overdue"] }',
            'when = ["objected"]',
            "when of recipient.memorigo.advice number 1 must be",
            id="an old list",
        ),
        pytest.param('"peto.toml"', '"old.txt"', "of an older shape", id="an old letter"),
        pytest.param(
            "({{ cite('nu.silento.2') }})\"",
            '{@nu.x}"',
            "notation of older packs",
            id="an old text",
        ),
        pytest.param("('nu.silento.2') }})\"", "('nu.x') }})\"", "no law nu.x", id="a law"),
        pytest.param('"overdue"]', '"overdu"]', "overdu, which is no condition", id="a condition"),
        pytest.param('["name"]', '["holder"]', "gap has no name for holder", id="a gap"),
        pytest.param('reminds = "controller"', 'reminds = "x"', "recipient x", id="a recipient"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(stranger, run, old, new, said):
    line = stranger.changes(old, new)

    ((state, text),) = examined(run)

    assert (state, said in text) == ("wrong", True), text
    assert f"{stranger.pack / 'pack.toml'}" in text
    assert f"line {line + new.count(chr(10))}" in text


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('reminds = "controller"', "begins = true", "one recipient, the company that gets"),
        ("recipient.silentejo", "recipient.Silentejo", "'Silentejo' is no key of a recipient"),
    ],
)
def test_recipients_have_the_keys_that_the_program_looks_for(stranger, run, old, new, said):
    text = (stranger.pack / "pack.toml").read_text(encoding="utf-8")
    (stranger.pack / "pack.toml").write_text(text.replace(old, new), encoding="utf-8")

    assert said in examined(run)[0][1]


def test_a_pack_that_is_no_text_is_told(stranger, run):
    (stranger.pack / "peto.toml").write_bytes(b"\xff\xfe")

    assert "peto.toml: this is not UTF-8 text" in examined(run)[0][1]


def test_a_key_that_is_missing_is_told_with_the_line_of_its_table(stranger, run):
    stranger.changes('title = "memorigo"', "")
    line = stranger.changes("[recipient.memorigo]", "[recipient.memorigo]")

    assert f"line {line}: the key title is missing" in examined(run)[0][1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        pytest.param("{{ line }}", "{{ lien }}", "there is no place {{ lien }}", id="a place"),
        pytest.param("{{ line }}", "{line}", "the notation of older packs", id="an old place"),
        pytest.param("{{ line }}", "{{ line", "this is not the notation", id="a brace"),
        pytest.param("{{ line }}", "{% for x in line %}x{% endfor %}", "no for", id="a loop"),
        pytest.param("{{ line }}", "{{ 9**9 }}", "no pow", id="a sum"),
        pytest.param("{{ line }}", "{{ line.__class__ }}", "no getattr", id="an attribute"),
        pytest.param("{{ line }}", "{{ range(9) }}", "no call", id="a function"),
        pytest.param("{{ line }}", "{{ line | safe }}", "there is no filter safe", id="a filter"),
        pytest.param("{{ line }}", "{{ point('x') }}", "there is no point x", id="a point"),
        pytest.param('["several"]', '["sevral"]', "when names sevral", id="a fact"),
        pytest.param("Kun bona", "\u202eKun", "nobody can see", id="a character"),
        pytest.param("Kun", "x " * 1001, "at most 2000 characters", id="a long text"),
        pytest.param("Kun", "x " * 70000, "larger than 131072 bytes", id="a book"),
        pytest.param("Mi petas", "please do stop it " * 99, "not to be in 'eo'", id="a language"),
        pytest.param('key = "calls"', 'key = "call"', "two clauses call", id="a key twice"),
        pytest.param('group = "calls"', 'rests_on = "observed"', "not observed", id="a basis"),
    ],
)
def test_what_is_wrong_in_a_letter_is_told_with_its_file(stranger, run, old, new, said):
    stranger.changes(old, new, "peto.toml")

    ((state, text),) = examined(run)

    assert (state, said in text) == ("wrong", True), text
    assert str(stranger.pack / "peto.toml") in text
    assert re.search(r"line \d+:|bytes", text), text


def test_a_letter_that_leads_out_of_its_folder_is_not_read(stranger, run, tmp_path):
    (tmp_path / "secret.txt").write_text("de la kaj")
    (stranger.pack / "peto.toml").unlink()
    (stranger.pack / "peto.toml").symlink_to(tmp_path / "secret.txt")

    assert "peto.toml: it leads out of its folder" in examined(run)[0][1]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("it = portinaio_nu", "Portinaio has a pack of it"),
        ("niue = portinaio_nu", "'niue' is no code of a country, such as xa"),
        ("nu = portinaio_nu:PACK", "'portinaio_nu:PACK' names no package"),
        ("nu = ../../etc", "'../../etc' names no package"),
        ("nu = portinaio_nu.none", "there is no pack.toml in portinaio_nu.none"),
        ("nu = not_installed", "there is no pack.toml in not_installed"),
        ("nu = json", "there is no pack.toml in json"),
    ],
)
def test_an_entry_point_that_leads_nowhere_is_told(stranger, run, entry, said):
    stranger.offers(entry)

    assert examined(run) == [("wrong", f"a pack cannot be used: portinaio-nu 1.0: {said}")]


def test_the_first_of_two_packs_of_a_country_counts(stranger, run):
    shutil.copytree(stranger.pack, stranger.folder / "other")
    stranger.offers("nu = portinaio_nu", "NU = other")

    assert sorted(state for state, _ in examined(run)) == ["ok", "ok", "wrong"]


def test_packages_whose_metadata_are_spoilt_hold_nobody_up(stranger):
    for name, content in (("a", b"\xff\xfe"), ("b", b"[portinaio.countries]\nno sense")):
        about = stranger.folder / f"{name}-1.0.dist-info"
        about.mkdir()
        (about / "entry_points.txt").write_bytes(content)

    assert has_pack("NU")


# --- And everything else goes on --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "word"), [("peto.toml", "[[clause]]"), ("pack.toml", "[authority.silentejo]")]
)
def test_a_spoilt_pack_takes_nothing_else_along(stranger, run, file, word):
    run("import", "calls.xml", "--as", "calls")
    answered(run, "report", "1", *(f"--set={told}" for told in TOLD))
    line = stranger.changes(word, "{", file)

    assert answered(run, "check", "8884012")["valid"]
    assert [c["recipient"] for c in answered(run, "complaints")] == ["controller"]
    assert "Estimata Sonĝa Firmao" in run("complaints", "show", "1")
    assert "controller" in run("report", "--help")
    assert read_pack("IT").recipient
    assert re.search(rf"{file}.* line {line}", run("report", "1"))


def test_a_pack_that_is_gone_leaves_its_letters(stranger, run):
    run("import", "calls.xml", "--as", "calls")
    answered(run, "report", "1", *(f"--set={told}" for told in TOLD))
    stranger.offers()

    assert [c["state"] for c in answered(run, "complaints")] == ["draft"]
    assert "Estimata Sonĝa Firmao" in run("complaints", "show", "1", "--format", "md")
    assert "complaints cannot be written for the country 'NU'" in run("report", "1")


def test_a_pack_that_is_too_large_is_not_read(stranger):
    with (stranger.pack / "pack.toml").open("a") as file:
        file.write("#" * (1 << 18))

    with pytest.raises(ConfigError, match="larger than 262144 bytes"):
        read_pack("NU")


# --- Languages, and keys of its own -----------------------------------------------------------------------------------


def two_languages(stranger, english=', en = "Silence, please"'):
    stranger.changes('language = "eo"', 'language = "eo"\nlanguages = ["en"]')
    old = "subject = \"Peto pri silento ({{ cite('nu.silento.2') }})\""
    return stranger.changes(old, f'subject = {{ eo = "Silenton"{english} }}')


@pytest.mark.parametrize(
    ("asked", "subject"), [([], "Silenton"), (["--set", "language=en"], "Silence, please")]
)
def test_a_letter_is_in_the_language_that_the_user_chooses(stranger, run, asked, subject):
    two_languages(stranger)
    run("import", "calls.xml", "--as", "calls")

    draft = answered(run, "report", "1", *(f"--set={told}" for told in TOLD), *asked)

    assert draft["subject"] == subject


def test_a_language_that_the_pack_does_not_have_is_refused(stranger, run):
    two_languages(stranger)
    run("import", "calls.xml", "--as", "calls")

    assert "language must be one of eo, en, not 'it'" in run("report", "1", "--set", "language=it")


def test_a_text_that_lacks_a_language_is_told_with_its_line(stranger, run):
    line = two_languages(stranger, english="")

    ((_, text),) = examined(run)

    assert f"line {line}: there is no text in 'en'" in text


def test_the_first_letter_may_have_any_key(stranger, run):
    path = stranger.pack / "pack.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("recipient.controller", "recipient.peto").replace('"controller"', '"peto"')
    )
    run("import", "calls.xml", "--as", "calls")

    draft = answered(run, "report", "1", *(f"--set={told}" for told in TOLD))
    run("complaints", "sent", "1", "--by", "email", "--on", "2026-11-20")
    reminder = answered(run, "report", "1", "--to", "memorigo")

    assert (draft["recipient"], draft["missing"]) == ("peto", [])
    assert "je 20 Novembro 2026 mi petis" in " ".join(reminder["text"].split())
