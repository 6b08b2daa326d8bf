"""`publish`: keys as somebody types them, what is published, and whether a host serves it as its readers need it."""

from __future__ import annotations

import json
import shutil

import pytest

from portinaio.cli import main
from portinaio.daemon.sites.look_worker import found_site
from portinaio.errors import UntrustedListError
from same_process import in_this_process
from static_hosts import nginx_host, python_host

CALLER = "+390200001234"
ROWS = "number,reporters,last\n+390200001234,5,2026-11-20\n+390200001235,3,2026-11-20\n"


@pytest.fixture
def homes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    monkeypatch.setenv("PORTINAIO_LANG", "en")
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    in_this_process(monkeypatch)

    def run(home, *words, text=False):
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / home))
        capsys.readouterr()
        code = main([*words] if text else [*words, "--json"])
        out, err = capsys.readouterr()
        if code:
            return code, err
        return out if text else json.loads(out)

    return run


@pytest.fixture
def site(homes, tmp_path):
    (tmp_path / "numbers.csv").write_text(ROWS)
    homes("one", "publish", str(tmp_path / "numbers.csv"), str(tmp_path / "site"))
    return tmp_path / "site"


@pytest.fixture(params=["python", pytest.param("nginx", marks=pytest.mark.peers)])
def serve(request, tmp_path):
    """A host for a folder."""

    def host(folder):
        if request.param == "python":
            return python_host(folder)
        return nginx_host(folder, tmp_path / "nginx")

    return host


# -- keys


def test_keys_are_shown_with_where_they_lie(homes, site):
    shown = homes("one", "publish", "keys", "show", str(site), text=True)

    assert shown.startswith("root 1, until ")
    assert "root: 1 of 1 must sign" in shown
    assert ".root.key" in shown


