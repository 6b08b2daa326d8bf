"""What can be done to a list site by who holds its host alone, who signs with other keys, and who holds every key."""

from __future__ import annotations

import gzip
import zlib
from array import array
from datetime import timedelta

from msgspec import structs
from securesystemslib.signer import Key

from forged_site import DAY, ForgedSite, a_signer, single_change
from list_server import dripping, head, ok, pouring
from portinaio.core.numbers.pattern import stored
from portinaio.lists.index.layout import EPOCH
from portinaio.lists.site.joined import SPLIT
from portinaio.lists.site.manifest import Change, Chunk
from portinaio.lists.site.planes import Rows, encode
from portinaio.lists.sync.site.trust import SNAPSHOT_BYTES, TARGETS_BYTES
from site_world import LISTED, OTHERS, TODAY
from worlds import FROZEN_NOW

PAST = FROZEN_NOW - timedelta(days=1)
WEEK = TODAY - EPOCH - 1
ENDLESS = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


def a_row(number, reporters=3):
    meant = stored(number)
    return meant.low, meant.high, WEEK, 0, reporters, reporters, 0, 3, ""


ROWS = [a_row(number) for number in (LISTED, *OTHERS)]
NEW = a_row("+390200001299")


def news(site):
    """One number more, as it should be."""
    site.manifest = site.of([*ROWS, NEW], serial=2)
    site.bump()


# -- who holds the host alone


def an_older_timestamp(site):
    site.timestamp.version -= 2


def an_older_snapshot(site):
    site.timestamp.version += 1
    site.snapshot.version -= 2


def older_targets(site):
    site.timestamp.version += 1
    site.snapshot.version += 1
    site.targets.version -= 2


def a_frozen_timestamp(site):
    site.timestamp.version += 1
    site.timestamp.expires = PAST


def a_frozen_snapshot(site):
    news(site)
    site.snapshot.expires = PAST


def frozen_targets(site):
    news(site)
    site.targets.expires = PAST


def a_root_that_has_ended(site):
    site.rotate_root(lambda root: setattr(root, "expires", PAST))
    news(site)


def mixed_snapshots(site):
    """That of another moment, signed by the right key."""
    news(site)
    path = f"/metadata/{site.snapshot.version}.snapshot.json"
    other = ForgedSite(ROWS)
    other.snapshot.version = site.snapshot.version
    site.instead[path] = other.files()[path]


def mixed_targets(site):
    news(site)
    path = f"/metadata/{site.targets.version}.targets.json"
    other = ForgedSite(ROWS[1:])
    other.targets.version = site.targets.version
    site.instead[path] = other.files()[path]


def another_manifest(site):
    news(site)
    path = site.path(".list.manifest")
    data = bytearray(site.files()[path])
    data[-1] ^= 1
    site.instead[path] = bytes(data)


def a_swapped_chunk(site):
    news(site)
    first = f"/data/{site.chunks[0].digest.hex()}"
    other = site.chunk([a_row("+390200001111")])
    site.instead[first] = site.data[f"/data/{other.digest.hex()}"]


def a_chunk_cut_short(site):
    news(site)
    first = f"/data/{site.chunks[0].digest.hex()}"
    site.instead[first] = site.data[first][:-3]


def a_chunk_that_is_missing(site):
    news(site)
    site.data.pop(f"/data/{site.chunks[0].digest.hex()}")


def an_endless_timestamp(site):
    site.instead["/metadata/timestamp.json"] = pouring(ENDLESS, b" " * 4096)


def an_endless_root(site):
    site.instead["/metadata/2.root.json"] = pouring(ENDLESS, b" " * 4096)


def an_endless_chunk(site):
    news(site)
    first = f"/data/{site.chunks[0].digest.hex()}"
    site.instead[first] = pouring(ENDLESS, b"\0" * 4096)


def a_timestamp_that_drips(site):
    site.instead["/metadata/timestamp.json"] = dripping(ENDLESS, b" ")


