"""A receipt of certified mail is read as its provider wrote it, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pec import daticert, receipt
from portinaio.complaints.pec_receipt import KINDS, read_receipt
from portinaio.errors import UsageError


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_receipt_is_known(kind):
    found = read_receipt(receipt(kind))

    assert (found.kind, found.message_id, found.at.isoformat()) == (
        KINDS[kind],
        "m@x",
        "2026-11-25T09:15:00+01:00",
    )


def test_a_failure_says_why():
    assert read_receipt(receipt("errore-consegna")).error == "5.1.1 - casella inesistente"
    assert read_receipt(receipt("avvenuta-consegna")).error == ""


@pytest.mark.parametrize("signed", [True, False])
def test_that_it_is_signed_is_seen_and_not_that_the_signature_is_right(signed):
    assert read_receipt(receipt(signed=signed)).signed is signed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"Subject: daticert.xml\r\n\r\nthe file daticert.xml is enclosed",
        receipt(xml=daticert("posta-certificata")).replace(b"X-Ricevuta", b"X-Trasporto"),
    ],
    ids=["nothing", "a PDF", "a mail about one", "a company's answer by certified mail"],
)
def test_what_is_no_receipt_is_none(data):
    assert read_receipt(data) is None


BOMB = b"""<?xml version="1.0"?><!DOCTYPE postacert [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<postacert tipo="avvenuta-consegna" errore="nessuno"><dati><msgid>&b;</msgid></dati></postacert>"""
READS = b"""<?xml version="1.0"?><!DOCTYPE postacert [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<postacert tipo="avvenuta-consegna" errore="nessuno"><dati><msgid>&a;</msgid></dati></postacert>"""


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<postacert",
        b"<other/>",
        b"<postacert/>",
        daticert("novelty"),
        daticert(message_id=""),
        daticert(day="31/02/2026"),
        daticert(hour="25:00:00"),
        BOMB,
        READS,
        b"<postacert>" + b"<a>" * 50 + b"</a>" * 50 + b"</postacert>",
        b"<postacert>" + b"<a/>" * 2000 + b"</postacert>",
        daticert() + b" " * (300 << 10),
    ],
    ids=[
        "empty", "half", "another root", "nothing in it", "an unknown kind", "no message", "no such day",
        "no such hour", "entities", "a file of ours", "deep", "many", "huge",
    ],
)  # fmt: skip
def test_what_says_that_it_is_a_receipt_and_is_none_is_refused_with_what_to_do(xml):
    with pytest.raises(UsageError, match=r"save it once more .* as \.eml"):
        read_receipt(receipt(xml=xml))


def test_a_document_type_that_reads_nothing_does_no_harm():
    xml = daticert().replace(b"<postacert", b'<!DOCTYPE postacert SYSTEM "x.dtd">\n<postacert', 1)

    assert read_receipt(receipt(xml=xml)).message_id == "m@x"


def test_only_the_receipt_itself_counts_and_not_one_that_lies_in_the_mail_it_is_about():
    assert read_receipt(receipt()).kind == "avvenuta-consegna"


@settings(deadline=None, max_examples=60)
@example(cut=602, junk=b"Q")  # an encoding that nobody knows
@given(cut=st.integers(0, 3000), junk=st.binary(max_size=40))
def test_a_damaged_receipt_is_a_sentence_and_never_a_traceback(cut, junk):
    whole = receipt()
    try:
        found = read_receipt(whole[:cut] + junk + whole[cut + len(junk) :])
    except UsageError:
        return
    assert found is None or found.kind in KINDS.values()


def test_parts_within_parts_without_end_are_a_sentence_or_nothing():
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n)
        for n in range(3000)
    )

    with pytest.raises(UsageError):
        read_receipt(b"X-Ricevuta: accettazione\r\n" + head)
