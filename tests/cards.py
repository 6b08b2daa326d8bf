"""Cards in brief, and what is read in them."""

from portinaio.contacts.vcard import read_vcards
from worlds import ITALY

MOBILE, HOME, THIRD = "+390200000001", "+390200000002", "+390200000003"


def card(*lines, end="\r\n"):
    return end.join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode()


def contacts(data, plan=ITALY):
    return [(c.name, c.numbers) for c in read_vcards(data, plan, "phone.vcf").contacts]


def refused(data):
    return [(r.line, r.text, str(r.reason)) for r in read_vcards(data, ITALY, "x").rejected]