def a_page_for_the_timestamp(site):
    site.instead["/metadata/timestamp.json"] = ok(b"<html>welcome", "Content-Type: text/html")


def half_a_timestamp(site):
    site.instead["/metadata/timestamp.json"] = site.files()["/metadata/timestamp.json"][:-40]


def a_timestamp_of_deep_brackets(site):
    site.instead["/metadata/timestamp.json"] = b"[" * 10_000


def a_way_to_somewhere_unsafe(site):
    site.instead["/metadata/timestamp.json"] = head(
        "HTTP/1.1 302 Found", "Location: http://lists.example.org/", "Content-Length: 0"
    )


def a_way_in_circles(site):
    site.instead["/metadata/timestamp.json"] = head(
        "HTTP/1.1 302 Found", "Location: /metadata/timestamp.json", "Content-Length: 0"
    )


def sends_on_to(address):
    def attack(site):
        found = head("HTTP/1.1 302 Found", f"Location: {address}", "Content-Length: 0")
        site.instead["/metadata/timestamp.json"] = found

    attack.__name__ = f"sent_on_to_{address.partition('://')[0]}_{address.partition('://')[2][:8]}"
    return attack


def a_packed_chunk(site):
    """By a host that packs what nobody asked to be packed."""
    news(site)
    path = f"/data/{site.chunks[0].digest.hex()}"
    site.instead[path] = ok(gzip.compress(site.data[path]), "Content-Encoding: gzip")


def a_chunk_that_unpacks_without_end(site):
    news(site)
    bomb = zlib.compress(bytes(64 << 20), 9)
    path = f"/data/{site.chunks[0].digest.hex()}"
    site.instead[path] = ok(bomb, "Content-Encoding: br")


# -- who signs with other keys


def a_timestamp_of_a_stranger(site):
    site.timestamp.version += 1
    site.signers["timestamp"] = [a_signer("stranger")]


def targets_of_a_stranger(site):
    news(site)
    site.signers["targets"] = [a_signer("stranger")]


def targets_signed_with_the_key_of_the_timestamp(site):
    news(site)
    site.signers["targets"] = [a_signer("timestamp")]


def a_root_signed_by_the_new_key_alone(site):
    def change(root):
        root.add_key(a_signer("stranger").public_key, "root")
        root.revoke_key(a_signer("root").public_key.keyid, "root")

    site.rotate_root(change, signers=("stranger",))


def a_root_signed_by_one_of_two(site):
    def change(root):
        root.add_key(a_signer("second").public_key, "root")
        root.roles["root"].threshold = 2

    site.rotate_root(change, signers=("root",))


def a_root_that_skips_a_version(site):
    site.root.version += 1
    site.rotate_root(lambda _root: None)


# -- who holds every key, or is the publisher


def an_older_list(site):
    """All signed as it should be, but the list itself goes back."""
    news(site)
    site.manifest = site.of(ROWS, serial=0)


def a_manifest_that_contradicts_itself(site):
    news(site)
    change = single_change(site, [NEW], 7)
    site.manifest = structs.replace(site.manifest, changes=(change,))


def rows_out_of_order(site):
    news(site)
    site.chunks = (site.chunk([ROWS[5]]), site.chunk([ROWS[2]]))
    site.manifest = site.with_table(site.manifest)


def many(count, begin=390200001000):
    """A body that packs to nothing: numbers that each are one more than the one before."""
    lows = array("Q", range(begin * 10**3 << 4 | 12, (begin + count) * 10**3 << 4, 10**3 << 4))
    told = zip("HHHIHB", (WEEK, 0, 3, 3, 0, 3), strict=True)
    others = (array(kind, [value]) * count for kind, value in told)
    return encode(Rows((lows, lows, *others), [""] * count))


def with_chunk(site, body):
    news(site)
    site.chunks = (Chunk(site.put(body), ROWS[0][0], 100, len(body)),)
    site.manifest = site.with_table(site.manifest)


