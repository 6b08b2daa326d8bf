"""Shards: whoever asks about one number learns what is said of it, and the host learns some first digits of a hash."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256

import msgspec
import pytest

from portinaio.core.numbers.pattern import stored
from portinaio.errors import UntrustedListError
from portinaio.lists.site.manifest import Shards
from portinaio.lists.site.planes import CURATED
from portinaio.lists.site.shards import MOST_DIGITS, ROWS, Cut, Told, parts_of, told_of

DAY = 20_000


class Kept(dict):
    """Parts by their digest, and what was asked for."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def store(self, body):
        digest = sha256(body).digest()
        self[digest] = body
        return digest

    def fetch(self, digest, most):
        self.asked.append(digest)
        assert len(self[digest]) <= most
        return self[digest]


def a_row(number, reporters=3, disputes=0):
    meant = stored(number)
    return meant.low, meant.high, DAY, 0, reporters, 1, disputes, 3, ""


def numbers(count):
    return [f"+3902{n:08d}" for n in range(count)]


def cut(rows, about):
    kept, made = Kept(), Cut(about)
    made.add(rows)
    return kept, made.stored(kept.store)


@pytest.mark.parametrize(
    ("rows", "digits"),
    [
        (1, 0),
        (ROWS, 0),
        (ROWS + 1, 1),
        (ROWS * 16, 1),
        (1 << 20, 3),
        (1 << 20 | 1, 4),
        (1 << 30, 4),
    ],
)
def test_a_shard_has_some_hundred_rows(rows, digits):
    assert Cut(rows).digits == digits <= MOST_DIGITS


@pytest.mark.parametrize(
    ("rows", "before", "digits"),
    [
        ((1 << 20) + 1, 3, 3),
        (1 << 21, 3, 3),
        ((1 << 21) + 1, 3, 4),
        ((1 << 20) - 1, 4, 4),
        (1 << 19, 4, 3),
        (100, 3, 0),
        (ROWS + 1, None, 1),
        (2 * ROWS, 0, 0),
    ],
)
def test_a_list_that_grows_or_shrinks_a_little_keeps_its_shards(rows, before, digits):
    assert Cut(rows, before).digits == digits


@pytest.mark.parametrize("about", [1, 1000, 5_000, 100_000, 2_000_000], ids="{} rows".format)
def test_each_number_is_found_and_no_other(about):
    there = numbers(300)
    kept, shards = cut(
        [a_row(n, reporters=3 + at % 9, disputes=at % 3) for at, n in enumerate(there)], about
    )

    told = [told_of(n, shards, kept.fetch) for n in there]

    assert told == [Told(3 + at % 9, DAY, at % 3) for at in range(300)]
    assert {told_of(f"+3906{n:08d}", shards, kept.fetch) for n in range(300)} == {None}
    assert parts_of(shards, kept.__getitem__) == set(kept)


def test_what_is_asked_for_is_shared_by_many_numbers():
    there = numbers(5_000)
    kept, shards = cut(map(a_row, there), len(there))
    told_of(there[7], shards, kept.fetch)
    asked = list(kept.asked)

    def asks_the_same(number):
        kept.asked.clear()
        told_of(number, shards, kept.fetch)
        return kept.asked == asked

    assert sum(map(asks_the_same, there)) > 10  # and of numbers that are not listed any number
    assert len(asked) == 3


def test_blocks_are_none_of_the_numbers():
    kept, shards = cut([a_row("+3902000013*"), a_row("+390200001234", CURATED)], 2)

    assert told_of("+390200001234", shards, kept.fetch) == Told(CURATED, DAY, 0)
    assert told_of("+390200001399", shards, kept.fetch) is None


def test_the_same_rows_are_the_same_parts_in_any_order():
    rows = list(map(a_row, numbers(400)))

    assert cut(rows, 400) == cut(rows[::-1], 400)


ENCODE = msgspec.msgpack.encode
LIES = {
    "no table": b"\xc1",
    "a table of names": ENCODE(["../../etc/passwd"]),
    "a table of half digests": ENCODE([b"\1" * 16]),
    "an endless table": ENCODE([b""] * 257),
    "an empty table": ENCODE([]),
    "a number": ENCODE(7),
}
BODIES = {
    "nothing": b"",
    "no zlib": b"rows",
    "half of it": zlib.compress(struct.pack("<I", 2) + bytes(24))[:-4],
    "fewer rows than it says": zlib.compress(struct.pack("<I", 2) + bytes(12)),
    "more rows than it says": zlib.compress(struct.pack("<I", 1) + bytes(24)),
    "four thousand millions of rows": zlib.compress(struct.pack("<I", 0xFFFF_FFFF) + bytes(24)),
    "sixty megabytes of nothing": zlib.compress(bytes(60 << 20), 9),
}


@pytest.mark.parametrize("level", ["root", "table"])
@pytest.mark.parametrize("lie", LIES)
def test_a_table_that_lies_is_told(lie, level):
    kept = Kept()
    table = kept.store(LIES[lie])
    root = table if level == "root" else kept.store(ENCODE([table]))

    with pytest.raises(UntrustedListError, match="makes no sense"):
        told_of("+390200001234", Shards(0, root), kept.fetch)


@pytest.mark.parametrize("body", BODIES)
def test_a_shard_that_lies_is_told(body):
    kept = Kept()
    table = kept.store(ENCODE([kept.store(BODIES[body])]))

    with pytest.raises(UntrustedListError, match="makes no sense"):
        told_of("+390200001234", Shards(0, kept.store(ENCODE([table]))), kept.fetch)


@pytest.mark.parametrize("digits", [-1, MOST_DIGITS + 1, 1 << 40])
def test_digits_that_no_hash_has_are_told(digits):
    with pytest.raises(UntrustedListError, match="makes no sense"):
        told_of("+390200001234", Shards(digits, bytes(32)), Kept().fetch)
