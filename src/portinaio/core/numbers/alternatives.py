"""Patterns of a numbering plan taken apart where they offer a choice, since most choices have nothing to say of a number."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\\.|\[[^]]*\]|\(\?:|.")


def alternatives(pattern: str) -> list[str]:
    """The patterns that a pattern offers for choice, as `0[26]` and `3\\d` of `0[26]|3\\d`; `01` and `02` of `0(?:1|2)`."""
    whole = _choices(_TOKEN.findall(pattern))
    return [part for choice in whole for part in _unfolded_group(choice)]


def _choices(pieces: list[str]) -> list[list[str]]:
    """What stands between the bars that lie in no group."""
    found: list[list[str]] = [[]]
    depth = 0
    for piece in pieces:
        depth += piece[0] == "("
        depth -= piece == ")"
        if piece == "|" and not depth:
            found.append([])
        else:
            found[-1].append(piece)
    return found


def _unfolded_group(pieces: list[str]) -> list[str]:
    """Each choice of the group by itself that stands behind the first digit; most of them begin otherwise than a number."""
    whole = "".join(pieces)
    if len(pieces) < 4 or not pieces[0].isdigit() or pieces[1] != "(?:":
        return [whole]
    depth = 0
    for place, piece in enumerate(pieces):
        depth += piece[0] == "("
        depth -= piece == ")"
        if place > 1 and not depth:
            break
    rest = "".join(pieces[place + 1 :])
    if depth or rest[:1] in {"?", "*", "+", "{"}:
        return [whole]
    return [f"{pieces[0]}(?:{''.join(one)}){rest}" for one in _choices(pieces[2:place])]
