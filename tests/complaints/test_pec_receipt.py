"""A receipt of certified mail is read as its provider wrote it, and nothing else is taken for one."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pec import daticert, receipt
from portinaio.complaints.pec_receipt import (
    DEEPEST,
    KINDS,
    LARGEST_XML,
    LONGEST,
    MOST_ELEMENTS,
    MOST_PARTS,
    read_receipt,
)
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


def nested(levels):
    """Elements within each other, the root among them."""
    inner = levels - 1
    xml = b"<a>" * inner + b"</a>" * inner
    return daticert().replace(b"</postacert>", xml + b"</postacert>")


def of_elements(count):
    xml = daticert()
    missing = count - xml.count(b"</") - xml.count(b"/>")
    return xml.replace(b"</postacert>", b"<a/>" * missing + b"</postacert>")


def of_bytes(count):
    xml = daticert()
    return xml + b" " * (count - len(xml))


def within(levels):
    """A receipt whose data lies so many multiparts deep."""
    part = EmailMessage(SMTP)
    part.set_content(daticert(), "application", "xml", filename="daticert.xml")
    for _ in range(levels):
        outer = EmailMessage(SMTP)
        outer.make_mixed()
        outer.attach(part)
        part = outer
    part["X-Ricevuta"] = "avvenuta-consegna"
    return part.as_bytes()


def of_parts(count):
    """A receipt whose data is the last of so many parts, the whole being the first."""
    mail = EmailMessage(SMTP)
    mail["X-Ricevuta"] = "avvenuta-consegna"
    mail.make_mixed()
    for _ in range(count - 2):
        text = EmailMessage(SMTP)
        text.set_content("x")
        mail.attach(text)
    mail.add_attachment(daticert(), "application", "xml", filename="daticert.xml")
    return mail.as_bytes()


@pytest.mark.parametrize(
    ("still", "too_much"),
    [
        pytest.param(*(receipt(xml=nested(DEEPEST + n)) for n in (1, 2)), id="elements within each other"),
        pytest.param(*(receipt(xml=of_elements(MOST_ELEMENTS + n)) for n in (0, 1)), id="elements"),
        pytest.param(*(receipt(xml=of_bytes(LARGEST_XML + n)) for n in (0, 1)), id="size of the data"),
        pytest.param(within(DEEPEST - 1), within(DEEPEST), id="parts within each other"),
        pytest.param(of_parts(MOST_PARTS), of_parts(MOST_PARTS + 1), id="parts"),
    ],
)  # fmt: skip
def test_a_receipt_is_read_up_to_each_bound_and_refused_beyond_it(still, too_much):
    assert read_receipt(still).message_id == "m@x"
    with pytest.raises(UsageError):
        read_receipt(too_much)


@pytest.mark.parametrize(("length", "kept"), [(LONGEST, LONGEST), (LONGEST + 1, LONGEST)])
def test_a_value_is_kept_up_to_its_bound_and_cut_beyond_it(length, kept):
    xml = daticert().replace(b"opec1.20261124180003.1@pec.example.net", b"a" * length)

    assert len(read_receipt(receipt(xml=xml)).identifier) == kept
