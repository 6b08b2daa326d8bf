"""A command line in a house of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

import warm_processes
from portinaio.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def warm_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a command begins beside itself comes in milliseconds."""
    for caller in ("sync_runs.runner", "errands.errand"):
        monkeypatch.setattr(f"portinaio.daemon.{caller}.subprocess", warm_processes)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home of every command of this test, in English and in Italy."""
    for variable in (
        "LANGUAGE",
        "LC_ALL",
        "LC_MESSAGES",
        "LC_TELEPHONE",
        "COLUMNS",
        "PORTINAIO_DEBUG",
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", "it_IT.UTF-8")
    monkeypatch.setenv("PORTINAIO_LANG", "en")
    monkeypatch.setenv("PORTINAIO_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    return tmp_path / "home"


@pytest.fixture
def run(house: Path, capsys: pytest.CaptureFixture[str]):  # noqa: ARG001  # the home it runs in
    def run(*arguments: str) -> Answer:
        capsys.readouterr()
        code = main(arguments)
        return Answer(code, *capsys.readouterr())

    return run


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch):
    """A person at the terminal, who types these lines."""

    def typed(*lines: str, ending: type[BaseException] = EOFError) -> None:
        answers: Iterator[str] = iter(lines)

        def answer(_question: str = "") -> str:
            try:
                return next(answers)
            except StopIteration:
                raise ending from None

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr("portinaio.cli.prompts.is_terminal", lambda _: True)
        monkeypatch.setattr("portinaio.cli.prompts.getpass", answer)

    return typed
