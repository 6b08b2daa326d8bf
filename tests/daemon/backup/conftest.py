"""Backups touch no keyring of this computer."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
