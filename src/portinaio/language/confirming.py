"""How a box of the house wants something to be confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def ways(methods: Iterable[str]) -> Iterator[str]:
    """Of `button`, or `dtmf;*12345`; as the box says them, so not fit for a terminal yet."""
    for method in methods:
        way, _semicolon, digits = method.partition(";")
        if way == "button":
            yield _("press any button of the box")
        elif way == "dtmf":
            yield _("or dial %(digits)s on a telephone at the box") % {"digits": digits}
        else:
            yield _("or confirm it by %(way)s") % {"way": way}
