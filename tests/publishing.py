"""A publisher of a list site, and a reader who follows it."""

from __future__ import annotations

from site_world import AReader

NEW = "+390200001299"


def a_reader(publisher, name="lists"):
    reader = AReader(publisher.base / name, publisher.url, publisher.signed.fingerprint)
    reader.now = publisher.now
    return reader