@pytest.mark.parametrize(
    ("words", "keys", "threshold"),
    [
        (["add", "timestamp"], {"timestamp": 2}, {}),
        (["rotate", "root"], {"root": 1}, {}),
        (["recover"], {"targets": 1, "snapshot": 1, "timestamp": 1}, {}),
        (["move", "https://lists.example.org/"], {}, {}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_keys_are_changed_and_who_subscribed_follows(homes, site, words, keys, threshold):
    before = homes("one", "publish", "keys", "show", str(site))
    root = before["root"]
    homes("two", "lists", "add", site.as_uri() + "/", "--root", root, "--yes", "--trust", "0.9")

    after = homes("one", "publish", "keys", *words, str(site))
    roles = {role["role"]: role for role in after["roles"]}

    assert (after["root"], after["version"] > before["version"]) == (root, True)
    assert {role: len(roles[role]["keys"]) for role in keys} == keys
    assert {role: roles[role]["threshold"] for role in threshold} == threshold
    if words[0] != "move":
        assert homes("two", "sync")[0]["state"] == "ok"


def test_two_of_two_keys_must_sign(homes, site):
    homes("one", "publish", "keys", "add", "root", str(site))
    after = homes("one", "publish", "keys", "threshold", "root", "2", str(site), text=True)

    assert "root: 2 of 2 must sign" in after


REFUSED = [
    (["threshold", "root", "2"], "root has 1 key, and that one must sign"),
    (["threshold", "root", "none"], "keys takes"),
    (["rotate", "nobody"], "say of which role"),
    (["add"], "keys takes"),
    (["recover", "root"], "every key of root is here"),
    (["init"], "has its keys already"),
    (["move", "http://lists.example.org/"], "https:// only"),
    (["dance"], "keys takes"),
]


def test_what_keys_cannot_do_is_said_and_changes_nothing(homes, site):
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}

    told = [homes("one", "publish", "keys", *words, str(site)) for words, _ in REFUSED]

    assert [code for code, _ in told] == [2] * len(REFUSED)
    assert [
        said for (_, said), (_, error) in zip(REFUSED, told, strict=True) if said not in error
    ] == []
    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before


def test_keys_are_made_before_the_first_list(homes, tmp_path):
    made = homes("one", "publish", "keys", "init", str(tmp_path / "later"))
    homes("one", "block", CALLER)
    published = homes("one", "publish", "entries", str(tmp_path / "later"))

    assert (published["root"], published["keys_made"]) == (made["root"], False)


# -- what is published


def test_a_subscribed_list_is_published_and_its_news_with_it(homes, site, tmp_path):
    root = homes("one", "publish", "keys", "show", str(site))["root"]
    name = homes("two", "lists", "add", site.as_uri() + "/", "--root", root, "--yes")["name"]
    again = str(tmp_path / "again")
    first = homes("two", "publish", name, again)
    (tmp_path / "numbers.csv").write_text(ROWS + "+390600001236,4,2026-11-21\n")
    homes("one", "publish", str(tmp_path / "numbers.csv"), str(site))
    homes("two", "sync")
    second = homes("two", "publish", name, again)
    third = homes("two", "publish", name, again)

    assert [one["entries"] for one in (first, second, third)] == [
        first["entries"],
        first["entries"] + 1,
        first["entries"] + 1,
    ]
    assert (second["accepted"], third["bytes"]) == (1, 0)


TEXT = "# ours\n+39 02 0000 1234\n+390200001235\n+390200001235\n+390844*\n"


@pytest.mark.parametrize(
    ("name", "text", "entries"), [("numbers.csv", ROWS, 2), ("numbers.txt", TEXT, 3)]
)
def test_a_table_and_a_plain_text_are_published(homes, tmp_path, name, text, entries):
    (tmp_path / name).write_text(text)
    published = homes("one", "publish", str(tmp_path / name), str(tmp_path / "site"), "--no-ranges")
    address = (tmp_path / "site").as_uri() + "/"
    homes("two", "lists", "add", address, "--root", published["root"], "--yes", "--trust", "0.9")

    assert published["entries"] == entries
    assert homes("two", "check", CALLER)["label"] == "reported"


@pytest.mark.parametrize(("source", "code"), [("nothing-of-this-name", 1), ("./no.csv", 2)])
def test_what_is_not_there_is_said_and_no_key_is_made(homes, tmp_path, source, code):
    ended, _ = homes("one", "publish", source, str(tmp_path / "site"))

    assert (ended, (tmp_path / "site" / "metadata").exists()) == (code, False)


def test_a_file_that_was_cut_off_is_told_and_published_only_where_that_is_meant(homes, tmp_path):
    file, site = tmp_path / "numbers.csv", str(tmp_path / "site")
    rows = [f"+3902000013{n:02},5,2026-11-20\n" for n in range(40)]
    file.write_text("number,reporters,last\n" + "".join(rows))
    whole = homes("one", "publish", str(file), site, "--no-ranges")
    file.write_text("number,reporters,last\n" + "".join(rows[:8]))
    code, said = homes("one", "publish", str(file), site, "--no-ranges")
    meant = homes("one", "publish", str(file), site, "--no-ranges", "--accept")

    assert (whole["entries"], code, meant["entries"]) == (40, 1, 8)
    assert "the source has 8 entries and the site had 40, less than half" in said


def test_reports_for_a_list_of_ones_own_are_published_corrected_and_withdrawn(homes, tmp_path):
    (tmp_path / "one").mkdir(mode=0o700)
    config = tmp_path / "one" / "config.toml"
    config.write_text('country = "IT"\n[community]\nown_list = true\n')
    site = tmp_path / "site"
    other = "+390200005678"
    for number, company in ((CALLER, "Example S.p.A."), (other, "")):
        preview = homes(
            "one", "share", number, "--to", "own-list", "--company", company, "--dry-run"
        )
        said = next(one for one in preview["targets"] if one["name"] == "own-list")
        homes("one", "share", number, "--to", "own-list", "--company", company, "--yes")
    root = homes("one", "publish", "shares", str(site))["root"]
    homes("two", "lists", "add", site.as_uri() + "/", "--root", root, "--yes", "--trust", "0.9")
    heard = [homes("two", "check", number)["action"] for number in (CALLER, other)]
    homes("one", "share", other, "--withdraw")
    homes("one", "share", CALLER, "--to", "own-list", "--about", "energy", "--yes")
    corrected = homes("one", "publish", "shares", str(site))
    homes("two", "sync")
    after = [homes("two", "check", number)["action"] for number in (CALLER, other)]
    homes("one", "share", CALLER, "--withdraw")
    emptied = homes("one", "publish", "shares", str(site))
    homes("two", "sync")

    assert (said["method"], said["url"], json.loads(said["body"])["number"]) == (
        "publish",
        "shares",
        other,
    )
    assert (heard, after) == (["reject", "reject"], ["reject", "ring"])
    assert (corrected["accepted"], corrected["removed"], emptied["entries"]) == (1, 1, 0)
    assert homes("two", "check", CALLER)["action"] == "ring"


def test_the_own_list_is_none_of_the_targets_unless_somebody_wants_one(homes):
    preview = homes("one", "share", CALLER, "--dry-run")

    assert "own-list" not in [one["name"] for one in preview["targets"]]


def test_nothing_is_published_of_reports_that_were_never_given(homes, tmp_path):
    code, said = homes("one", "publish", "shares", str(tmp_path / "site"))

    assert (code, "own_list = true" in said) == (2, True)


# -- hosts


def test_a_host_that_has_the_site_as_it_is_has_nothing_said_of_it(homes, site, serve):
    with serve(site) as url:
        published = homes("one", "publish", "entries", *_more(homes, site, url))

    assert published["remarks"] == []


def _more(homes, site, url):
    homes("one", "block", CALLER)
    return str(site), "--url", url


def test_a_host_that_still_has_the_site_of_before_is_told(homes, site, serve, tmp_path):
    shutil.copytree(site, tmp_path / "served")
    with serve(tmp_path / "served") as url:
        published = homes("one", "publish", "entries", *_more(homes, site, url))

    assert [said for said in published["remarks"] if "still has the site of before" in said]


def test_a_host_that_has_nothing_yet_is_told(homes, site, serve, tmp_path):
    (tmp_path / "empty").mkdir()
    with serve(tmp_path / "empty") as url:
        published = homes("one", "publish", "entries", *_more(homes, site, url))

    assert [said for said in published["remarks"] if "bring the folder there" in said]


def test_a_host_that_answers_for_what_is_not_there_is_told(homes, site):
    from list_server import AServer, ok  # noqa: PLC0415  # for this one

    class Always(dict):
        def get(self, path, _otherwise=None):
            file = site / path.lstrip("/")
            return ok(file.read_bytes() if file.is_file() else b'{"welcome": true}')

    with AServer() as server:
        server.answers = Always()
        published = homes("one", "publish", "entries", *_more(homes, site, server.url("/")))

    assert [said for said in published["remarks"] if "it must say 404" in said]


def test_a_host_that_cannot_be_reached_costs_nothing_but_a_word(homes, site):
    published = homes("one", "publish", "entries", *_more(homes, site, "http://127.0.0.1:9/"))

    assert [said for said in published["remarks"] if "was not looked at" in said]


@pytest.mark.parametrize("where", ["at the root", "in a folder"])
def test_a_host_says_by_itself_where_its_site_is(homes, site, serve, tmp_path, where):
    root = homes("one", "publish", "keys", "show", str(site))["root"]
    served = tmp_path / "served"
    if where == "at the root":
        shutil.copytree(site, served)
    else:
        shutil.copytree(site, served / "calls" / "list")
        (served / ".well-known").mkdir()
        told = {"site": "../calls/list/", "root": root, "title": "Calls"}
        (served / ".well-known" / "portinaio.json").write_text(json.dumps(told))
    with serve(served) as url:
        added = homes("two", "lists", "add", url, "--root", root, "--yes", "--trust", "0.9")

    assert added["url"] == (url if where == "at the root" else f"{url}calls/list/")
    assert homes("two", "check", CALLER)["action"] == "reject"


@pytest.mark.parametrize(
    "told",
    [
        {"site": "file:///etc/"},
        {"site": "http://192.168.178.1/"},
        {"site": "ftp://lists.example.org/"},
        {"site": "//lists.example.org:x/"},
        {"root": "only"},
        [],
        "[" * 5000,
    ],
    ids=str,
)
def test_a_host_that_names_what_no_site_can_be_is_told(tmp_path, told):
    (tmp_path / "served" / ".well-known").mkdir(parents=True)
    text = told if isinstance(told, str) else json.dumps(told)
    (tmp_path / "served" / ".well-known" / "portinaio.json").write_text(text)

    with (
        python_host(tmp_path / "served") as url,
        pytest.raises(UntrustedListError, match="names no list site"),
    ):
        found_site(url)
