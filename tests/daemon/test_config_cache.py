"""The cache of what the files of the house say: right, or not believed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from binascii import crc32
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon, a_home, until
from portinaio.config.load import load_settings
from portinaio.core.call import Ringing
from portinaio.core.policy import Action
from portinaio.daemon import config_cache
from portinaio.daemon.config_cache import Config, load_config
from portinaio.daemon.context import Context
from portinaio.daemon.maintenance import watch_config
from portinaio.daemon.screening import judge
from portinaio.errors import ConfigError
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.config.home import Home

CONFIG = 'country = "IT"\n[policy]\nunknown = "silence"\n'
DEEP = 100_000


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = a_home(tmp_path / "home", CONFIG)
    load_config(home, {})
    return home


def cached(home: Home) -> bytes:
    with Path(home.config_cache).open("rb") as file:
        return file.read()


def write(home: Home, content: bytes) -> None:
    with Path(home.config_cache).open("wb") as file:
        file.write(content)


@contextmanager
def alarm_after(seconds: int) -> Iterator[None]:
    """What hangs fails."""

    def ring(*_: object) -> None:
        raise AssertionError("it waits")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def sealed(text: bytes) -> bytes:
    return f"{crc32(text):08x}\n".encode() + text


def test_a_memo_is_read_instead_of_the_files(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(config_cache, "_read", refuse)

    assert Action.SILENCE in load_config(home, {}).policies.policy.actions.values()


def test_a_memo_of_a_time_when_it_meant_something_else_is_not_believed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = cached(home)
    monkeypatch.setattr(config_cache, "CACHE_FORMAT", 0)

    load_config(home, {})

    assert cached(home) != right


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[" * DEEP, id="deep lists"),
        pytest.param(b'{"stamp":' + b"[" * DEEP + b"]" * DEEP + b"}", id="deep and whole"),
        pytest.param(b'{"a":' * DEEP, id="deep objects"),
        pytest.param(b"9" * 5000, id="a number of five thousand digits"),
        pytest.param(b"\xff\xfe\x00", id="no UTF-8"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="an empty object"),
    ],
)
@pytest.mark.parametrize("check", [False, True])
def test_a_memo_that_makes_no_sense_is_written_anew(
    home: Home, content: bytes, *, check: bool
) -> None:
    right = cached(home)
    write(home, sealed(content) if check else content)

    assert Action.SILENCE in load_config(home, {}).policies.policy.actions.values()
    assert cached(home) == right


def test_a_pipe_in_the_place_of_the_memo_holds_nobody_up(home: Home) -> None:
    Path(home.config_cache).unlink()
    os.mkfifo(home.config_cache)

    with alarm_after(10):
        policies = load_config(home, {}).policies

    assert Action.SILENCE in policies.policy.actions.values()
    assert Path(home.config_cache).is_file()


def test_a_memo_that_is_too_large_is_not_read_whole(home: Home) -> None:
    right = cached(home)
    with Path(home.config_cache).open("r+b") as file:
        file.truncate(config_cache.LARGEST_CACHE_BYTES + 1)

    load_config(home, {})

    assert cached(home) == right


@pytest.mark.parametrize("key", ["policies", "plan", "ranges", "lists", "stamp"])
@pytest.mark.parametrize("wrong", [None, 7, "x", [], {}, [[]], [None], {"a": 1}])
def test_a_memo_of_the_wrong_kind_is_not_believed(home: Home, key: str, wrong: object) -> None:
    kept = json.loads(cached(home).partition(b"\n")[2])
    kept[key] = wrong
    write(home, sealed(json.dumps(kept).encode()))

    assert Action.SILENCE in load_config(home, {}).policies.policy.actions.values()


def test_no_flipped_bit_in_the_memo_changes_what_is_decided(home: Home) -> None:
    right = cached(home)
    wanted = load_config(home, {}).policies
    for place in range(0, len(right), len(right) // 40):
        flipped = bytearray(right)
        flipped[place] ^= 1 << place % 8
        write(home, bytes(flipped))

        assert load_config(home, {}).policies == wanted


def test_a_house_with_a_spoilt_memo_judges_calls(home: Home) -> None:
    write(home, b"[" * DEEP)

    context = Context(home, environ={})
    judgement = judge(Ringing("home", FROZEN_NOW, STRANGER), context.rules, context.records)

    assert judgement.decision.action is Action.SILENCE


def test_a_memo_that_cannot_be_written_leaves_nothing_behind(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    write(home, b"")
    monkeypatch.setattr("pathlib.Path.replace", refuse)

    load_config(home, {})

    assert cached(home) == b""
    assert list(Path(home.cache).glob(".*.new")) == []


COUNTING = """
import tomllib
from portinaio.daemon import maintenance
from portinaio.daemon.service import service
from portinaio.daemon.__main__ import main
def counted(owner, name, counts=lambda *_: True):
    real = getattr(owner, name)
    def told(*given):
        if counts(*given):
            with open({log!r}, "a") as log:
                print(name, file=log)
        return real(*given)
    setattr(owner, name, told)
counted(tomllib, "loads", lambda text: "keep_days" in text)
counted(service.Service, "_reload")
counted(maintenance, "stamp")
maintenance.LOOK_S = 0.05
main()
"""


def test_one_changed_setting_is_read_once_and_begins_one_reload(tmp_path: Path) -> None:
    log = tmp_path / "log"
    config = 'country = "IT"\n[log]\nkeep_days = 90\n'
    with ADaemon(tmp_path / "home", config, program=COUNTING.format(log=str(log))) as daemon:
        daemon.answers()
        daemon.ask("/v1/settings")
        log.write_text("")

        daemon.ask("/v1/settings", "PUT", {"values": {"log.keep_days": 30}})

        until(lambda: log.read_text().splitlines()[-10:] == ["stamp"] * 10)
        told = log.read_text().splitlines()
        assert (told.count("loads"), told.count("_reload")) == (1, 1)
        assert "keep_days = 30" in Path(daemon.home.config_file).read_text()


def let_unknown_ring(home: Home) -> None:
    Path(home.config_file).write_text(CONFIG.replace('"silence"', '"ring"'))


async def looked_at(context: Context) -> int:
    """How often config.toml is read anew in four looks at it."""
    file, reloads, looks = context.home.config_file, 0, count()

    async def reload() -> None:
        nonlocal reloads
        reloads += 1
        context.config_changed()

    async def sleep(_: float) -> None:
        if next(looks) == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await watch_config(file, context.stamps, reload, sleep=sleep)
    return reloads


async def test_what_is_written_while_the_configuration_is_read_is_read_too(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves between our look at the file and the end of our reading."""
    context = Context(home, environ={})

    def slow(*given: Any) -> Config:
        monkeypatch.setattr("portinaio.daemon.context.load_config", load_config)
        found = load_config(*given)
        let_unknown_ring(home)
        return found

    monkeypatch.setattr("portinaio.daemon.context.load_config", slow)
    context.config_changed()

    assert await looked_at(context) == 1
    assert context.config.policies.policy.actions["unknown"] is Action.RING


async def test_what_was_read_on_request_is_not_read_once_more_by_the_look_at_the_file(
    home: Home,
) -> None:
    context = Context(home, environ={})
    let_unknown_ring(home)
    context.config_changed()

    assert await looked_at(context) == 0


def test_a_configuration_that_is_wrong_at_first_is_told_each_time(tmp_path: Path) -> None:
    home = a_home(tmp_path / "home", "country = 1\n")

    for _ in range(2):
        with pytest.raises(ConfigError, match="line 1: country must be text"):
            load_settings(home.config_file)
