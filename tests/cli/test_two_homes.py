"""Two homes and a folder on a web host: what one has blocked is turned away in the other, until it is taken back."""

from __future__ import annotations

import json

import pytest

from daemon_world import ADaemon, until
from portinaio.cli import main
from static_hosts import python_host

CALLER = "+390200001234"
LINE = '[[line]]\nname = "demo"\nkind = "replay"\nfile = "{script}"\n'


@pytest.fixture
def homes(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    monkeypatch.setenv("PORTINAIO_LANG", "en")
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)

    def run(home, *words):
        monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / home))
        capsys.readouterr()
        code = main((*words, "--json"))
        out, err = capsys.readouterr()
        assert code == 0, err
        return json.loads(out)

    return run


def next_call(home, after=0):
    """What happens to the caller at the telephone of this home, in the first call of a later id."""
    script = home / "calls.jsonl"
    script.write_text(json.dumps({"calling": CALLER, "after_s": 0, "rings_s": 1}) + "\n")
    config = home / "config.toml"
    before = config.read_text()
    config.write_text(LINE.format(script=script) + before)
    try:
        with ADaemon(home, PORTINAIO_LANG="en") as daemon:
            daemon.answers()

            def ended():
                calls = daemon.ask("/v1/calls")
                return [call for call in calls if call["id"] > after and call["outcome"]]

            until(ended)
            (call,) = ended()
            daemon.end()
    finally:
        config.write_text(before)
    return call


def test_what_one_home_blocks_another_turns_away_until_it_is_taken_back(homes, tmp_path):
    one, site = "one", str(tmp_path / "site")
    homes(one, "block", CALLER, "--note", "sells solar panels")
    homes(one, "block", "+390844123456")
    root = homes(one, "publish", "entries", site, "--title", "Ours")["root"]

    with python_host(tmp_path / "site") as url:
        added = homes("two", "lists", "add", url, "--root", root, "--yes", "--trust", "0.9")
        listed = next_call(tmp_path / "two")

        homes(one, "forget", CALLER)
        homes(one, "publish", "entries", site)
        homes("two", "sync")
        withdrawn = next_call(tmp_path / "two", after=listed["id"])

    assert added["entries"] == 2
    assert (listed["number"], listed["label"], listed["action"], listed["outcome"]) == (
        CALLER,
        "reported",
        "reject",
        "done",
    )
    assert (withdrawn["label"], withdrawn["action"]) == ("unknown", "ring")
    assert b"solar" not in b"".join(
        f.read_bytes() for f in (tmp_path / "site").rglob("*") if f.is_file()
    )


def test_what_one_home_shares_another_turns_away_until_it_is_withdrawn(homes, tmp_path):
    one, site = "one", str(tmp_path / "site")
    (tmp_path / one).mkdir(mode=0o700)
    config = 'country = "IT"\n[community]\nown_list = true\n'
    (tmp_path / one / "config.toml").write_text(config)
    homes(one, "block", CALLER)
    for number in (CALLER, "+390844123456"):
        homes(one, "share", number, "--to", "own-list", "--about", "energy", "--yes")
    root = homes(one, "publish", "shares", site)["root"]

    with python_host(tmp_path / "site") as url:
        homes("two", "lists", "add", url, "--root", root, "--yes", "--trust", "0.9")
        shared = next_call(tmp_path / "two")

        homes(one, "share", CALLER, "--withdraw")
        published = homes(one, "publish", "shares", site)
        homes("two", "sync")
        withdrawn = next_call(tmp_path / "two", after=shared["id"])

    assert (shared["number"], shared["action"], published["entries"]) == (CALLER, "reject", 1)
    assert (withdrawn["label"], withdrawn["action"]) == ("unknown", "ring")
