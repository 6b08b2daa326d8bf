"""How networks write who calls: headers of an INVITE, and what is to be read from them on an Italian line.

Each form is told as header lines and the number, presentation, attestation and name that they mean. Where the lines have no From, one
of a trunk without a number is put before them.
"""

from __future__ import annotations

from typing import NamedTuple

from portinaio.core.call import Attestation, Presentation

A, B, C = Attestation.FULL, Attestation.PARTIAL, Attestation.GATEWAY
FAILED, NONE = Attestation.FAILED, Attestation.NONE
SHOWN, HIDDEN, LOST = Presentation.ALLOWED, Presentation.RESTRICTED, Presentation.UNAVAILABLE

ROME = "+390600001234"
MILAN = "+390200001234"
LONDON = "+442079460000"
TRUNK = b'From: "" <sip:trunk-7@net.example>;tag=1'


class Form(NamedTuple):
    id: str
    lines: bytes
    number: str | None
    presentation: Presentation = SHOWN
    attestation: Attestation = NONE
    name: str = ""

    @property
    def headers(self) -> bytes:
        return (
            self.lines if self.lines.startswith((b"From:", b"f:")) else TRUNK + b"\r\n" + self.lines
        )


def _from(uri: str, name: str = "") -> bytes:
    return f"From: {name}<{uri}>;tag=1".encode()


def _pai(value: str) -> bytes:
    return f"P-Asserted-Identity: {value}".encode()


def _both(uri: str, *asserted: str) -> bytes:
    return b"\r\n".join([_from(uri), *map(_pai, asserted)])


