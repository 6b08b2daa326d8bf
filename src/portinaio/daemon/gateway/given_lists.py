"""`/lists/LIST/FORMAT`: the numbers that the house blocks, and the subscribed lists that a device is given.

Asked again with the tag of before, a device is only told that it is still the same. What is subscribed is sent piece by
piece, so that it costs no memory however long it is.
"""

from __future__ import annotations

import os
from io import BytesIO
from typing import TYPE_CHECKING

from starlette.responses import Response, StreamingResponse

from portinaio.core.message import msg, render
from portinaio.daemon.files.exports import outgoing_entries
from portinaio.daemon.gateway.asked import ForbiddenError, prepared_answer, text_answer, unchanged
from portinaio.daemon.gateway.blocklist import refuse_ungiven
from portinaio.daemon.gateway.derived.list_formats import TYPES, write
from portinaio.errors import UsageError
from portinaio.store.devices.device import BLOCK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from portinaio.daemon.gateway.asked import Asked

AGAIN_S = 30
PIECE_BYTES = 1 << 16
_LATER = msg("this list is being written just now; ask again in %(n)d s", n=AGAIN_S)


def answer(asked: Asked) -> Response:
    name, wanted = asked.steps["list"], asked.steps["format"]
    own = name == BLOCK
    if own:
        refuse_ungiven(asked)
    elif name not in asked.device.lists:
        raise ForbiddenError(msg("this device is not given this list"))
    if wanted not in TYPES:
        raise UsageError(
            msg(
                "no list comes as '%(name)s'; there are %(formats)s",
                name=wanted[:40],
                formats=" ".join(TYPES),
            )
        )
    return _own(asked, wanted) if own else _subscribed(asked, name, wanted)


def _own(asked: Asked, wanted: str) -> Response:
    def make() -> bytes:
        out = BytesIO()
        write(wanted, outgoing_entries(asked.context), out)
        return out.getvalue()

    return prepared_answer(asked, wanted, TYPES[wanted], make)


def _subscribed(asked: Asked, name: str, wanted: str) -> Response:
    files = asked.house.list_files
    each = files.named(name)
    tag = files.tag(each, wanted)
    if tag in asked.known_tags:
        return unchanged(tag)
    file = files.open(each, wanted)
    if file is None:
        later = text_answer(render(_LATER, asked.translation), 503)
        later.headers["Retry-After"] = str(AGAIN_S)
        return later
    size = os.fstat(file.fileno()).st_size
    headers = {"ETag": f'"{tag}"', "Content-Length": str(size)}
    if asked.method == "HEAD":
        file.close()
        return Response(media_type=TYPES[wanted], headers=headers)
    return StreamingResponse(_pieces(file), media_type=TYPES[wanted], headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE_BYTES):
            yield piece
