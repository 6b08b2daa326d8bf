"""Two homes and folders on a web host: what one has blocked or shared is turned away in the other, until it is taken back."""

from __future__ import annotations

import json

import pytest

from daemon_world import ADaemon, until
from portinaio.cli import main
from static_hosts import python_host

BLOCKED, SHARED = "+390200001234", "+390200005678"
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


def next_calls(home, after=0):
    """What happens to each caller at the telephone of this home, in the first call of a later id."""
    script = home / "calls.jsonl"
    rings = ({"calling": caller, "after_s": 0, "rings_s": 1} for caller in (BLOCKED, SHARED))
    script.write_text("".join(json.dumps(one) + "\n" for one in rings))
    config = home / "config.toml"
    before = config.read_text()
    config.write_text(LINE.format(script=script) + before)
    try:
        with ADaemon(home, PORTINAIO_LANG="en") as daemon:
            daemon.answers()

            def ended():
                calls = daemon.ask("/v1/calls")
                return [call for call in calls if call["id"] > after and call["outcome"]]

            until(lambda: len(ended()) == 2)
            found = {call["number"]: call for call in ended()}
            daemon.end()
    finally:
        config.write_text(before)
    return found


def test_what_one_home_blocks_or_shares_another_turns_away_until_it_is_taken_back(homes, tmp_path):
    one, sites = "one", tmp_path / "sites"
    blocks, shares = str(sites / "blocks"), str(sites / "shares")
    (tmp_path / one).mkdir(mode=0o700)
    config = 'country = "IT"\n[community]\nown_list = true\n'
    (tmp_path / one / "config.toml").write_text(config)
    homes(one, "block", BLOCKED, "--note", "sells solar panels")
    homes(one, "block", "+390844123456")
    for number in (SHARED, "+390844123456"):
        homes(one, "share", number, "--to", "own-list", "--about", "energy", "--yes")
    roots = {
        "blocks": homes(one, "publish", "entries", blocks, "--title", "Ours")["root"],
        "shares": homes(one, "publish", "shares", shares)["root"],
    }

    with python_host(sites) as url:
        added = [
            homes("two", "lists", "add", f"{url}{name}/", "--root", root, "--yes", "--trust", "0.9")
            for name, root in roots.items()
        ]
        listed = next_calls(tmp_path / "two")

        homes(one, "forget", BLOCKED)
        homes(one, "share", SHARED, "--withdraw")
        homes(one, "publish", "entries", blocks)
        published = homes(one, "publish", "shares", shares)
        homes("two", "sync")
        latest = max(call["id"] for call in listed.values())
        withdrawn = next_calls(tmp_path / "two", after=latest)

    assert ([each["entries"] for each in added], published["entries"]) == ([2, 2], 1)
    told = {
        number: [call[key] for key in ("label", "action", "outcome")]
        for number, call in listed.items()
    }
    assert told == {key: ["reported", "reject", "done"] for key in (BLOCKED, SHARED)}
    assert {number: (call["label"], call["action"]) for number, call in withdrawn.items()} == {
        BLOCKED: ("unknown", "ring"),
        SHARED: ("unknown", "ring"),
    }
    assert b"solar" not in b"".join(f.read_bytes() for f in sites.rglob("*") if f.is_file())
