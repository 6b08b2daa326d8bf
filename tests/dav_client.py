"""What a client asks of the address books, and what it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gateway_world import SOLD
from portinaio.wire import carddav

if TYPE_CHECKING:
    from daemon_world import Answer
    from gateway_world import Telephone

BLOCK, CONTACTS = "/dav/books/block/", "/dav/books/contacts/"
ITEM = f"{BLOCK}{SOLD[1:]}.vcf"
SYNC = (
    '<D:sync-collection xmlns:D="DAV:"><D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>'
    "<D:prop><D:getetag/></D:prop></D:sync-collection>"
)


def a_card(*numbers: str, uid: str = "u1") -> bytes:
    tels = "".join(f"TEL:{number}\r\n" for number in numbers)
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:Pests\r\n{tels}END:VCARD\r\n".encode()


async def dav(
    phone: Telephone, method: str, path: str, body: bytes | str = b"", **more: Any
) -> Answer:
    return await phone.ask(method, path, body if isinstance(body, bytes) else body.encode(), **more)


def told(answer: Answer) -> dict[str, carddav.Resource]:
    """As our own client reads it."""
    assert answer.status == 207, answer.body
    return {one.href: one for one in carddav.resources(answer.body)}


async def token_of(phone: Telephone, book: str = BLOCK) -> str:
    return told(await dav(phone, "PROPFIND", book, carddav.VERSION))[book].version
