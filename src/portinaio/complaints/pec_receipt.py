"""A receipt of certified mail (PEC), read from the `.eml` that a mail program saves: RFC 6109.

What counts stands in its `daticert.xml`. The file comes from outside: parts, size and depth are bounded, and entities are
refused. Whether its S/MIME signature is right nobody looks at here; that there is one is said.
"""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from typing import TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage, Message

ACCEPTED = "accettazione"
NOT_ACCEPTED = "non-accettazione"
DELIVERED = "avvenuta-consegna"
NOT_DELIVERED = "errore-consegna"
LATE = "preavviso-errore-consegna"
TAKEN_OVER = "presa-in-carico"
VIRUS = "rilevazione-virus"
KINDS = {
    **{k: k for k in (ACCEPTED, NOT_ACCEPTED, DELIVERED, NOT_DELIVERED, LATE, TAKEN_OVER, VIRUS)},
    "mancata-consegna": NOT_DELIVERED,  # the subject says so, and some write it into the XML
}
"""As the XML has it; what is none of these is a message and no receipt."""
LARGEST_XML = 256 << 10  # a receipt has some 2 kB
MOST_PARTS, DEEPEST = 100, 10
MOST_ELEMENTS = 1000
LONGEST = 300  # characters of any value
_ATTRIBUTES = {"postacert": ("tipo", "errore"), "data": ("zona",)}


class PecReceipt(NamedTuple):
    kind: str
    message_id: str
    """Of the mail that it is about, without brackets."""
    at: datetime
    recipient: str
    identifier: str
    """The provider's own."""
    error: str
    signed: bool
    """It bears a signature; nobody has verified it."""


def read_receipt(data: bytes) -> PecReceipt | None:
    """`None` for any other mail. `UsageError` for what says that it is a receipt and cannot be read as one."""
    if b"daticert.xml" not in data.lower() and b"x-ricevuta" not in data.lower():
        return None
    from email.policy import default  # noqa: PLC0415  # half a megabyte in a daemon that may never read one

    try:
        mail = message_from_bytes(data, policy=default)
        said = _header(mail, "X-Ricevuta").lower()
        xml = next(_certified_data(mail), None)
        signed = any(_is_signature(part) for part, _ in _parts(mail))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise _unreadable() from error
    if xml is None:
        if said:
            raise _unreadable()
        return None
    return _receipt(_values(xml), signed=signed)


def _receipt(found: dict[str, str], *, signed: bool) -> PecReceipt | None:
    kind = KINDS.get(found.get("tipo", "").lower())
    if kind is None:
        if found.get("tipo", "").lower() == "posta-certificata":
            return None  # somebody's message, such as the answer of a company
        raise _unreadable()
    message_id = found.get("msgid", "").strip("<> ")
    if not message_id:
        raise _unreadable()
    return PecReceipt(
        kind,
        message_id,
        _moment(found),
        found.get("consegna") or found.get("destinatari", ""),
        found.get("identificativo", ""),
        "" if found.get("errore") == "nessuno" else found.get("errore-esteso", found["errore"]),
        signed,
    )


def _moment(found: dict[str, str]) -> datetime:
    try:
        return datetime.strptime(
            f"{found['giorno']} {found['ora']} {found.get('zona') or '+0100'}",
            "%d/%m/%Y %H:%M:%S %z",
        )
    except (LookupError, ValueError) as error:
        raise _unreadable() from error


def _certified_data(mail: Message) -> Iterator[bytes]:
    for part, depth in _parts(mail):
        name = (part.get_filename() or "").lower()
        if name == "daticert.xml" and depth < DEEPEST:
            data = part.get_payload(decode=True)
            if not isinstance(data, bytes) or len(data) > LARGEST_XML:
                raise _unreadable()
            yield data


def _parts(mail: Message, depth: int = 0) -> Iterator[tuple[Message, int]]:
    """Those of this mail, not those of the mail that is enclosed: that one may hold another receipt."""
    left = [(mail, depth)]
    for _ in range(MOST_PARTS):
        if not left:
            return
        part, depth = left.pop(0)
        yield part, depth
        if part.get_content_maintype() == "multipart" and depth < DEEPEST:
            inner = part.get_payload()
            left += [(one, depth + 1) for one in inner if not isinstance(one, str)]


def _is_signature(part: Message) -> bool:
    return part.get_content_type() in {
        "application/pkcs7-signature",
        "application/x-pkcs7-signature",
    }


def _header(mail: EmailMessage, name: str) -> str:
    return one_line(str(mail[name] or ""), LONGEST)


def _values(xml: bytes) -> dict[str, str]:
    """Text of each element and value of each attribute that counts, by name; the first of each."""
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler, parser.EndElementHandler = reader.begin, reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.EntityDeclHandler = parser.ExternalEntityRefHandler = _refuse
    parser.SkippedEntityHandler = _refuse
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # an encoding that nobody knows
        raise _unreadable() from error
    return reader.found


def _refuse(*_: object) -> int:
    """An entity may be another file, or grow without end."""
    raise ValueError


class _Reader:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self.text: list[str] = []
        self._path: list[str] = []
        self._elements = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        deep = len(self._path) > DEEPEST
        if deep or self._elements > MOST_ELEMENTS or (not self._path and name != "postacert"):
            raise ValueError(name)
        self._path.append(name)
        self.text.clear()
        for key in _ATTRIBUTES.get(name, ()):
            self.found.setdefault(key, one_line(attributes.get(key, ""), LONGEST))

    def end(self, name: str) -> None:
        self.found.setdefault(name, one_line("".join(self.text), LONGEST))
        self.text.clear()
        self._path.pop()


def _unreadable() -> UsageError:
    return UsageError(
        msg(
            "it says that it is a receipt of certified mail, and cannot be read as one; save it once more from your mail"
            " program, whole, as .eml"
        )
    )