def a_chunk_of_too_many_rows(site):
    with_chunk(site, many(40_000))


def a_chunk_of_nothing_but_zeros(site):
    """Sixty megabytes of them, in sixty kilobytes that the publisher signs."""
    with_chunk(site, zlib.compress(bytes(60 << 20), 9))


def a_table_that_is_none(site):
    news(site)
    site.manifest = structs.replace(site.manifest, table=site.put(b"\xc1" * 40), table_size=40)


def a_table_that_is_larger_than_it_says(site):
    news(site)
    site.manifest = structs.replace(site.manifest, table_size=site.manifest.table_size - 1)


def a_table_without_end(site):
    news(site)
    site.instead[f"/data/{site.manifest.table.hex()}"] = pouring(ENDLESS, b"\0" * 4096)


def a_table_whose_names_are_paths(site):
    news(site)
    site.chunks = (structs.replace(site.chunks[0], digest=b"../../../../etc/passwd"),)
    site.manifest = site.with_table(site.manifest)


def a_stretch_told_again_and_again(site):
    news(site)
    site.chunks = (*site.chunks, *[site.chunk([a_row("+3902000013*")])] * 9)
    site.manifest = site.with_table(site.manifest)


def changes_that_say_less_than_they_hold(site):
    """A hundred thousand numbers each, and said to be one."""
    changes = []
    for serial in range(1, 4):
        singles = many(100_000, 390200001000 + serial * 10**6)
        data = SPLIT.pack(len(singles), 0) + singles
        changes.append(Change(site.put(data), serial, serial + 1, DAY, 1, 0, len(data)))
    site.manifest = structs.replace(site.manifest, serial=4, changes=tuple(changes))
    site.bump()


def a_root_of_ten_thousand_keys(site):
    def change(root):
        key = a_signer("root").public_key.to_dict()
        for n in range(10_000):
            root.keys[f"{n:064x}"] = Key.from_dict(f"{n:064x}", dict(key))

    site.rotate_root(change)


def a_target_whose_hash_is_a_path(site):
    news(site)
    site.hash_instead = "../../../etc/passwd"


def a_target_whose_name_is_a_path(site):
    news(site)
    site.named = "../../../list.manifest"


def a_target_of_a_delegated_role(site):
    """Signed by a key that targets names: whoever publishes here would have to know of it."""
    news(site)
    site.delegate = "stranger"


def a_huge_snapshot(site):
    """Its length is signed by the timestamp, so the library would take it, however long it is."""
    news(site)
    site.snapshot.unrecognized_fields["x"] = "x" * SNAPSHOT_BYTES


def huge_targets(site):
    news(site)
    site.targets.unrecognized_fields["x"] = "x" * TARGETS_BYTES


def changes_of_nothing_but_zeros(site):
    """Sixty megabytes of them, in sixty kilobytes that the publisher signs."""
    bomb = zlib.compress(bytes(60 << 20), 9)
    data = SPLIT.pack(len(bomb), 0) + bomb
    change = Change(site.put(data), 1, 2, DAY, 1, 0, len(data))
    site.manifest = structs.replace(site.manifest, serial=2, changes=(change,))
    site.bump()


def a_list_that_is_nearly_empty(site):
    site.manifest = site.of(ROWS[:3], serial=2)
    site.bump()


def ranges_that_are_countries(site):
    site.manifest = site.of([*ROWS, a_row("+39*"), a_row("+393*")], serial=2)
    site.bump()


def a_move_to_an_unsafe_address(site):
    site.rotate_root(
        lambda root: root.unrecognized_fields.update(
            {"x-portinaio-moved": "http://lists.example.org/"}
        )
    )


def a_move_to_a_file_of_this_computer(site):
    site.rotate_root(
        lambda root: root.unrecognized_fields.update(
            {"x-portinaio-moved": "file:///nowhere/at/all/"}
        )
    )