NOTATIONS = [
    Form("international", _from("sip:+390200001234@net.example"), MILAN),
    Form("national", _from("sip:0200001234@net.example"), MILAN),
    Form("with 00", _from("sip:00390200001234@net.example"), MILAN),
    Form("without its plus", _from("sip:390200001234@net.example"), MILAN),
    Form("abroad with 00", _from("sip:00442079460000@net.example"), LONDON),
    Form("punctuated", _from("tel:+39-02-0000.1234"), MILAN),
    Form("as a tel", _from("tel:+390200001234"), MILAN),
    Form("a plus in hexadecimal", _from("sip:%2B390200001234@net.example"), MILAN),
    Form("a telephone's URI", _from("sip:+390200001234@net.example;user=phone"), MILAN),
    Form("secure and in capitals", _from("SIPS:+390200001234@NET.EXAMPLE"), MILAN),
    Form("parameters of a trunk", _from("sip:0200001234;npdi;rn=39@net.example"), MILAN),
    Form("with a password", _from("sip:0200001234:secret@net.example"), MILAN),
    Form("without brackets", b"From: sip:0200001234@net.example;tag=1", MILAN),
    Form("compact", b"f: <sip:0200001234@net.example>;tag=1", MILAN),
    Form("folded", b'From: "Anna\r\n Rossi"\r\n\t<sip:0200001234@net.example>;tag=1', MILAN, name="Anna Rossi"),
    Form("a context", _from("tel:0200001234;phone-context=+39"), "+390200001234"),
    Form("a context abroad", _from("tel:2079460000;phone-context=+44"), LONDON),
    Form("a context and a trunk's 0", _from("tel:02079460000;phone-context=+44"), LONDON),
    Form("a context in a SIP URI", _from("sip:2079460000;phone-context=+44@net.example;user=phone"), LONDON),
    Form("a context in hexadecimal", _from("sip:2079460000;phone-context=%2B44@net.example"), LONDON),
    Form("a context of a domain", _from("tel:0200001234;phone-context=ims.example"), MILAN),
    Form("a context for a whole number", _from("tel:+390200001234;phone-context=+44"), MILAN),
    Form("doubted by its network", _from("sip:?+442079460000@net.example"), LONDON, attestation=C),
    Form("doubted and national", _from("sip:?0200001234@net.example"), MILAN, attestation=C),
]  # fmt: skip
ASSERTED = [
    Form("asserted", _both("sip:0844123456@far.example", "<sip:+390200001234@net.example>"), MILAN),
    Form("a pair", _both("sip:x@far", "<sip:trunk@net.example>, <tel:+390200001234>"), MILAN),
    Form("a pair the other way", _both("sip:x@far", "<tel:+390200001234>, <sip:trunk@net.example>"), MILAN),
    Form("two headers", _both("sip:x@far", "<sip:trunk@net.example>", "<tel:+390200001234>"), MILAN),
    Form("a trunk alone", _both("sip:0200001234@far", "<sip:trunk-7@net.example>"), MILAN),
    Form("a trunk's zeros", _both("sip:0200001234@far", "<sip:0000000@net.example>"), MILAN),
    Form("unknown to the network", _both("sip:0200001234@far", "<sip:unknown@unknown.invalid>"), MILAN),
    Form("a name with a comma", _pai('"Rossi, Anna" <sip:+390200001234@net.example>'), MILAN, name="Rossi, Anna"),
    Form("a name with a comma and no quotes", _pai("Rossi, Anna <sip:+390200001234@net.example>, <tel:+390600001234>"), MILAN, name="Rossi, Anna"),
    Form("quoted pairs", _pai(r'"Anna \"the boss\" \\ Rossi" <tel:+390200001234>'), MILAN, name='Anna "the boss" \\ Rossi'),
    Form("an address in the name", _pai('"<tel:+390600001234>" <tel:+390200001234>'), MILAN, name="<tel:+390600001234>"),
    Form("Latin-1", b'From: "M\xfcller" <sip:0200001234@net.example>;tag=1', MILAN, name="Müller"),
    Form("UTF-8", 'From: "Müller" <sip:0200001234@net.example>;tag=1'.encode(), MILAN, name="Müller"),
    Form("UTF-8 cut off", b'From: "M\xc3\xbcller \xc3" <sip:0200001234@net.example>;tag=1', MILAN, name="Müller \N{REPLACEMENT CHARACTER}"),
    Form("encoded as in mails", _from("sip:0200001234@net.example", '"=?utf-8?Q?M=C3=BCller?=" '), MILAN, name="Müller"),
    Form("the number as the name", _from("sip:0200001234@net.example", '"0200001234" '), MILAN),
    Form("unknown as the name", _from("sip:0200001234@net.example", '"Unknown" '), MILAN),
    Form("remote party", b"Remote-Party-ID: <sip:0200001234@net.example>;party=calling;screen=yes;privacy=off", MILAN),
    Form("remote party, its party unsaid", b'Remote-Party-ID: "Anna" <sip:0200001234@net.example>', MILAN, name="Anna"),
    Form("the called one as remote party", _from("sip:0200001234@far") + b"\r\nRemote-Party-ID: <sip:0600001234@net.example>;party=called;screen=yes", MILAN),
    Form("remote party that nobody looked at", _from("sip:0200001234@far") + b"\r\nRemote-Party-ID: <sip:0600001234@net.example>;screen=no", MILAN),
    Form("asserted beside remote party", _pai("<tel:+390200001234>") + b"\r\nRemote-Party-ID: <sip:0600001234@net.example>;screen=yes", MILAN),
    Form("whose call it was before", _from("sip:0200001234@far") + b"\r\nDiversion: <sip:0600001234@a>\r\nHistory-Info: <sip:0600001234@a>;index=1", MILAN),
    Form("what the caller prefers", _from("sip:0200001234@far") + b"\r\nP-Preferred-Identity: <tel:+390600001234>", MILAN),
]  # fmt: skip
_ASSERTED = _pai('"Anna" <tel:+390200001234>') + b"\r\n"
HIDING = [
    Form("Privacy: id", _ASSERTED + b"Privacy: id", None, HIDDEN),
    Form("Privacy: id, header", _ASSERTED + b"Privacy: id, header", None, HIDDEN),
    Form("Privacy: user;critical", _ASSERTED + b"Privacy: USER;critical", None, HIDDEN),
    Form("Privacy in two headers", _ASSERTED + b"Privacy: critical\r\nPrivacy: id", None, HIDDEN),
    Form("Privacy: none", _ASSERTED + b"Privacy: none", MILAN, name="Anna"),
    Form("anonymous.invalid", _from("sip:anonymous@anonymous.invalid", '"Anonymous" '), None, HIDDEN),
    Form("anonymous in capitals", _from("sip:ANONYMOUS@net.example"), None, HIDDEN),
    Form("anonymous without a user", _from("sip:anonymous.invalid"), None, HIDDEN),
    Form("anonymous under another user", _from("sip:c8oqz84zk7z@anonymous.invalid:5060"), None, HIDDEN),
    Form("anonymous in hexadecimal", _from("sip:%61nonymous@net.example"), None, HIDDEN),
    Form("anonymous on the keys", _from("sip:+266696687@net.example"), None, HIDDEN),
    Form("restricted on the keys", _from("sip:+7378742833@net.example"), None, HIDDEN),
    Form("unavailable on the keys", _from("sip:+86282452253@net.example"), None, LOST),
    Form("on the keys with 00", _from("sip:00266696687@net.example"), None, HIDDEN),
    Form("private", _from("sip:private@net.example"), None, HIDDEN),
    Form("anonymous by its name alone", _from("sip:192.0.2.9", '"Anonymous" '), None, HIDDEN),
    Form("asserted as anonymous", _both("sip:0200001234@far", "<sip:anonymous@anonymous.invalid>"), None, HIDDEN),
    Form("remote party, full privacy", b"Remote-Party-ID: <sip:0200001234@net.example>;screen=yes;privacy=full", None, HIDDEN),
    Form("remote party, privacy of the URI", b'Remote-Party-ID: <sip:0200001234@net.example>;privacy="uri-network"', None, HIDDEN),
    Form("remote party, privacy of the name", b'Remote-Party-ID: "Anna" <sip:0200001234@net.example>;privacy=name', MILAN),
    Form("unavailable", _from("sip:unavailable@unknown.invalid", '"Unavailable" '), None, LOST),
    Form("unknown", _from("sip:unknown@net.example"), None, LOST),
    Form("asterisk", _from("sip:asterisk@pbx.example", '"asterisk" '), None, LOST),
    Form("asterisk for somebody who hides", _from("sip:asterisk@pbx.example", '"Anonymous" '), None, HIDDEN),
    Form("zeros", _from("sip:0000000000@net.example"), None, LOST),
    Form("a host alone", _from("sip:192.0.2.9"), None, LOST),
]  # fmt: skip
CODES = [
    Form("a code", _from("sip:**622@fritz.box"), None),
    Form("a code of four digits", _from("sip:*1234@pbx.example"), None),
    Form("five digits behind a code", _from("sip:*12345@net.example"), "+3912345"),
    Form("a number behind a code", _from("sip:*0200001234@net.example"), MILAN),
    Form("a number behind *67#", _from("sip:*67%230200001234@net.example"), MILAN),
    Form("a number before a code", _from("sip:0200001234*@net.example"), MILAN),
]
_VERIFIED = "<sip:+390200001234{}@net.example{}>{}"
ATTESTED = [
    Form("verstat of the URI", _pai(_VERIFIED.format("", ";user=phone;verstat=TN-Validation-Passed", "")), MILAN, attestation=A),
    Form("verstat in the user part", _pai(_VERIFIED.format(";verstat=TN-Validation-Passed-B", "", "")), MILAN, attestation=B),
    Form("verstat of the header", _pai(_VERIFIED.format("", "", ";verstat=TN-Validation-Passed-C")), MILAN, attestation=C),
    Form("verstat of a tel", _pai("<tel:+390200001234;verstat=TN-Validation-Failed>"), MILAN, attestation=FAILED),
    Form("verstat in quotes", _pai(_VERIFIED.format("", ';VERSTAT="tn-validation-passed-a"', "")), MILAN, attestation=A),
    Form("verstat in From", _from("sip:+390200001234;verstat=TN-Validation-Passed-A@net.example"), MILAN, attestation=A),
    Form("verstat in a header of its own", _pai("<tel:+390200001234>") + b"\r\nVerstat: TN-Validation-Passed-B", MILAN, attestation=B),
    Form("verstat of the other of a pair", _pai("<tel:+390200001234>, <sip:0200001234@net.example;verstat=TN-Validation-Failed>"), MILAN, attestation=FAILED),
    Form("verstat in the name", _pai('"verstat=TN-Validation-Passed-A" <tel:+390200001234>'), MILAN, name="verstat=TN-Validation-Passed-A"),
    Form("verstat in the headers of a URI", _pai(_VERIFIED.format("", "?X=1;verstat=TN-Validation-Passed-A", "")), MILAN),
    Form("verstat in another parameter", _pai(_VERIFIED.format("", ";x=verstat=TN-Validation-Passed-A", "")), MILAN),
    Form("verstat of another number", _both("sip:+390600001234;verstat=TN-Validation-Passed-A@far", "<tel:+390200001234>"), MILAN),
    Form("verstat of From beside the same number", _both("sip:0200001234;verstat=TN-Validation-Failed@far", "<tel:+390200001234>"), MILAN, attestation=FAILED),
    Form("verstat of From that praises itself", _both("sip:0200001234;verstat=TN-Validation-Passed-A@far", "<tel:+390200001234>"), MILAN),
    Form("not validated", _pai(_VERIFIED.format("", ";verstat=No-TN-Validation", "")), MILAN),
    Form("not validated, whatever is claimed", _pai(_VERIFIED.format("", ";verstat=No-TN-Validation", "")) + b"\r\nP-Attestation-Indicator: A", MILAN),
    Form("a level beside verstat", _pai(_VERIFIED.format("", ";verstat=TN-Validation-Passed", "")) + b"\r\nP-Attestation-Indicator: B", MILAN, attestation=B),
    Form("a level alone", _pai("<tel:+390200001234>") + b"\r\nP-Attestation-Indicator: c", MILAN, attestation=C),
    Form("a level beside a failure", _pai("<tel:+390200001234;verstat=TN-Validation-Failed>") + b"\r\nP-Attestation-Indicator: A", MILAN, attestation=FAILED),
    Form("a signature that nobody has checked", _pai("<tel:+390200001234>") + b"\r\nIdentity: e30.eyJhdHRlc3QiOiJBIn0.x;info=<https://net.example/c.pem>;alg=ES256;ppt=shaken", MILAN),
]  # fmt: skip
FORMS = [*NOTATIONS, *ASSERTED, *HIDING, *CODES, *ATTESTED]
