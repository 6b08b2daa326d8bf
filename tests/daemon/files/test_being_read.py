"""How much of a file has been read is told while it is brought in, to whoever asks."""

from __future__ import annotations

import threading
from datetime import timedelta
from itertools import pairwise

import pytest

from daemon_world import a_client, a_context
from portinaio.daemon.being_read import FilesBeingRead, Watched
from portinaio.daemon.files import imports
from portinaio.daemon.files.import_contacts import import_contacts
from portinaio.daemon.files.import_request import ImportRequest
from portinaio.daemon.files.read_book import Given
from worlds import FROZEN_NOW

ROWS = 1_500
YESTERDAY = (FROZEN_NOW - timedelta(days=1)).date()
LIST = "number\n" + "".join(f"+39020000{n:04}\n" for n in range(ROWS)) + "\n" * 200_000
CALLS = "date,type,number,name,duration\n" + "".join(
    f"{YESTERDAY} 10:{n // 60:02}:{n % 60:02},missed,+39020000{n:04},,0\n" for n in range(ROWS)
)
CARDS = "".join(
    f"BEGIN:VCARD\nVERSION:3.0\nFN:Anna {n}\nTEL:+39333{n:07}\nEND:VCARD\n" for n in range(ROWS)
)
GOOGLE = "First Name,Last Name,Mobile Phone,E-mail Address\n" + "".join(
    f"Anna,{n},+39333{n:07},a@example.net\n" for n in range(ROWS)
)
LDIF = "".join(f"dn: cn=Anna {n}\ncn: Anna {n}\nmobile: +39333{n:07}\n\n" for n in range(ROWS))
NAMES = "name,number\n" + "".join(f"Anna {n},+39333{n:07}\n" for n in range(ROWS))


class Steps(list):
    """What a file's reader tells of how far it is, as shares."""

    def __call__(self, parts: int, whole: int) -> None:
        self.append(parts / whole)


def rises_to_the_end(steps: Steps) -> bool:
    return len(steps) > 2 and all(a <= b for a, b in pairwise(steps)) and 0.6 < steps[-1] <= 1.01


@pytest.mark.parametrize(("text", "kind"), [(LIST, "block"), (CALLS, "calls")])
def test_a_list_and_a_log_tell_how_much_of_them_has_been_read(tmp_path, text, kind):
    steps = Steps()
    asked = ImportRequest("file.csv", text.encode(), kind, "", None, dry_run=True, far=steps)

    imports.import_file(a_context(tmp_path), asked)

    assert rises_to_the_end(steps)


@pytest.mark.parametrize(
    "text", [CARDS, GOOGLE, LDIF, NAMES + "\n" * 200_000], ids=["vcf", "google", "ldif", "names"]
)
def test_an_address_book_tells_how_much_of_it_has_been_read(tmp_path, text):
    steps = Steps()

    import_contacts(a_context(tmp_path), Given("book", text.encode(), dry_run=True, far=steps))

    assert rises_to_the_end(steps)


def test_a_share_is_that_of_the_bytes_and_ends_with_the_reading():
    files = FilesBeingRead()

    with files.reading("a.csv", 2_000) as far:
        begun = files.all
        far(3, 4)
        seen = files.all

    assert [tuple(each) for each in (*begun, *seen)] == [
        ("a.csv", 0, 2_000),
        ("a.csv", 1_500, 2_000),
    ]
    assert files.all == []


def test_whoever_asks_meanwhile_is_told_the_name_and_the_share(tmp_path, monkeypatch):
    halfway, go_on = threading.Event(), threading.Event()

    class Held(Watched):
        def read(self, size=-1, /):
            block = super().read(size)
            halfway.set()
            assert go_on.wait(30)
            return block

    monkeypatch.setattr(imports, "Watched", Held)
    client = a_client(a_context(tmp_path))
    data = LIST.encode()
    work = threading.Thread(target=client.import_file, args=("folder/list.csv", data, "block"))
    work.start()
    assert halfway.wait(30)

    (told,) = client.being_read()
    go_on.set()
    work.join(30)

    assert (told["name"], told["whole"], 0 < told["bytes"] < len(data)) == (
        "list.csv",
        len(data),
        True,
    )
    assert client.being_read() == []
