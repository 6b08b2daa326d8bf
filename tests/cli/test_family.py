"""A family shares its blocks: one word joins, the host reads nothing, a mistake is taken back for all."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import zxingcpp

from portinaio.api.qr_code import qr_code
from portinaio.cli import main
from portinaio.lists.site.invitation import read_invitation
from same_process import in_this_process
from static_hosts import python_host

CALLER, MISTAKE = "+390200001234", "+390200005678"


@pytest.fixture
def homes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    monkeypatch.setenv("PORTINAIO_LANG", "en")
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    in_this_process(monkeypatch)

    def run(home, *words):
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / home))
        capsys.readouterr()
        code = main((*words, "--json"))
        out, err = capsys.readouterr()
        return json.loads(out) if code == 0 else (code, err)

    return run


@pytest.fixture
def family(homes, tmp_path):
    """The address of a private site, and the word that opens it."""
    site = tmp_path / "site"
    site.mkdir()
    homes("one", "block", CALLER, "--note", "sells solar panels")
    homes("one", "block", MISTAKE)
    with python_host(site) as url:
        invited = homes("one", "family", "invite", str(site), "--url", url)
        yield url, invited["invitation"], site


def action(homes, home, number):
    return homes(home, "check", number)["action"]


def test_who_joins_turns_away_whom_the_other_has_blocked(homes, family):
    _, word, _ = family
    homes("two", "family", "join", word)

    assert (action(homes, "two", CALLER), action(homes, "two", "+390200009999")) == (
        "reject",
        "ring",
    )


def test_a_mistake_is_taken_back_for_all(homes, family):
    _, word, site = family
    for home in ("two", "three"):
        homes(home, "family", "join", word)
    homes("one", "forget", MISTAKE)
    again = homes("one", "family", "invite", str(site))
    for home in ("two", "three"):
        homes(home, "sync")

    assert again["invitation"] == word
    assert [action(homes, home, MISTAKE) for home in ("two", "three")] == ["ring", "ring"]
    assert [action(homes, home, CALLER) for home in ("two", "three")] == ["reject", "reject"]


def test_the_host_reads_nothing(family):
    _, word, site = family
    key = read_invitation(word).key.encode()
    served = {
        file.relative_to(site).as_posix(): file.read_bytes()
        for file in site.rglob("*")
        if file.is_file()
    }

    assert not (site / ".well-known").exists()
    for name, data in served.items():
        for secret in (b"0200001234", b"solar", b"one", key):
            assert secret not in data or (secret == b"one" and name.startswith("metadata"))
    assert len({len(data) for name, data in served.items() if name.startswith("data/")}) == 1


def test_nobody_reads_it_without_the_word(homes, family):
    url, word, _ = family
    root = read_invitation(word).root

    code, said = homes("two", "lists", "add", url, "--root", root, "--yes")

    assert (code, "it is a private site" in said) == (1, True)
    assert homes("two", "lists") == []


def test_another_key_does_not_open_it_and_leaves_nothing(homes, family):
    _, word, _ = family
    mark, url, root, key = word.split(".")
    forged = ".".join((mark, url, root, "A" * len(key)))

    code, said = homes("two", "family", "join", forged)

    assert (code, "does not open it" in said) == (1, True)
    assert (homes("two", "lists"), homes("two", "family", "list")) == ([], [])


@pytest.mark.parametrize(
    "word",
    [
        "",
        "pf1",
        "pf1.a.b.c",
        "pf2.aHR0.aa.aa",
        "https://example.org/",
        "pf1." + "é" * 9,
        "x" * 9000,
    ],
)
def test_what_is_no_invitation_is_told(homes, word):
    code, said = homes("two", "family", "join", word)

    assert (code, "no invitation" in said) == (2, True)


def test_an_invitation_survives_what_a_mail_does_to_it(family):
    _, word, _ = family

    assert read_invitation(re.sub("(.{40})", "\\1\n  ", word)) == read_invitation(word)


def test_who_leaves_forgets_the_list_and_the_key(homes, family, tmp_path):
    _, word, _ = family
    name = homes("two", "family", "join", word)["name"]
    listed = [one["name"] for one in homes("two", "family", "list")]
    homes("two", "family", "leave", name)

    assert listed == [name]
    assert (homes("two", "lists"), action(homes, "two", CALLER)) == ([], "ring")
    assert not list(Path(tmp_path / "two" / "secrets").iterdir())


def test_an_invitation_needs_an_address_once(homes, tmp_path):
    homes("one", "block", CALLER)

    code, said = homes("one", "family", "invite", str(tmp_path / "site"))

    assert (code, "--url" in said) == (2, True)
    assert not (tmp_path / "site").exists()


def test_a_site_for_everybody_becomes_no_private_one(homes, tmp_path):
    site = str(tmp_path / "site")
    homes("one", "block", CALLER)
    homes("one", "publish", "entries", site)

    code, said = homes("one", "family", "invite", site, "--url", "https://host.example/")

    assert (code, "published for everybody" in said) == (2, True)


def test_without_the_key_of_the_home_a_private_site_is_not_published_anew(homes, family, tmp_path):
    _, _, site = family
    for file in (tmp_path / "one" / "secrets").glob("family-*"):
        file.unlink()

    code, said = homes("one", "publish", "entries", str(site))

    assert (code, "its key is not on this computer" in said) == (1, True)


def test_a_private_site_that_is_published_again_stays_as_it_is(homes, family):
    _, _, site = family
    before = {file: file.read_bytes() for file in site.rglob("*") if file.is_file()}
    homes("one", "publish", "entries", str(site))

    assert {file: file.read_bytes() for file in site.rglob("*") if file.is_file()} == before
    shutil.rmtree(site)


# -- who has left


def test_a_new_key_shuts_out_who_has_left_and_lets_in_who_stays(homes, family):
    _, word, site = family
    for home in ("two", "three"):
        homes(home, "family", "join", word)
    renewed = homes("one", "family", "renew", str(site))["invitation"]
    late = "+390200004321"
    homes("one", "block", late)
    homes("one", "family", "invite", str(site))
    synced = [homes(home, "sync")[0] for home in ("two", "three")]
    told = [homes(home, "lists")[0]["error"] for home in ("two", "three")]
    homes("two", "family", "join", renewed)

    assert renewed != word
    assert read_invitation(renewed).root == read_invitation(word).root
    assert (synced, ["does not open it" in said for said in told]) == ([1, 1], [True, True])
    assert [action(homes, home, CALLER) for home in ("two", "three")] == ["reject", "reject"]
    assert [action(homes, home, late) for home in ("two", "three")] == ["reject", "ring"]
    assert homes("four", "family", "join", word)[0] == 1
    assert [one["state"] for one in homes("two", "family", "list")] == ["ok"]


@pytest.mark.parametrize("moment", ["publish", "take_next"])
def test_a_renewal_that_is_killed_leaves_a_site_that_its_home_can_open(
    homes, family, monkeypatch, moment
):
    _, word, site = family
    worker = "portinaio.daemon.sites.publish_worker"
    errand = "portinaio.daemon.sites.publish.run_errand"
    from portinaio.daemon.sites import publish_worker  # noqa: PLC0415  # in this process, to end it

    def broken(*_words, **_options):
        raise KeyboardInterrupt

    where = (
        f"{worker}.{moment}" if moment == "take_next" else "portinaio.lists.publish.publish.publish"
    )
    with monkeypatch.context() as patched:
        patched.setattr(errand, lambda _module, asked, *_: publish_worker.work(asked))
        patched.setattr(where, broken)
        with pytest.raises(BaseException):  # noqa: B017, PT011  # as a kill, it goes through everything
            raise KeyboardInterrupt if homes("one", "family", "renew", str(site)) else SystemExit
    invited = homes("one", "family", "invite", str(site))
    joined = homes("five", "family", "join", invited["invitation"])

    assert joined["entries"] == 2
    assert (invited["invitation"] == word) == (moment == "publish")


def test_the_last_block_is_taken_back_too(homes, family):
    _, word, site = family
    homes("two", "family", "join", word)
    for number in (CALLER, MISTAKE):
        homes("one", "forget", number)
    homes("one", "family", "invite", str(site))
    homes("two", "sync")

    assert [action(homes, "two", number) for number in (CALLER, MISTAKE)] == ["ring", "ring"]


# -- a member, a host or a hand that means ill, or slips


def test_an_invitation_typed_wrong_joins_nothing(homes, family, tmp_path):
    _, word, _ = family
    parts = word.split(".")
    for at, text in enumerate(parts[1:], 1):
        other = "A" if text[9] != "A" else "B"
        for wrong in (
            text[:9] + other + text[10:],
            text[:9] + text[10:],
            text[:9] + "A" + text[9:],
        ):
            code, _ = homes(
                "two", "family", "join", ".".join([*parts[:at], wrong, *parts[at + 1 :]])
            )
            assert code in {1, 2}

    assert (homes("two", "lists"), homes("two", "family", "list")) == ([], [])
    assert not list(Path(tmp_path / "two").glob("secrets/*"))


def test_a_member_blocks_no_emergency_number_and_no_friend(homes, family, tmp_path):
    _, word, site = family
    contact, allowed = "+390200004321", "+390200007777"
    rows = [
        CALLER,
        contact,
        allowed,
        "+39112",
        "+39113",
        "+39118",
        *(f"+39020000{n}" for n in range(2000, 2400)),
    ]
    (tmp_path / "poison.csv").write_text("\n".join(["number", *rows]) + "\n")
    homes("one", "publish", str(tmp_path / "poison.csv"), str(site))
    homes("two", "contacts", "add", "Anna", contact)
    homes("two", "allow", allowed)
    homes("two", "family", "join", word)
    found = {
        number: homes("two", "check", number)["action"]
        for number in (contact, allowed, "+39112", "112", "118")
    }

    assert action(homes, "two", CALLER) == "reject"
    assert found == dict.fromkeys(found, "ring")


def test_a_member_allows_nobody(homes, family):
    """What is taken from others adds suspicion; only the house allows."""
    _, word, site = family
    homes("two", "block", "+390200009999")
    homes("one", "allow", "+390200009999")
    homes("one", "family", "invite", str(site))
    homes("two", "family", "join", word)

    assert action(homes, "two", "+390200009999") == "reject"


def test_a_telephone_reads_the_picture_of_an_invitation(family):
    _, word, _ = family
    light = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
    lines = [[light[dot] for dot in line] for line in qr_code(word)]
    rows = [[dot[half] for dot in line] for line in lines for half in (0, 1)]
    scale, quiet = 4, 4
    width = (len(rows[0]) + 2 * quiet) * scale
    edge = [bytes([255]) * width] * (quiet * scale)
    side = [1] * quiet
    body = [
        bytes(255 * dot for dot in (*side, *row, *side) for _ in range(scale))
        for row in rows
        for _ in range(scale)
    ]
    picture = [*edge, *body, *edge]
    seen = memoryview(b"".join(picture)).cast("B", shape=[len(picture), width])

    assert [found.text for found in zxingcpp.read_barcodes(seen)] == [word]