def a_move_to_where_there_is_nothing(site):
    site.rotate_root(
        lambda root: root.unrecognized_fields.update(
            {"x-portinaio-moved": "http://127.0.0.1:9/nowhere/"}
        )
    )


OLDER = "it shows something older than it has shown before"
OVER = "its promise has run out"
UNSIGNED = "is not signed by those who may"
SWAPPED = "is another one than was signed"
SENSELESS = "cannot be believed"
ATTACKS = [
    (an_older_timestamp, OLDER),
    (an_older_snapshot, OLDER),
    (older_targets, OLDER),
    (a_frozen_timestamp, OVER),
    (a_frozen_snapshot, OVER),
    (frozen_targets, OVER),
    (a_root_that_has_ended, OVER),
    (mixed_snapshots, SWAPPED),
    (mixed_targets, SWAPPED),
    (another_manifest, SWAPPED),
    (a_swapped_chunk, SWAPPED),
    (a_chunk_cut_short, SWAPPED),
    (a_chunk_that_is_missing, "a part of the list is missing"),
    (an_endless_timestamp, "larger than it may be"),
    (an_endless_root, "larger than it may be"),
    (an_endless_chunk, "larger than the"),
    (a_timestamp_that_drips, "it takes too long"),
    (a_page_for_the_timestamp, "a file of the site is missing"),
    (half_a_timestamp, SENSELESS),
    (a_timestamp_of_deep_brackets, SENSELESS),
    (a_way_to_somewhere_unsafe, "an address that is not safe"),
    (a_way_in_circles, "from one address to the next"),
    (sends_on_to("file:///etc/passwd"), "an address that is not safe"),
    (sends_on_to("http://192.168.178.1/"), "an address that is not safe"),
    (sends_on_to("http://[fe80::1]/"), "an address that is not safe"),
    (sends_on_to("ftp://127.0.0.1/"), "an address that is not safe"),
    (sends_on_to("//169.254.169.254/latest"), "an address that is not safe"),
    (a_packed_chunk, "is larger than the"),
    (a_chunk_that_unpacks_without_end, "is larger than the"),
    (a_timestamp_of_a_stranger, UNSIGNED),
    (targets_of_a_stranger, UNSIGNED),
    (targets_signed_with_the_key_of_the_timestamp, UNSIGNED),
    (a_root_signed_by_the_new_key_alone, UNSIGNED),
    (a_root_signed_by_one_of_two, UNSIGNED),
    (a_root_that_skips_a_version, OLDER),
    (an_older_list, "older than the 1 that is here already"),
    (a_manifest_that_contradicts_itself, "makes no sense"),
    (rows_out_of_order, "not in order"),
    (a_chunk_of_too_many_rows, "is not what the parts of a list site are"),
    (a_chunk_of_nothing_but_zeros, "is not what the parts of a list site are"),
    (a_table_that_is_none, "makes no sense"),
    (a_table_that_is_larger_than_it_says, "is larger than the"),
    (a_table_without_end, "is larger than the"),
    (a_table_whose_names_are_paths, "makes no sense"),
    (a_stretch_told_again_and_again, "not in order"),
    (changes_that_say_less_than_they_hold, "has more changes than"),
    (a_root_of_ten_thousand_keys, "larger than it may be"),
    (a_target_whose_hash_is_a_path, "a file of the site is missing"),
    (a_target_whose_name_is_a_path, "signs no list"),
    (a_target_of_a_delegated_role, "signs no list"),
    (a_huge_snapshot, "larger than it may be"),
    (huge_targets, "larger than it may be"),
    (changes_of_nothing_but_zeros, "is not what the parts of a list site are"),
    (a_list_that_is_nearly_empty, "less than half"),
    (ranges_that_are_countries, "mean too much"),
    (a_move_to_an_unsafe_address, "moved to an address that is not safe"),
    (a_move_to_a_file_of_this_computer, "moved to an address that is not safe"),
    (a_move_to_where_there_is_nothing, "cannot be reached"),
]
