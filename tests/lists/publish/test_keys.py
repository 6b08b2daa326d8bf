"""The keys of a site: where they lie, how they change, and what becomes of lost ones."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from portinaio.errors import ConfigError, UsageError
from portinaio.lists.publish.folder import SiteFolder
from portinaio.lists.publish.keys import Keys
from publishing import NEW, a_reader
from site_world import LISTED, OTHERS


class ARing:
    """A keyring that is open."""

    def __init__(self):
        self.kept = {}

    def get_password(self, service, name):
        return self.kept.get((service, name))

    def set_password(self, service, name, password):
        self.kept[service, name] = password

    def delete_password(self, service, name):
        del self.kept[service, name]


def test_keys_lie_in_the_keyring_where_there_is_one_and_that_of_the_root_in_a_file(
    publisher, monkeypatch
):
    ring = ARing()
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: ring)
    publisher.stick = None
    publisher.publishes([LISTED, *OTHERS])
    publisher.publishes([LISTED, *OTHERS, NEW])
    files = [file for file in publisher.base.rglob("*") if file.is_file()]
    (private,) = [file.name for file in files if b"PRIVATE KEY" in file.read_bytes()]
    kept = len(ring.kept)
    ring.kept.clear()

    assert (kept, private.endswith(".root.key")) == (3, True)
    with pytest.raises(ConfigError, match="publish keys recover"):
        publisher.publishes([LISTED, *OTHERS])


def goes_on(publisher, reader):
    """A reader of before and one who comes new see the next number."""
    publisher.publishes([LISTED, *OTHERS, NEW])
    fresh = a_reader(publisher, "fresh")
    return [(one.renews().state.error, one.holds(NEW)) for one in (reader, fresh)] == [
        (None, True)
    ] * 2


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_every_role_may_have_new_keys(published, role):
    publisher, reader = published
    before = set(publisher.signed.root().signed.roles[role].keyids)
    publisher.roots.rotate(role)

    assert not before & set(publisher.signed.root().signed.roles[role].keyids)
    assert goes_on(publisher, reader)


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_between_two_steps_of_a_rotation_readers_are_served(published, role, monkeypatch):
    """Whatever file was written last."""
    publisher, reader = published
    put = SiteFolder.put
    seen = []

    def put_and_look(folder, path, data):
        done = put(folder, path, data)
        seen.append(a_reader(publisher, f"look-{len(seen)}").renews().state.error)
        seen.append(reader.renews().state.error)
        return done

    monkeypatch.setattr(SiteFolder, "put", put_and_look)
    publisher.roots.rotate(role)

    assert set(seen) == {None}


@pytest.mark.parametrize("role", ["root", "targets", "snapshot", "timestamp"])
def test_one_key_of_a_threshold_may_be_lost(published, role):
    publisher, reader = published
    publisher.roots.add(role)
    publisher.roots.add(role)
    publisher.roots.threshold(role, 2)
    lost = publisher.signed.root().signed.roles[role].keyids[0]
    publisher.keys.file(lost).unlink()
    assert goes_on(publisher, reader)

    publisher.roots.recover(role)

    assert lost not in publisher.signed.root().signed.roles[role].keyids
    assert reader.renews().state.error is None


def test_more_than_a_threshold_lost_is_told_and_nothing_is_changed(published):
    publisher, _ = published
    for keyid in publisher.signed.root().signed.roles["root"].keyids:
        publisher.keys.file(keyid).unlink()
    before = publisher.files()

    with pytest.raises(ConfigError, match="the role root needs more keys"):
        publisher.roots.rotate("timestamp")
    assert publisher.files() == before


def test_without_the_key_of_the_timestamp_nothing_is_published(published):
    publisher, reader = published
    (keyid,) = publisher.signed.root().signed.roles["timestamp"].keyids
    publisher.keys.file(keyid).unlink()

    with pytest.raises(ConfigError, match="publish keys recover"):
        publisher.publishes([NEW, *OTHERS])
    publisher.roots.recover("timestamp")
    assert goes_on(publisher, reader)


def test_a_thief_of_the_timestamp_who_ran_ahead_is_outrun(published):
    """A reader who has seen version 1,000 takes the honest one again once the keys are others."""
    publisher, reader = published
    signed = publisher.signed
    ahead = signed.current("timestamp")
    ahead.signed.version = 1000
    ahead.signed.snapshot_meta.version = 1000
    ahead.signatures.clear()
    signed.sign(ahead, signed.root().signed.roles["timestamp"].keyids)
    honest = publisher.files()["metadata/timestamp.json"]
    (publisher.place / "metadata" / "timestamp.json").write_bytes(ahead.to_bytes())
    reader.renews()
    (publisher.place / "metadata" / "timestamp.json").write_bytes(honest)
    publisher.publishes([LISTED, *OTHERS, NEW])
    assert "older" in str(reader.renews().state.error)

    publisher.roots.recover()

    assert (reader.renews().state.error, reader.holds(NEW)) == (None, True)


def test_a_root_of_sixty_changes_ago_leads_to_now_and_is_not_walked_again(published):
    publisher, reader = published
    for _ in range(30):
        publisher.roots.rotate("timestamp")
    assert publisher.signed.root().signed.version > 60
    assert goes_on(publisher, reader)

    kept = sorted((reader.files.trust("spam-it") / "root_history").iterdir())

    assert len(kept) == 2


@pytest.mark.parametrize(
    ("role", "n"),
    [("root", 0), ("root", 2), ("timestamp", -1)],
    ids=["none", "too many", "below none"],
)
def test_a_threshold_is_one_that_can_be_met(published, role, n):
    publisher, _ = published

    with pytest.raises(UsageError, match="has 1 key, and that one must sign"):
        publisher.roots.threshold(role, n)


def test_keys_are_made_once(published):
    publisher, _ = published

    with pytest.raises(UsageError, match="its keys already"):
        publisher.roots.begin()


def test_online_keys_lie_where_passwords_do_and_the_root_in_a_file(publisher, monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    publisher.stick = None
    publisher.publishes([LISTED])
    root = publisher.signed.root().signed
    places = {role: publisher.keys.where(root.roles[role].keyids[0]) for role in root.roles}
    own = Path(publisher.home.data, "site-keys")

    assert places == {
        "root": str(publisher.keys.file(root.roles["root"].keyids[0])),
        "targets": "passwords",
        "snapshot": "passwords",
        "timestamp": "passwords",
    }
    assert {stat.S_IMODE(file.stat().st_mode) for file in own.iterdir()} == {0o600}


@pytest.mark.parametrize(
    "what", [b"", b"nonsense", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_damaged_key_is_told(published, what):
    publisher, _ = published
    (keyid,) = publisher.signed.root().signed.roles["timestamp"].keyids
    publisher.keys.file(keyid).write_bytes(what)

    with pytest.raises(ConfigError, match=r"cannot be used|needs more keys"):
        publisher.publishes([NEW])


def test_a_key_under_the_name_of_another_is_told(published):
    publisher, _ = published
    roles = publisher.signed.root().signed.roles
    mine, other = (publisher.keys.file(roles[role].keyids[0]) for role in ("timestamp", "targets"))
    mine.write_bytes(other.read_bytes())

    with pytest.raises(ConfigError, match="another key than its name says"):
        publisher.publishes([NEW])


def test_keys_of_the_home_are_found_beside_those_of_a_stick(publisher, tmp_path):
    publisher.stick = None
    publisher.publishes([LISTED])
    (root,) = Path(publisher.home.data, "site-keys").iterdir()
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.move(root, stick / root.name)

    with pytest.raises(ConfigError, match="root needs more keys"):
        publisher.roots.add("timestamp")
    publisher.stick = stick
    publisher.roots.add("timestamp")
    assert Keys(publisher.home, stick).where(publisher.signed.root().signed.roles["root"].keyids[0])
